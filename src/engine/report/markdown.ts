/** Diagnosis to Markdown: a report that a back-end team can act on without seeing the browser. */
import type { Diagnosis, FlowDiagnosis } from '../diagnose.ts'
import { explanationOf, OUTCOMES, OWNERS, ownerOf } from './listing.ts'
import { neighboursIn, sectionsOf } from './markdown-flow.ts'
import { code, list, prose, table } from './markup.ts'
import { redactorFor } from './redactor.ts'
import { TOOL } from './version.ts'

function summaryRow(diagnosed: FlowDiagnosis, index: number): string[] {
  const { words: text, url } = redactorFor(diagnosed)
  const { method, url: address, status } = diagnosed.flow.exchange
  const owner = ownerOf(diagnosed)
  return [
    String(index + 1),
    OUTCOMES[diagnosed.verdict.outcome],
    `${code(text(method))} ${code(url(address))}`,
    status === 0 ? 'no answer' : String(status),
    prose(text(diagnosed.cause?.title ?? explanationOf(diagnosed)?.title ?? '–')),
    owner === null ? '–' : OWNERS[owner],
  ]
}

const summary = (flows: readonly FlowDiagnosis[]): string =>
  table(['#', 'Verdict', 'Request', 'Status', 'What to do', 'Who'], flows.map(summaryRow))

const footer = ({ browser, entries }: Diagnosis): string =>
  [
    '---',
    list([
      `Made by ${TOOL.name} ${TOOL.version} from a network log of ${browser === 'unknown' ? 'an unknown browser or proxy' : browser} with ${entries} ${entries === 1 ? 'entry' : 'entries'}.`,
      'Authorization, cookies, tokens, keys and what looks like one were taken out. Read the report once before you hand it on.',
    ]),
  ].join('\n\n')

/** `flows`: those to report on, all by default. */
export function markdownReport(
  diagnosis: Diagnosis,
  flows: readonly FlowDiagnosis[] = diagnosis.flows,
): string {
  const groups = neighboursIn(diagnosis)
  const parts = [
    '# CORS report',
    ...(flows.length === 0 ? ['No cross-origin request to report on.'] : []),
    ...(flows.length > 1 ? [summary(flows)] : []),
    ...flows.flatMap((diagnosed, index) =>
      sectionsOf(diagnosed, diagnosis, groups, flows.length > 1 ? index + 1 : null),
    ),
    footer(diagnosis),
  ]
  return `${parts.join('\n\n')}\n`
}
