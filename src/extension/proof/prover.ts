/**
 * Prover: the devtools page's part in proof. It sends a request again, finds what became of it in the log, and holds
 * the trial of its tab. Nothing is sent and nothing is changed but at a click.
 */
import type { FlowDiagnosis, TrialSpan } from '../../engine/index.ts'
import type { Again, CredentialsChoice, ProofOptions, ProofState, Trial } from '../../panel/proof.ts'
import { findAgain, resultOf } from './outcome-again.ts'
import { expressionOf, planAgain, scriptName } from './request-again.ts'
import { groupPlan, planTrial, type TrialPlan } from './trial-rules.ts'
import { isTrialMessage, type Trial as RunningTrial, type TrialMessage, trialPort } from './trials.ts'

export interface ProverOptions {
  tabId: number
  /** What the log knows of a flow, and all its flows. */
  log: {
    flow(id: string): Pick<FlowDiagnosis, 'id' | 'flow' | 'verdict'> | null
    flows(): readonly Pick<FlowDiagnosis, 'id' | 'flow' | 'verdict'>[]
    advice(id: string): FlowDiagnosis | null
  }
  /** The body of a request as recorded; null when it is not. */
  bodyOf(index: number): string | null
  /** Runs an expression in the page, and tells what it gave; undefined where it could not be run. */
  evaluate(expression: string): Promise<unknown>
  /** Tells the service worker. */
  send(message: TrialMessage): Promise<unknown>
  /** Opens a port to the service worker; `onClosed`: it went away. */
  connect(name: string, onClosed: () => void): { close(): void }
  /** False where this browser gives its DevTools pages no permissions to ask for. */
  mayTry: boolean
  now?: () => number
  onChange(state: ProofState): void
}

export class Prover {
  readonly #options: ProverOptions
  #trial: Trial | null = null
  #port: { close(): void } | null = null
  readonly #again = new Map<string, Again[]>()
  #trials: readonly TrialSpan[] = []
  /** The name of the script that sent it. */
  readonly #names = new WeakMap<Again, string>()
  #sent = 0

  constructor(options: ProverOptions) {
    this.#options = options
  }

  get state(): ProofState {
    return { trial: this.#trial, trials: this.#trials, again: Object.fromEntries(this.#again) }
  }

  /** There is something to show: a trial, or a request made again. */
  get isBusy(): boolean {
    return this.#trial !== null || this.#trials.length > 0 || this.#again.size > 0
  }

  optionsFor(id: string): ProofOptions | null {
    const diagnosis = this.#options.log.advice(id)
    if (diagnosis === null) return null
    const { flow } = diagnosis
    const first = flow.hops[0]?.exchange ?? flow.exchange
    const body = this.#options.bodyOf(first.index)
    const { changes, leftOut, bodyLost, request } = planAgain(flow, body, 'same-origin')
    const plan = this.#options.mayTry ? planTrial(diagnosis, this.#options.tabId) : 'not-in-this-browser'
    const again = { method: request.method, url: request.url, changes, leftOut, bodyLost }
    return {
      again: { ...again, bodyLength: request.body?.length ?? 0 },
      trial:
        typeof plan === 'string' ? plan : { serverOrigin: plan.serverOrigin, pageOrigin: plan.pageOrigin },
    }
  }

  /** The plan of a trial, for the page that asks for its permissions; from then on this page answers for it. */
  askTrial(ids: readonly string[]): TrialPlan | null {
    const plan = this.#planFor(ids)
    if (plan !== null) this.#hold()
    return plan
  }

  #planFor(ids: readonly string[]): TrialPlan | null {
    const plans = ids.flatMap((id): TrialPlan[] => {
      const diagnosis = this.#options.log.advice(id)
      const plan = diagnosis && planTrial(diagnosis, this.#options.tabId)
      return plan === null || typeof plan === 'string' ? [] : [plan]
    })
    return groupPlan(plans)
  }

  testAgain(id: string, credentials: CredentialsChoice): void {
    const found = this.#options.log.flow(id)
    if (found === null) return
    const first = found.flow.hops[0]?.exchange ?? found.flow.exchange
    const { request } = planAgain(found.flow, this.#options.bodyOf(first.index), credentials)
    const others = (this.#again.get(id) ?? []).filter((again) => again.credentials !== credentials)
    const trial = this.#trial !== null
    const again: Again = { at: this.#now(), credentials, trial, unsent: false, result: null }
    this.#again.set(id, [...others, again])
    const name = scriptName(++this.#sent)
    this.#names.set(again, name)
    void this.#options.evaluate(expressionOf(request, name)).then((sent) => {
      if (sent === true) return
      again.unsent = true
      this.#tell()
    })
    this.#tell()
  }

  /** The log has changed: what was sent again may be in it now. */
  look(): void {
    let found = false
    const taken = new Set([...this.#again.values()].flat().flatMap(({ result }) => result?.id ?? []))
    for (const [id, list] of this.#again) {
      const before = this.#options.log.flow(id)
      if (before === null) continue
      for (const again of list.filter(({ result, unsent }) => result === null && !unsent)) {
        const name = this.#names.get(again) ?? ''
        const after = findAgain(this.#options.log.flows(), before.flow, { at: again.at, name }, taken.add(id))
        if (after === null) continue
        again.result = resultOf(before, after, again.credentials)
        taken.add(after.id)
        found = true
      }
    }
    if (found) this.#tell()
  }

  /** After the permissions were given. */
  async startTrial(ids: readonly string[]): Promise<void> {
    const plan = this.#planFor(ids)
    if (plan === null) return
    this.#hold()
    const { tabId } = this.#options
    const answer = (await this.#options.send({ type: 'start-trial', tabId, plan })) as RunningTrial | null
    if (answer === null || answer === undefined) this.#ended()
    else {
      const { flowIds, serverOrigin, pageOrigin, paths, set, startedAt } = answer
      this.#trial = { flowIds, serverOrigin, pageOrigin, paths, set, startedAt }
      this.#trials = [...this.#trials, { serverOrigin, pageOrigin, paths, set, from: startedAt, to: null }]
      this.#tell()
    }
  }

  async endTrial(): Promise<void> {
    await this.#options.send({ type: 'end-trial', tabId: this.#options.tabId })
    this.#ended()
  }

  /** Answers the service worker; undefined when the message is for somebody else. */
  answer(message: unknown): true | undefined {
    if (!isTrialMessage(message) || message.tabId !== this.#options.tabId) return undefined
    if (message.type === 'trial-ended') this.#ended()
    // a panel that is being asked for permissions holds its port already
    return message.type === 'trial-alive' && this.#port !== null ? true : undefined
  }

  /** From before the permissions are asked for until the trial is over: the worker ends a trial whose port is closed. */
  #hold(): void {
    this.#port ??= this.#options.connect(trialPort(this.#options.tabId), () => {
      this.#port = null
      // the worker went to sleep; a new port wakes it, and it finds that somebody still answers
      if (this.#trial !== null) this.#hold()
    })
  }

  #ended(): void {
    const had = this.#trial !== null
    this.#trial = null
    this.#trials = this.#trials.map((span) => (span.to === null ? { ...span, to: this.#now() } : span))
    this.#port?.close()
    this.#port = null
    if (had) this.#tell()
  }

  #now(): number {
    return (this.#options.now ?? Date.now)()
  }

  #tell(): void {
    this.#options.onChange(this.state)
  }
}
