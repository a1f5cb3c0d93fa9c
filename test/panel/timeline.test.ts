import { describe, expect, it } from 'vitest'
import { stepsOf } from '../../src/panel/timeline.ts'
import {
  allowed,
  exchange,
  flow,
  missing,
  opaque,
  preflight,
  redirected,
  refused,
  refusedPreflight,
  undetermined,
} from './fixtures.ts'

const states = (diagnosed: Parameters<typeof stepsOf>[0]) =>
  stepsOf(diagnosed).map(({ kind, state }) => `${kind} ${state}`)

describe('stepsOf', () => {
  it('ends a request whose preflight was refused before it was sent', () => {
    const steps = stepsOf(refusedPreflight('a'))
    expect(states(refusedPreflight('a'))).toEqual(['preflight failed', 'request skipped'])
    expect(steps[0]?.headers).toContainEqual(['Access-Control-Request-Method', 'PUT'])
    expect(steps[0]?.headers).toContainEqual(['Access-Control-Allow-Methods', 'GET, POST'])
    expect(steps[0]?.result).toContain('200')
    expect(steps[1]?.result).toBe('never sent')
  })

  it('shows an answer that arrived and was kept from the page', () => {
    expect(states(missing('a'))).toEqual(['response failed'])
    expect(stepsOf(missing('a'))[0]?.result).toBe('200 OK: kept from the page')
  })

  it('lists redirects before the answer, from the address that the page asked for', () => {
    const steps = stepsOf(redirected('a'))
    expect(states(redirected('a'))).toEqual(['redirect ok', 'response failed'])
    expect(steps[0]?.title).toContain('https://api.example/items')
    expect(steps[0]?.headers).toContainEqual(['Access-Control-Allow-Origin', 'https://app.example'])
    expect(steps[1]?.headers).toContainEqual(['Origin', 'null'])
  })

  it('shows a redirect that failed as the end', () => {
    const failed = redirected('a')
    const hop = failed.flow.hops[0]?.exchange ?? exchange()
    const diagnosed = { ...failed, flow: flow({ exchange: hop }) }
    expect(states(diagnosed)).toEqual(['redirect failed'])
  })

  it('says which connection failed', () => {
    expect(stepsOf(refused('a')).at(-1)).toMatchObject({
      state: 'failed',
      result: 'net::ERR_CONNECTION_REFUSED',
    })
  })

  it('says that the log does not know', () => {
    expect(states(undetermined('a'))).toEqual(['response unknown'])
  })

  it('shows what went well as going well', () => {
    const withPreflight = allowed('a')
    withPreflight.flow.preflight = preflight()
    expect(states(withPreflight)).toEqual(['preflight ok', 'response ok'])
    expect(states(opaque('a'))).toEqual(['response ok'])
  })

  it('stops at the page what never left it', () => {
    const failed = missing('a')
    const finding = failed.verdict.finding
    const diagnosed = {
      ...failed,
      verdict: { ...failed.verdict, finding: finding && { ...finding, stage: 'before-network' as const } },
    }
    expect(states(diagnosed)).toEqual(['page failed', 'request skipped'])
  })
})
