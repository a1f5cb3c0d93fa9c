/** Diagnosis to plain text for the terminal: one block a flow. */

import type { Diagnosis, FlowDiagnosis } from '../diagnose.ts'
import type { Fix } from '../fixes/recipe.ts'
import { markOf } from '../har/ending.ts'
import type { Outcome } from '../judge/verdict.ts'
import { type Explanation, explain } from '../reasons/explain.ts'
import {
  blockersOf,
  CREDENTIALS,
  doubtOf,
  explanationOf,
  failedFlows,
  mayHaveFailed,
  OUTCOMES,
  OWNERS,
  remedyOf,
  STAGES,
} from './listing.ts'
import { lines, oneLine } from './plain.ts'
import { redactorFor } from './redactor.ts'

export interface TextOptions {
  /** Every cross-origin request, not only failed ones. */
  all?: boolean
  /** ANSI colours. */
  color?: boolean
}

type Paint = (code: string, text: string) => string

const COLORS: Record<Outcome, string> = { blocked: '31', allowed: '32', 'not-cors': '33', undetermined: '35' }
const BOLD = '1'
const FAINT = '2'
const WIDTH = 96

/** Words to lines of `WIDTH`, each behind `indent`; a longer word has a line of its own. */
function wrap(text: string, indent: string): string[] {
  const result: string[] = []
  let line = ''
  for (const word of oneLine(text).split(' ')) {
    if (line !== '' && line.length + word.length >= WIDTH - indent.length) {
      result.push(indent + line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return line === '' ? result : [...result, indent + line]
}

const paragraphs = (text: string, indent: string): string[] =>
  text.split(/\n{2,}/).flatMap((paragraph) => wrap(paragraph, indent))

const checked = ({ check }: Fix): string =>
  check.proof === 'simulated' ? 'checked by simulation' : `not tested: ${check.why}`

type Part = (diagnosed: FlowDiagnosis, redact: (text: string) => string) => string[]

const entriesOf = ({ flow: { exchange, preflight, hops } }: FlowDiagnosis): string =>
  [
    `entry ${exchange.index}`,
    ...(preflight === null ? [] : [`preflight ${preflight.index}`]),
    ...(hops.length === 0 ? [] : [`redirected from ${hops.map((hop) => hop.exchange.index).join(', ')}`]),
  ].join(', ')

function fromWhere(diagnosed: FlowDiagnosis): string {
  const { exchange, origin } = diagnosed.flow
  const page = origin.initiator ?? origin.serialized ?? 'an unknown origin'
  const answer =
    exchange.status === 0 ? markOf(exchange.ending) || 'no answer on record' : `status ${exchange.status}`
  return `  from ${page} · ${answer} · ${entriesOf(diagnosed)}`
}

const causeLines: Part = ({ cause }, redact) => {
  if (cause === null) return []
  const misleading = cause.misleading === null ? '' : `\n\nThe console leads astray: ${cause.misleading}`
  return [...paragraphs(redact(`${cause.text}${misleading}`), '  '), '']
}

const explanationLines: Part = (diagnosed, redact) =>
  paragraphs(redact(explanationOf(diagnosed)?.text ?? ''), '  ')

function changeOf({ header, title, expected, received }: Explanation): string {
  if (header === null) return title
  const got = received === null ? 'not sent' : received === '' ? 'empty' : `“${received}”`
  return `${header}: ${got}${expected === null ? '; no value can be advised' : `, must be “${expected}”`}`
}

const blockerLines: Part = (diagnosed, redact) => {
  if (diagnosed.verdict.outcome !== 'blocked') return []
  const changes = blockersOf(diagnosed).map((blocker) => `${STAGES[blocker.stage]} · ${changeOf(blocker)}`)
  return ['', '  Must change:', ...changes.flatMap((change) => wrap(redact(change), '    '))]
}

const nameLines: Part = (diagnosed, redact) => {
  const explanation = explanationOf(diagnosed)
  if (explanation === null) return []
  const { codes, failedParameter, docs } = explanation
  const { mode, because } = diagnosed.verdict.credentials
  const parameter = failedParameter ? ` (${redact(failedParameter)})` : ''
  const named = [
    ...(codes.chromium === null ? [] : [`Chromium: ${codes.chromium}${parameter}`]),
    ...(codes.firefox === null ? [] : [`Firefox: ${codes.firefox}`]),
  ]
  return [
    '',
    ...wrap(`Credentials: ${CREDENTIALS[mode]}. ${redact(because)}`, '  '),
    ...wrap(named.join(' · '), '  '),
    `  ${docs}`,
  ]
}

const alternativeLines: Part = ({ verdict: { alternatives } }, redact) =>
  alternatives.flatMap(({ finding, decidedBy }) =>
    wrap(`Or: ${redact(`${explain(finding).title}. ${decidedBy}`)}`, '  '),
  )

const fixLines: Part = ({ fixes, server }, redact) => {
  const [fix] = fixes
  if (fix === undefined) return []
  const who =
    server.framework === null ? '' : ` · ${server.label}, ${server.chosen ? 'chosen' : server.confidence}`
  return [
    '',
    ...wrap(redact(`${OWNERS[fix.owner]} fix: ${fix.title}`), '  '),
    ...wrap(redact(`${fix.file}${who} · ${checked(fix)}`), '  '),
    ...lines(redact(fix.code)).map((line) => `    ${line}`.trimEnd()),
    ...wrap(redact(fix.note ?? ''), '  '),
    ...(fixes.length > 1 ? [`  ${fixes.length - 1} more with --format markdown.`] : []),
  ]
}

const warningLines: Part = ({ warnings }, redact) =>
  warnings.map(explain).flatMap(({ title, text }) => wrap(`Warning: ${redact(`${title}. ${text}`)}`, '  '))

const PARTS: readonly Part[] = [
  causeLines,
  explanationLines,
  blockerLines,
  nameLines,
  alternativeLines,
  fixLines,
  warningLines,
]

function remedyLines(diagnosed: FlowDiagnosis, redact: (text: string) => string): string[] {
  if (diagnosed.verdict.finding === null && !mayHaveFailed(diagnosed)) return []
  const doubt = diagnosed.verdict.finding === null ? null : doubtOf(diagnosed)
  return ['', ...wrap(`${redact(remedyOf(diagnosed))}${doubt === null ? '' : ` (${doubt})`}`, '  ')]
}

function flowBlock(diagnosed: FlowDiagnosis, paint: Paint): string[] {
  const { words: text, url } = redactorFor(diagnosed)
  const { flow, verdict } = diagnosed
  const request = oneLine(`${text(flow.exchange.method)} ${url(flow.exchange.url)}`)
  return [
    `${paint(COLORS[verdict.outcome], OUTCOMES[verdict.outcome].toUpperCase())}  ${paint(BOLD, request)}`,
    paint(FAINT, oneLine(text(fromWhere(diagnosed)))),
    ...remedyLines(diagnosed, text).map((line) => (line === '' ? line : paint(BOLD, line))),
    ...PARTS.flatMap((part) => part(diagnosed, text)),
  ]
}

const COUNTED: Record<Outcome, string> = {
  blocked: 'blocked by CORS',
  'not-cors': 'not CORS',
  undetermined: 'undetermined',
  allowed: 'allowed',
}

function totals({ flows, entries, browser }: Diagnosis): string {
  const counted = (['blocked', 'not-cors', 'undetermined', 'allowed'] as const)
    .map((outcome) => [flows.filter((flow) => flow.verdict.outcome === outcome).length, outcome] as const)
    .filter(([count]) => count > 0)
    .map(([count, outcome]) => `${count} ${COUNTED[outcome]}`)
  const open = flows.filter(mayHaveFailed).length
  const maybe =
    open === 0
      ? ''
      : `\n${open} of the allowed may have failed all the same, which this log does not record; --all says when`
  const found = counted.length === 0 ? 'no cross-origin request' : counted.join(', ')
  return `${found}; ${entries} ${entries === 1 ? 'entry' : 'entries'}, ${browser === 'unknown' ? 'unknown browser' : browser}${maybe}`
}

export function textReport(diagnosis: Diagnosis, { all = false, color = false }: TextOptions = {}): string {
  const paint: Paint = (codes, text) => (color ? `\u001b[${codes}m${text}\u001b[0m` : text)
  const flows = all ? diagnosis.flows : failedFlows(diagnosis)
  const blocks = flows.map((flow) => `${flowBlock(flow, paint).join('\n')}\n\n`)
  return `${blocks.join('')}${totals(diagnosis)}\n`
}
