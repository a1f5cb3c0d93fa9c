import { describe, expect, it } from 'vitest'
import { diagnose, type FlowDiagnosis } from '../../../src/engine/index.ts'
import { permissionsOf } from '../../../src/extension/proof/permissions.ts'
import { isTrialPlan, planTrial, rulesOf, type TrialPlan } from '../../../src/extension/proof/trial-rules.ts'
import { scene } from '../../support/scene.ts'

const PAGE = 'http://localhost:3000'

function diagnosisOf(lines: string): FlowDiagnosis {
  const [flow] = diagnose(scene(`page ${PAGE}/\n${lines}`)).flows
  if (flow === undefined) throw new Error('no flow')
  return flow
}
const planOf = (lines: string) => planTrial(diagnosisOf(lines), 7)
const plan = (lines: string): TrialPlan => {
  const planned = planOf(lines)
  if (typeof planned === 'string') throw new Error(planned)
  return planned
}

const MISSING = `
> GET https://api.example/items?page=2
< 200
! net::ERR_FAILED`

describe('the plan of a trial', () => {
  it('names the exact origin of the page and takes all other CORS headers out', () => {
    const { set, removed, paths } = plan(MISSING)
    expect(set).toEqual([['Access-Control-Allow-Origin', PAGE]])
    expect(removed).toContain('Access-Control-Allow-Credentials')
    expect(paths).toEqual(['/items'])
  })

  it('lets no preflight outlive it in the cache of the browser', () => {
    const { set } = plan(`
> PUT https://api.example/items
> X-Tenant: 1
? 204
! net::ERR_FAILED`)
    expect(set).toContainEqual(['Access-Control-Max-Age', '0'])
    expect(set).toContainEqual(['Access-Control-Allow-Methods', 'PUT'])
    expect(set).toContainEqual(['Access-Control-Allow-Headers', 'X-Tenant'])
  })

  it.each([
    [
      'preflight-status',
      `
> PUT https://api.example/items
? 405
! net::ERR_FAILED`,
    ],
    [
      'passed',
      `
> GET https://api.example/items
< 200
access-control-allow-origin: *`,
    ],
  ])('is refused: %s', (why, lines) => {
    expect(planOf(lines)).toBe(why)
  })

  it('is what the worker takes for one', () => {
    expect(isTrialPlan(structuredClone(plan(MISSING)))).toBe(true)
  })
})

describe('the rules', () => {
  const [rule] = rulesOf(plan(MISSING), 5)
  const matches = (url: string) => new RegExp(rule?.condition.regexFilter ?? '').test(url)

  it.each([
    ['https://api.example/items', true],
    ['https://api.example/items?page=3', true],
    ['https://api.example/items/5', false],
    ['https://api.example/itemsX', false],
    ['https://api.example:8443/items', false],
    ['http://api.example/items', false],
    ['https://apiXexample/items', false],
    ['https://evil.example/?https://api.example/items', false],
  ])('for %s: %s', (url, expected) => {
    expect(matches(url)).toBe(expected)
  })

  it('are for one tab and the page’s own host, from a free id on', () => {
    expect(rule).toMatchObject({ id: 5, condition: { tabIds: [7], initiatorDomains: ['localhost'] } })
  })

  it('need the two hosts and no others', () => {
    expect(permissionsOf(plan(MISSING))).toEqual(['https://api.example/*', 'http://localhost/*'])
  })
})
