/** One flow of the Markdown report, section by section. A section that has nothing to say is left out. */

import type { Diagnosis, FlowDiagnosis } from '../diagnose.ts'
import { getHeader } from '../fetch/headers.ts'
import { originOf } from '../fetch/origin.ts'
import type { Fix } from '../fix/framework.ts'
import { type Explanation, explain } from '../reasons/explain.ts'
import { actualCommand, type Command, preflightCommand } from './curl.ts'
import { requestIdsOf, wireText } from './exchange.ts'
import {
  blockersOf,
  CREDENTIALS,
  explanationOf,
  OUTCOMES,
  preflightOf,
  remedyOf,
  STAGES,
  timeOf,
} from './listing.ts'
import { block, code, details, list, paragraphs, prose, table } from './markup.ts'
import { exchangesOf, type Redactor, redactorFor } from './redactor.ts'

interface Context {
  diagnosed: FlowDiagnosis
  diagnosis: Diagnosis
  explanation: Explanation | null
  redactor: Redactor
  /** A value of the log in code. */
  value(text: string): string
  /** A sentence of ours that may hold values of the log. */
  say(text: string): string
}

type Section = (context: Context) => string[]

const verdict: Section = ({ diagnosed, say, explanation }) => [
  `**${say(remedyOf(diagnosed))}**`,
  ...(explanation === null || diagnosed.verdict.certain
    ? []
    : ['*Inferred from what the log lacks; see the limits below.*']),
]

const facts: Section = ({ diagnosed, redactor, value, say }) => {
  const { exchange, origin } = diagnosed.flow
  const { credentials } = diagnosed.verdict
  const page = origin.initiator ?? origin.serialized
  const differs = origin.serialized !== null && origin.serialized !== page
  return [
    list([
      `Page origin: ${page === null ? 'not in the log' : value(page)}${differs ? `, sent as ${value(origin.serialized ?? '')}` : ''} (${say(origin.because)})`,
      `Request: ${value(exchange.method)} ${code(redactor.url(exchange.url))}`,
      `Answer: ${exchange.status === 0 ? 'none on record' : `status ${exchange.status}`}${exchange.error ? `, ${value(exchange.error)}` : ''}`,
      `Credentials: ${CREDENTIALS[credentials.mode]}. ${say(credentials.because)}`,
      `Preflight: ${say(preflightOf(diagnosed))}`,
      ...(diagnosed.flow.hops.length === 0 ? [] : [`Redirects before it: ${diagnosed.flow.hops.length}`]),
    ]),
  ]
}

const cause: Section = ({ diagnosed, say, redactor }) => {
  const { cause: found } = diagnosed
  if (found === null) return []
  return [
    '### Cause',
    `**${say(found.title)}** (${found.certain ? 'read off the log' : 'inferred from the log'})`,
    paragraphs(redactor.text(found.text)),
  ]
}

const explained: Section = ({ explanation, redactor }) =>
  explanation === null ? [] : ['### What happened', paragraphs(redactor.text(explanation.text))]

const expectedAndReceived: Section = ({ diagnosed, value, say }) => {
  const blockers = blockersOf(diagnosed).filter(
    ({ expected, received, header }) => expected ?? received ?? header,
  )
  if (blockers.length === 0) return []
  const rows = blockers.map(({ stage, header, expected, received, title }) => [
    STAGES[stage],
    header === null ? say(title) : value(header),
    expected === null ? '–' : value(expected),
    received === null ? 'not sent' : value(received),
  ])
  return ['### Expected and received', table(['Where', 'What', 'Expected', 'Received'], rows)]
}

const names: Section = ({ diagnosed, explanation, value, say }) => {
  if (explanation === null) return []
  const { clause, codes, failedParameter, docs } = explanation
  const { cause: found } = diagnosed
  const parameter = failedParameter ? ` with ${value(failedParameter)}` : ''
  return [
    '### What it is called',
    list([
      `Standard: <${clause.url}>, step ${say(clause.step)}`,
      `Chromium: ${codes.chromium === null ? 'no CORS error' : `${code(codes.chromium)}${parameter}`}`,
      `Firefox: ${codes.firefox === null ? 'no CORS message' : code(codes.firefox)}`,
      `Read on: <${docs}>`,
      ...(found === null || found.misleading === null
        ? []
        : [`The console leads astray here: ${say(found.misleading)}`]),
    ]),
  ]
}

const alternatives: Section = ({ diagnosed, say }) => {
  const fitting = diagnosed.verdict.alternatives
  if (fitting.length === 0) return []
  const items = fitting.map(({ finding, decidedBy }) => `${say(explain(finding).title)}. ${say(decidedBy)}`)
  return ['### The log fits this just as well', list(items)]
}

const exchanges: Section = ({ diagnosed, redactor }) => {
  const shown = exchangesOf(diagnosed).map((exchange) => {
    const name = exchange.isPreflight
      ? 'Preflight'
      : exchange.redirectUrl === null
        ? 'Request'
        : 'Redirected request'
    return details(
      `${name} (entry ${exchange.index} of the log)`,
      block('http', wireText(exchange, redactor)),
    )
  })
  return ['### On the wire', ...shown]
}

const commandBlocks = (title: string, command: Command | null): string[] =>
  command === null
    ? []
    : [
        details(
          title,
          [block('bash', command.bash), 'PowerShell:', block('powershell', command.powershell)].join('\n\n'),
        ),
      ]

const reproduce: Section = ({ diagnosed, redactor }) => {
  const preflight = commandBlocks('Preflight with curl', preflightCommand(diagnosed, redactor))
  const actual = commandBlocks('Request with curl', actualCommand(diagnosed, redactor))
  if (preflight.length + actual.length === 0) return []
  return [
    '### See it without the browser',
    'curl does not enforce CORS: look at the headers that come back. Replace `YOUR_VALUE`, and add the body with `--data` where there was one.',
    ...preflight,
    ...actual,
  ]
}

const SIMULATED: Record<Fix['simulated'], string> = {
  allowed: 'Simulated: with this the same request passes.',
  blocked: 'Simulated: with this alone the request is still blocked.',
  'not-cors': 'Simulated: with this CORS no longer stands in the way; the other failure remains.',
  undetermined: 'Simulated: the log does not hold enough to tell whether this suffices.',
}

function fixText(fix: Fix, { value, say, redactor }: Context): string {
  return [
    `${value(fix.file)}: ${say(fix.title)}`,
    block(fix.language, redactor.text(fix.code)),
    ...(fix.note === null ? [] : [say(fix.note)]),
    SIMULATED[fix.simulated],
  ].join('\n\n')
}

const change: Section = (context) => {
  const { diagnosed, say } = context
  const [best, ...others] = diagnosed.fixes
  const { server } = diagnosed
  const who =
    server.framework === null
      ? 'The server’s software is not known.'
      : `Server: ${say(server.label)} (${server.chosen ? 'chosen by hand' : server.confidence}).`
  if (best === undefined) return []
  return [
    '### Suggested change',
    `${who} ${server.because.map(say).join(' ')}`.trim(),
    fixText(best, context),
    ...others.map((fix) => details(`Or: ${say(fix.title)}`, fixText(fix, context))),
  ]
}

const verify: Section = ({ diagnosed, value }) => {
  const needed = blockersOf(diagnosed).flatMap(({ header, expected, stage }) =>
    header === null || expected === null ? [] : [`${STAGES[stage]}: ${value(`${header}: ${expected}`)}`],
  )
  if (diagnosed.verdict.outcome !== 'blocked' || needed.length === 0) return []
  return [
    '### How to verify',
    'Send the commands above again. The answers must hold:',
    list([...new Set(needed)]),
    'Then reload the page with “Disable cache” switched on, since browsers keep the answers to preflights.',
  ]
}

const MOST_SIBLINGS = 5

/** How often this very failure stands in the log, and when. */
function repeated({ diagnosed, diagnosis }: Context): string[] {
  const { finding } = diagnosed.verdict
  const { method, url } = diagnosed.flow.exchange
  const path = url.replace(/[?#].*$/s, '')
  const same = diagnosis.flows.filter(
    ({ flow, verdict: other }) =>
      other.finding?.reason === finding?.reason &&
      flow.exchange.method === method &&
      flow.exchange.url.replace(/[?#].*$/s, '') === path,
  )
  const times = same.map(({ flow }) => flow.exchange.startedAt).filter((time) => time !== 0)
  if (same.length < 2 || times.length === 0) return []
  const [first, last] = [timeOf(Math.min(...times)), timeOf(Math.max(...times))]
  return [`This request failed in this way ${same.length} times: first ${first}, last ${last} (UTC).`]
}

const siblings: Section = (context) => {
  const { diagnosed, diagnosis, value, redactor } = context
  const server = originOf(diagnosed.flow.exchange.url)
  const others = diagnosis.flows.filter(
    ({ id, flow }) => id !== diagnosed.id && originOf(flow.exchange.url) === server,
  )
  if (others.length === 0 || server === null) return []
  const working = others.filter((other) => other.verdict.outcome === 'allowed')
  const failing = others.filter((other) => other.verdict.outcome === 'blocked')
  const shown = working.slice(0, MOST_SIBLINGS).map((other) => {
    const { method, url, status } = other.flow.exchange
    const own = redactorFor(other)
    return `${code(own.text(method))} ${code(redactor.url(own.url(url)))} (${status})`
  })
  return [
    '### Other requests to this server',
    `To ${value(server)}: ${working.length} passed and ${failing.length} more were blocked in this log.`,
    ...repeated(context),
    ...(shown.length === 0 ? [] : ['These passed, and the difference is a clue:', list(shown)]),
  ]
}

const environment: Section = ({ diagnosed, diagnosis, redactor, value }) => {
  const all = exchangesOf(diagnosed)
  const time = timeOf(diagnosed.flow.exchange.startedAt)
  const page = diagnosed.flow.pageUrl
  const ids = all.flatMap((exchange) => requestIdsOf(exchange, redactor))
  const { url, line } = diagnosed.flow.exchange.initiator
  const agent = getHeader(diagnosed.flow.exchange.requestHeaders, 'user-agent')
  return [
    '### For the search in the server’s log',
    list([
      `Time (UTC): ${time ?? 'not recorded'}`,
      ...ids.map(([name, id]) => `${value(name)}: ${code(id)}`),
      `Browser: ${diagnosis.browser}${agent === null ? '' : `, ${value(agent)}`}`,
      ...(page === null ? [] : [`Page: ${code(redactor.url(page))}`]),
      ...(url === null
        ? []
        : [`Called from: ${code(redactor.url(url))}${line === null ? '' : `, line ${line + 1}`}`]),
    ]),
  ]
}

const warnings: Section = ({ diagnosed, say, redactor }) => {
  if (diagnosed.warnings.length === 0) return []
  const items = diagnosed.warnings
    .map(explain)
    .map(({ title, text }) => `**${say(title)}** ${paragraphs(redactor.text(text)).replaceAll('\n\n', ' ')}`)
  return ['### Not the cause, but unwise', list(items)]
}

const limits: Section = ({ diagnosed }) => {
  const { verdict, cause: found, flow, server } = diagnosed
  return [
    '### Limits',
    list([
      'A network log holds no body of a blocked answer.',
      ...(verdict.certain
        ? []
        : ['The verdict was inferred: the log does not hold the answer it would be read from.']),
      ...(verdict.credentials.mode === 'unknown' ? ['The log does not tell the credentials mode.'] : []),
      ...(found === null || found.certain ? [] : ['The cause was inferred from the log.']),
      ...(server.framework === null || server.confidence === 'certain' || server.chosen
        ? []
        : ['The server’s software was inferred from its answers.']),
      ...(flow.browser === 'firefox'
        ? ['Firefox records no verdict in its log: it was computed from the headers.']
        : []),
    ]),
  ]
}

const SECTIONS: readonly Section[] = [
  verdict,
  facts,
  cause,
  explained,
  expectedAndReceived,
  alternatives,
  change,
  reproduce,
  verify,
  exchanges,
  names,
  siblings,
  warnings,
  environment,
  limits,
]

/** A request that passed needs no advice. */
const OF_ALLOWED: readonly Section[] = [verdict, facts, warnings, exchanges]

/** `number`: its place in a report of several, null in a report of one. */
export function sectionsOf(diagnosed: FlowDiagnosis, diagnosis: Diagnosis, number: number | null): string[] {
  const redactor = redactorFor(diagnosed)
  const context: Context = {
    diagnosed,
    diagnosis,
    redactor,
    explanation: explanationOf(diagnosed),
    value: (text) => code(redactor.text(text)),
    say: (text) => prose(redactor.text(text)),
  }
  const { outcome } = diagnosed.verdict
  const { method, url } = diagnosed.flow.exchange
  const title = `${OUTCOMES[outcome]}: ${context.value(method)} ${code(redactor.url(url))}`
  const sections = outcome === 'allowed' ? OF_ALLOWED : SECTIONS
  return [
    `## ${number === null ? '' : `${number}. `}${title}`,
    ...sections.flatMap((section) => section(context)),
  ]
}
