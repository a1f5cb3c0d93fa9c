/** One flow of the Markdown report, section by section. A section that has nothing to say is left out. */

import type { Diagnosis, FlowDiagnosis } from '../diagnose.ts'
import { originOf } from '../fetch/origin.ts'
import { checkWords } from '../fixes/check-words.ts'
import type { Fix } from '../fixes/recipe.ts'
import { explain } from '../reasons/explain.ts'
import {
  blockersOf,
  CREDENTIALS,
  doubtOf,
  explanationOf,
  OUTCOMES,
  preflightOf,
  remedyOf,
  STAGES,
} from './listing.ts'
import { environment, exchanges, limits, names, reproduce, siblings, verify } from './markdown-evidence.ts'
import type { Context, Section } from './markdown-section.ts'
import { block, code, details, list, paragraphs, prose, table } from './markup.ts'
import { redactorFor } from './redactor.ts'

const verdict: Section = ({ diagnosed, say, explanation }) => {
  const doubt = explanation === null ? null : doubtOf(diagnosed)
  return [
    `**${say(remedyOf(diagnosed))}**`,
    ...(doubt === null ? [] : [`*This verdict is ${doubt}; see below.*`]),
  ]
}

const facts: Section = ({ diagnosed, redactor, value, say }) => {
  const { exchange, origin } = diagnosed.flow
  const { credentials } = diagnosed.verdict
  const page = origin.initiator ?? origin.serialized
  const differs = origin.serialized !== null && origin.serialized !== page
  return [
    list([
      `Page origin: ${page === null ? 'not in the log' : value(page)}${differs ? `, sent as ${value(origin.serialized ?? '')}` : ''} (${say(origin.because)})`,
      `Request: ${value(exchange.method)} ${code(redactor.url(exchange.url))}`,
      `Answer: ${exchange.status === 0 ? 'none on record' : `status ${exchange.status}`}${exchange.ending.kind === 'failed' ? `, ${value(exchange.ending.netError)}` : ''}`,
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
    paragraphs(redactor.words(found.text)),
  ]
}

const explained: Section = ({ explanation, redactor }) =>
  explanation === null ? [] : ['### What happened', paragraphs(redactor.words(explanation.text))]

const expectedAndReceived: Section = ({ diagnosed, value, say }) => {
  const blockers = blockersOf(diagnosed).filter(
    ({ expected, received, header }) => expected ?? received ?? header,
  )
  if (blockers.length === 0) return []
  const rows = blockers.map(({ stage, header, expected, received, title }) => [
    STAGES[stage],
    header === null ? say(title) : value(header),
    expected === null ? '–' : header === null ? say(expected) : value(expected),
    received === null ? 'not sent' : header === null ? say(received) : value(received),
  ])
  return ['### Expected and received', table(['Where', 'What', 'Expected', 'Received'], rows)]
}

const alternatives: Section = ({ diagnosed, say }) => {
  const fitting = diagnosed.verdict.alternatives
  if (fitting.length === 0) return []
  const items = fitting.map(({ finding, decidedBy }) => `${say(explain(finding).title)}. ${say(decidedBy)}`)
  return ['### This fits the log just as well', list(items)]
}

function fixText(fix: Fix, { value, say, redactor }: Context): string {
  return [
    `${value(fix.file)}: ${say(fix.title)}`,
    block(fix.language, redactor.words(fix.code)),
    ...(fix.note === null ? [] : [say(fix.note)]),
    say(checkWords(fix.check)),
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

const warnings: Section = ({ diagnosed, say, redactor }) => {
  if (diagnosed.warnings.length === 0) return []
  const items = diagnosed.warnings
    .map(explain)
    .map(({ title, text }) => `**${say(title)}** ${paragraphs(redactor.words(text)).replaceAll('\n\n', ' ')}`)
  return ['### Not the cause, but unwise', list(items)]
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
const OF_ALLOWED: readonly Section[] = [verdict, facts, alternatives, warnings, exchanges]

/** Every flow of a log by the origin of its server. */
export type Neighbours = ReadonlyMap<string | null, readonly FlowDiagnosis[]>

export function neighboursIn({ flows }: Diagnosis): Neighbours {
  const groups = new Map<string | null, FlowDiagnosis[]>()
  for (const diagnosed of flows) {
    const server = originOf(diagnosed.flow.exchange.url)
    const group = groups.get(server)
    if (group === undefined) groups.set(server, [diagnosed])
    else group.push(diagnosed)
  }
  return groups
}

/** `number`: its place in a report of several, null in a report of one. */
export function sectionsOf(
  diagnosed: FlowDiagnosis,
  diagnosis: Diagnosis,
  groups: Neighbours,
  number: number | null,
): string[] {
  const redactor = redactorFor(diagnosed)
  const { method, url } = diagnosed.flow.exchange
  const context: Context = {
    diagnosed,
    diagnosis,
    neighbours: groups.get(originOf(url)) ?? [],
    redactor,
    explanation: explanationOf(diagnosed),
    value: (text) => code(redactor.words(text)),
    say: (text) => prose(redactor.words(text)),
  }
  const { outcome } = diagnosed.verdict
  const title = `${OUTCOMES[outcome]}: ${context.value(method)} ${code(redactor.url(url))}`
  const sections = outcome === 'allowed' ? OF_ALLOWED : SECTIONS
  return [
    `## ${number === null ? '' : `${number}. `}${title}`,
    ...sections.flatMap((section) => section(context)),
  ]
}
