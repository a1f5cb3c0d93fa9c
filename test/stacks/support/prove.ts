/** One case, for real: broken, diagnosed, mended by the printed code, and asked again by those who may and those who may not. */
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { diagnose, type Fix, type FlowDiagnosis } from '../../../src/engine/index.ts'
import { emptyFolder } from '../../frameworks/support/cache.ts'
import type { PageRequest } from '../../frameworks/support/request.ts'
import { listening, ServerProcess } from '../../frameworks/support/server-process.ts'
import type { Ask, Recording } from '../../frameworks/support/session.ts'
import { withCredentials, withHeader, withOrigin } from './apply.ts'
import { type Files, type Installed, ITEMS, isOver, type Stack, type StackCase } from './stack.ts'
import { plainStatus } from './wire.ts'

/** Who makes the requests: the wire client, or Chromium. */
export interface Asker {
  readonly pages: { readonly first: string; readonly second: string }
  /** It can speak for a page of any origin; a browser needs a page that is there. */
  readonly anyPage?: boolean
  ask(ask: Ask): Promise<Recording>
}

/** What was asked of the mended app besides, and how it ended. */
export interface Proof {
  /** What passed before the fix and after it. */
  kept: readonly string[]
  /** Errors of CORS that others get; `method` is null where every other method was allowed before. */
  refused: { origin: string; method: string | null; header: string }
}

/** What one case leaves behind, for the recordings. */
export interface Proven {
  proof: Proof
  broken: Recording
  mended: Recording
  fix: Fix
  codeHash: string
}

/** Milliseconds until a server must listen; a JVM on a busy machine is slow. */
const START = 120_000

export const hashOf = (code: string): string => createHash('sha256').update(code).digest('hex').slice(0, 16)

/** The request that is judged, and what the engine makes of it. */
export function judged(
  { entries, url }: Pick<Recording, 'entries' | 'url'>,
  framework?: string,
): FlowDiagnosis {
  const origin = new URL(url).origin
  const chosen = framework === undefined ? {} : { frameworkByOrigin: { [origin]: framework } }
  const found = diagnose(entries, chosen).flows.findLast(({ flow }) =>
    [...flow.hops.map((hop) => hop.exchange), flow.exchange].some((exchange) => exchange.url === url),
  )
  if (found === undefined) throw new Error(`The engine found no request ${url}.`)
  return found
}

export function fixOf(recording: Pick<Recording, 'entries' | 'url'>, { framework }: Stack, part = ''): Fix {
  const { fixes, cause } = judged(recording, framework)
  const own = fixes.filter((fix) => fix.framework === framework)
  const found = own.find(({ title, file }) => `${title} ${file}`.includes(part))
  if (found !== undefined) return found
  const offered = fixes.map((fix) => `${fix.framework}: ${fix.title}`).join('; ')
  throw new Error(`No fix of ${framework} ${part} for ${cause?.id} among: ${offered}`)
}

function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what)
}

/** A running app of a case. */
export class Running {
  readonly #stack: Stack
  readonly #installed: Installed
  readonly #page: string
  readonly #port: number
  #server: ServerProcess | undefined

  constructor(stack: Stack, installed: Installed, page: string, port: number) {
    this.#stack = stack
    this.#installed = installed
    this.#page = page
    this.#port = port
  }

  async serve(id: string, files: Files): Promise<void> {
    await this.stop()
    const folder = await emptyFolder(...(this.#installed.folder ?? 'stacks').split('/'), 'run', id)
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      const filled = text
        .replaceAll('<page>', this.#page)
        .replaceAll('<port>', String(this.#port))
        .replaceAll('<back>', String(this.#port + 1))
        .replaceAll('<folder>', folder)
      await writeFile(join(folder, name), filled)
    }
    await this.#stack.build?.(folder, this.#installed)
    const { command, parameters, env = {} } = this.#stack.start(this.#port, folder, this.#installed)
    const options = { cwd: folder, env: { PORT: String(this.#port), ...env } }
    this.#server = new ServerProcess(id, command, parameters, options)
    await this.#server.waitFor(`${id} to listen`, () => listening(this.#port), START)
    // some listen before they can answer
    await this.#server.waitFor(`${id} to answer`, () => plainStatus(this.#port, ITEMS).catch(() => 0), START)
  }

  async stop(): Promise<void> {
    await this.#server?.stop()
    this.#server = undefined
  }
}

const METHODS = ['DELETE', 'PATCH', 'PROPFIND']

/** What the broken app grants in its preflights, whoever asks: a fix may keep that. */
const grantedIn = ({ entries }: Recording): string =>
  entries
    .flatMap(({ response }) => response.headers as { name: string; value: string }[])
    .filter(({ name }) => /^access-control-allow-methods$/i.test(name))
    .map(({ value }) => value)
    .join()

/** The same request with another method: what the fix must not have let in. */
function anotherMethod(request: PageRequest, broken: Recording): PageRequest | null {
  const granted = grantedIn(broken)
  const method = METHODS.find((name) => name !== request.method && !granted.includes(name))
  return method === undefined ? null : { ...request, method }
}

const anotherHeader = (request: PageRequest): PageRequest => ({
  ...request,
  headers: { ...request.headers, 'X-Not-Asked': '1' },
})

const inWords = ({ method = 'GET', path, headers = {}, credentials }: PageRequest): string =>
  [method, path, ...Object.keys(headers), ...(credentials === 'include' ? ['with credentials'] : [])].join(
    ' ',
  )

/** What works before the fix and must work after it: requests of the page, of an origin that is allowed already, and of no page. */
async function passing(asker: Asker, { keeps, still = [] }: StackCase, port: number): Promise<string[]> {
  const pages = [asker.pages.first, ...(keeps === undefined || !asker.anyPage ? [] : [keeps])]
  const names: string[] = []
  for (const page of pages) {
    for (const request of [{ path: ITEMS }, ...still]) {
      const { truth } = await asker.ask({ page, port, requests: [request] })
      if (truth.corsError === null) names.push(`${page}: ${inWords(request)}`)
    }
  }
  return (await plainStatus(port, ITEMS)) < 400 ? [...names, 'no page'] : names
}

/** The code as the reader writes it in the end: credentials decided, and what the set-up before allows carried over. */
function written({ code }: Fix, { carry = withOrigin, joins }: Stack, item: StackCase, page: string): string {
  const decided = item.request.credentials === 'include' ? withCredentials(code) : code
  if (joins === true) return decided
  const origins = item.keeps === undefined ? decided : carry(decided, page, item.keeps)
  const headers = (item.still ?? []).flatMap((request) => Object.keys(request.headers ?? {}))
  return headers.reduce(withHeader, origins)
}

/** Everybody else is refused as before. */
async function refusals(
  asker: Asker,
  { request }: StackCase,
  broken: Recording,
  port: number,
): Promise<Proof['refused']> {
  const refused = async (page: string, asked: PageRequest | null, what: string): Promise<string | null> => {
    if (asked === null) return null
    const { truth } = await asker.ask({ page, port, requests: [asked] })
    must(truth.corsError !== null, `${what} is let in: ${page} ${inWords(asked)}`)
    return truth.corsError
  }
  const { first, second } = asker.pages
  return {
    origin: (await refused(second, request, 'A second origin')) ?? '',
    method: await refused(first, anotherMethod(request, broken), 'Another method'),
    header: (await refused(first, anotherHeader(request), 'Another header')) ?? '',
  }
}

/** What becomes of the set-up that is there. */
const SET_UP =
  /\b(remove|in place of|take over|move it|move that one|keep|join the lists|add the rule to its list)\b/i

/** @throws with a sentence where anything is not as it must be */
export async function prove(
  asker: Asker,
  stack: Stack,
  item: StackCase,
  { running, port }: { running: Running; port: number },
): Promise<Proven> {
  const { first } = asker.pages
  const id = `${stack.name}-${item.id}`
  const requests = [item.request]
  await running.serve(id, item.files)
  const before = await passing(asker, item, port)
  const broken = await asker.ask({ page: first, port, requests })
  must(broken.truth.corsError !== null, 'The broken app is not broken.')
  must(judged(broken).verdict.outcome === 'blocked', 'The engine does not see the failure.')
  const fix = fixOf(broken, stack, item.fix)
  must(
    !isOver(item) || SET_UP.test(`${fix.note} ${fix.code}`),
    'It does not say what to do with the CORS set-up that is there.',
  )
  const code = written(fix, stack, item, first)
  await running.serve(`${id}-mended`, stack.apply(item.files, { ...fix, code }))
  const mended = await asker.ask({ page: first, port, requests })
  const ended = `${mended.result} ${mended.truth.corsError ?? ''}`.trim()
  must(new RegExp(`^(${item.result ?? '200'})$`).test(ended), `With the fix in the page gets ${ended}.`)
  must(judged(mended).verdict.outcome === 'allowed', 'The engine does not see that it passes.')
  const after = await passing(asker, item, port)
  const lost = before.filter((name) => !after.includes(name))
  must(lost.length === 0, `What passed before passes no more: ${lost.join(', ')}.`)
  const refused = await refusals(asker, item, broken, port)
  return { broken, mended, fix, codeHash: hashOf(fix.code), proof: { kept: before, refused } }
}
