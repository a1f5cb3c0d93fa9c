/** The ladder of a flow: page on the left, server on the right, a rung for each request and each response. */
import { html } from './markup.ts'
import type { ReportExchange, ReportFlow } from './model.ts'
import { ROLES } from './phrases.ts'
import { oneLine } from './plain.ts'

const WIDTH = 640
const LEFT = 20
const RIGHT = WIDTH - 20
const STEP = 34
const TOP = 44
/** About what fits between the rails. */
const MOST_TEXT = 78

const cut = (text: string): string => (text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT - 1)}…` : text)

interface Rung {
  text: string
  toServer: boolean
  fails: boolean
}

const pathOf = (url: string): string => url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '') || '/'

function rungsOf(exchange: ReportExchange, fails: boolean): Rung[] {
  const { role, method, url, status, statusText, error } = exchange
  const asked = { text: `${ROLES[role]}: ${method} ${pathOf(url)}`, toServer: true, fails: false }
  const answered = status !== 0 || exchange.responseHeaders.length > 0
  const text = answered ? `${status} ${statusText}`.trim() : error || 'no response on record'
  return [asked, { text: fails ? `${text} (stopped here)` : text, toServer: false, fails }]
}

/** The exchange at which the flow stopped; null where it passed or the log does not tell. */
function stoppedAt({ outcome, stage, exchanges }: ReportFlow): ReportExchange | null {
  if (outcome === 'allowed' || stage === null) return null
  const role = stage === 'preflight' ? 'preflight' : null
  return exchanges.findLast((exchange) => role === null || exchange.role === role) ?? null
}

const line = ({ text, toServer, fails }: Rung, index: number): string => {
  const y = TOP + index * STEP
  const mark = fails ? ' class="fails"' : ''
  const tip = toServer ? RIGHT : LEFT
  const back = toServer ? tip - 7 : tip + 7
  return [
    `<text${mark} x="${WIDTH / 2}" y="${y - 6}" text-anchor="middle">${html(cut(oneLine(text)))}</text>`,
    `<line${mark} x1="${LEFT}" y1="${y}" x2="${RIGHT}" y2="${y}"/>`,
    `<line${mark} x1="${tip}" y1="${y}" x2="${back}" y2="${y - 4}"/><line${mark} x1="${tip}" y1="${y}" x2="${back}" y2="${y + 4}"/>`,
  ].join('')
}

export function ladder(flow: ReportFlow): string {
  const stopped = stoppedAt(flow)
  const rungs = flow.exchanges.flatMap((exchange) => rungsOf(exchange, exchange === stopped))
  const height = TOP + rungs.length * STEP
  const rails = [LEFT, RIGHT].map((x) => `<line x1="${x}" y1="22" x2="${x}" y2="${height - 10}"/>`)
  return [
    `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Requests and responses in their order">`,
    `<text class="name" x="${LEFT - 12}" y="14">${html(cut(oneLine(flow.origin ?? 'the page')))}</text>`,
    `<text class="name" x="${RIGHT + 12}" y="14" text-anchor="end">${html(cut(oneLine(flow.server.origin ?? 'the server')))}</text>`,
    ...rails,
    ...rungs.map(line),
    '</svg>',
  ].join('')
}
