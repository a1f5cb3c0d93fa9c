/** The answer line: one sentence that says what is wrong, with the value, and who acts. It leads every way out. */
import type { Cause, Owner } from '../causes/cause.ts'
import { parseUrl } from '../fetch/origin.ts'
import { type Ending, markOf } from '../har/ending.ts'
import type { Exchange } from '../har/exchange.ts'
import type { Verdict } from '../judge/verdict.ts'
import { type Explanation, explain } from '../reasons/explain.ts'

/** Plain JSON. */
export interface AnswerLine {
  text: string
  /** Who must act; null where the log does not tell. */
  owner: Owner | null
}

/** What the line is made of; a FlowDiagnosis is one. */
export interface Answered {
  verdict: Verdict
  cause: Cause | null
  flow: { exchange: Exchange }
}

/** From the cause where there is one, else from the browser's own reason; null where nothing went wrong. */
export function answerLine({ verdict, cause, flow }: Answered): AnswerLine | null {
  if (cause !== null) return { text: cause.answer, owner: cause.owner }
  if (verdict.finding === null) return null
  return { text: lineOf(flow.exchange, explain(verdict.finding)), owner: null }
}

const LONGEST = 100

/** `GET /health failed with ERR_CONNECTION_REFUSED at localhost:46487: start the server, or correct host and port` */
function lineOf(exchange: Exchange, { title, header, received, stage }: Explanation): string {
  const url = parseUrl(exchange.url)
  const path = url === null ? exchange.url : url.pathname
  const place = stage === 'connection' && url !== null && url.host !== '' ? ` at ${url.host}` : ''
  const came =
    header !== null && received !== null ? ` has ${header}: “${cut(received)}”` : whatCame(exchange)
  return `${exchange.method} ${cut(path)}${came}${place}: ${lowerFirst(title)}`
}

function whatCame({ status, ending }: Exchange): string {
  const error = nameOf(ending)
  if (error !== '') return ` failed with ${error}`
  return status > 0 ? ` (${status})` : ''
}

/** As the Network panel writes it: without `net::`. */
const nameOf = (ending: Ending): string => cut((markOf(ending) ?? '').replace(/^net::/, ''))

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text)

/** In the middle of a sentence; names such as Access-Control-Max-Age stay. */
const lowerFirst = (title: string): string =>
  /^[A-Z][a-z]+(?![\w-])/.test(title) ? `${title.charAt(0).toLowerCase()}${title.slice(1)}` : title
