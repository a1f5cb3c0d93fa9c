/** What a growing log has to be told: the rules of CORS, and what it hands its flows to. */
import type { Exchange } from '../har/exchange.ts'
import type { Recorder } from '../har/recorder.ts'
import type { Flow } from './flow.ts'
import type { PairingRules } from './pair-preflights.ts'

/** What the log as a whole knows, and who asked it. */
export interface Evidence {
  add(exchange: Exchange): void
  remove(exchange: Exchange): void
  /** The flow is gone or another: what it asked no longer matters. */
  forget(flow: Flow): void
  /** Flows that were told what is no longer so; each once. */
  outdated(): readonly Flow[]
}

/** The servers that flows went to; each tells by a version when what it shows has changed. */
export interface Servers<Server> {
  add(flow: Flow): void
  remove(flow: Flow): void
  at(url: string): Server
}

/** All that the log has to know of the rules of CORS and of advice. */
export interface Rules<Verdict, Advice, Server extends { version: number }> {
  pairing(recorder: Recorder): PairingRules
  evidence: Evidence
  /** The flow cut where the browser went no further. */
  end(flow: Flow): Flow
  judge(flow: Flow): Verdict
  servers: Servers<Server>
  /** `server`: the one that the flow ended at. */
  advise(judged: Judged<Verdict>, server: Server): Advice
}

export interface Judged<Verdict> {
  /** Stable: the index of the entry that the request began with. */
  id: string
  flow: Flow
  verdict: Verdict
}
