/** What holds for every log, whatever it says. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Diagnosis,
  diagnose,
  explain,
  type Finding,
  type FlowDiagnosis,
  jsonReport,
  markdownReport,
  textReport,
} from '../../src/engine/index.ts'
import type { RecordedCase } from '../oracle/record.ts'
import { readRecording } from '../oracle/recording.ts'
import { type Answered, type Asked, asked, endOf, logOf, PAGE, unmarked } from './model-browser.ts'

const OPTIONS = { pageUrl: `${PAGE}/` }
const flowOf = (
  entries: readonly unknown[],
  options: Parameters<typeof diagnose>[1] = OPTIONS,
): FlowDiagnosis => {
  const [flow] = diagnose(entries, options).flows
  if (flow === undefined) throw new Error('The log of a cross-origin request holds no flow.')
  return flow
}

/** The answer with what the blocker asks for. */
function amended({ status, headers }: Answered, blocker: Finding): Answered {
  const { header, expected } = explain(blocker)
  if (blocker.reason === 'preflight-status') return { status: 204, headers }
  if (header === null || expected === null) throw new Error(`${blocker.reason} asks for nothing.`)
  const others = headers.filter(({ name }) => name.toLowerCase() !== header.toLowerCase())
  return { status, headers: [...others, { name: header, value: expected }] }
}

const repaired = (request: Asked, blocker: Finding): Asked =>
  blocker.stage === 'preflight'
    ? { ...request, preflight: amended(request.preflight, blocker) }
    : { ...request, answer: amended(request.answer, blocker) }

const nameOf = (finding: Finding): string =>
  `${finding.reason}@${finding.stage} ${explain(finding).failedParameter}`

describe('blockers', () => {
  const blocked = asked.filter((request) => endOf(request) !== 'passed')

  it('go when what they ask for is there', () => {
    fc.assert(
      fc.property(blocked, (request) => {
        const { blockers } = flowOf(logOf(request)).verdict
        expect(blockers.length).toBeGreaterThan(0)
        for (const blocker of blockers) {
          const left = flowOf(logOf(repaired(request, blocker))).verdict.blockers.map(nameOf)
          expect(left).not.toContain(nameOf(blocker))
        }
      }),
      { numRuns: 400 },
    )
  })

  it('are all that stands in the way, once the credentials mode is known', () => {
    fc.assert(
      fc.property(blocked, (request) => {
        let state = request
        let rounds = 0
        // Before a request is sent no cookie tells the mode: a second look may be due then.
        for (; endOf(state) !== 'passed' && rounds < 3; rounds++)
          state = flowOf(logOf(state)).verdict.blockers.reduce(repaired, state)
        expect(endOf(state)).toBe('passed')
      }),
      { numRuns: 400 },
    )
  })
})

const HEADERS = {
  methods: 'Access-Control-Allow-Methods',
  names: 'Access-Control-Allow-Headers',
  origin: 'Access-Control-Allow-Origin',
  credentials: 'Access-Control-Allow-Credentials',
  maxAge: 'Access-Control-Max-Age',
} as const

const withValue = (
  { status, headers }: Answered,
  name: string,
  value: (before: string) => string,
): Answered => {
  const own = headers.filter((header) => header.name === name)
  const before = own.map((header) => header.value).join(', ')
  return {
    status,
    headers: [...headers.filter((header) => !own.includes(header)), { name, value: value(before) }],
  }
}

type Widening = (request: Asked) => Asked
const onPreflight =
  (name: string, value: (before: string) => string): Widening =>
  (request) => ({ ...request, preflight: withValue(request.preflight, name, value) })
const onBoth =
  (name: string, value: (before: string) => string): Widening =>
  (request) => ({
    ...request,
    preflight: withValue(request.preflight, name, value),
    answer: withValue(request.answer, name, value),
  })
const unlessIncluded =
  (widening: Widening): Widening =>
  (request) =>
    request.credentials === 'include' ? request : widening(request)

/** Ways in which a server may allow more, without taking anything back. */
const WIDENINGS: readonly Widening[] = [
  onPreflight(HEADERS.methods, (before) => `${before}, PROPFIND`),
  onPreflight(HEADERS.names, (before) => `X-More, ${before}`),
  onPreflight(HEADERS.maxAge, () => '600'),
  onBoth(HEADERS.credentials, () => 'true'),
  unlessIncluded(onBoth(HEADERS.origin, () => '*')),
  unlessIncluded(onPreflight(HEADERS.methods, () => '*')),
  unlessIncluded(onPreflight(HEADERS.names, () => '*')),
]

describe('a request that passes', () => {
  const passing = asked.filter((request) => endOf(request) === 'passed')

  it('passes also where the server allows more', () => {
    fc.assert(
      fc.property(passing, fc.subarray([...WIDENINGS]), (request, widenings) => {
        const wider = widenings.reduce((state, widen) => widen(state), request)
        for (const state of [request, wider]) {
          expect(flowOf(logOf(state)).verdict.outcome).toBe('allowed')
          // A log without marks of failure is judged by its headers alone.
          expect(flowOf(unmarked(logOf(state)), { ...OPTIONS, browser: 'firefox' }).verdict.outcome).toBe(
            'allowed',
          )
        }
      }),
      { numRuns: 400 },
    )
  })
})

const recorded = readRecording<RecordedCase>(
  new URL('../fixtures/oracle/requests.jsonl', import.meta.url),
).lines

/** What a diagnosis says, without the places where the entries stood. */
const gist = ({ flows }: Diagnosis): string[] =>
  flows
    .map(({ flow: { exchange, hops }, verdict }) =>
      [
        exchange.method,
        exchange.url,
        exchange.status,
        hops.length,
        verdict.outcome,
        verdict.credentials.mode,
        verdict.finding && nameOf(verdict.finding),
        ...verdict.alternatives.map(({ finding }) => nameOf(finding)),
        ...verdict.blockers.map(nameOf),
      ].join(' '),
    )
    .sort()

/** A stretch of what one page asked, as the log has it, and the same in another order. */
const shuffled = fc
  .record({ start: fc.nat(recorded.length - 1), length: fc.integer({ min: 1, max: 8 }) })
  .map(({ start, length }) => {
    const page = recorded[start]?.page ?? ''
    const stretch = recorded.slice(start, start + length).filter((line) => line.page === page)
    return { page, entries: stretch.flatMap(({ entries }) => entries) }
  })
  .chain(({ page, entries }) =>
    fc.record({
      page: fc.constant(page),
      entries: fc.constant(entries),
      mixed: fc.shuffledSubarray(entries, { minLength: entries.length }),
    }),
  )

describe('the order of entries', () => {
  it('never changes a verdict', () => {
    fc.assert(
      fc.property(shuffled, ({ page, entries, mixed }) => {
        const options = { pageUrl: `${page}/page` }
        expect(gist(diagnose(mixed, options))).toEqual(gist(diagnose(entries, options)))
      }),
      { numRuns: 400 },
    )
  })
})

/** Every report of a diagnosis, which must not throw either. */
function reportAll(diagnosis: Diagnosis): void {
  jsonReport(diagnosis)
  textReport(diagnosis)
  markdownReport(diagnosis)
}

/** The recorded entries with some of their values replaced by anything at all. */
const spoilt = fc
  .record({
    line: fc.constantFrom(...recorded),
    seed: fc.integer({ min: 1, max: 40 }),
    strange: fc.array(fc.jsonValue({ maxDepth: 2 }), { minLength: 1, maxLength: 5 }),
  })
  .map(({ line, seed, strange }) => {
    let count = 0
    return JSON.parse(JSON.stringify(line.entries), (_key, value) =>
      ++count % seed === 0 ? strange[count % strange.length] : value,
    ) as unknown
  })

describe('diagnose', () => {
  it('throws on no JSON', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.array(fc.jsonValue()), (entries, pages) => {
        reportAll(diagnose(entries, { pages }))
      }),
      { numRuns: 400 },
    )
  })

  it('throws on no log with strange values in it', () => {
    fc.assert(
      fc.property(spoilt, (entries) => {
        reportAll(diagnose(Array.isArray(entries) ? entries : [entries]))
      }),
      { numRuns: 400 },
    )
  })
})
