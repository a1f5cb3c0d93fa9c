/** Flows of two reports, put side by side by what was asked. */
import { isFailure, type Outcome, type ReportFlow, type Verdict } from '../engine/index.ts'

export type ChangeKind = 'broken' | 'new' | 'changed' | 'failing' | 'unclear' | 'undecided' | 'gone' | 'fixed'

/** Plain JSON. */
export interface Change {
  kind: ChangeKind
  method: string
  /** Without query. */
  url: string
  /** The page's origin. */
  origin: string | null
  /** What was wrong, in a sentence; null where nothing was, or nothing was asked. */
  before: string | null
  after: string | null
}

interface Asked {
  method: string
  url: string
  origin: string | null
  flows: ReportFlow[]
}

/** Placeholders are numbered anew in every report. */
const withoutNumbers = (text: string): string => text.replace(/‹([^‹›]*?) ?\d*›/g, '‹$1›')
const endpointOf = (url: string): string => withoutNumbers(url.replace(/[?#].*$/s, ''))

function byRequest(flows: readonly ReportFlow[]): Map<string, Asked> {
  const all = new Map<string, Asked>()
  for (const flow of flows) {
    const [url, origin] = [endpointOf(flow.url), flow.origin]
    const key = JSON.stringify([flow.method, url, origin])
    const asked = all.get(key) ?? { method: flow.method, url, origin, flows: [] }
    asked.flows.push(flow)
    all.set(key, asked)
  }
  return all
}

/** The worst that happened to a request decides: one that fails now and then fails. */
const WORST: readonly Outcome[] = ['blocked', 'not-cors', 'undetermined', 'allowed']

interface State {
  /** Null: the log leaves it open. */
  fails: boolean | null
  /** The reason and the cause, to be compared. */
  why: string
  answer: string | null
}

function stateOf(asked: Asked | undefined): State | null {
  const [worst] = [...(asked?.flows ?? [])].sort(
    (a, b) => WORST.indexOf(a.outcome) - WORST.indexOf(b.outcome),
  )
  if (worst === undefined) return null
  // reports of the first version have no answer line and one cause
  const { outcome, reason, causes = [], answer, title } = worst as Partial<ReportFlow> & ReportFlow
  const fails = isFailure({ outcome, finding: reason === null ? null : { reason } } as Verdict)
  return {
    fails: outcome === 'undetermined' && fails ? null : fails,
    why: JSON.stringify([reason, causes[0]?.id ?? null]),
    answer: fails ? (answer?.text ?? title) : null,
  }
}

/** Null: nothing to tell. `absent`: what it means that something was not asked again. */
function kindOf(before: State | null, after: State | null, absent: ChangeKind): ChangeKind | null {
  const failed = before?.fails === true
  if (after === null) return failed ? absent : null
  if (after.fails === null) return failed ? 'undecided' : null
  if (!after.fails) return failed ? 'fixed' : null
  if (before === null) return 'new'
  if (before.fails === null) return 'unclear'
  if (!before.fails) return 'broken'
  return before.why === after.why ? 'failing' : 'changed'
}

/** `isWhole`: `after` lists what passed too. Where it does not, what is missing may have passed or was not asked. */
export function compareFlows(
  before: readonly ReportFlow[],
  after: readonly ReportFlow[],
  isWhole: boolean,
): Change[] {
  const [old, now] = [byRequest(before), byRequest(after)]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const [was, is] = [stateOf(old.get(key)), stateOf(now.get(key))]
    const kind = kindOf(was, is, isWhole ? 'gone' : 'undecided')
    const asked = now.get(key) ?? old.get(key)
    if (kind === null || asked === undefined) return []
    const { method, url, origin } = asked
    return { kind, method, url, origin, before: was?.answer ?? null, after: is?.answer ?? null }
  })
}
