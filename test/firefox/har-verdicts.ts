/** Verdicts on an export of the log, beside those of the tab: the same, less sure, or in contradiction. */
import type { Report, ReportFlow } from '../../src/engine/index.ts'

export type Difference =
  /** The same outcome and reason. */
  | 'same'
  /** Not certain, and one of the tab's reasons is stated; or the tab left it open, and so does the file. */
  | 'less-sure'
  /** The tab left a request open of which the file's report has nothing. */
  | 'not-listed'
  /** Another verdict, which does not state the tab's. */
  | 'contradicts'

export interface Compared {
  url: string
  difference: Difference
  tab: string
  file: string
}

const reasonsOf = ({ reason, alternatives }: ReportFlow): (string | null)[] => [
  reason,
  ...alternatives.map((alternative) => alternative.reason),
]

const inWords = (flow: ReportFlow | undefined): string =>
  flow === undefined ? '-' : `${flow.outcome} ${reasonsOf(flow).join(', ')}${flow.certain ? ', certain' : ''}`

function differenceOf(tab: ReportFlow, file: ReportFlow | undefined): Difference {
  const isOpen = tab.outcome === 'undetermined'
  if (file === undefined) return isOpen ? 'not-listed' : 'contradicts'
  if (file.outcome === tab.outcome && file.reason === tab.reason) return 'same'
  const isStated = reasonsOf(file).some((reason) => reason !== null && reasonsOf(tab).includes(reason))
  return !file.certain && (isStated || isOpen) ? 'less-sure' : 'contradicts'
}

/** Each flow of the tab with the one to the same address by the same method in the file, in their order. */
export function compareReports(tab: Report, file: Report): Compared[] {
  const left = [...file.flows]
  return tab.flows.map((flow) => {
    const place = left.findIndex(({ url, method }) => url === flow.url && method === flow.method)
    const [other] = place === -1 ? [] : left.splice(place, 1)
    return { url: flow.url, difference: differenceOf(flow, other), tab: inWords(flow), file: inWords(other) }
  })
}
