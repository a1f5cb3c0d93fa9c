/** Diagnosis to plain text for the terminal: one block a flow. */
import type { Diagnosis, FlowDiagnosis } from '../diagnose.ts'
import type { Outcome } from '../evaluate/verdict.ts'
import type { Fix } from '../fix/framework.ts'
import { explain } from '../reasons/explain.ts'
import { blockersOf, explanationOf, failedFlows, OUTCOMES, OWNERS, remedyOf, STAGES } from './listing.ts'
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

const SIMULATED: Record<Fix['simulated'], string> = {
  allowed: 'simulated: the request then passes',
  blocked: 'simulated: not enough alone',
  'not-cors': 'simulated: the other failure remains',
  undetermined: 'simulated: the log cannot tell',
}

function flowBlock(diagnosed: FlowDiagnosis, paint: Paint): string[] {
  const { flow, verdict, cause, server, fixes, warnings } = diagnosed
  const { exchange, preflight, origin } = flow
  const redactor = redactorFor(diagnosed)
  const say = (text: string): string => oneLine(redactor.text(text))
  const explanation = explanationOf(diagnosed)
  const entries = [
    `entry ${exchange.index}`,
    ...(preflight === null ? [] : [`preflight ${preflight.index}`]),
    ...(flow.hops.length === 0
      ? []
      : [`redirected from ${flow.hops.map((hop) => hop.exchange.index).join(', ')}`]),
  ].join(', ')
  const answer =
    exchange.status === 0 ? (exchange.error ?? 'no answer on record') : `status ${exchange.status}`
  const result = [
    `${paint(COLORS[verdict.outcome], OUTCOMES[verdict.outcome].toUpperCase())}  ${paint(BOLD, `${say(exchange.method)} ${oneLine(redactor.url(exchange.url))}`)}`,
    paint(
      FAINT,
      `  from ${say(origin.initiator ?? origin.serialized ?? 'an unknown origin')} · ${say(answer)} · ${entries}`,
    ),
  ]
  if (explanation === null) return [...result, ...warningLines(warnings, redactor.text)]
  const inferred = verdict.certain ? '' : ' (inferred)'
  result.push(
    '',
    ...wrap(`${redactor.text(remedyOf(diagnosed))}${inferred}`, '  ').map((line) => paint(BOLD, line)),
  )
  result.push(
    ...paragraphs(redactor.text(cause?.text ?? ''), '  '),
    ...paragraphs(redactor.text(explanation.text), '  '),
  )
  if (cause?.misleading)
    result.push(...wrap(`The console leads astray: ${redactor.text(cause.misleading)}`, '  '))
  const blockers = verdict.outcome === 'blocked' ? blockersOf(diagnosed) : []
  if (blockers.length > 0) result.push('', '  Must change:')
  for (const { stage, header, expected, received, title } of blockers) {
    const got = received === null ? 'not sent' : received === '' ? 'empty' : `“${received}”`
    const change =
      header === null ? title : `${header}: ${got}${expected === null ? '' : `, must be “${expected}”`}`
    result.push(...wrap(`${STAGES[stage]} · ${redactor.text(change)}`, '    '))
  }
  const { chromium, firefox } = explanation.codes
  const parameter = explanation.failedParameter ? ` (${say(explanation.failedParameter)})` : ''
  const names = [chromium && `Chromium: ${chromium}${parameter}`, firefox && `Firefox: ${firefox}`].filter(
    Boolean,
  )
  result.push(
    '',
    ...wrap(`Credentials: ${verdict.credentials.mode}. ${redactor.text(verdict.credentials.because)}`, '  '),
  )
  if (names.length > 0) result.push(`  ${names.join(' · ')}`)
  result.push(paint(FAINT, `  ${explanation.docs}`))
  for (const { finding, decidedBy } of verdict.alternatives) {
    result.push(...wrap(`Or: ${redactor.text(`${explain(finding).title}. ${decidedBy}`)}`, '  '))
  }
  const [fix] = fixes
  if (fix !== undefined) {
    const who =
      server.framework === null
        ? ''
        : ` · ${say(server.label)}, ${server.chosen ? 'chosen' : server.confidence}`
    result.push('', `  ${OWNERS[fix.owner]} fix, ${say(fix.file)}${who} · ${SIMULATED[fix.simulated]}`)
    result.push(...wrap(redactor.text(fix.title), '  '))
    result.push(...lines(redactor.text(fix.code)).map((line) => `    ${line}`.trimEnd()))
    if (fix.note !== null) result.push(...wrap(redactor.text(fix.note), '  '))
    if (fixes.length > 1) result.push(paint(FAINT, `  ${fixes.length - 1} more in --format markdown`))
  }
  return [...result, ...warningLines(warnings, redactor.text)]
}

const warningLines = (warnings: FlowDiagnosis['warnings'], redact: (text: string) => string): string[] =>
  warnings.map(explain).flatMap(({ title, text }) => wrap(`Warning: ${redact(`${title}. ${text}`)}`, '  '))

function totals({ flows, entries, browser }: Diagnosis): string {
  const counted = (['blocked', 'not-cors', 'undetermined', 'allowed'] as const)
    .map((outcome) => [flows.filter((flow) => flow.verdict.outcome === outcome).length, outcome] as const)
    .filter(([count]) => count > 0)
    .map(([count, outcome]) => `${count} ${OUTCOMES[outcome].toLowerCase()}`)
  const found = counted.length === 0 ? 'no cross-origin request' : counted.join(', ')
  return `${found}; ${entries} ${entries === 1 ? 'entry' : 'entries'}, ${browser === 'unknown' ? 'unknown browser' : browser}`
}

export function textReport(diagnosis: Diagnosis, { all = false, color = false }: TextOptions = {}): string {
  const paint: Paint = (codes, text) => (color ? `\u001b[${codes}m${text}\u001b[0m` : text)
  const flows = all ? diagnosis.flows : failedFlows(diagnosis)
  const blocks = flows.map((flow) => `${flowBlock(flow, paint).join('\n')}\n\n`)
  return `${blocks.join('')}${totals(diagnosis)}\n`
}
