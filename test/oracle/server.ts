/** The servers of the oracle: pages and API origins on loopback that answer exactly as each case says. */
import { type Answer, type Case, type HopPlan, type Origins, readHopPath } from './case.ts'
import { type WireAnswer, type WireReply, type WireRequest, WireServer } from './wire.ts'

const PAGE: WireAnswer = {
  status: 200,
  headers: [
    ['content-type', 'text/html'],
    ['cache-control', 'no-store'],
  ],
  body: '<!doctype html><title>oracle</title><link rel="icon" href="data:,">',
}
const NOT_FOUND: WireAnswer = { status: 404, headers: [] }

/** How often each hop of each case was asked, so that the next answer in line is given. */
class Turns {
  readonly #taken = new Map<readonly Answer[], number>()

  next(answers: readonly Answer[]): Answer {
    const turn = this.#taken.get(answers) ?? 0
    this.#taken.set(answers, turn + 1)
    return answers[Math.min(turn, answers.length - 1)] as Answer
  }
}

const isPreflight = ({ method, headers }: WireRequest): boolean =>
  method === 'OPTIONS' && 'access-control-request-method' in headers

export class OracleServer {
  readonly #wire = new WireServer()
  readonly #hops = new Map<string, HopPlan>()
  readonly #silent = new Set<number>()
  #turns = new Turns()

  private constructor() {}

  static async start(): Promise<{ server: OracleServer; origins: Origins }> {
    const server = new OracleServer()
    const listen = () => server.#wire.listen((request) => server.#answer(request))
    const [page, one, two] = [await listen(), await listen(), await listen()]
    const origins = {
      pages: [`http://localhost:${page}`, `http://page.test:${page}`, `http://127.0.0.1:${page}`],
      servers: [one, two].flatMap((port) =>
        ['localhost', '127.0.0.1', 'api.test'].map((host) => `http://${host}:${port}`),
      ),
    }
    return { server, origins }
  }

  /** From now on these cases are answered, and no others. */
  use(cases: readonly Case[]): void {
    this.#hops.clear()
    this.#silent.clear()
    this.#turns = new Turns()
    for (const { id, hops, requests } of cases) {
      for (const [hop, plan] of hops.entries()) this.#hops.set(`${id}/${hop}`, plan)
      // What a page may not read it does not read, and then the browser never calls the request finished.
      if (requests.some(({ mode, redirect }) => mode === 'no-cors' || redirect === 'manual'))
        this.#silent.add(id)
    }
  }

  async close(): Promise<void> {
    await this.#wire.close()
  }

  #answer(request: WireRequest): WireReply {
    if (request.path === '/page') return PAGE
    const at = readHopPath(request.path)
    const hop = at ? this.#hops.get(`${at.id}/${at.hop}`) : undefined
    if (at === null || hop === undefined) return NOT_FOUND
    const { status, headers } = this.#turns.next(isPreflight(request) ? hop.preflights : hop.answers)
    const body = this.#silent.has(at.id) ? '' : 'ok'
    return {
      status,
      headers: [...headers, ['cache-control', 'no-store'], ['content-type', 'text/plain']],
      body,
    }
  }
}

/** The names of the test domains lead to loopback. */
export const HOST_SWITCHES: readonly string[] = ['--host-resolver-rules=MAP *.test 127.0.0.1']
