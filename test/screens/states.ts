/** The states of the panel that are worth a picture, by name. What is recorded comes from a run of the demo. */
import { type Diagnosis, diagnose } from '../../src/engine/index.ts'
import type { Store } from '../../src/panel/store.ts'
import { entry, NASTY } from './entries.ts'

export interface State {
  /** What the panel is told; the recorded demo when absent. */
  diagnosis?: (recorded: Diagnosis) => Diagnosis
  /** Part of the address of the request that is explained. */
  explains?: string
  arrange?: (store: Store) => void
  /** The network log stands for no live one: the page for HAR files. */
  withoutLog?: true
}

const only =
  (...parts: string[]) =>
  (recorded: Diagnosis): Diagnosis => ({
    ...recorded,
    flows: recorded.flows.filter(({ flow }) => parts.some((part) => flow.exchange.url.includes(part))),
  })

const of = (entries: readonly unknown[]) => (): Diagnosis => diagnose(entries, { browser: 'chromium' })

const showAll = ({ receive }: Store): void =>
  receive({ type: 'settings', settings: { preserveLog: false, showAll: true } })

/** A list that fills itself with ids: one cause, two endpoints, a third that passes again. */
const folded = of([
  ...Array.from({ length: 60 }, (_, id) => entry(`/api/items/${id}?v=${id * 7}`, id)),
  ...Array.from({ length: 40 }, (_, id) => entry(`/api/people/${id + 100}/photo`, 60 + id)),
  entry('/api/orders/7', 101),
  entry('/api/orders/8', 102, { allowed: true }),
])

/** As many requests as a busy page makes in a day: 2,000 failures in five causes, the rest went well. */
const many = of(
  Array.from({ length: 10_000 }, (_, id) =>
    entry(`/api/part${id % 5}/${id}`, id, {
      allowed: id % 5 !== 0,
      allowOrigin: `https://other${id % 25}.example`,
    }),
  ),
)

export const STATES: Record<string, State> = {
  demo: {},
  flat: {
    arrange: ({ preferences }) => {
      preferences.grouped.value = false
    },
  },
  folded: { diagnosis: folded, arrange: (store) => store.toggle(store.rows.value[0] as never) },
  filter: {
    arrange: ({ preferences }) => {
      preferences.filter.value = 'method:PUT'
    },
  },
  'filtered-out': {
    arrange: ({ preferences }) => {
      preferences.filter.value = 'domain:nowhere.example'
    },
  },
  settings: {
    arrange: (store) => {
      store.sheet.value = true
    },
  },
  allowed: { arrange: showAll, explains: '/public/articles/1' },
  'nothing-recorded': { diagnosis: (recorded) => ({ ...recorded, entries: 0, flows: [] }) },
  'nothing-failed': { diagnosis: only('/public/') },
  'no-file': { diagnosis: (recorded) => ({ ...recorded, entries: 0, flows: [] }), withoutLog: true },
  hostile: { diagnosis: of([entry('/rtl', 1, { allowOrigin: NASTY })]) },
  long: {
    diagnosis: of([
      entry(`/long/${'segment/'.repeat(240)}`, 1, { allowOrigin: `https://${'x'.repeat(2500)}.example` }),
    ]),
  },
  secret: {
    diagnosis: of([
      entry('/login?access_token=q8Zr71mPfX2cKk31', 1, {
        allowOrigin: 'https://user:hunter2secret@app.example',
      }),
    ]),
  },
  many: { diagnosis: many },
  refused: { explains: '/health' },
  report: {
    arrange: ({ reporting, log }) => {
      reporting.value = log.items.value.slice(0, 1).flatMap(({ id }) => log.diagnosis(id) ?? [])
    },
  },
  file: {
    arrange: ({ files }) => {
      const log = {
        creator: { name: 'mitmproxy' },
        entries: [entry('/a', 1), entry('/b', 2, { allowed: true })],
      }
      void files.open(new File([JSON.stringify({ log })], 'proxy.har'))
    },
  },
  orphaned: { arrange: ({ receive }) => receive({ type: 'orphaned' }) },
  german: {
    arrange: ({ preferences }) => {
      preferences.language.value = 'de'
    },
  },
}
