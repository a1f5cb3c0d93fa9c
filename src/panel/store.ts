/** Store: what the panel shows. Facts come in by `receive`; the rest is the user's own choice in this panel. */
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { type Diagnosis, failedFlows } from '../engine/index.ts'
import { DEFAULT_SETTINGS, type PanelEvent, type Settings, type Theme } from './host.ts'
import { matching, type Row, rowsOf } from './rows.ts'

/** Where the panel's own context menu stands, and for which row. */
export interface OpenMenu {
  row: Row
  x: number
  y: number
}

interface Selection {
  key: string
  id: string
}

export interface Store {
  diagnosis: ReadonlySignal<Diagnosis>
  settings: ReadonlySignal<Settings>
  /** Null: as the system says. */
  theme: ReadonlySignal<Theme | null>
  filter: Signal<string>
  menu: Signal<OpenMenu | null>
  /** What was just done, for the eye and for screen readers. */
  notice: Signal<string>
  /** What a narrow panel shows: the list or the explanation. */
  view: Signal<'list' | 'detail'>
  /** All that the settings let through, newest first. */
  listed: ReadonlySignal<Row[]>
  /** Those of them that the filter lets through. */
  rows: ReadonlySignal<Row[]>
  selected: ReadonlySignal<Row | null>
  failures: ReadonlySignal<number>
  /** The one door for what comes from outside. */
  receive(event: PanelEvent): void
  select(row: Row): void
  /** In a narrow panel too. */
  explain(row: Row): void
}

const NOTHING: Diagnosis = { browser: 'unknown', entries: 0, flows: [] }

/** The same failure again, or the one it has become when a later entry changed the verdict. */
const find = (rows: readonly Row[], wanted: Selection | null): Row | null =>
  wanted === null
    ? null
    : (rows.find(({ key }) => key === wanted.key) ?? rows.find(({ ids }) => ids.includes(wanted.id)) ?? null)

export function createStore(): Store {
  const diagnosis = signal(NOTHING)
  const settings = signal(DEFAULT_SETTINGS)
  const theme = signal<Theme | null>(null)
  const filter = signal('')
  const menu = signal<OpenMenu | null>(null)
  const notice = signal('')
  const view = signal<'list' | 'detail'>('list')
  const selection = signal<Selection | null>(null)

  const listed = computed(() => rowsOf(diagnosis.value.flows, settings.value.showAll))
  const rows = computed(() => matching(listed.value, filter.value))
  const selected = computed(() => find(rows.value, selection.value))
  const failures = computed(() => failedFlows(diagnosis.value).length)

  const choose = (row: Row): void => {
    selection.value = { key: row.key, id: row.diagnosed.id }
  }

  /** One failure is always explained, and it stays the same one while new ones arrive above it. */
  const keepSelection = (): void => {
    if (find(listed.value, selection.value) !== null) return
    const newest = rows.value[0]
    if (newest) choose(newest)
    else selection.value = null
    view.value = 'list'
  }

  const show = (id: string): void => {
    const wanted = { key: '', id }
    if (!diagnosis.value.flows.some((diagnosed) => diagnosed.id === id)) return
    if (find(listed.value, wanted) === null) settings.value = { ...settings.value, showAll: true }
    const row = find(listed.value, wanted)
    if (row === null) return
    if (find(rows.value, wanted) === null) filter.value = ''
    choose(row)
    view.value = 'detail'
  }

  const receive = (event: PanelEvent): void => {
    switch (event.type) {
      case 'diagnosis':
        diagnosis.value = event.diagnosis
        keepSelection()
        break
      case 'settings':
        settings.value = event.settings
        keepSelection()
        break
      case 'theme':
        theme.value = event.theme
        break
      case 'select':
        show(event.id)
        break
    }
  }

  return {
    diagnosis,
    settings,
    theme,
    filter,
    menu,
    notice,
    view,
    listed,
    rows,
    selected,
    failures,
    receive,
    select: choose,
    explain(row) {
      choose(row)
      view.value = 'detail'
    },
  }
}
