/** Report for an issue tracker, as Markdown or as Jira has it: what a back-end team can act on without seeing the browser. */
import type { Flavour } from './flavour.ts'
import { JIRA } from './jira.ts'
import { OUTCOMES, OWNERS } from './listing.ts'
import { flowSections } from './markdown-flow.ts'
import { MARKDOWN } from './markup.ts'
import type { Report, ReportFlow } from './model.ts'
import { browserIn, entriesIn, headlineOf, recordedBy, requestOf, totalsOf } from './phrases.ts'

const summaryRow = (flow: ReportFlow, index: number, markup: Flavour): string[] => [
  String(index + 1),
  OUTCOMES[flow.outcome],
  markup.cellCode(requestOf(flow)),
  flow.status === 0 ? 'no response' : String(flow.status),
  markup.cell(flow.answer.text),
  flow.answer.owner === null ? '–' : OWNERS[flow.answer.owner],
]

const summary = (flows: readonly ReportFlow[], markup: Flavour): string =>
  markup.table(
    ['#', 'Verdict', 'Request', 'Status', 'What to do', 'Who'],
    flows.map((flow, index) => summaryRow(flow, index, markup)),
  )

/** By cause, where one stands behind several. */
function groups({ groups: found, flows }: Report, markup: Flavour): string[] {
  if (found.length === 0 || found.every((group) => group.flows.length === 1)) return []
  const rows = found.map(({ title, owner, server, flows: positions, firstSeen, lastSeen }) => [
    String(positions.length),
    markup.cell(headlineOf({ answer: { text: title, owner } })),
    server === null ? '–' : markup.cellCode(server),
    firstSeen === null ? '–' : firstSeen === lastSeen ? firstSeen : `${firstSeen} to ${lastSeen}`,
    positions.length === flows.length ? 'all' : positions.map((at) => at + 1).join(', '),
  ])
  return [
    markup.heading(3, 'By cause'),
    markup.table(['Requests', 'What to do', 'Server', 'Seen (UTC)', '#'], rows),
  ]
}

const footer = (report: Report, markup: Flavour, recorded = recordedBy(report)): string =>
  [
    markup.rule,
    markup.list([
      `Made by ${report.tool.name} ${report.tool.version} from a network log of ${browserIn(report)} with ${entriesIn(report)}: ${totalsOf(report)}.`,
      ...(recorded === null ? [] : [recorded]),
      report.redactions.length === 0
        ? 'Nothing in it looked like a secret. Read the report once before you hand it on: no filter knows every secret.'
        : `Taken out: ${report.redactions.length} values; equal values have equal numbers. Read the report once before you hand it on: no filter knows every secret.`,
    ]),
  ].join('\n\n')

function trackerReport(report: Report, markup: Flavour): string {
  const { flows } = report
  const several = flows.length > 1
  const parts = [
    markup.heading(1, 'CORS report'),
    ...(report.source.file === undefined ? [] : [markup.prose(report.source.file)]),
    ...(flows.length === 0 ? ['No cross-origin request to report on.'] : []),
    ...(several ? [...groups(report, markup), summary(flows, markup)] : []),
    ...flows.flatMap((flow, index) => flowSections(flow, several ? index + 1 : null, { report, markup })),
    footer(report, markup),
  ]
  return `${parts.join('\n\n')}\n`
}

export const markdownReport = (report: Report): string => trackerReport(report, MARKDOWN)

/** In Jira’s wiki markup. */
export const jiraReport = (report: Report): string => trackerReport(report, JIRA)
