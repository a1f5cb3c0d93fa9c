/** Store: the small stores of the panel put together. Facts come in by `receive`; the rest is the person's own choice. */
import { batch, computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals'
import { type Diagnosis, type FlowDiagnosis, isFailure } from '../engine/index.ts'
import { createFileStore, type FileStore } from './file-store.ts'
import { parseFilter, passesChips } from './filter.ts'
import { DEFAULT_SETTINGS, type PanelEvent, type Settings, type Theme } from './host.ts'
import type { Item } from './item.ts'
import { type ListRow, rowsOf, settledRows } from './list-rows.ts'
import { createLogStore, type LogStore } from './log-store.ts'
import { createPreferences, forgetful, type Memory, type Preferences } from './preferences.ts'
import { createProgress } from './progress.ts'
import { NO_PROOF, type ProofState } from './proof.ts'
import { prover } from './proven.ts'
import { createSearch, type SearchStore } from './search-store.ts'
import { createSelection } from './selection.ts'
import { createSummaries, type Summaries } from './summaries.ts'

/** Where the panel's own context menu stands, and for which request. */
export interface OpenMenu {
  diagnosed: FlowDiagnosis
  x: number
  y: number
}

export interface Store {
  log: LogStore
  /** A HAR in place of the live log. */
  files: FileStore
  summaries: Summaries
  preferences: Preferences
  search: SearchStore
  settings: ReadonlySignal<Settings>
  /** Null: as the system says. */
  theme: ReadonlySignal<Theme | null>
  menu: Signal<OpenMenu | null>
  /** What was just done, for the eye and for screen readers. */
  notice: Signal<string>
  /** What a narrow panel shows: the list or the explanation. */
  view: Signal<'list' | 'detail'>
  /** Of which requests a report is shown before it leaves; null while none is. */
  reporting: Signal<readonly FlowDiagnosis[] | null>
  /** The strip of settings is open. */
  sheet: Signal<boolean>
  /** Requests made again, and the trial that is on. */
  proof: ReadonlySignal<ProofState>
  /** The extension is gone under the panel. */
  orphaned: ReadonlySignal<boolean>
  /** All that the settings let through, in the order of the log. */
  listed: ReadonlySignal<readonly Item[]>
  /** Those of them that filter and chips let through. */
  matching: ReadonlySignal<readonly Item[]>
  rows: ReadonlySignal<readonly ListRow[]>
  /** No row is shown. */
  empty: ReadonlySignal<boolean>
  anyListed: ReadonlySignal<boolean>
  selectedRow: ReadonlySignal<ListRow | null>
  /** The one that is explained. */
  explained: ReadonlySignal<FlowDiagnosis | null>
  failures: ReadonlySignal<number>
  expanded: Signal<ReadonlySet<string>>
  /** The one door for what comes from outside. */
  receive(event: PanelEvent): void
  select(row: ListRow): void
  selectItem(item: Item): void
  /** In a narrow panel too. */
  explain(row: ListRow): void
  toggle(row: ListRow): void
  /** For a report: these requests, all of them when absent. */
  report(flows?: FlowDiagnosis[]): Diagnosis
  /** The list was cleared by hand: what was mended before is of no interest any more. */
  forget(): void
}

export function createStore(memory: Memory = forgetful): Store {
  const log = createLogStore()
  const summaries = createSummaries(log)
  const files = createFileStore(log, summaries.update)
  const preferences = createPreferences(memory)
  const progress = createProgress()
  const settings = signal(DEFAULT_SETTINGS)
  const theme = signal<Theme | null>(null)
  const view = signal<'list' | 'detail'>('list')
  const orphaned = signal(false)
  const proof = signal(NO_PROOF)
  const expanded = signal<ReadonlySet<string>>(new Set())

  const listed = computed(() =>
    settings.value.showAll ? log.items.value : log.items.value.filter(({ verdict }) => isFailure(verdict)),
  )
  const matching = computed(() => {
    summaries.version.value
    const matches = parseFilter(preferences.filter.value)
    const chips = preferences.chips.value
    return listed.value.filter((item) => {
      const summary = summaries.of(item)
      return passesChips(chips, item, summary) && matches(item, summary)
    })
  })
  const rows = computed(() => {
    const { grouped, fold, sort } = preferences
    progress.observe(log.items.value, summaries.of)
    const options = {
      grouped: grouped.value,
      fold: fold.value,
      sort: sort.value,
      expanded: expanded.value,
    }
    const settled = grouped.value ? settledRows(progress, log.items.value) : []
    return [...settled, ...rowsOf(matching.value, summaries.of, options, progress)]
  })
  const selection = createSelection(rows, log)
  /** Requests sent again and trials are of the live log. */
  const prove = computed(() => prover(log.items.value, files.file.value === null ? proof.value : null))
  const explained = computed(() => selection.explained.value && prove.value(selection.explained.value))
  const failures = computed(() => log.items.value.filter(({ verdict }) => isFailure(verdict)).length)

  /** Past filter and settings. */
  const show = (id: string): void => {
    const item = log.item(id)
    if (item === null) return
    if (!listed.value.includes(item)) settings.value = { ...settings.value, showAll: true }
    if (!matching.value.includes(item)) {
      preferences.filter.value = ''
      preferences.chips.value = { owners: [], outcomes: [] }
    }
    selection.selectItem(item)
    view.value = 'detail'
  }

  const takeIn = (change: () => void): void => {
    batch(change)
    summaries.update()
  }

  const receive = (event: PanelEvent): void => {
    switch (event.type) {
      case 'diagnosis':
      case 'changes':
        takeIn(() => log.receive(event))
        break
      case 'settings':
        takeIn(() => {
          settings.value = event.settings
        })
        break
      case 'theme':
        theme.value = event.theme
        break
      case 'select':
        show(event.id)
        break
      case 'search':
        search.receive(event.action, event.query)
        break
      case 'proof':
        proof.value = event.state
        break
      case 'orphaned':
        orphaned.value = true
        break
    }
  }

  // one is always explained; in a narrow panel the list comes back when the one that was read is gone
  effect(() => {
    rows.value
    if (untracked(selection.keep)) view.value = 'list'
  })

  const search = createSearch({
    rows: () => rows.peek(),
    selected: () => selection.row.peek(),
    select: selection.select,
  })

  return {
    log,
    files,
    summaries,
    preferences,
    search,
    settings,
    theme,
    menu: signal<OpenMenu | null>(null),
    notice: signal(''),
    view,
    reporting: signal<readonly FlowDiagnosis[] | null>(null),
    sheet: signal(false),
    orphaned,
    proof,
    listed,
    matching,
    rows,
    empty: computed(() => rows.value.length === 0),
    anyListed: computed(() => listed.value.length > 0),
    selectedRow: selection.row,
    explained,
    failures,
    expanded,
    receive,
    select: selection.select,
    selectItem: selection.selectItem,
    explain(row) {
      selection.select(row)
      view.value = 'detail'
    },
    toggle({ key }) {
      const next = new Set(expanded.value)
      if (!next.delete(key)) next.add(key)
      expanded.value = next
    },
    report: (flows = log.items.value.flatMap(({ id }) => log.diagnosis(id) ?? [])) => ({
      browser: log.browser.value,
      recorder: log.recorder.value,
      entries: log.entries.value,
      flows: flows.map((flow) =>
        flow.edited === undefined && flow.proofs === undefined ? prove.value(flow) : flow,
      ),
    }),
    forget: progress.clear,
  }
}
