/** Timeline: what the browser did, in order, and where it stopped. */
import { type Exchange, type FlowDiagnosis, getHeader, markOf, type Stage } from '../engine/index.ts'
import { say } from './say.ts'

/** `skipped`: it would have come next. `unknown`: the log does not show it. */
export type StepState = 'ok' | 'failed' | 'skipped' | 'unknown'

export interface Step {
  kind: 'page' | 'preflight' | 'request' | 'redirect' | 'response'
  state: StepState
  title: string
  /** What happened, in a few words. */
  result: string
  /** Headers worth seeing at this step. */
  headers: [name: string, value: string][]
}

const pick = (
  exchange: Exchange,
  side: 'requestHeaders' | 'responseHeaders',
  names: string[],
): Step['headers'] =>
  names.flatMap((name) => {
    const value = getHeader(exchange[side], name)
    return value === null ? [] : [[name, value] as [string, string]]
  })

const ASKED = ['Origin', 'Access-Control-Request-Method', 'Access-Control-Request-Headers']
const GRANTED = [
  'Access-Control-Allow-Origin',
  'Access-Control-Allow-Credentials',
  'Access-Control-Allow-Methods',
  'Access-Control-Allow-Headers',
]
const READABLE = ['Access-Control-Allow-Origin', 'Access-Control-Allow-Credentials']

const statusOf = ({ status, statusText, ending }: Exchange): string => {
  if (status > 0) return `${status} ${statusText}`.trim()
  return markOf(ending) || say('step.no-response')
}

function preflightStep(preflight: Exchange, state: StepState): Step {
  const status = statusOf(preflight)
  const results: Partial<Record<StepState, string>> = {
    failed: say('step.preflight-refused', { status }),
    ok: say('step.preflight-granted', { status }),
  }
  return {
    kind: 'preflight',
    state,
    title: say('step.preflight', { url: preflight.url }),
    result: results[state] ?? status,
    headers: [
      ...pick(preflight, 'requestHeaders', ASKED),
      ...pick(
        preflight,
        'responseHeaders',
        preflight.redirectUrl === null ? GRANTED : [...GRANTED, 'Location'],
      ),
    ],
  }
}

function redirectStep(exchange: Exchange, state: StepState): Step {
  return {
    kind: 'redirect',
    state,
    title: `${exchange.method} ${exchange.url}`,
    result: say(state === 'failed' ? 'step.redirect-refused' : 'step.redirected', {
      status: statusOf(exchange),
    }),
    headers: [
      ...pick(exchange, 'requestHeaders', ['Origin']),
      ...pick(exchange, 'responseHeaders', ['Location', ...READABLE]),
    ],
  }
}

const RESULT: Record<StepState, (exchange: Exchange) => string> = {
  ok: statusOf,
  failed: (exchange) =>
    exchange.status > 0 ? say('step.kept', { status: statusOf(exchange) }) : statusOf(exchange),
  skipped: () => say('step.never-sent'),
  unknown: statusOf,
}

function finalStep(exchange: Exchange, state: StepState): Step {
  return {
    kind: state === 'skipped' ? 'request' : 'response',
    state,
    title: `${exchange.method} ${exchange.url}`,
    result: RESULT[state](exchange),
    headers:
      state === 'skipped'
        ? []
        : [
            ...pick(exchange, 'requestHeaders', ['Origin']),
            ...pick(exchange, 'responseHeaders', [...READABLE, 'Location']),
          ],
  }
}

/** State of the preflight and of the request judged, by the stage at which the flow stopped. */
function statesOf({ verdict, flow }: FlowDiagnosis): {
  page: StepState
  preflight: StepState
  final: StepState
} {
  const { finding, outcome } = verdict
  if (finding === null || !['blocked', 'not-cors', 'undetermined'].includes(outcome))
    return { page: 'ok', preflight: 'ok', final: 'ok' }
  if (outcome === 'undetermined') return { page: 'ok', preflight: 'unknown', final: 'unknown' }
  if (outcome === 'not-cors' && flow.exchange.ending.kind === 'unmarked' && flow.exchange.status > 0)
    return { page: 'ok', preflight: 'ok', final: 'ok' }
  const byStage: Record<Stage, { page: StepState; preflight: StepState; final: StepState }> = {
    'before-network': { page: 'failed', preflight: 'skipped', final: 'skipped' },
    preflight: { page: 'ok', preflight: 'failed', final: 'skipped' },
    connection: {
      page: 'ok',
      preflight: flow.preflight?.ending.kind === 'failed' ? 'failed' : 'ok',
      final: 'failed',
    },
    redirect: { page: 'ok', preflight: 'ok', final: 'failed' },
    response: { page: 'ok', preflight: 'ok', final: 'failed' },
  }
  return byStage[finding.stage]
}

function pageStep({ flow }: FlowDiagnosis, state: StepState): Step {
  const { exchange, origin, hops } = flow
  const first = hops[0]?.exchange ?? exchange
  const from =
    origin.initiator === 'null' ? say('step.opaque-page') : (origin.initiator ?? say('step.the-page'))
  return {
    kind: 'page',
    state,
    title: say('step.asks', { page: from, method: first.method, url: first.url }),
    result: state === 'failed' ? say('step.stopped') : say('step.other-origin'),
    headers: [],
  }
}

/** Preflights, redirects, response; the page first where something is to be said of it. */
export function stepsOf(diagnosed: FlowDiagnosis): Step[] {
  const { flow } = diagnosed
  const states = statesOf(diagnosed)
  return [
    ...(states.page === 'failed' || flow.origin.initiator === 'null'
      ? [pageStep(diagnosed, states.page)]
      : []),
    ...flow.hops.flatMap(({ exchange, preflight }) => [
      ...(preflight === null ? [] : [preflightStep(preflight, 'ok')]),
      redirectStep(exchange, 'ok'),
    ]),
    ...(flow.preflight === null ? [] : [preflightStep(flow.preflight, states.preflight)]),
    flow.exchange.redirectUrl !== null && states.final !== 'skipped'
      ? redirectStep(flow.exchange, states.final)
      : finalStep(flow.exchange, states.final),
  ]
}
