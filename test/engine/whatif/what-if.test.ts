/** What if: what follows from an edit, what is said of what nobody knows, and what comes along with the verdict. */
import { describe, expect, it } from 'vitest'
import {
  answerLine,
  canEdit,
  diagnose,
  type Edits,
  editedValues,
  type FlowDiagnosis,
  whatIf,
} from '../../../src/engine/index.ts'
import { type Asked, logOf, PAGE } from '../model-browser.ts'

const header = (name: string, value: string) => ({ name, value })
const ORIGIN = header('Access-Control-Allow-Origin', PAGE)

const GET: Asked = {
  method: 'GET',
  names: [],
  credentials: 'not-include',
  preflight: { status: 204, headers: [] },
  answer: { status: 200, headers: [] },
}
const PUT: Asked = { ...GET, method: 'PUT', names: ['x-one'] }

function flowOf(request: Asked): FlowDiagnosis {
  const [flow] = diagnose(logOf(request), { pageUrl: `${PAGE}/` }).flows
  if (flow === undefined) throw new Error('The log holds no flow.')
  return flow
}

const response = (headers: [string, string][], status = 200): Edits => ({
  links: { 0: { response: { status, headers } } },
})
const reasonOf = ({ verdict }: FlowDiagnosis) => verdict.finding?.reason ?? verdict.outcome
const PLAIN: Edits = { credentials: 'not-include' }
const ALLOW: [string, string][] = [['access-control-allow-origin', PAGE]]

describe('an edit', () => {
  it('lets a request pass, and says that it is expected only', () => {
    const expected = whatIf(flowOf(GET), { ...response(ALLOW), credentials: 'not-include' })
    expect(expected.verdict).toMatchObject({ outcome: 'allowed', basis: 'what-if', blockers: [] })
    expect(expected.edited).toEqual([
      { hop: 0, part: 'request', name: ':credentials', before: 'unknown', after: 'not-include' },
      { hop: 0, part: 'response', name: 'access-control-allow-origin', before: null, after: PAGE },
    ])
  })

  it('leaves what else must change', () => {
    const blocked = whatIf(flowOf(PUT), { links: { 0: { preflight: { headers: ALLOW } } } })
    expect(blocked.verdict.blockers.map(({ reason }) => reason)).toEqual([
      'method-not-allowed',
      'header-not-allowed',
    ])
    expect(answerLine(blocked)?.text).toContain('PUT')
    expect(blocked.fixes.length).toBeGreaterThan(0)
    expect(blocked.policy?.methods).toContain('PUT')
  })

  it('of the method or of a header calls for a preflight that nobody answered yet', () => {
    const passing = flowOf({ ...GET, answer: { status: 200, headers: [ORIGIN] } })
    for (const edits of [{ method: 'DELETE' }, { headers: [['x-new', '1']] }] as Edits[]) {
      const expected = whatIf(passing, edits)
      expect(expected.verdict).toMatchObject({
        outcome: 'undetermined',
        finding: { reason: 'answer-not-assumed', stage: 'preflight' },
      })
      expect(expected.flow.preflight?.status).toBe(0)
      const answered = whatIf(passing, {
        ...edits,
        links: { 0: { preflight: { status: 204, headers: ALLOW } } },
      })
      expect(reasonOf(answered)).toBe('method' in edits ? 'method-not-allowed' : 'header-not-allowed')
    }
  })

  it('that takes the reason for the preflight away takes the preflight away', () => {
    const refused = flowOf({ ...PUT, answer: { status: 200, headers: [ORIGIN] } })
    const expected = whatIf(refused, { ...PLAIN, method: 'GET', headers: [], ...response(ALLOW) })
    expect(expected.flow.preflight).toBe(null)
    expect(expected.verdict.outcome).toBe('allowed')
  })

  it('of the preflight does not make up what the request would get', () => {
    const preflight = {
      status: 204,
      headers: [
        ...ALLOW,
        ['access-control-allow-methods', 'PUT'],
        ['access-control-allow-headers', 'x-one'],
      ] as [string, string][],
    }
    const expected = whatIf(flowOf(PUT), { ...PLAIN, links: { 0: { preflight } } })
    expect(expected.verdict.finding).toMatchObject({ reason: 'answer-not-assumed', stage: 'response' })
    const known = whatIf(flowOf(PUT), {
      ...PLAIN,
      links: { 0: { preflight, response: { status: 200, headers: ALLOW } } },
    })
    expect(known.verdict.outcome).toBe('allowed')
  })

  it('of the credentials mode decides, and where it is not known that is said', () => {
    const passing = flowOf({
      ...GET,
      answer: { status: 200, headers: [header('Access-Control-Allow-Origin', PAGE)] },
    })
    const open = whatIf(passing, response([['access-control-allow-origin', '*']]))
    const withMode = (credentials: 'include' | 'not-include') =>
      whatIf(passing, { credentials, ...response([['access-control-allow-origin', '*']]) })
    expect(reasonOf(withMode('include'))).toBe('allow-origin-star-with-credentials')
    expect(withMode('not-include').verdict.outcome).toBe('allowed')
    expect(passing.verdict.credentials.mode).toBe('not-include')
    expect(open.verdict.outcome).toBe('allowed')
    const both = flowOf({ ...GET, answer: { status: 200, headers: [] } })
    const undecided = whatIf(both, response([['access-control-allow-origin', '*']]))
    expect(both.verdict.credentials.mode).toBe('unknown')
    expect(undecided.verdict).toMatchObject({ outcome: 'undetermined', certain: false, blockers: [] })
  })

  it('of the page’s origin asks for another value', () => {
    const passing = flowOf({ ...GET, answer: { status: 200, headers: [ORIGIN] } })
    const expected = whatIf(passing, { origin: 'https://preview.example' })
    expect(reasonOf(expected)).toBe('allow-origin-mismatch')
    expect(expected.policy?.origin).toBe('https://preview.example')
    expect(whatIf(passing, { origin: 'https://api.example' }).verdict.outcome).toBe('allowed')
  })

  it('to a redirect leads where nobody has been', () => {
    const passing = flowOf({ ...GET, answer: { status: 200, headers: [ORIGIN] } })
    const expected = whatIf(passing, response([...ALLOW, ['location', '/elsewhere']], 302))
    expect(expected.verdict.finding).toMatchObject({
      reason: 'answer-not-assumed',
      stage: 'redirect',
      facts: { url: 'https://api.example/elsewhere' },
    })
  })
})

describe('edited values', () => {
  it('are those that differ, and come back as none', () => {
    const flow = flowOf(GET)
    const same = {
      origin: PAGE,
      method: 'GET',
      ...response(flow.flow.exchange.responseHeaders as [string, string][]),
    }
    expect(editedValues(flow.flow, flow.verdict, same)).toEqual([])
    expect(whatIf(flow, same)).toBe(flow)
  })
})

describe('what cannot be edited', () => {
  it('is a failure that no header has a say in', () => {
    const [down] = diagnose(
      logOf(GET).map((entry) => ({
        ...entry,
        response: { status: 0, headers: [], _error: 'net::ERR_CONNECTION_REFUSED' },
      })),
      { pageUrl: `${PAGE}/` },
    ).flows
    expect(canEdit(down as FlowDiagnosis)).toBe(false)
    expect(canEdit(flowOf(GET))).toBe(true)
  })
})
