/** A server observed flow by flow shows what it shows when observed at once, whatever came and went before. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Exchange, Flow } from '../../../src/engine/index.ts'
import { observeServers, serversOf } from '../../../src/engine/servers/observed-server.ts'
import { diagnoseCalls } from '../causes/log.ts'
import { anyCall } from '../fixes/arbitrary.ts'

const PAGES = ['http://localhost:9000', 'https://app.example', 'http://localhost:3000']

const firstPaths = (responses: readonly Exchange[]): string => responses.map(({ index }) => index).join()

const shown = (flows: readonly Flow[], servers: ReturnType<typeof observeServers>) =>
  [...new Set(flows.flatMap(serversOf))].sort().map((origin) => {
    const server = servers.at(origin)
    const pages = [...new Set([...PAGES, ...flows.map((flow) => flow.origin.initiator ?? '')])]
    return {
      origin: server.origin,
      responses: server.responses().map(({ index }) => index),
      at: flows.map(({ exchange }) => server.responsesAt(exchange.url).map(({ index }) => index)),
      demand: pages.map((page) => {
        const { methods, headers } = server.demandOf(page)
        return [[...methods].sort(), [...headers].sort()]
      }),
      granted: pages.map((page) => server.methodsGrantedTo(page)),
      exposed: server.exposed(),
      read: server.read(firstPaths),
    }
  })

describe('an observed server', () => {
  it('grown flow by flow, in any order and with others that went again, equals one made at once', () => {
    fc.assert(
      fc.property(fc.array(anyCall, { maxLength: 6 }), fc.infiniteStream(fc.nat()), (calls, random) => {
        const flows = diagnoseCalls(calls).map(({ flow }) => flow)
        const order = flows
          .map((flow) => ({ flow, at: Number(random.next().value) }))
          .sort((a, b) => a.at - b.at)
          .map(({ flow }) => flow)
        const grown = observeServers()
        for (const flow of order) {
          grown.add(flow)
          shown(flows, grown)
        }
        for (const flow of flows.slice(0, 3)) grown.remove(flow)
        for (const flow of flows.slice(0, 3)) grown.add(flow)
        expect(shown(flows, grown)).toEqual(shown(flows, observeServers(flows)))
        for (const flow of order) grown.remove(flow)
        expect(shown(flows, grown)).toEqual(shown(flows, observeServers()))
      }),
      { numRuns: 200, seed: 20261126 },
    )
  })

  it('counts a redirect hop for the server that redirected', () => {
    const [found] = diagnoseCalls([
      {
        url: 'https://old.example/items',
        answer: { status: 302, headers: { location: 'https://new.example/items' } },
      },
    ])
    const flow = found?.flow as Flow
    const hop = { ...flow.exchange, index: 0 }
    const last = {
      ...flow.exchange,
      index: 1,
      url: 'https://new.example/items',
      redirectUrl: null,
      status: 200,
    }
    const servers = observeServers([{ ...flow, hops: [{ exchange: hop, preflight: null }], exchange: last }])
    expect(servers.at('https://old.example/').responses()).toEqual([hop])
    expect(servers.at('https://new.example/').responses()).toEqual([last])
    expect(servers.at('https://unknown.example/').responses()).toEqual([])
  })
})
