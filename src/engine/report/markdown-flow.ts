/** One flow of the Markdown report, section by section. A section that has nothing to say is left out. */
import { CREDENTIALS, OUTCOMES, STAGES } from './listing.ts'
import { block, cell, cellCode, code, details, list, paragraphs, prose, table } from './markup.ts'
import type { Command, Report, ReportChange, ReportFix, ReportFlow } from './model.ts'
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

/** Blocks of Markdown; none when there is nothing to say. */
type Section = (flow: ReportFlow, report: Report) => string[]

const verdict: Section = (flow) => [
  `**${prose(headlineOf(flow))}**`,
  ...(flow.doubt === null || flow.reason === null ? [] : [`*This verdict is ${flow.doubt}; see below.*`]),
]

const facts: Section = (flow) => {
  const differs = flow.requestOrigin !== null && flow.requestOrigin !== flow.origin
  const sentAs = differs ? `, sent as ${code(flow.requestOrigin ?? '')}` : ''
  const page = flow.origin === null ? 'not in the log' : code(flow.origin)
  return [
    list([
      `Page origin: ${page}${sentAs} (${prose(flow.originBecause)})`,
      `Request: ${code(flow.method)} ${code(flow.url)}`,
      `Response: ${flow.status === 0 ? 'none on record' : `status ${flow.status}`}${flow.error ? `, ${code(flow.error)}` : ''}`,
      `Verdict: ${prose(basisOf(flow))}`,
      `Credentials: ${CREDENTIALS[flow.credentials.mode]}. ${prose(flow.credentials.because)}`,
      `Preflight: ${prose(flow.preflightNote)}`,
      ...(flow.hops.length === 0 ? [] : [`Redirects before it: ${flow.hops.length}`]),
    ]),
  ]
}

const sure = (certain: boolean): string => (certain ? 'read off the log' : 'inferred from the log')

const causes: Section = ({ causes: [first, ...others] }) => {
  if (first === undefined) return []
  return [
    '### Cause',
    `**${prose(first.title)}** (${sure(first.certain)})`,
    paragraphs(first.text),
    ...others.map((other) =>
      details(`It may also be: ${other.title} (${sure(other.certain)})`, paragraphs(other.text)),
    ),
  ]
}

const explained: Section = ({ explanation }) =>
  explanation === null ? [] : ['### What happened', paragraphs(explanation)]

const expectedAndReceived: Section = ({ blockers }) => {
  const rows = blockers
    .filter(({ expected, received, header }) => expected ?? received ?? header)
    .map((blocker) => {
      const { stage, header, expected, title } = blocker
      const { value, words } = receivedOf(blocker)
      const shown = (text: string): string => (header === null ? cell(text) : cellCode(text))
      return [
        STAGES[stage],
        header === null ? cell(title) : cellCode(header),
        expected === null ? '–' : shown(expected),
        value === null ? words : shown(value),
      ]
    })
  return rows.length === 0
    ? []
    : ['### Expected and received', table(['Where', 'What', 'Expected', 'Received'], rows)]
}

const alternatives: Section = (flow) =>
  flow.alternatives.length === 0
    ? []
    : [
        '### This fits the log just as well',
        list(flow.alternatives.map(({ title, decidedBy }) => `${prose(title)}. ${prose(decidedBy)}`)),
      ]

const fixText = (fix: ReportFix): string =>
  [
    `${code(fix.file)}: ${prose(fix.title)}`,
    block(fix.language, fix.code),
    ...(fix.note === null ? [] : [prose(fix.note)]),
    prose(fix.checked),
  ].join('\n\n')

const change: Section = (flow) => {
  const [best, ...others] = flow.fixes
  if (best === undefined) return []
  return [
    '### Suggested change',
    `${prose(softwareOf(flow))} ${flow.server.because.map(prose).join(' ')}`.trim(),
    fixText(best),
    ...others.map((fix) => details(`Or: ${fix.title}`, fixText(fix))),
  ]
}

const commandBlocks = (title: string, command: Command | null): string[] => {
  if (command === null) return []
  const both = [block('bash', command.bash), 'PowerShell:', block('powershell', command.powershell)]
  return [details(title, both.join('\n\n'))]
}

const reproduce: Section = ({ commands }) => {
  const blocks = [
    ...commandBlocks('Preflight with curl', commands.preflight),
    ...commandBlocks('Request with curl', commands.request),
  ]
  if (blocks.length === 0) return []
  return [
    '### See it without the browser',
    'curl does not enforce CORS: look at the headers that come back. Replace what begins with `YOUR_`, and add the body with `--data` where there was one.',
    ...blocks,
  ]
}

const verify: Section = (flow) => {
  const needed = neededOf(flow).map(
    ({ where, header, expected }) =>
      `${where}: ${isValued(header) ? code(`${header}: ${expected}`) : prose(expected)}`,
  )
  if (needed.length === 0) return []
  return [
    '### How to verify',
    'Send the commands above again. What must come:',
    list([...new Set(needed)]),
    'Then reload the page with “Disable cache” switched on, since browsers keep the responses to preflights.',
  ]
}

const exchanges: Section = (flow) => [
  '### On the wire',
  ...flow.exchanges.map((exchange) =>
    details(
      `${ROLES[exchange.role]} (entry ${exchange.entry} of the log)`,
      block('http', wireText(exchange)),
    ),
  ),
]

const names: Section = ({ reason, clause, docs, browserCodes, failedParameter, causes: [first] }) => {
  if (reason === null || clause === null) return []
  const { chromium, firefox } = browserCodes
  const parameter = failedParameter ? ` with ${code(failedParameter)}` : ''
  return [
    '### What it is called',
    list([
      `Standard: <${clause.url}>, step ${prose(clause.step)}`,
      `Chromium: ${chromium === null ? 'no CORS error' : `${code(chromium)}${parameter}`}`,
      `Firefox: ${firefox === null ? 'no CORS message' : code(firefox)}`,
      ...(docs === null ? [] : [`Read on: <${docs}>`]),
      ...(first?.misleading ? [`The console leads astray here: ${prose(first.misleading)}`] : []),
    ]),
  ]
}

const MOST_ENDPOINTS = 10

const impact: Section = (flow) => {
  const { endpoints, passed, working, requests } = flow.impact
  const reach = reachOf(flow)
  if (reach === null && passed === 0) return []
  const failing = endpoints.slice(0, MOST_ENDPOINTS)
  return [
    '### How far it reaches',
    ...(reach === null ? [] : [prose(reach)]),
    ...(requests < 2 || endpoints.length < 2
      ? []
      : [list(failing.map(({ method, url, count }) => `${code(`${method} ${url}`)} (${count})`))]),
    ...(passed === 0
      ? []
      : [
          `${passed} other ${passed === 1 ? 'request' : 'requests'} to this server passed; the difference is a clue:`,
          list(working.map(({ method, url, status }) => `${code(method)} ${code(url)} (${status})`)),
        ]),
  ]
}

const warnings: Section = (flow) => {
  if (flow.warnings.length === 0) return []
  const items = flow.warnings.map(
    ({ title, explanation }) => `**${prose(title)}** ${paragraphs(explanation).replaceAll('\n\n', ' ')}`,
  )
  return ['### Not the cause, but unwise', list(items)]
}

const search: Section = (flow, report) => [
  '### For the search in the server’s log',
  list([
    `Time (UTC): ${flow.startedDateTime ?? 'not recorded'}`,
    ...flow.requestIds.map(({ name, value }) => `${code(name)}: ${code(value)}`),
    `Browser: ${report.source.browser}${flow.userAgent === null ? '' : `, ${code(flow.userAgent)}`}`,
    ...(flow.page === null ? [] : [`Page: ${code(flow.page)}`]),
    ...(flow.initiator === null
      ? []
      : [
          `Initiator: ${code(flow.initiator.url)}${flow.initiator.line === null ? '' : `, line ${flow.initiator.line}`}`,
        ]),
  ]),
]

const limits: Section = (flow) => ['### Limits', list(flow.limits.map(prose))]

const edits: Section = ({ edited = [] }) =>
  edited.length === 0
    ? []
    : [
        '### What was changed by hand',
        'Nothing below happened: it is what the rules of the browser make of the exchange with these values.',
        changesTable(edited),
      ]

const changesTable = (changes: readonly ReportChange[]): string =>
  table(
    ['Where', 'What', 'Before', 'After'],
    changes.map(({ part, name, before, after }) => [
      part,
      cellCode(name.replace(/^:/, '')),
      before === null ? 'not sent' : cellCode(before),
      after === null ? 'not sent' : cellCode(after),
    ]),
  )

const proofs: Section = ({ proofs: all = [] }) =>
  all.length === 0
    ? []
    : [
        '### Proof',
        ...all.flatMap(({ text, changes, after }) => [
          prose(text),
          ...(changes.length === 0 ? [] : [changesTable(changes)]),
          ...after.map((exchange) =>
            details(
              `${ROLES[exchange.role]} that passed (entry ${exchange.entry} of the log)`,
              block('http', wireText(exchange)),
            ),
          ),
        ]),
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
const OF_ALLOWED: readonly Section[] = [verdict, edits, facts, alternatives, warnings, exchanges]

/** `number`: its place in a report of several, null in a report of one. */
export function flowSections(flow: ReportFlow, report: Report, number: number | null): string[] {
  const title = `${OUTCOMES[flow.outcome]}: ${code(flow.method)} ${code(flow.url)}`
  const sections = flow.outcome === 'allowed' ? OF_ALLOWED : SECTIONS
  return [
    `## ${number === null ? '' : `${number}. `}${title}`,
    ...sections.flatMap((section) => section(flow, report)),
  ]
}
