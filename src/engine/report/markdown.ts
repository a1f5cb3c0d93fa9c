/** Report to Markdown for GitHub, GitLab and Jira: what a back-end team can act on without seeing the browser. */
import { OUTCOMES, OWNERS } from './listing.ts'
import { flowSections } from './markdown-flow.ts'
import { cell, cellCode, list, prose, table } from './markup.ts'
import type { Report, ReportFlow } from './model.ts'
import { browserIn, entriesIn, headlineOf, recordedBy, requestOf, totalsOf } from './phrases.ts'

const summaryRow = (flow: ReportFlow, index: number): string[] => [
  String(index + 1),
  OUTCOMES[flow.outcome],
  cellCode(requestOf(flow)),
  flow.status === 0 ? 'no response' : String(flow.status),
  cell(flow.answer.text),
  flow.answer.owner === null ? '–' : OWNERS[flow.answer.owner],
]

const summary = (flows: readonly ReportFlow[]): string =>
  table(['#', 'Verdict', 'Request', 'Status', 'What to do', 'Who'], flows.map(summaryRow))

/** By cause, where one stands behind several. */
function groups({ groups: found, flows }: Report): string[] {
  if (found.length === 0 || found.every((group) => group.flows.length === 1)) return []
  const rows = found.map(({ title, owner, server, flows: positions, firstSeen, lastSeen }) => [
    String(positions.length),
    cell(headlineOf({ answer: { text: title, owner } })),
    server === null ? '–' : cellCode(server),
    firstSeen === null ? '–' : firstSeen === lastSeen ? firstSeen : `${firstSeen} to ${lastSeen}`,
    positions.length === flows.length ? 'all' : positions.map((at) => at + 1).join(', '),
  ])
  return ['### By cause', table(['Requests', 'What to do', 'Server', 'Seen (UTC)', '#'], rows)]
}

const footer = (report: Report, recorded = recordedBy(report)): string =>
  [
    '---',
    list([
      `Made by ${report.tool.name} ${report.tool.version} from a network log of ${browserIn(report)} with ${entriesIn(report)}: ${totalsOf(report)}.`,
      ...(recorded === null ? [] : [recorded]),
      report.redactions.length === 0
        ? 'Nothing in it looked like a secret. Read the report once before you hand it on: no filter knows every secret.'
        : `Taken out: ${report.redactions.length} values; equal values have equal numbers. Read the report once before you hand it on: no filter knows every secret.`,
    ]),
  ].join('\n\n')

export function markdownReport(report: Report): string {
  const { flows } = report
  const parts = [
    '# CORS report',
    ...(report.source.file === undefined ? [] : [prose(report.source.file)]),
    ...(flows.length === 0 ? ['No cross-origin request to report on.'] : []),
    ...(flows.length > 1 ? [...groups(report), summary(flows)] : []),
    ...flows.flatMap((flow, index) => flowSections(flow, report, flows.length > 1 ? index + 1 : null)),
    footer(report),
  ]
  return `${parts.join('\n\n')}\n`
}
