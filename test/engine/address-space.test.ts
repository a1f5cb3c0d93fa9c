/** What is this machine, and what is trusted over plain http: as Chromium 156 blocks and loads from an https page (measured). */
import { describe, expect, it } from 'vitest'
import { compareOrigins } from '../../src/engine/causes/compare-origins.ts'
import { addressSpaceOf, isLocalhost, isThisMachine } from '../../src/engine/fetch/address-space.ts'
import { diagnose } from '../../src/engine/index.ts'
import { ownershipOf } from '../../src/engine/servers/ownership.ts'
import { scene } from '../support/scene.ts'

const PAGE = 'https://app.example'

const verdictOn = (url: string): string | undefined => {
  const [page, request] = scene(`page ${PAGE}/\n> GET ${url}\n! stopped`) as [object, { response: object }]
  // Blink stopped it before the network (measured)
  const entries = [page, { ...request, response: { ...request.response, _error: '' } }]
  return diagnose(entries, { browser: 'chromium' }).flows[0]?.verdict.finding?.reason
}

describe.each([
  ['localhost', true],
  ['a.localhost', true],
  ['127.0.0.1', true],
  ['127.0.0.2', true],
  ['[::1]', true],
  ['0.0.0.0', false],
  ['[::]', false],
])('%s', (host, trusted) => {
  it('is this machine, to all who ask', () => {
    expect(isThisMachine(host)).toBe(true)
    expect(addressSpaceOf(`http://${host}:8000/`)).toBe('loopback')
    expect(ownershipOf(`http://${host}:8000/`, PAGE)).toBe('reader')
    if (host !== 'localhost')
      expect(compareOrigins(`http://${host}:8000`, 'http://localhost:8000')).toBe('origin-loopback-name')
  })

  it(`is ${trusted ? 'trusted' : 'mixed content'} on an https page`, () => {
    expect(isLocalhost(host)).toBe(trusted)
    expect(verdictOn(`http://${host}:8000/x`) === 'mixed-content').toBe(!trusted)
  })
})

it.each(['198.18.0.1', '192.168.1.1', 'localhost.example', '127.example', '127.0.0.1.example'])(
  '%s is another machine, and mixed content',
  (host) => {
    expect(isThisMachine(host)).toBe(false)
    expect(verdictOn(`http://${host}:8000/x`)).toBe('mixed-content')
  },
)
