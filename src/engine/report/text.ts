/** Report to plain text for the terminal: one block a flow. */
import type { Outcome } from '../judge/verdict.ts'
import { CREDENTIALS, OUTCOMES, OWNERS, STAGES } from './listing.ts'
import type { Report, ReportFlow } from './model.ts'
import {
  basisOf,
  browserIn,
  changeOf,
  entriesIn,
  headlineOf,
  reachOf,
  recordedBy,
  requestOf,
  softwareOf,
  statusOf,
  totalsOf,
} from './phrases.ts'
import { lines, oneLine } from './plain.ts'
import { sinceLines } from './since.ts'

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

type Part = (flow: ReportFlow) => string[]

const entriesOf = ({ entry, preflight, hops }: ReportFlow): string =>
  [
    `entry ${entry}`,
    ...(preflight === null ? [] : [`preflight ${preflight}`]),
    ...(hops.length === 0 ? [] : [`redirected from ${hops.join(', ')}`]),
  ].join(', ')

const fromWhere = (flow: ReportFlow): string => {
  const time = flow.startedDateTime === null ? '' : ` · ${flow.startedDateTime}`
  const status = flow.status === 0 ? statusOf(flow) : `status ${flow.status}`
  return `  from ${flow.origin ?? 'an unknown origin'} · ${status} · ${entriesOf(flow)}${time}`
}

const causeLines: Part = ({ causes: [first, ...others] }) => {
  if (first === undefined) return []
  const misleading = first.misleading === null ? '' : `\n\nMisleading in the console: ${first.misleading}`
  return [
    ...paragraphs(`${first.text}${misleading}`, '  '),
    ...(first.certain ? [] : ['  (inferred from the log)']),
    ...others.flatMap((other) =>
      wrap(`It may also be: ${headlineOf({ answer: { text: other.title, owner: other.owner } })}`, '  '),
    ),
    '',
  ]
}

const blockerLines: Part = ({ blockers }) =>
  blockers.length === 0
    ? []
    : [
        '',
        '  Must change:',
        ...blockers.flatMap((blocker) => wrap(`${STAGES[blocker.stage]} · ${changeOf(blocker)}`, '    ')),
      ]

const nameLines: Part = (flow) => {
  const { reason, browserCodes, failedParameter, docs, credentials } = flow
  if (reason === null) return []
  const parameter = failedParameter ? ` (${failedParameter})` : ''
  const named = [
    ...(browserCodes.chromium === null ? [] : [`Chromium: ${browserCodes.chromium}${parameter}`]),
    ...(browserCodes.firefox === null ? [] : [`Firefox: ${browserCodes.firefox}`]),
  ]
  return [
    '',
    ...wrap(basisOf(flow), '  '),
    ...wrap(`Credentials: ${CREDENTIALS[credentials.mode]}. ${credentials.because}`, '  '),
    ...wrap(named.join(' · '), '  '),
    ...(docs === null ? [] : [`  ${docs}`]),
  ]
}

const alternativeLines: Part = ({ alternatives }) =>
  alternatives.flatMap(({ title, decidedBy }) => wrap(`Or: ${title}. ${decidedBy}`, '  '))

const fixLines: Part = (flow) => {
  const [fix, ...more] = flow.fixes
  if (fix === undefined) return []
  return [
    '',
    ...wrap(`${OWNERS[fix.owner]} fix: ${fix.title}`, '  '),
    ...wrap(`${fix.file} · ${softwareOf(flow)} ${fix.checked}`, '  '),
    ...lines(fix.code).map((line) => `    ${line}`.trimEnd()),
    ...wrap(fix.note ?? '', '  '),
    ...(more.length === 0 ? [] : [`  ${more.length} more with --format markdown.`]),
  ]
}

const warningLines: Part = ({ warnings }) =>
  warnings.flatMap(({ title, explanation }) => wrap(`Warning: ${title}. ${explanation}`, '  '))

const searchLines: Part = (flow) => {
  const ids = flow.requestIds.map(({ name, value }) => `${name}: ${value}`)
  const reach = reachOf(flow)
  return [
    ...(reach === null ? [] : ['', ...wrap(reach, '  ')]),
    ...(ids.length === 0 ? [] : ['', ...wrap(`In the server’s log: ${ids.join(' · ')}`, '  ')]),
  ]
}

const sinceText: Part = (flow) => {
  const said = sinceLines(flow)
  return said.length === 0 ? [] : ['', ...said.flatMap((line) => wrap(line, '  '))]
}

const PARTS: readonly Part[] = [
  sinceText,
  causeLines,
  ({ explanation }) => paragraphs(explanation ?? '', '  '),
  blockerLines,
  nameLines,
  alternativeLines,
  fixLines,
  warningLines,
  searchLines,
]

function headline(flow: ReportFlow): string[] {
  if (flow.reason === null && flow.alternatives.length === 0) return []
  const doubt = flow.reason === null ? null : flow.doubt
  return ['', ...wrap(`${headlineOf(flow)}${doubt === null ? '' : ` (${doubt})`}`, '  ')]
}

function flowBlock(flow: ReportFlow, paint: Paint): string[] {
  return [
    `${paint(COLORS[flow.outcome], OUTCOMES[flow.outcome].toUpperCase())}  ${paint(BOLD, oneLine(requestOf(flow)))}`,
    paint(FAINT, oneLine(fromWhere(flow))),
    ...headline(flow).map((line) => (line === '' ? line : paint(BOLD, line))),
    ...PARTS.flatMap((part) => part(flow)),
  ]
}

/** Several failures of one cause are said once before the blocks. */
function summary({ groups, flows }: Report, paint: Paint): string[] {
  if (flows.length < 2 || groups.length === flows.length) return []
  return [
    ...groups.map((group) => {
      const count = `${group.flows.length}×`.padStart(5)
      return `${count}  ${paint(BOLD, oneLine(headlineOf({ answer: { text: group.title, owner: group.owner } })))} ${paint(FAINT, oneLine(group.server ?? ''))}`
    }),
    '',
    '',
  ]
}

export function textReport(report: Report, { color = false }: { color?: boolean } = {}): string {
  const paint: Paint = (codes, text) => (color ? `\u001b[${codes}m${text}\u001b[0m` : text)
  const blocks = report.flows.map((flow) => `${flowBlock(flow, paint).join('\n')}\n\n`)
  const said = recordedBy(report)
  const recorded = said === null ? '' : `${wrap(said, '').join('\n')}\n`
  const maybe =
    report.inDoubt === 0
      ? ''
      : `\n${report.inDoubt} of the allowed may have failed all the same, which this log does not record; --all says when`
  return `${summary(report, paint).join('\n')}${blocks.join('')}${totalsOf(report)}; ${entriesIn(report)}, ${browserIn(report)}${maybe}\n${recorded}`
}

/** For a chat: a few lines a failure, no markup, nothing to fold. */
export function chatReport(report: Report): string {
  if (report.flows.length === 0) return `${totalsOf(report)}; ${entriesIn(report)}, ${browserIn(report)}\n`
  const one = (flow: ReportFlow): string =>
    [
      oneLine(headlineOf(flow)),
      oneLine(
        `${OUTCOMES[flow.outcome]}${flow.doubt === null ? '' : ` (${flow.doubt})`}: ${requestOf(flow)}, called by ${flow.origin ?? 'an unknown origin'}, ${statusOf(flow)}`,
      ),
      ...sinceLines(flow).map(oneLine),
      ...flow.blockers.map((blocker) => oneLine(`- ${STAGES[blocker.stage]}: ${changeOf(blocker)}`)),
      ...(flow.fixes[0] === undefined
        ? []
        : [
            oneLine(`Fix in ${flow.fixes[0].file}: ${flow.fixes[0].title}`),
            ...lines(flow.fixes[0].code),
            oneLine(flow.fixes[0].checked),
          ]),
      ...flow.requestIds.map(({ name, value }) => oneLine(`${name}: ${value}`)),
      ...(flow.startedDateTime === null ? [] : [`${flow.startedDateTime} (UTC)`]),
    ].join('\n')
  const groups = report.groups.filter(({ flows }) => flows.length > 1)
  const head = groups.map(({ title, owner, server, flows }) =>
    oneLine(
      `${flows.length}× ${headlineOf({ answer: { text: title, owner } })} (${server ?? 'unknown server'})`,
    ),
  )
  // one flow speaks for its group
  const spoken = report.flows.filter((_, index) => !groups.some(({ flows }) => flows.indexOf(index) > 0))
  return `${[...(head.length === 0 ? [] : [head.join('\n')]), ...spoken.map(one)].join('\n\n')}\n`
}
