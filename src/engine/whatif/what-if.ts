/**
 * What if: a recorded exchange with edits in, judged by the rules that the browser follows. The same engine as for what
 * happened; only that nothing of this did, and the verdict says so (`basis: 'what-if'`).
 */
import { adviseAlone, type FlowDiagnosis } from '../diagnose.ts'
import { getHeader } from '../fetch/headers.ts'
import { OPAQUE_ORIGIN, originOf } from '../fetch/origin.ts'
import { DIALECTS } from '../har/dialects.ts'
import { endingOf, hasNetError, UNMARKED } from '../har/ending.ts'
import type { Exchange } from '../har/exchange.ts'
import { blockersOf } from '../judge/blockers.ts'
import type { CredentialsMode } from '../judge/cors-check.ts'
import { MODES } from '../judge/credentials-evidence.ts'
import { WHICH_CREDENTIALS } from '../judge/credentials-modes.ts'
import { judgeChain } from '../judge/judge.ts'
import { networkFacts } from '../judge/network-errors.ts'
import type { Credentials, Verdict } from '../judge/verdict.ts'
import type { Flow } from '../log/flow.ts'
import { explain } from '../reasons/explain.ts'
import { type Finding, finding } from '../reasons/finding.ts'
import { type EditedChain, type EditedLink, editedChain, sent, unanswered } from './edited-chain.ts'
import { type Edits, editedValues } from './edits.ts'

/** How far the browser comes. `flow`: cut there, as a log would hold it. */
type Played =
  | { outcome: 'passed'; flow: Flow; found: null }
  | { outcome: 'blocked' | 'unknown'; flow: Flow; found: Finding }

const isUnknown = ({ status, ending }: Exchange): boolean =>
  status === 0 && !hasNetError(ending, 'net::ERR_INVALID_REDIRECT')

interface Place {
  hop: number
  /** Preflight, response, what a redirect leads to. */
  step: 0 | 1 | 2
  exchange: Exchange
}

/** The first answer in the chain that nobody knows; null where all are known. */
function firstUnknown(links: readonly EditedLink[]): Place | null {
  for (const [hop, { exchange, preflight }] of links.entries()) {
    if (preflight !== null && isUnknown(preflight)) return { hop, step: 0, exchange: preflight }
    if (isUnknown(exchange)) return { hop, step: 1, exchange }
  }
  const last = links.at(-1)?.exchange
  if (last?.redirectUrl == null) return null
  return { hop: links.length - 1, step: 2, exchange: { ...last, url: last.redirectUrl, status: 0 } }
}

const isBefore = (a: Omit<Place, 'exchange'>, b: Omit<Place, 'exchange'>): boolean =>
  a.hop < b.hop || (a.hop === b.hop && a.step < b.step)

type Show = (link: EditedLink) => Exchange
const bare: Show = ({ exchange }) => exchange

/** The links up to one of them, as a flow. */
function flowUpTo(flow: Flow, { links, initiator }: EditedChain, hop: number, show: Show = sent): Flow {
  const last = links[hop] ?? links.at(-1)
  if (last === undefined) return flow
  const { preflight, cors } = last
  const asked = preflight ?? sent(last)
  const serialized = getHeader(asked.requestHeaders, 'origin') ?? initiator
  const opaqueBecause =
    serialized !== OPAQUE_ORIGIN ? null : initiator === OPAQUE_ORIGIN ? 'document' : 'redirect'
  const because = initiator === flow.origin.initiator ? flow.origin.because : 'It was set by hand.'
  return {
    ...flow,
    hops: links.slice(0, hop).map((link) => ({ exchange: show(link), preflight: link.preflight })),
    exchange: show(last),
    preflight,
    origin: { initiator, serialized, opaqueBecause, because },
    crossOrigin: cors || flow.crossOrigin,
  }
}

/** As the log of this recorder shows a request that was refused. */
function refused(flow: Flow, found: Finding, { exchange: bare }: EditedLink): Flow {
  const marks = DIALECTS[flow.dialect].refusals === 'net-errors'
  const ending = marks ? endingOf('net::ERR_FAILED') : UNMARKED
  const exchange = found.stage === 'preflight' ? unanswered(bare) : flow.exchange
  return { ...flow, exchange: { ...exchange, ending } }
}

function play(flow: Flow, edits: Edits, mode: CredentialsMode): Played {
  const chain = editedChain(flow, edits)
  const { links } = chain
  const last = links.length - 1
  const judgement = judgeChain(flowUpTo(flow, chain, last, bare), mode)
  const unknown = firstUnknown(links)
  const step = judgement?.finding.stage === 'preflight' ? 0 : 1
  if (unknown !== null && (judgement === null || isBefore(unknown, { hop: judgement.hop, step }))) {
    const stage = (['preflight', 'response', 'redirect'] as const)[unknown.step]
    const found = finding('answer-not-assumed', stage, networkFacts(unknown.exchange))
    return { outcome: 'unknown', flow: flowUpTo(flow, chain, unknown.hop), found }
  }
  const link = judgement && links[judgement.hop]
  if (judgement === null || !link)
    return { outcome: 'passed', flow: flowUpTo(flow, chain, last), found: null }
  const { finding: found, hop } = judgement
  return { outcome: 'blocked', flow: refused(flowUpTo(flow, chain, hop), found, link), found }
}

const sayMode = (mode: CredentialsMode): string => (mode === 'include' ? 'with' : 'without')

const isSame = (a: Finding | null, b: Finding | null): boolean => {
  if (a === null || b === null) return a === b
  const parameter = (found: Finding) => explain(found).failedParameter
  return a.reason === b.reason && a.stage === b.stage && parameter(a) === parameter(b)
}

const OUTCOMES = { passed: 'allowed', blocked: 'blocked', unknown: 'undetermined' } as const

/** The browser has an error of its own for a redirect to another scheme: no header takes part (measured). */
const isNotCors = ({ flow, found }: Played): boolean =>
  found?.reason === 'redirect-to-unsafe-scheme' && flow.browser === 'chromium'

function verdictOf(played: Played, credentials: Credentials, mode: CredentialsMode): Verdict {
  const { outcome, flow, found } = played
  return {
    outcome: isNotCors(played) ? 'not-cors' : OUTCOMES[outcome],
    basis: 'what-if',
    finding: found,
    certain: outcome !== 'unknown',
    alternatives: [],
    blockers: outcome === 'blocked' && !isNotCors(played) ? blockersOf(flow, found, mode) : [],
    credentials,
  }
}

/** The mode is not known, and it decides. */
function openVerdict(results: readonly [CredentialsMode, Played][]): Verdict | null {
  const blocked = results.filter(([, { outcome }]) => outcome === 'blocked')
  const [first, second] = blocked
  const [mode, played] = first ?? []
  if (mode === undefined || played === undefined || played.found === null) return null
  const other = results.find(([each]) => each !== mode)
  const elsewhere = other === undefined ? '' : `, and ${sayMode(other[0])} them it is not`
  const because =
    second === undefined
      ? `As edited, the request is blocked ${sayMode(mode)} credentials${elsewhere}.`
      : 'As edited, the request is blocked with and without credentials, for two reasons.'
  const verdict = verdictOf(played, { mode: 'unknown', because }, mode)
  const alternatives =
    second?.[1].found == null ? [] : [{ finding: second[1].found, decidedBy: WHICH_CREDENTIALS }]
  return second === undefined
    ? { ...verdict, outcome: 'undetermined', certain: false, blockers: [] }
    : { ...verdict, certain: false, alternatives }
}

function judgeEdited(flow: Flow, known: Credentials, edits: Edits): { flow: Flow; verdict: Verdict } {
  const modes = known.mode === 'unknown' ? MODES : [known.mode]
  const results = modes.map((mode): [CredentialsMode, Played] => [mode, play(flow, edits, mode)])
  const [first, second] = results as [[CredentialsMode, Played], [CredentialsMode, Played]?]
  const agree =
    second === undefined ||
    (first[1].outcome === second[1].outcome && isSame(first[1].found, second[1].found))
  const open = agree ? null : openVerdict(results)
  const led = open === null ? first : (results.find(([, { found }]) => found === open.finding) ?? first)
  return { flow: led[1].flow, verdict: open ?? verdictOf(led[1], known, led[0]) }
}

/**
 * What the browser would do, what would remain to be changed, and how. The edits stand in `edited`; without any the
 * diagnosis comes back as it is. Modes and redirects as fetch() has them by default: `cors`, `follow`.
 */
export function whatIf(diagnosis: FlowDiagnosis, edits: Edits): FlowDiagnosis {
  const edited = editedValues(diagnosis.flow, diagnosis.verdict, edits)
  if (edited.length === 0) return diagnosis
  const known: Credentials =
    edits.credentials === undefined || edits.credentials === diagnosis.verdict.credentials.mode
      ? diagnosis.verdict.credentials
      : { mode: edits.credentials, because: 'It was set by hand.' }
  const { flow, verdict } = judgeEdited(diagnosis.flow, known, edits)
  const { server } = diagnosis
  const sameServer = originOf(flow.exchange.url) === originOf(diagnosis.flow.exchange.url)
  const chosen = sameServer && server.framework !== null ? server.framework : undefined
  const advised = adviseAlone({ id: diagnosis.id, flow, verdict }, chosen)
  return { ...advised, server: sameServer ? server : advised.server, edited }
}
