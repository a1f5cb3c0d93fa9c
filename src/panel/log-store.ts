/** The log as the panel holds it: requests in their order, and a way to ask for the diagnosis of one. */
import { type ReadonlySignal, signal } from '@preact/signals'
import type { Browser, Diagnosis, FlowDiagnosis } from '../engine/index.ts'
import type { LogChanges, PanelEvent } from './host.ts'
import type { Item } from './item.ts'

export type LogEvent = Extract<PanelEvent, { type: 'diagnosis' | 'changes' }>
export type Diagnose = (id: string) => FlowDiagnosis | null

export interface LogStore {
  browser: ReadonlySignal<Browser>
  /** Entries in the log, same-origin ones too. */
  entries: ReadonlySignal<number>
  /** In the order of the log. */
  items: ReadonlySignal<readonly Item[]>
  item(id: string): Item | null
  /** Null when the request is gone. */
  diagnosis: Diagnose
  /** Who answers `diagnosis` where events bring no diagnoses. */
  ask(diagnose: Diagnose): void
  receive(event: LogEvent): void
  /** A log from elsewhere, in place of the live one, which goes on behind it. */
  showFile(diagnosis: Diagnosis): void
  showLive(): void
}

/** One log: the live one, or that of a file. */
interface Shelf {
  browser: Browser
  entries: number
  byId: Map<string, Item>
  diagnosis: Diagnose
}

function shelfOf({ browser, entries, flows }: Diagnosis): Shelf {
  const byId = new Map(flows.map((flow) => [flow.id, flow]))
  return { browser, entries, byId, diagnosis: (id) => byId.get(id) ?? null }
}

function changed(shelf: Shelf, event: LogChanges, diagnosis: Diagnose): Shelf {
  const byId = event.reset ? new Map<string, Item>() : shelf.byId
  for (const id of event.removed) byId.delete(id)
  for (const item of event.changed) byId.set(item.id, item)
  for (const item of event.added) byId.set(item.id, item)
  return { browser: event.browser, entries: event.entries, byId, diagnosis }
}

export function createLogStore(): LogStore {
  let live = shelfOf({ browser: 'unknown', entries: 0, flows: [] })
  let file: Shelf | null = null
  let ask: Diagnose = () => null
  const browser = signal<Browser>('unknown')
  const entries = signal(0)
  const items = signal<readonly Item[]>([])

  function show(): void {
    const shelf = file ?? live
    browser.value = shelf.browser
    entries.value = shelf.entries
    items.value = [...shelf.byId.values()]
  }

  return {
    browser,
    entries,
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
    showFile(diagnosis) {
      file = shelfOf(diagnosis)
      show()
    },
    showLive() {
      file = null
      show()
    },
  }
}
