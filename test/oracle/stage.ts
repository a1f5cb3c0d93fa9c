/** A browser with the extension and servers on loopback, on which one scenario after the other is played. */
import { createHash, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Diagnosis, diagnose, type FlowDiagnosis, markOf } from '../../src/engine/index.ts'
import type { Truth } from '../support/cdp-truth.ts'
import { DevTools } from '../support/devtools.ts'
import { Surface } from '../support/surface.ts'
import { until } from '../support/until.ts'
import type { HeaderLine } from './case.ts'
import { Collector, type LoggedEntry } from './collector.ts'
import { type Certificate, type WireReply, type WireRequest, WireServer } from './wire.ts'

/** Addresses of the servers, each an origin. All lead to loopback. */
export interface Addresses {
  /** http pages. `page` is no secure context, `local` is one; `foreign` is of another site than `api`. */
  page: string
  local: string
  foreign: string
  /** An API of the same site as `page`, of another origin. */
  api: string
  /** The same API under a name of another site. */
  otherSite: string
  /** https, with a certificate the browser trusts: page and API. */
  securePage: string
  secureApi: string
  /** The https server addressed by http, and the http server addressed by https. */
  httpToSecure: string
  secureToHttp: string
  /** https, with a certificate the browser does not trust. */
  untrusted: string
  /** A host that is on https for good (HSTS), addressed by http. */
  hsts: string
  /** Nobody listens there. */
  closed: string
  /** Path of everything the scenario serves, with a slash at both ends. */
  path: string
}

export interface Page {
  origin: 'page' | 'local' | 'foreign' | 'securePage'
  headers?: readonly HeaderLine[]
  /** In place of an empty document. */
  body?: string
}

export type Route = WireReply | ((request: WireRequest) => WireReply)

export interface Scene {
  /** Served under the scenario's own path, whatever the host. */
  routes?: Readonly<Record<string, Route>>
  page?: Page
  /** A document that is not served: a file: address. */
  document?: string
  /** Script run in the page, as text; awaited. */
  script: string
  /** Addresses whose requests are judged, in full. */
  targets: readonly string[]
  before?: (stage: Stage) => Promise<unknown>
  /** After the script. */
  afterwards?: (stage: Stage) => Promise<unknown>
  after?: (stage: Stage) => Promise<unknown>
}

/** What came of a scene. */
export interface Played {
  page: string
  truths: Truth[]
  entries: LoggedEntry[]
  diagnosis: Diagnosis
  /** For each target the flows of its address, the one that ended as the browser says first. */
  flows: FlowDiagnosis[][]
  issues: string[]
}

const readPair = async (name: string): Promise<Certificate> => {
  const read = (part: string) =>
    readFile(new URL(`../fixtures/tls/${name}.${part}.pem`, import.meta.url), 'utf8')
  return { key: await read('key'), cert: await read('cert') }
}

/** Chromium's way to trust one certificate: by the hash of its key. */
const keyHash = ({ cert }: Certificate): string =>
  createHash('sha256')
    .update(new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64')

/** The last switch of a name counts, so that these stand for those of one extension. */
function loading(folders: readonly string[]): string[] {
  const list = folders.map((folder) => resolve(folder)).join(',')
  return folders.length < 2 ? [] : [`--load-extension=${list}`, `--disable-extensions-except=${list}`]
}

const PAGE_BODY =
  '<!doctype html><meta charset="utf-8"><title>stage</title><link rel="icon" href="data:,"><body>'

export interface StageOptions {
  extension?: string
  /** Folders of extensions loaded beside it. */
  companions?: readonly string[]
  /** Further switches, given the addresses. */
  switches?: (at: Omit<Addresses, 'path'>) => readonly string[]
}

export class Stage {
  readonly devtools: DevTools
  /** The inspected page, with a session of its own. */
  readonly page: Surface
  readonly #at: Omit<Addresses, 'path'>
  readonly #wire: WireServer
  readonly #collector: Collector
  readonly #routes: Map<string, Route>

  private constructor(parts: {
    devtools: DevTools
    page: Surface
    at: Omit<Addresses, 'path'>
    wire: WireServer
    collector: Collector
    routes: Map<string, Route>
  }) {
    this.devtools = parts.devtools
    this.page = parts.page
    this.#at = parts.at
    this.#wire = parts.wire
    this.#collector = parts.collector
    this.#routes = parts.routes
  }

  static async start({ extension, companions = [], switches }: StageOptions = {}): Promise<Stage> {
    const wire = new WireServer()
    const routes = new Map<string, Route>()
    const trusted = await readPair('trusted')
    const at = await listen(wire, routes, trusted, await readPair('untrusted'))
    try {
      const devtools = await DevTools.launch({
        ...(extension ? { extension } : {}),
        switches: [
          '--host-resolver-rules=MAP nowhere.test ~NOTFOUND, MAP *.test 127.0.0.1',
          `--ignore-certificate-errors-spki-list=${keyHash(trusted)}`,
          ...loading([extension ?? 'dist/extension', ...companions]),
          ...(switches?.(at) ?? []),
        ],
      })
      await devtools.ready()
      const page = new Surface('the page', await devtools.page.createCDPSession())
      await page.session.send('Network.enable')
      const collector = await Collector.start(devtools.devtoolsPage)
      return new Stage({ devtools, page, at, wire, collector, routes })
    } catch (error) {
      await wire.close()
      throw error
    }
  }

  async close(): Promise<void> {
    await this.devtools.close()
    await this.#wire.close()
  }

  addresses(name: string): Addresses {
    return { ...this.#at, path: `/${name}/` }
  }

  /** Plays a scene: opens the page, runs its script, waits for the requests to end, and diagnoses. */
  async play(name: string, scene: Scene): Promise<Played> {
    const at = this.addresses(name)
    for (const [path, route] of Object.entries(scene.routes ?? {})) this.#routes.set(at.path + path, route)
    const { origin, headers = [], body = PAGE_BODY } = scene.page ?? { origin: 'page' as const }
    const answer = { status: 200, headers: [['content-type', 'text/html'], ...headers] as HeaderLine[], body }
    this.#routes.set(`${at.path}page`, answer)
    const address = scene.document ?? `${at[origin]}${at.path}page`
    try {
      await this.#collector.clear()
      await this.devtools.page.goto(address)
      await scene.before?.(this)
      await this.#run(scene.script)
      await scene.afterwards?.(this)
      return await this.#collect(address, scene.targets)
    } finally {
      await scene.after?.(this)
      await this.devtools.page.goto('about:blank')
      await this.#collector.clear()
      this.devtools.truth.clear()
    }
  }

  async #run(script: string): Promise<void> {
    await this.page.evaluateText(`(async () => { ${script} })().then(() => null)`)
  }

  async #collect(address: string, targets: readonly string[]): Promise<Played> {
    const truths: Truth[] = []
    for (const target of targets) truths.push(await this.#settled(target))
    for (const [url, count] of entriesOf(
      this.devtools.truth.requests.filter(({ firstUrl }) => targets.includes(firstUrl)),
    ))
      await this.#collector.wait(url, count)
    const entries = (await this.#collector.entries()).filter(({ request }) => !isCanary(request.url))
    const diagnosis = diagnose(entries, { pageUrl: address })
    const flows = truths.map((truth) => flowsOf(diagnosis, truth))
    const issues = this.devtools.truth.issues.map(({ corsError }) => corsError)
    return { page: address, truths, entries, diagnosis, flows, issues }
  }

  /** The last request to an address, once it is over. */
  async #settled(target: string): Promise<Truth> {
    return until(`the request to ${target} to end, as the browser tells it`, () => {
      const truth = this.devtools.truth.find(target)
      return truth?.outcome === 'pending' ? null : truth
    })
  }
}

/** What `ready` sent may come late. */
const isCanary = (url: string): boolean => url.startsWith('data:text/plain,corscope-canary')

/** How many entries the log will hold by address: every hop, the end, and the preflights. */
function entriesOf(truths: readonly Truth[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { hops, url, preflights } of truths)
    for (const address of [
      ...hops.map((hop) => hop.url),
      url,
      ...preflights.map((preflight) => preflight.url),
    ])
      counts.set(address, (counts.get(address) ?? 0) + 1)
  return counts
}

/** The flows of a request, the one that ended as the browser says first. */
export function flowsOf({ flows }: Diagnosis, { firstUrl, errorText }: Truth): FlowDiagnosis[] {
  const endedSo = ({ flow }: FlowDiagnosis) =>
    Number((markOf(flow.exchange.ending) || null) === (errorText || null))
  return flows
    .filter(({ flow }) => (flow.hops[0]?.exchange ?? flow.exchange).url === firstUrl)
    .sort((a, b) => endedSo(b) - endedSo(a))
}

async function listen(
  wire: WireServer,
  routes: ReadonlyMap<string, Route>,
  trusted: Certificate,
  untrusted: Certificate,
): Promise<Omit<Addresses, 'path'>> {
  const handler = (request: WireRequest): WireReply => {
    const route = routes.get(request.path.replace(/\?.*$/s, ''))
    if (route === undefined) return { status: 404, headers: [['cache-control', 'no-store']] }
    return typeof route === 'function' ? route(request) : route
  }
  const [page, api, secure, bad] = [
    await wire.listen(handler),
    await wire.listen(handler),
    await wire.listen(handler, trusted),
    await wire.listen(handler, untrusted),
  ]
  const gone = new WireServer()
  const closed = await gone.listen(handler)
  await gone.close()
  return {
    page: `http://page.test:${page}`,
    local: `http://localhost:${page}`,
    foreign: `http://127.0.0.1:${page}`,
    api: `http://api.test:${api}`,
    otherSite: `http://127.0.0.1:${api}`,
    securePage: `https://page.test:${secure}`,
    secureApi: `https://api.test:${secure}`,
    httpToSecure: `http://api.test:${secure}`,
    secureToHttp: `https://api.test:${api}`,
    untrusted: `https://api.test:${bad}`,
    hsts: `http://hsts.test:${secure}`,
    closed: `http://api.test:${closed}`,
  }
}
