/** CORScope's verdicts beside the browser's own. */
import type { JsonFlow, JsonReport } from '../../src/engine/index.ts'
import type { Walked } from './walk.ts'

export interface Comparison {
  /** Id of the case. */
  name: string
  /** What the browser says: its CorsError, else its net error, else that all went well. */
  browser: string
  /** What CORScope says. */
  corscope: string
  agrees: boolean
}

const flowOf = (report: JsonReport, { truth }: Walked): JsonFlow | undefined =>
  report.flows.findLast(({ url }) => url === truth.url)

/** The verdict, or one that fits the evidence equally well, is the browser's. */
function agrees({ truth, worked, demoCase }: Walked, flow: JsonFlow): boolean {
  const codes = [
    flow.browserCodes.chromium,
    ...flow.alternatives.map(({ browserCodes }) => browserCodes.chromium),
  ]
  if (truth.corsError !== null) return flow.outcome === 'blocked' && codes.includes(truth.corsError)
  const asExpected = demoCase.corsError === null && flow.browserCodes.chromium === null
  return asExpected && flow.outcome === (worked ? 'allowed' : 'not-cors')
}

function compareOne(report: JsonReport, walked: Walked): Comparison {
  const { truth, worked, demoCase } = walked
  const flow = flowOf(report, walked)
  const browser = truth.corsError ?? truth.errorText ?? (worked ? 'allowed' : 'failed')
  const expected = truth.corsError === demoCase.corsError && worked === (demoCase.outcome === 'allowed')
  return {
    name: demoCase.id,
    browser,
    corscope: flow === undefined ? 'nothing' : (flow.reason ?? flow.outcome),
    agrees: flow !== undefined && expected && agrees(walked, flow),
  }
}

export const compare = (report: JsonReport, walked: readonly Walked[]): Comparison[] =>
  walked.map((one) => compareOne(report, one))

const widest = (texts: readonly string[]): number => Math.max(...texts.map((text) => text.length))

/** Lines of a table, the head first. */
export function table(comparisons: readonly Comparison[]): string[] {
  const head = { name: 'case', browser: 'the browser says', corscope: 'CORScope says', agrees: true }
  const all = [head, ...comparisons]
  const names = widest(all.map(({ name }) => name))
  const browsers = widest(all.map(({ browser }) => browser))
  const verdicts = widest(all.map(({ corscope }) => corscope))
  return all.map((line) => {
    const mark = line === head ? 'agree' : line.agrees ? 'yes' : 'NO'
    return `${line.name.padEnd(names)}  ${line.browser.padEnd(browsers)}  ${line.corscope.padEnd(verdicts)}  ${mark}`
  })
}
