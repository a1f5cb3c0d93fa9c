/** Fixes over what was recorded before a real browser: every failure that a server can cure has one, and none allows more. */
import { describe, expect, it } from 'vitest'
import { diagnose, type FlowDiagnosis, getHeader } from '../../../src/engine/index.ts'
import { readRecording } from '../../oracle/recording.ts'

const { lines } = readRecording(new URL('../../fixtures/oracle/requests.jsonl', import.meta.url))
const flows = lines.flatMap(({ page, entries }) => diagnose(entries, { pageUrl: page }).flows)
const blocked = flows.filter(({ verdict }) => verdict.outcome === 'blocked')
const curable = blocked.filter(({ policy }) => policy !== null)

/** The page writes the method as no server knows it: the page is what must change. */
const isPageMistake = ({ cause }: FlowDiagnosis): boolean => cause?.owner === 'front-end'

const items = (value: string | null | undefined): string[] =>
  (value ?? '').split(',').map((item) => item.trim().toLowerCase())

/** All that preflights of an address, and of the redirects that led to it, asked for and were granted, lower-cased: what is allowed there today may stay. */
const namesAt = new Map<string, Set<string>>()
for (const { flow } of flows) {
  const names = namesAt.get(flow.exchange.url) ?? new Set<string>()
  names.add(flow.exchange.method.toLowerCase())
  namesAt.set(flow.exchange.url, names)
  for (const preflight of [...flow.hops.map((hop) => hop.preflight), flow.preflight])
    for (const what of ['method', 'methods', 'headers'])
      for (const value of [
        getHeader(preflight?.requestHeaders ?? [], `access-control-request-${what}`),
        getHeader(preflight?.responseHeaders ?? [], `access-control-allow-${what}`),
      ])
        for (const name of items(value)) names.add(name)
}

describe('recorded failures', () => {
  it('hold enough that a server can cure', () => {
    expect(curable.length).toBeGreaterThan(200)
  })

  it('have a fix that lets the request pass', () => {
    const without = curable.filter(
      (diagnosis) =>
        !isPageMistake(diagnosis) && !diagnosis.fixes.some(({ check }) => check.proof === 'simulated'),
    )
    expect(without.map(({ id, cause }) => [id, cause?.id])).toEqual([])
  })

  it('are shown no fix that lets the request fail', () => {
    // a setting of a tracing SDK is the page's: no log shows the request without its headers
    const shown = blocked
      .filter(({ cause }) => cause?.id !== 'header-from-tracing')
      .flatMap(({ fixes }) => fixes.map(({ check }) => check.proof))
    expect(new Set(shown)).toEqual(new Set(['simulated']))
  })

  it('get the page’s own origin, and neither a method nor a header that nobody asked for', () => {
    const wider = curable.filter(({ flow, policy }) => {
      const known = namesAt.get(flow.exchange.url)
      const names = [...(policy?.methods ?? []), ...(flow.preflight === null ? [] : (policy?.headers ?? []))]
      return (
        policy?.origin !== flow.origin.initiator || !names.every((name) => known?.has(name.toLowerCase()))
      )
    })
    expect(wider.map(({ id, policy }) => [id, policy])).toEqual([])
  })
})
