/** The engine: judging beside `JSON.parse` of the same log, growth, one more entry, verdicts a second. */
import { build } from 'vite'
import type * as Bundle from './bundle.ts'
import { SHAPES } from './hostile.ts'
import { cpu, inTurn, type Line, median } from './measure.ts'
import { pagesOf, webApp } from './web-app.ts'

type Engine = typeof Bundle

export async function bundledEngine(): Promise<Engine> {
  const outDir = new URL('../../.cache/bench/', import.meta.url)
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      outDir: outDir.pathname,
      target: 'node20',
      ssr: new URL('bundle.ts', import.meta.url).pathname,
      rollupOptions: { output: { entryFileNames: 'engine.mjs' } },
    },
  })
  return (await import(new URL('engine.mjs', outDir).href)) as Engine
}

/** The judged log, and its failures. */
function judged(
  { networkLog, recorderOf, isFailure }: Engine,
  entries: readonly unknown[],
  pages: readonly unknown[] = [],
) {
  const log = networkLog({ recorder: recorderOf({ browser: 'chromium' }) })
  log.setPages(pages)
  log.add(entries)
  return { log, failures: () => log.flows().filter(({ verdict }) => isFailure(verdict)) }
}

/** Judging over parsing, of one session. */
export function overParse(engine: Engine, count: number, rounds: number): Line[] {
  const text = JSON.stringify(webApp(count))
  const pages = pagesOf(count)
  let entries: unknown[] = []
  let last: ReturnType<typeof judged> | null = null
  const times = inTurn(
    {
      parse: () =>
        cpu(() => {
          entries = JSON.parse(text) as unknown[]
        }),
      verdicts: () =>
        cpu(() => {
          last = judged(engine, entries, pages)
        }),
      advice: () =>
        cpu(() => {
          for (const { id } of last?.failures() ?? []) last?.log.advice(id)
        }),
    },
    rounds,
  )
  const shape = `session of ${count.toLocaleString('en')} entries`
  return [
    {
      what: `verdicts, ${shape}`,
      value: times.verdicts / times.parse,
      unit: '× JSON.parse',
      goal: 0.5,
      reached: 0.75,
    },
    {
      what: `with all advice for the failures, ${shape}`,
      value: (times.verdicts + times.advice) / times.parse,
      unit: '× JSON.parse',
      goal: 1,
      reached: 2,
    },
  ]
}

/** One more entry on a log of 10,000 with 2,000 failures: its verdicts, and the advice on what is looked at. */
export function oneMore(engine: Engine): Line[] {
  const entries = webApp(10_200, { failing: 0.15 })
  const { log, failures } = judged(engine, entries.slice(0, 10_000))
  const selected = failures().at(-1)?.id ?? ''
  log.advice(selected)
  const wall = (run: () => void): number => {
    const begun = performance.now()
    run()
    return performance.now() - begun
  }
  const added: number[] = []
  const advised: number[] = []
  for (const entry of entries.slice(10_000)) {
    added.push(wall(() => log.add([entry])))
    advised.push(wall(() => log.advice(selected)))
  }
  const shape = `on 10,000 with ${failures().length.toLocaleString('en')} failures`
  return [
    { what: `one more entry ${shape}`, value: median(added), unit: 'ms', goal: 1 },
    { what: 'and the advice on the selected flow again', value: median(advised), unit: 'ms', goal: null },
  ]
}

const EXPONENT_SIZES = [2500, 10_000] as const

/** The exponent with which the time of judging grows from the first size to the second; `advice` for the newest failure. */
export function growth(engine: Engine, sizes: readonly [number, number] = EXPONENT_SIZES): Line[] {
  const [small, large] = sizes
  return Object.entries(SHAPES).map(([what, entriesOf]) => {
    const [few, many] = [entriesOf(small), entriesOf(large)]
    const time = (entries: readonly unknown[]) => () =>
      cpu(() => {
        const { log, failures } = judged(engine, entries)
        log.advice(failures().at(-1)?.id ?? '')
      })
    const times = inTurn({ few: time(few), many: time(many) }, 3)
    // under a few milliseconds the exponent says nothing
    const value = times.many < 20 ? 0 : Math.log(times.many / times.few) / Math.log(large / small)
    return { what: `growth: ${what} (${times.many.toFixed(0)} ms)`, value, unit: '= exponent', goal: 1.2 }
  })
}

/** Judging alone, flows as they came from a session. */
export function verdictsPerSecond(engine: Engine): Line[] {
  const { log } = judged(engine, webApp(5000), pagesOf(5000))
  const flows = log.flows().map(({ flow }) => flow)
  const evidence = new engine.LogEvidence()
  const round = () =>
    cpu(() => {
      for (const flow of flows) engine.evaluate(flow, evidence)
    })
  const { ms } = inTurn({ ms: round }, 30)
  return [
    {
      what: 'verdicts alone',
      value: Math.round(flows.length / ms),
      unit: 'thousand a second',
      goal: 300,
      atLeast: true,
    },
  ]
}
