/** A flow of a judged log, whose advice is worked out when something of it is read. */
import type { DiagnosedLog, Exchange, Flow, FlowDiagnosis, Judged, Verdict } from '../engine/index.ts'

/** Advice on flows that is kept at once: all of it would be as large as the report. */
const MOST_KEPT = 8192

/** The advice of one log. What was asked for lately is kept. */
export class Advice {
  readonly #log: DiagnosedLog
  #asked = new Set<string>()

  constructor(log: DiagnosedLog) {
    this.#log = log
  }

  on(id: string): FlowDiagnosis {
    if (!this.#asked.has(id)) this.#remember(id)
    const advice = this.#log.advice(id)
    if (advice === null) throw new TypeError(`a flow that the log does not have: ${id}`)
    return advice
  }

  #remember(id: string): void {
    if (this.#asked.size >= MOST_KEPT) {
      this.#log.forgetAdvice()
      this.#asked = new Set()
    }
    this.#asked.add(id)
  }
}

/** A FlowDiagnosis by its parts; not to be copied, which would ask for all of them. */
export class FlowOnDemand implements FlowDiagnosis {
  readonly id: string
  readonly flow: Flow
  readonly verdict: Verdict
  readonly #advice: Advice
  readonly #adviceId: string

  /** `by`: entries of the file before this log. */
  constructor({ id, flow, verdict }: Judged<Verdict>, advice: Advice, by: number) {
    this.id = by === 0 ? id : `${by} ${id}`
    this.flow = by === 0 ? flow : shifted(flow, by)
    this.verdict = verdict
    this.#advice = advice
    this.#adviceId = id
  }

  get server() {
    return this.#diagnosed.server
  }

  get maker() {
    return this.#diagnosed.maker
  }

  get ownership() {
    return this.#diagnosed.ownership
  }

  get cause() {
    return this.#diagnosed.cause
  }

  get causes() {
    return this.#diagnosed.causes
  }

  get policy() {
    return this.#diagnosed.policy
  }

  get fixes() {
    return this.#diagnosed.fixes
  }

  get warnings() {
    return this.#diagnosed.warnings
  }

  get #diagnosed(): FlowDiagnosis {
    return this.#advice.on(this.#adviceId)
  }
}

function shifted(flow: Flow, by: number): Flow {
  const shift = <Read extends Exchange | null>(exchange: Read): Read =>
    exchange === null ? exchange : { ...exchange, index: exchange.index + by }
  const hops = flow.hops.map(({ exchange, preflight }) => ({
    exchange: shift(exchange),
    preflight: shift(preflight),
  }))
  return { ...flow, exchange: shift(flow.exchange), preflight: shift(flow.preflight), hops }
}
