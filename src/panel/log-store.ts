/** The log as the panel holds it: requests in their order, and a way to ask for the diagnosis of one. */
import { type ReadonlySignal, signal } from '@preact/signals'
import {
  type Browser,
  type Diagnosis,
  type FlowDiagnosis,
  type Recorder,
  recorderOf,
} from '../engine/index.ts'
import type { LogChanges, PanelEvent } from './host.ts'
import type { Item } from './item.ts'

export type LogEvent = Extract<PanelEvent, { type: 'diagnosis' | 'changes' }>
export type Diagnose = (id: string) => FlowDiagnosis | null

export interface LogStore {
  browser: ReadonlySignal<Browser>
  /** Who wrote the log, and what it therefore cannot tell. */
  recorder: ReadonlySignal<Recorder>
  /** Entries in the log, same-origin ones too. */
  entries: ReadonlySignal<number>
  /** The oldest entries, dropped because there were too many. */
  dropped: ReadonlySignal<number>
  /** In the order of the log. */
  items: ReadonlySignal<readonly Item[]>
  item(id: string): Item | null
  /** Null when the request is gone. */
  diagnosis: Diagnose
  /** Who answers `diagnosis` where events bring no diagnoses. */
  ask(diagnose: Diagnose): void
  receive(event: LogEvent): void
  /** A log from elsewhere, in place of the live one, which goes on behind it. */
  showFile(file: FileLog): void
  showLive(): void
}

/** A log that is complete, its requests judged and diagnosed on demand. */
export interface FileLog {
  browser: Browser
  recorder: Recorder
  entries: number
  /** In the order of the log. */
  items: readonly Item[]
  diagnosis: Diagnose
}

/** One log: the live one, or that of a file. */
interface Shelf {
  browser: Browser
  recorder: Recorder
  entries: number
  dropped: number
  byId: Map<string, Item>
  diagnosis: Diagnose
}

function shelfOf({ browser, recorder, entries, flows }: Diagnosis): Shelf {
  const byId = new Map(flows.map((flow) => [flow.id, flow]))
  return { browser, recorder, entries, dropped: 0, byId, diagnosis: (id) => byId.get(id) ?? null }
}

function changed(shelf: Shelf, event: LogChanges, diagnosis: Diagnose): Shelf {
  const byId = event.reset ? new Map<string, Item>() : shelf.byId
  for (const id of event.removed) byId.delete(id)
  for (const item of event.changed) byId.set(item.id, item)
  for (const item of event.added) byId.set(item.id, item)
  const { browser, entries, dropped } = event
  return { browser, recorder: recorderOf({ browser }), entries, dropped, byId, diagnosis }
}

export function createLogStore(): LogStore {
  let live = shelfOf({ browser: 'unknown', recorder: recorderOf({}), entries: 0, flows: [] })
  let file: Shelf | null = null
  let ask: Diagnose = () => null
  const browser = signal<Browser>('unknown')
  const recorder = signal(live.recorder)
  const entries = signal(0)
  const dropped = signal(0)
  const items = signal<readonly Item[]>([])

  function show(): void {
    const shelf = file ?? live
    browser.value = shelf.browser
    recorder.value = shelf.recorder
    entries.value = shelf.entries
    dropped.value = shelf.dropped
    items.value = [...shelf.byId.values()]
  }

  return {
    browser,
    recorder,
    entries,
    dropped,
    items,
    item: (id) => (file ?? live).byId.get(id) ?? null,
    diagnosis: (id) => (file ?? live).diagnosis(id),
    ask(diagnose) {
      ask = diagnose
    },
    receive(event) {
      live = event.type === 'diagnosis' ? shelfOf(event.diagnosis) : changed(live, event, (id) => ask(id))
      if (file === null) show()
    },
    showFile({ items: inFile, ...log }) {
      file = { ...log, dropped: 0, byId: new Map(inFile.map((item) => [item.id, item])) }
      show()
    },
    showLive() {
      file = null
      show()
    },
  }
}
