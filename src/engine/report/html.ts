/** Report to one page of HTML that needs nothing else: no script, no request, nothing of a log becomes markup. */
import { STYLE } from './html-style.ts'
import { ladder } from './ladder.ts'
import { CREDENTIALS, OUTCOMES, OWNERS, STAGES } from './listing.ts'
import { html } from './markup.ts'
import type { Report, ReportFix, ReportFlow } from './model.ts'
import {
  basisOf,
  browserIn,
  entriesIn,
  headlineOf,
  neededOf,
  ROLES,
  reachOf,
  receivedOf,
  recordedBy,
  requestOf,
  softwareOf,
  statusOf,
  totalsOf,
  wireText,
} from './phrases.ts'
import { lines, oneLine } from './plain.ts'
import { sinceLines } from './since.ts'

const text = (value: string): string => html(oneLine(value))
const code = (value: string): string => `<code>${text(value)}</code>`
const pre = (value: string): string => `<pre>${html(lines(value).join('\n'))}</pre>`
const p = (content: string): string => `<p>${content}</p>`
const list = (items: readonly string[]): string =>
  items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`
const section = (title: string, ...content: readonly string[]): string =>
  content.join('') === '' ? '' : `<h3>${title}</h3>${content.join('')}`
const fold = (title: string, content: string): string =>
  `<details><summary>${title}</summary>${content}</details>`
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  rows.length === 0
    ? ''
    : `<table><thead><tr>${head.map((cell) => `<th>${cell}</th>`).join('')}</tr></thead><tbody>${rows
        .map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
        .join('')}</tbody></table>`
/** A sentence of ours: what stands between backticks is code. */
const prose = (value: string): string =>
  oneLine(value)
    .split(/`([^`]+)`/)
    .map((part, i) => (i % 2 === 1 ? `<code>${html(part)}</code>` : html(part)))
    .join('')
const paragraphs = (value: string): string =>
  value
    .split(/\n{2,}/)
    .map((paragraph) => p(prose(paragraph)))
    .join('')

const sure = (certain: boolean): string => (certain ? 'read off the log' : 'inferred from the log')

const facts = (flow: ReportFlow): string =>
  list([
    `Page origin: ${flow.origin === null ? 'not in the log' : code(flow.origin)} (${text(flow.originBecause)})`,
    `Response: ${text(statusOf(flow))}`,
    `Verdict: ${text(basisOf(flow))}`,
    `Credentials: ${CREDENTIALS[flow.credentials.mode]}. ${text(flow.credentials.because)}`,
    `Preflight: ${text(flow.preflightNote)}`,
  ])

const fixOf = (fix: ReportFix): string =>
  [
    p(`${code(fix.file)}: ${text(fix.title)}`),
    pre(fix.code),
    fix.note === null ? '' : p(prose(fix.note)),
    p(text(fix.checked)),
  ].join('')

const changes = (flow: ReportFlow): string =>
  table(
    ['Where', 'What', 'Expected', 'Received'],
    flow.blockers.map((blocker) => {
      const { value, words } = receivedOf(blocker)
      return [
        STAGES[blocker.stage],
        blocker.header === null ? text(blocker.title) : code(blocker.header),
        blocker.expected === null ? '–' : code(blocker.expected),
        value === null ? words : code(value),
      ]
    }),
  )

const causes = ({ causes: [first, ...others] }: ReportFlow): string =>
  first === undefined
    ? ''
    : [
        p(`<strong>${text(first.title)}</strong> (${sure(first.certain)})`),
        paragraphs(first.text),
        ...(first.evidence.for.length === 0
          ? []
          : [p('In the log for it:'), list(first.evidence.for.map(prose))]),
        ...(first.evidence.against.length === 0
          ? []
          : [p('Against it:'), list(first.evidence.against.map(prose))]),
        ...others.map((other) =>
          fold(`It may also be: ${text(other.title)} (${sure(other.certain)})`, paragraphs(other.text)),
        ),
      ].join('')

const search = (flow: ReportFlow, report: Report): string =>
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
  ])

function impact(flow: ReportFlow): string {
  const { endpoints, passed, working, requests } = flow.impact
  const reach = reachOf(flow)
  return [
    reach === null ? '' : p(text(reach)),
    requests < 2 || endpoints.length < 2
      ? ''
      : list(endpoints.map((each) => `${code(requestOf(each))} (${each.count})`)),
    passed === 0 ? '' : p(`${passed} other ${passed === 1 ? 'request' : 'requests'} to this server passed:`),
    list(working.map((each) => `${code(requestOf(each))} (${each.status})`)),
  ].join('')
}

const commands = ({ commands: { preflight, request } }: ReportFlow): string =>
  [
    ...(preflight === null
      ? []
      : [fold('Preflight with curl', pre(preflight.bash) + pre(preflight.powershell))]),
    ...(request === null ? [] : [fold('Request with curl', pre(request.bash) + pre(request.powershell))]),
  ].join('')

const names = ({ reason, clause, docs, browserCodes }: ReportFlow): string =>
  reason === null
    ? ''
    : list([
        ...(clause === null
          ? []
          : [
              `Standard: <a href="${html(clause.url)}" rel="noreferrer">${html(clause.url)}</a>, step ${text(clause.step)}`,
            ]),
        `Chromium: ${browserCodes.chromium ?? 'no CORS error'}; Firefox: ${browserCodes.firefox ?? 'no CORS message'}`,
        ...(docs === null ? [] : [`<a href="${html(docs)}" rel="noreferrer">${html(docs)}</a>`]),
      ])

function article(flow: ReportFlow, report: Report, index: number): string {
  const [best, ...others] = flow.fixes
  const passed = flow.outcome === 'allowed'
  const parts = [
    `<h2 id="flow-${index + 1}">${index + 1}. ${code(requestOf(flow))}</h2>`,
    `<p class="answer">${prose(headlineOf(flow))}</p>`,
    `<p><span class="tag ${flow.outcome}">${OUTCOMES[flow.outcome]}</span>${flow.doubt === null ? '' : ` <span class="soft">This verdict is ${text(flow.doubt)}.</span>`}</p>`,
    section('Since then', list(sinceLines(flow).map(text))),
    ladder(flow),
    ...(best === undefined || passed
      ? []
      : [
          section(
            'Suggested change',
            p(prose(`${softwareOf(flow)} ${flow.server.because.join(' ')}`)),
            fixOf(best),
            ...others.map((fix) => fold(`Or: ${text(fix.title)}`, fixOf(fix))),
          ),
        ]),
    section('Cause', causes(flow)),
    section('What happened', flow.explanation === null ? '' : paragraphs(flow.explanation)),
    section('Expected and received', changes(flow)),
    section(
      'This fits the log just as well',
      list(flow.alternatives.map(({ title, decidedBy }) => text(`${title}. ${decidedBy}`))),
    ),
    section('Facts', facts(flow)),
    section('How far it reaches', passed ? '' : impact(flow)),
    section('See it without the browser', passed ? '' : commands(flow)),
    section(
      'What must come',
      list([
        ...new Set(
          neededOf(flow).map(({ where, header, expected }) =>
            text(`${where}: ${header === null ? '' : `${header}: `}${expected}`),
          ),
        ),
      ]),
    ),
    section(
      'On the wire',
      ...flow.exchanges.map((exchange) =>
        fold(`${ROLES[exchange.role]} (entry ${exchange.entry} of the log)`, pre(wireText(exchange))),
      ),
    ),
    section('What it is called', names(flow)),
    section(
      'Not the cause, but unwise',
      list(
        flow.warnings.map(({ title, explanation }) => `<strong>${text(title)}</strong> ${text(explanation)}`),
      ),
    ),
    section('For the search in the server’s log', search(flow, report)),
    section('Limits', list(flow.limits.map(text))),
  ]
  return `<article>${parts.join('')}</article>`
}

const summary = ({ groups, flows }: Report): string =>
  flows.length < 2
    ? ''
    : table(
        ['Requests', 'What to do', 'Verdict', 'Server', 'Who'],
        groups.map(({ title, owner, server, outcome, flows: positions }) => [
          positions
            .map((at) => `<a href="#flow-${at + 1}">${at + 1}</a>`)
            .slice(0, 20)
            .join(' ') + (positions.length > 20 ? ` and ${positions.length - 20} more` : ''),
          text(title),
          `<span class="tag ${outcome}">${OUTCOMES[outcome]}</span>`,
          server === null ? '–' : code(server),
          owner === null ? '–' : OWNERS[owner],
        ]),
      )

const redactions = ({ redactions: taken }: Report): string =>
  taken.length === 0
    ? ''
    : fold(
        `${taken.length} values were taken out`,
        list(
          taken
            .slice(0, 500)
            .map(({ placeholder, why, count }) => `${code(placeholder)} ${text(why)}, ${count}×`),
        ),
      )

const body = (report: Report): string =>
  [
    ...(report.source.file === undefined ? [] : [p(code(report.source.file))]),
    p(`${totalsOf(report)}; ${entriesIn(report)}, ${browserIn(report)}`),
    ...[recordedBy(report)].flatMap((said) => (said === null ? [] : [p(text(said))])),
    summary(report),
    ...report.flows.map((flow, index) => article(flow, report, index)),
    redactions(report),
  ].join('')

/** The policy lets the page load nothing at all, so that even a fault of ours could send nothing. */
export function htmlReport(reports: readonly Report[]): string {
  const [first] = reports
  const made = first === undefined ? '' : `Made by ${first.tool.name} ${first.tool.version}. `
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">',
    `<title>CORS report</title><style>${STYLE}</style></head><body><h1>CORS report</h1>`,
    ...reports.map(body),
    `<footer>${made}Read the report once before you hand it on: no filter knows every secret.</footer></body></html>`,
    '',
  ].join('\n')
}
