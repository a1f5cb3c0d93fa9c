/** One flow of a report for an issue tracker, section by section. A section that has nothing to say is left out. */
import type { Flavour } from './flavour.ts'
import { CREDENTIALS, OUTCOMES, STAGES } from './listing.ts'
import type { Command, Report, ReportCause, ReportFix, ReportFlow } from './model.ts'
import {
  basisOf,
  headlineOf,
  isValued,
  neededOf,
  ROLES,
  reachOf,
  receivedOf,
  softwareOf,
  wireText,
} from './phrases.ts'
import { edits, proofs } from './proof-sections.ts'
import type { Section } from './section.ts'

const verdict: Section = (flow, { markup }) => [
  markup.strong(markup.prose(headlineOf(flow))),
  ...(flow.doubt === null || flow.reason === null
    ? []
    : [markup.emphasis(`This verdict is ${markup.prose(flow.doubt)}; see below.`)]),
]

const facts: Section = (flow, { markup }) => {
  const differs = flow.requestOrigin !== null && flow.requestOrigin !== flow.origin
  const sentAs = differs ? `, sent as ${markup.code(flow.requestOrigin ?? '')}` : ''
  const page = flow.origin === null ? 'not in the log' : markup.code(flow.origin)
  return [
    markup.list([
      `Page origin: ${page}${sentAs} (${markup.prose(flow.originBecause)})`,
      `Request: ${markup.code(flow.method)} ${markup.code(flow.url)}`,
      `Response: ${flow.status === 0 ? 'none on record' : `status ${flow.status}`}${flow.error ? `, ${markup.code(flow.error)}` : ''}`,
      `Verdict: ${markup.prose(basisOf(flow))}`,
      `Credentials: ${CREDENTIALS[flow.credentials.mode]}. ${markup.prose(flow.credentials.because)}`,
      `Preflight: ${markup.prose(flow.preflightNote)}`,
      ...(flow.hops.length === 0 ? [] : [`Redirects before it: ${flow.hops.length}`]),
    ]),
  ]
}

const sure = (certain: boolean): string => (certain ? 'read off the log' : 'inferred from the log')

const evidenceOf = ({ evidence }: ReportCause, markup: Flavour): string[] =>
  [['In the log for it:', evidence.for] as const, ['Against it:', evidence.against] as const].flatMap(
    ([head, sentences]) =>
      sentences.length === 0 ? [] : [markup.prose(head), markup.list(sentences.map(markup.prose))],
  )

const causes: Section = ({ causes: [first, ...others] }, { markup }) => {
  if (first === undefined) return []
  return [
    markup.heading(3, 'Cause'),
    `${markup.strong(markup.prose(first.title))} (${sure(first.certain)})`,
    markup.paragraphs(first.text),
    ...evidenceOf(first, markup),
    ...others.map((other) =>
      markup.details(
        `It may also be: ${other.title} (${sure(other.certain)})`,
        markup.paragraphs(other.text),
      ),
    ),
  ]
}

const explained: Section = ({ explanation }, { markup }) =>
  explanation === null ? [] : [markup.heading(3, 'What happened'), markup.paragraphs(explanation)]

const expectedAndReceived: Section = ({ blockers }, { markup }) => {
  const rows = blockers
    .filter(({ expected, received, header }) => expected ?? received ?? header)
    .map((blocker) => {
      const { stage, header, expected, title } = blocker
      const { value, words } = receivedOf(blocker)
      const shown = (text: string): string => (header === null ? markup.cell(text) : markup.cellCode(text))
      return [
        STAGES[stage],
        header === null ? markup.cell(title) : markup.cellCode(header),
        expected === null ? '–' : shown(expected),
        value === null ? words : shown(value),
      ]
    })
  return rows.length === 0
    ? []
    : [
        markup.heading(3, 'Expected and received'),
        markup.table(['Where', 'What', 'Expected', 'Received'], rows),
      ]
}

const alternatives: Section = (flow, { markup }) =>
  flow.alternatives.length === 0
    ? []
    : [
        markup.heading(3, 'This fits the log just as well'),
        markup.list(
          flow.alternatives.map(
            ({ title, decidedBy }) => `${markup.prose(title)}. ${markup.prose(decidedBy)}`,
          ),
        ),
      ]

const fixText = (fix: ReportFix, markup: Flavour): string =>
  [
    `${markup.code(fix.file)}: ${markup.prose(fix.title)}`,
    markup.block(fix.language, fix.code),
    ...(fix.note === null ? [] : [markup.prose(fix.note)]),
    markup.prose(fix.checked),
  ].join('\n\n')

const change: Section = (flow, { markup }) => {
  const [best, ...others] = flow.fixes
  if (best === undefined) return []
  return [
    markup.heading(3, 'Suggested change'),
    `${markup.prose(softwareOf(flow))} ${flow.server.because.map(markup.prose).join(' ')}`.trim(),
    fixText(best, markup),
    ...others.map((fix) => markup.details(`Or: ${fix.title}`, fixText(fix, markup))),
  ]
}

const commandBlocks = (title: string, command: Command | null, markup: Flavour): string[] => {
  if (command === null) return []
  const both = [
    markup.block('bash', command.bash),
    'PowerShell:',
    markup.block('powershell', command.powershell),
  ]
  return [markup.details(title, both.join('\n\n'))]
}

const reproduce: Section = ({ commands }, { markup }) => {
  const blocks = [
    ...commandBlocks('Preflight with curl', commands.preflight, markup),
    ...commandBlocks('Request with curl', commands.request, markup),
  ]
  if (blocks.length === 0) return []
  return [
    markup.heading(3, 'See it without the browser'),
    `curl does not enforce CORS: look at the headers that come back. Replace what begins with ${markup.code('YOUR_')}, and add the body with ${markup.code('--data')} where there was one.`,
    ...blocks,
  ]
}

const verify: Section = (flow, { markup }) => {
  const needed = neededOf(flow).map(
    ({ where, header, expected }) =>
      `${where}: ${isValued(header) ? markup.code(`${header}: ${expected}`) : markup.prose(expected)}`,
  )
  if (needed.length === 0) return []
  return [
    markup.heading(3, 'How to verify'),
    'Send the commands above again. What must come:',
    markup.list([...new Set(needed)]),
    'Then reload the page with “Disable cache” switched on, since browsers keep the responses to preflights.',
  ]
}

const exchanges: Section = (flow, { markup }) => [
  markup.heading(3, 'On the wire'),
  ...flow.exchanges.map((exchange) =>
    markup.details(
      `${ROLES[exchange.role]} (entry ${exchange.entry} of the log)`,
      markup.block('http', wireText(exchange)),
    ),
  ),
]

const names: Section = (
  { reason, clause, docs, browserCodes, failedParameter, causes: [first] },
  { markup },
) => {
  if (reason === null || clause === null) return []
  const { chromium, firefox } = browserCodes
  const parameter = failedParameter ? ` with ${markup.code(failedParameter)}` : ''
  return [
    markup.heading(3, 'What it is called'),
    markup.list([
      `Standard: ${markup.link(clause.url)}, step ${markup.prose(clause.step)}`,
      `Chromium: ${chromium === null ? 'no CORS error' : `${markup.code(chromium)}${parameter}`}`,
      `Firefox: ${firefox === null ? 'no CORS message' : markup.code(firefox)}`,
      ...(docs === null ? [] : [`Read on: ${markup.link(docs)}`]),
      ...(first?.misleading ? [`Misleading in the console: ${markup.prose(first.misleading)}`] : []),
    ]),
  ]
}

const MOST_ENDPOINTS = 10

const impact: Section = (flow, { markup }) => {
  const { endpoints, passed, working, requests } = flow.impact
  const reach = reachOf(flow)
  if (reach === null && passed === 0) return []
  const failing = endpoints.slice(0, MOST_ENDPOINTS)
  return [
    markup.heading(3, 'How far it reaches'),
    ...(reach === null ? [] : [markup.prose(reach)]),
    ...(requests < 2 || endpoints.length < 2
      ? []
      : [
          markup.list(
            failing.map(({ method, url, count }) => `${markup.code(`${method} ${url}`)} (${count})`),
          ),
        ]),
    ...(passed === 0
      ? []
      : [
          `${passed} other ${passed === 1 ? 'request' : 'requests'} to this server passed; the difference is a clue:`,
          markup.list(
            working.map(
              ({ method, url, status }) => `${markup.code(method)} ${markup.code(url)} (${status})`,
            ),
          ),
        ]),
  ]
}

const warnings: Section = (flow, { markup }) => {
  if (flow.warnings.length === 0) return []
  const items = flow.warnings.map(
    ({ title, explanation }) =>
      `${markup.strong(markup.prose(title))} ${markup.paragraphs(explanation).replaceAll('\n\n', ' ')}`,
  )
  return [markup.heading(3, 'Not the cause, but unwise'), markup.list(items)]
}

const search: Section = (flow, { report, markup }) => [
  markup.heading(3, 'For the search in the server’s log'),
  markup.list([
    `Time (UTC): ${flow.startedDateTime ?? 'not recorded'}`,
    ...flow.requestIds.map(({ name, value }) => `${markup.code(name)}: ${markup.code(value)}`),
    `Browser: ${report.source.browser}${flow.userAgent === null ? '' : `, ${markup.code(flow.userAgent)}`}`,
    ...(flow.page === null ? [] : [`Page: ${markup.code(flow.page)}`]),
    ...(flow.initiator === null
      ? []
      : [
          `Initiator: ${markup.code(flow.initiator.url)}${flow.initiator.line === null ? '' : `, line ${flow.initiator.line}`}`,
        ]),
  ]),
]

const limits: Section = (flow, { markup }) => [
  markup.heading(3, 'Limits'),
  markup.list(flow.limits.map(markup.prose)),
]

const SECTIONS: readonly Section[] = [
  verdict,
  edits,
  proofs,
  facts,
  causes,
  explained,
  expectedAndReceived,
  alternatives,
  change,
  reproduce,
  verify,
  exchanges,
  names,
  impact,
  warnings,
  search,
  limits,
]

/** A request that passed needs no advice. */
const OF_ALLOWED: readonly Section[] = [verdict, edits, proofs, facts, alternatives, warnings, exchanges]

/** `number`: its place in a report of several, null in a report of one. */
export function flowSections(
  flow: ReportFlow,
  number: number | null,
  context: { report: Report; markup: Flavour },
): string[] {
  const { markup } = context
  const title = `${OUTCOMES[flow.outcome]}: ${markup.code(flow.method)} ${markup.code(flow.url)}`
  const sections = flow.outcome === 'allowed' ? OF_ALLOWED : SECTIONS
  return [
    markup.heading(2, `${number === null ? '' : `${number}. `}${title}`),
    ...sections.flatMap((section) => section(flow, context)),
  ]
}
