/** What every case goes through: it fails, the engine names the cause, the printed fix helps, and helps nobody else. */
import { expect } from 'vitest'
import { diagnose, type Fix, type FlowDiagnosis } from '../../../src/engine/index.ts'
import type { FrameworkCase } from './case.ts'
import type { PageRequest } from './request.ts'
import type { Recording, Session } from './session.ts'
import { withoutStatements } from './source.ts'

/** What the engine makes of the request that is judged. */
export function diagnosisOf({ entries, url }: Pick<Recording, 'entries' | 'url'>): FlowDiagnosis {
  const { flows } = diagnose(entries)
  const asked = (flow: FlowDiagnosis) => [...flow.flow.hops.map((hop) => hop.exchange), flow.flow.exchange]
  const found = flows.findLast((flow) => asked(flow).some((exchange) => exchange.url === url))
  if (found === undefined) {
    const logged = entries.map(
      ({ request, response }) => `${request.method} ${request.url} ${response.status}`,
    )
    throw new Error(`The engine found no request ${url} in:\n${logged.join('\n')}`)
  }
  return found
}

/** The failure is the one that the case is about, and the engine says so. */
export function expectNamed({ expect: expected }: FrameworkCase, recording: Recording): FlowDiagnosis {
  const found = diagnosisOf(recording)
  const { verdict, server, cause } = found
  expect({
    corsError: recording.truth.corsError,
    outcome: verdict.outcome,
    framework: server.framework,
    cause: cause?.id,
    owner: cause?.owner,
  }).toEqual({ ...expected, outcome: 'blocked' })
  return found
}

/** The fix to apply: the first whose title or file holds the part; without a part simply the first. Bare headers are no code. */
export function fixFor({ fix: part }: FrameworkCase, { fixes }: FlowDiagnosis): Fix {
  const found = fixes.find(({ title, file }) => typeof part !== 'string' || `${title} ${file}`.includes(part))
  if (found !== undefined && found.framework !== 'plain') return found
  const offered = fixes.map(({ framework, title }) => `${framework}: ${title}`)
  throw new Error(`No fix ${part ?? ''} among: ${offered.join('; ')}`)
}

/** The source without what the fix’s note tells the reader to remove; a note that does not say so fails the case. */
export function withoutTold(source: string, { remove }: FrameworkCase, { note }: Fix): string {
  if (remove === undefined) return source
  expect(note, 'what to know before pasting').toMatch(/\bremove\b/i)
  return withoutStatements(source, remove)
}

export interface Fixed {
  port: number
  requests: readonly PageRequest[]
  /** The fix, where it is one for the page's own code. */
  pageFix: Fix | null
  /** What the page gets. */
  result: string
  /** The set-up allowed every method and header before. */
  everythingAllowed?: boolean | undefined
}

/** The same request with another method, or with one header more: what the fix must not have let in. */
const widened = ({ by: _by, ...request }: PageRequest): readonly PageRequest[] => [
  { ...request, method: request.method === 'DELETE' ? 'PATCH' : 'DELETE' },
  { ...request, headers: { ...request.headers, 'X-Not-Asked': '1' } },
]

/** The page that is let in may do what its request needed, and no more. */
async function expectNoMore(session: Session, port: number, requests: readonly PageRequest[]): Promise<void> {
  const request = requests.at(-1)
  if (request === undefined) return
  for (const more of widened(request)) {
    const asked = await session.ask({ page: session.pages.first, port, requests: [more] })
    expect(asked.truth.corsError, `what ${JSON.stringify(more)} gets`).toEqual(expect.any(String))
  }
}

/** Each of these requests of the page of the third origin passes. */
export async function expectPasses(
  session: Session,
  port: number,
  requests: readonly PageRequest[] = [],
): Promise<void> {
  for (const request of requests) {
    const asked = await session.ask({ page: session.pages.third, port, requests: [request] })
    expect(asked.truth.corsError, `what passes today: ${JSON.stringify(request)}`).toBeNull()
  }
}

/** With the fix in, the page gets its answer and a page of another origin does not. What the page got is given back. */
export async function expectCured(
  session: Session,
  { port, requests, pageFix, result, everythingAllowed = false }: Fixed,
): Promise<Recording> {
  const ask = (page: string) =>
    pageFix === null
      ? session.ask({ page, port, requests })
      : session.askByCode({ page, port, requests }, pageFix.code)
  const mended = await ask(session.pages.first)
  expect({ result: mended.result, corsError: mended.truth.corsError }).toEqual({
    result,
    corsError: null,
  })
  if (pageFix === null && !everythingAllowed) await expectNoMore(session, port, requests)
  const other = await ask(session.pages.second)
  expect(other.truth.corsError, 'what a second origin gets').toEqual(expect.any(String))
  return mended
}
