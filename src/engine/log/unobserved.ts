/** Unobserved: flows that their servers were not told of yet. Only advice asks for servers, and then for one of them. */
import { originOf } from '../fetch/origin.ts'
import type { Flow } from './flow.ts'

/** Origin of the server that the last request of a flow went to; '' where it has none. */
export const serverOf = (flow: Flow): string => originOf(flow.exchange.url) ?? ''

/** All servers that a flow went to. */
function serversOf(flow: Flow): readonly string[] {
  if (flow.hops.length === 0) return [serverOf(flow)]
  return [...new Set([serverOf(flow), ...flow.hops.map(({ exchange }) => originOf(exchange.url) ?? '')])]
}

export class Unobserved {
  readonly #flows = new Map<string, Set<Flow>>()

  add(flow: Flow): void {
    for (const server of serversOf(flow)) {
      const flows = this.#flows.get(server)
      if (flows === undefined) this.#flows.set(server, new Set([flow]))
      else flows.add(flow)
    }
  }

  /** @returns false where its servers know of the flow. */
  delete(flow: Flow): boolean {
    let was = false
    for (const server of serversOf(flow)) was = this.#flows.get(server)?.delete(flow) || was
    return was
  }

  /** Those that went to this server, no longer unobserved from now on. */
  take(server: string): readonly Flow[] {
    const flows = [...(this.#flows.get(server) ?? [])]
    for (const flow of flows) this.delete(flow)
    return flows
  }
}
