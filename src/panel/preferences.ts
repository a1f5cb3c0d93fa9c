/** Preferences: what a person has arranged in the panel, kept from one opening to the next. */
import { effect, type Signal, signal } from '@preact/signals'
import type { Chips } from './filter.ts'
import type { Column, Sort } from './list-rows.ts'
import { LANGUAGES, type Language } from './say.ts'

export interface Preferences {
  filter: Signal<string>
  chips: Signal<Chips>
  grouped: Signal<boolean>
  fold: Signal<boolean>
  sort: Signal<Sort>
  columns: Signal<readonly Column[]>
  /** Percent of the width. */
  listWidth: Signal<number>
  /** Null: none was chosen. */
  language: Signal<Language | null>
}

/** Where they are kept: `localStorage` of the page, or nowhere. */
export interface Memory {
  read(): string | null
  write(text: string): void
}

const KEY = 'corscope-panel'

/** Storage may be forbidden, as in a page opened from a file. */
export const pageMemory: Memory = {
  read() {
    try {
      return localStorage.getItem(KEY)
    } catch {
      return null
    }
  },
  write(text) {
    try {
      localStorage.setItem(KEY, text)
    } catch {
      // not kept, then
    }
  },
}

export const forgetful: Memory = { read: () => null, write: () => {} }

export const COLUMNS: readonly Column[] = [
  'path',
  'method',
  'status',
  'host',
  'initiator',
  'time',
  'duration',
]

type Json = Record<string, unknown>

function readJson(text: string | null): Json {
  try {
    const value: unknown = JSON.parse(text ?? '{}')
    return typeof value === 'object' && value !== null ? (value as Json) : {}
  } catch {
    return {}
  }
}

const isColumn = (value: unknown): value is Column => COLUMNS.includes(value as Column)

function readSort(value: unknown): Sort {
  const { column, descending } = (value ?? {}) as Partial<Sort>
  return { column: isColumn(column) ? column : 'time', descending: descending === true }
}

function readColumns(value: unknown): readonly Column[] {
  const chosen = Array.isArray(value) ? COLUMNS.filter((column) => value.includes(column)) : COLUMNS
  return chosen.includes('path') ? chosen : ['path', ...chosen]
}

function readChips(value: unknown): Chips {
  const { owners, outcomes } = (value ?? {}) as Partial<Chips>
  const texts = (list: unknown) =>
    Array.isArray(list) ? list.filter((item) => typeof item === 'string').slice(0, 20) : []
  return { owners: texts(owners) as Chips['owners'], outcomes: texts(outcomes) as Chips['outcomes'] }
}

export function createPreferences(memory: Memory): Preferences {
  const kept = readJson(memory.read())
  const { filter, grouped, fold, listWidth, language } = kept
  const preferences: Preferences = {
    filter: signal(typeof filter === 'string' ? filter : ''),
    chips: signal(readChips(kept.chips)),
    grouped: signal(grouped !== false),
    fold: signal(fold !== false),
    sort: signal(readSort(kept.sort)),
    columns: signal(readColumns(kept.columns)),
    listWidth: signal(typeof listWidth === 'number' && listWidth >= 20 && listWidth <= 70 ? listWidth : 42),
    language: signal(LANGUAGES.find(({ id }) => id === language)?.id ?? null),
  }
  let first = true
  effect(() => {
    const text = JSON.stringify(
      Object.fromEntries(Object.entries(preferences).map(([name, value]) => [name, value.value])),
    )
    if (!first) memory.write(text)
    first = false
  })
  return preferences
}
