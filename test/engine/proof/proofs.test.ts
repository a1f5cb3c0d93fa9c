/** Proofs of a failure: what of the log counts as one, what does not, and where the reports say so. */
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import {
  changedValues,
  diagnose,
  type FlowDiagnosis,
  type Known,
  preflightKeptFor,
  proofsOf,
  REPORT_FORMATS,
  type ReportFormat,
  render,
  reportOf,
  type TrialSpan,
  whatIf,
  withProofs,
} from '../../../src/engine/index.ts'
import schema from '../../../src/engine/report/schema.json' with { type: 'json' }
import { scene } from '../../support/scene.ts'

const PAGE = 'https://app.example'
const ASK = '> GET https://api.example/items'
const BLOCKED = [ASK, '< 200', '! net::ERR_FAILED'].join('\n')
const PASSED = [
  ASK,
  '< 200',
  `access-control-allow-origin: ${PAGE}`,
  'access-control-allow-credentials: true',
].join('\n')
const NOTHING: Known = { trials: [], sendings: [] }

const flowsOf = (...requests: string[]): FlowDiagnosis[] =>
  diagnose(scene([`page ${PAGE}/`, ...requests].join('\n'))).flows

const proofs = (requests: string[], known: Known = NOTHING) => {
  const [failure, ...later] = flowsOf(...requests) as [FlowDiagnosis]
  return proofsOf(failure, [failure, ...later], known)
}

const trial = (change: Partial<TrialSpan> = {}): TrialSpan => ({
  serverOrigin: 'https://api.example',
  pageOrigin: PAGE,
  paths: ['/items'],
  set: [['Access-Control-Allow-Origin', PAGE]],
  from: 0,
  to: null,
  ...change,
})

describe('a mend', () => {
  it('is a later request to the same endpoint that passes, with what changed', () => {
    expect(proofs([BLOCKED, PASSED])).toMatchObject([
      {
        kind: 'mended',
        seen: true,
        changes: [
          { part: 'response', name: 'access-control-allow-origin', before: null, after: PAGE },
          { part: 'response', name: 'access-control-allow-credentials', before: null, after: 'true' },
        ],
      },
    ])
  })

  it.each([
    ['it fails again after that', [BLOCKED, PASSED, BLOCKED]],
    [
      'it passes in one of the modes only that it may have had',
      [BLOCKED, PASSED.replace(/\n[^\n]*credentials: true/, '')],
    ],
    ['it asks for something else', [BLOCKED, PASSED.replace('/items', '/others')]],
    ['it is another method', [BLOCKED, PASSED.replace('GET', 'POST')]],
    ['it came before', [PASSED, BLOCKED]],
  ])('is none where %s', (_, requests) => {
    const flows = flowsOf(...requests)
    const failure = flows.find(({ verdict }) => verdict.outcome === 'blocked') as FlowDiagnosis
    const endpoint = flows.filter(
      ({ flow }) => flow.exchange.url === failure.flow.exchange.url && flow.exchange.method === 'GET',
    )
    expect(proofsOf(failure, endpoint, NOTHING)).toEqual([])
  })

  it('is told at the request that passes, too', () => {
    const [failure, passed] = flowsOf(BLOCKED, PASSED) as [FlowDiagnosis, FlowDiagnosis]
    expect(proofsOf(passed, [failure, passed], NOTHING)).toMatchObject([{ kind: 'mended' }])
    expect(proofsOf(passed, [passed], NOTHING)).toEqual([])
  })

  it('is none while a trial lets it pass', () => {
    expect(proofs([BLOCKED, PASSED], { trials: [trial()], sendings: [] })).toEqual([])
  })
})

describe('a trial', () => {
  /** As the log shows it: the headers as they came over the wire, and no mark of a failure. */
  const letThrough = [ASK, '< 200'].join('\n')

  it('that let the request pass has proven the headers', () => {
    expect(proofs([BLOCKED, letThrough], { trials: [trial()], sendings: [] })).toMatchObject([
      { kind: 'trial', set: [['Access-Control-Allow-Origin', PAGE]] },
    ])
  })

  it('leaves each preflight with its own request, although the wire refuses it and the browser does not', () => {
    const refused = ['> PUT https://api.example/items', '? 204', '! net::ERR_FAILED'].join('\n')
    const letThrough = ['> PUT https://api.example/items', '? 204', '< 200'].join('\n')
    const entries = scene([`page ${PAGE}/`, refused, letThrough].join('\n')) as {
      startedDateTime: string
      _initiator: object
    }[]
    const later = entries.map((entry, index) => {
      const moved = new Date(Date.parse(entry.startedDateTime) + (index > 2 ? 60_000 : 0)).toISOString()
      return { ...entry, startedDateTime: moved }
    })
    const flows = diagnose(later).flows
    expect(flows.map(({ verdict, flow }) => [verdict.outcome, flow.preflight?.index])).toEqual([
      ['blocked', 1],
      ['allowed', 3],
    ])
  })

  it.each([
    ['it was for another path', { paths: ['/other'] }],
    ['it was for another server', { serverOrigin: 'https://other.example' }],
    ['it was over by then', { to: 1 }],
  ])('has not where %s', (_, change) => {
    const found = proofs([BLOCKED, letThrough], { trials: [trial(change)], sendings: [] })
    expect(found.filter(({ kind }) => kind === 'trial')).toEqual([])
  })

  it('makes a simulated fix a proven one, and leaves the page’s own fixes alone', () => {
    const [failure, passed] = flowsOf(BLOCKED, letThrough) as [FlowDiagnosis, FlowDiagnosis]
    const after = withProofs(
      failure,
      proofsOf(failure, [failure, passed], { trials: [trial()], sendings: [] }),
    )
    const changed = after.fixes.filter(({ check }) => check.proof === 'proven')
    expect(changed.length).toBeGreaterThan(0)
    expect(changed.every(({ owner }) => owner !== 'front-end')).toBe(true)
  })
})

describe('two sendings', () => {
  const STAR = [ASK, '< 200', 'access-control-allow-origin: *']
  const refused = [...STAR, '! net::ERR_FAILED'].join('\n')
  const passed = STAR.join('\n')
  const open = (failure: FlowDiagnosis): FlowDiagnosis => ({
    ...failure,
    verdict: {
      ...failure.verdict,
      outcome: 'undetermined',
      certain: false,
      credentials: { mode: 'unknown', because: '' },
      blockers: [],
    },
  })

  it('settle the mode where one fails as before and the other passes', () => {
    const [failure, without, withThem] = flowsOf(refused, passed, refused) as [
      FlowDiagnosis,
      FlowDiagnosis,
      FlowDiagnosis,
    ]
    const sendings = [
      { id: without.id, mode: 'not-include' as const },
      { id: withThem.id, mode: 'include' as const },
    ]
    const found = proofsOf(open(failure), [failure, without, withThem], { trials: [], sendings })
    expect(found).toMatchObject([{ kind: 'settled', mode: 'include' }])
    const { verdict } = withProofs(open(failure), found)
    expect(verdict).toMatchObject({
      outcome: 'blocked',
      certain: true,
      alternatives: [],
      credentials: { mode: 'include' },
    })
    expect(verdict.credentials.because).toContain('Sent again both ways')
    expect(verdict.blockers.length).toBeGreaterThan(0)
  })

  it('settle nothing where the server says something else by then', () => {
    const other = [ASK, '< 200', 'access-control-allow-origin: *', 'vary: origin', '! net::ERR_FAILED'].join(
      '\n',
    )
    const [failure, without, withThem] = flowsOf(refused, passed, other) as [
      FlowDiagnosis,
      FlowDiagnosis,
      FlowDiagnosis,
    ]
    const sendings = [
      { id: without.id, mode: 'not-include' as const },
      { id: withThem.id, mode: 'include' as const },
    ]
    expect(proofsOf(open(failure), [failure, without, withThem], { trials: [], sendings })).toEqual([])
  })

  it('that both fail leave it open, and name both', () => {
    const both = [
      '> PUT https://api.example/items',
      '? 204',
      'access-control-allow-origin: *',
      '! net::ERR_FAILED',
    ].join('\n')
    const [failure, without, withThem] = flowsOf(both, both, both) as [
      FlowDiagnosis,
      FlowDiagnosis,
      FlowDiagnosis,
    ]
    expect(failure.verdict.alternatives).toHaveLength(1)
    const sendings = [
      { id: without.id, mode: 'not-include' as const },
      { id: withThem.id, mode: 'include' as const },
    ]
    const found = proofsOf(failure, [failure, without, withThem], { trials: [], sendings })
    expect(found).toMatchObject([
      {
        kind: 'fails-both-ways',
        findings: {
          'not-include': { reason: 'method-not-allowed' },
          include: { reason: 'allow-origin-star-with-credentials' },
        },
      },
    ])
    expect(withProofs(failure, found).verdict).toEqual(failure.verdict)
  })
})

const validate = new Ajv2020({
  strict: true,
  allowUnionTypes: true,
  strictRequired: false,
  strictTypes: false,
}).compile(schema)
const formats = Object.keys(REPORT_FORMATS).filter((format) => format !== 'har') as ReportFormat[]

describe('a kept permission', () => {
  const PUT = ['> PUT https://api.example/items', '? 204', `access-control-allow-origin: ${PAGE}`]
  const GRANTED = [
    ...PUT,
    'access-control-allow-methods: PUT',
    'access-control-max-age: 9',
    '< 200',
    '! net::ERR_FAILED',
  ]
  const [before, after] = flowsOf(GRANTED.join('\n'), GRANTED.join('\n')) as [FlowDiagnosis, FlowDiagnosis]
  const kept = { ...after.flow, preflight: null }

  it('is no change of the server, and is said with the seconds left', () => {
    expect(changedValues(before.flow, kept)).toEqual([])
    expect(preflightKeptFor(before.flow, kept)).toBe(8)
  })

  it('is none where the browser asked again, or was refused', () => {
    expect(preflightKeptFor(before.flow, after.flow)).toBe(null)
    const preflight = before.flow.preflight && { ...before.flow.preflight, status: 403 }
    expect(preflightKeptFor({ ...before.flow, preflight }, kept)).toBe(null)
  })
})

describe('reports', () => {
  const [failure, passed] = flowsOf(BLOCKED, [ASK, '< 200'].join('\n')) as [FlowDiagnosis, FlowDiagnosis]
  const known = { trials: [trial()], sendings: [] }
  const proven = withProofs(failure, proofsOf(failure, [failure, passed], known))
  const expected = whatIf(failure, {
    credentials: 'not-include',
    links: { 0: { response: { headers: [['Access-Control-Allow-Origin', PAGE]] } } },
  })
  const diagnosis = { ...diagnose(scene(`page ${PAGE}/\n${BLOCKED}`)), flows: [proven] }

  it.each(formats)('in %s say what was proven, and when', (format) => {
    // some formats escape punctuation
    expect(render(format, { diagnosis }).replaceAll('\\', '')).toMatch(
      /Proven in the tab at \d{4}-\d\d-\d\d \d\d:\d\d UTC/,
    )
  })

  const stillBlocked = whatIf(failure, {
    links: { 0: { response: { headers: [['Access-Control-Allow-Origin', 'https://other.example']] } } },
  })
  const only = (format: ReportFormat, flow: FlowDiagnosis): string =>
    render(format, { diagnosis: { ...diagnosis, flows: [flow] }, flows: [flow] })

  it.each(formats)('in %s say of an edited exchange that it did not happen', (format) => {
    expect(only(format, stillBlocked)).toMatch(/Expected after the change, not observed/)
  })

  it.each(['text', 'chat', 'markdown', 'html', 'json'] as const)(
    'in %s say so of one that passes',
    (format) => {
      expect(only(format, expected)).toMatch(/Expected after the change, not observed/)
    },
  )

  it('follow the schema', () => {
    for (const flow of [proven, expected]) {
      validate(JSON.parse(JSON.stringify(reportOf({ ...diagnosis, flows: [flow] }))))
      expect(validate.errors).toBeNull()
    }
  })

  it('take secrets out of what changed, too', () => {
    const secret = 'Bearer abcdefghijklmnopqrstuvwxyz0123456789'
    const edited = whatIf(failure, { headers: [['Authorization', secret]] })
    expect(formats.map((format) => only(format, edited)).join('')).not.toContain(
      'abcdefghijklmnopqrstuvwxyz0123456789',
    )
  })
})
