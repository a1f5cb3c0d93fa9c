/** Flows by the server they went to. */
import { originOf } from '../fetch/origin.ts'
import type { Flow } from './flow.ts'

/** Origin of the server that the last request of a flow went to; '' where it has none. */
export const serverOf = (flow: Flow): string => originOf(flow.exchange.url) ?? ''

interface Server {
  flows: Set<Flow>
  /** In the order of the log; another list whenever one comes or goes. */
  sorted: readonly Flow[] | null
}

export class Servers {
  readonly #servers = new Map<string, Server>()

  add(flow: Flow): void {
    const origin = serverOf(flow)
    const server = this.#servers.get(origin)
    if (server === undefined) this.#servers.set(origin, { flows: new Set([flow]), sorted: null })
    else {
      server.flows.add(flow)
      server.sorted = null
    }
  }

  remove(flow: Flow): void {
    const origin = serverOf(flow)
    const server = this.#servers.get(origin)
    if (server === undefined) return
    server.flows.delete(flow)
    server.sorted = null
    if (server.flows.size === 0) this.#servers.delete(origin)
  }

  /** All flows to the same server in the order of the log, the flow among them. */
  neighboursOf(flow: Flow): readonly Flow[] {
    const server = this.#servers.get(serverOf(flow))
    if (server === undefined) return [flow]
    server.sorted ??= [...server.flows].sort((a, b) => a.exchange.index - b.exchange.index)
    return server.sorted
  }
}
