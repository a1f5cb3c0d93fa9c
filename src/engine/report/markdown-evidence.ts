/** The evidence of a flow in the Markdown report: what anyone can check, search for and send again. */
import { getHeader } from '../fetch/headers.ts'
import { originOf } from '../fetch/origin.ts'
import { actualCommand, type Command, preflightCommand } from './curl.ts'
import { requestIdsOf, wireText } from './exchange-lines.ts'
import { blockersOf, doubtOf, STAGES, timeOf } from './listing.ts'
import type { Context, Section } from './markdown-section.ts'
import { block, code, details, list } from './markup.ts'
import { exchangesOf, redactorFor } from './redactor.ts'

const commandBlocks = (title: string, command: Command | null): string[] =>
  command === null
    ? []
    : [
        details(
          title,
          [block('bash', command.bash), 'PowerShell:', block('powershell', command.powershell)].join('\n\n'),
        ),
      ]

export const reproduce: Section = ({ diagnosed, redactor }) => {
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

/** Headers whose expected value is the value itself; that of another is a sentence. */
const VALUED = /^(access-control-.*|vary|cross-origin-.*)$/i

export const verify: Section = ({ diagnosed, value, say }) => {
  const needed = blockersOf(diagnosed).flatMap(({ header, expected, stage }) => {
    if (expected === null) return []
    const wanted = header !== null && VALUED.test(header) ? value(`${header}: ${expected}`) : say(expected)
    return [`${STAGES[stage]}: ${wanted}`]
  })
  if (diagnosed.verdict.outcome !== 'blocked' || needed.length === 0) return []
  return [
    '### How to verify',
    'Send the commands above again. What must come:',
    list([...new Set(needed)]),
    'Then reload the page with “Disable cache” switched on, since browsers keep the answers to preflights.',
  ]
}

export const exchanges: Section = ({ diagnosed, redactor }) => {
  const shown = exchangesOf(diagnosed.flow).map((exchange) => {
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

export const names: Section = ({ diagnosed, explanation, value, say }) => {
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

const MOST_SIBLINGS = 5

/** How often this very failure stands in the log, and when. */
function repeated({ diagnosed, neighbours }: Context): string[] {
  const { finding } = diagnosed.verdict
  const { method, url } = diagnosed.flow.exchange
  const path = url.replace(/[?#].*$/s, '')
  const same = neighbours.filter(
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

export const siblings: Section = (context) => {
  const { diagnosed, neighbours, value, redactor } = context
  const server = originOf(diagnosed.flow.exchange.url)
  const others = neighbours.filter(({ id }) => id !== diagnosed.id)
  if (others.length === 0 || server === null) return []
  const working = others.filter((other) => other.verdict.outcome === 'allowed')
  const failing = others.filter((other) => other.verdict.outcome === 'blocked')
  const shown = working.slice(0, MOST_SIBLINGS).map((other) => {
    const { method, url, status } = other.flow.exchange
    const own = redactorFor(other)
    return `${code(own.words(method))} ${code(redactor.url(own.url(url)))} (${status})`
  })
  return [
    '### Other requests to this server',
    `To ${value(server)}: ${working.length} passed and ${failing.length} more were blocked in this log.`,
    ...repeated(context),
    ...(shown.length === 0 ? [] : ['These passed, and the difference is a clue:', list(shown)]),
  ]
}

export const environment: Section = ({ diagnosed, diagnosis, redactor, value }) => {
  const all = exchangesOf(diagnosed.flow)
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

export const limits: Section = ({ diagnosed }) => {
  const { verdict, cause: found, flow, server } = diagnosed
  const doubt = doubtOf(diagnosed)
  return [
    '### Limits',
    list([
      'A network log holds no body of a blocked answer.',
      ...(doubt === null ? [] : [`The verdict is ${doubt}.`]),
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
