/** Random cases of the oracle, made in a real Firefox one after the other. */
import type { Case, RequestPlan } from '../oracle/case.ts'
import { generateCases, PAGE_RUN } from '../oracle/generate.ts'
import { OracleServer } from '../oracle/server.ts'
import { refusalsIn } from './console.ts'
import { Firefox } from './firefox.ts'
import { Watch } from './watch.ts'

export interface FirefoxCase {
  id: number
  url: string
  page: string
  plan: RequestPlan
  /** What the page got: a status, `opaque`, or the error. */
  result: string
  failed: boolean
  refusals: string[]
}

export interface FirefoxRun {
  page: string
  /** All entries of one page, in the order they came. */
  entries: readonly unknown[]
  cases: FirefoxCase[]
}

/** Runs in the page: one request as planned, and what came of it. */
const MAKE_REQUEST = `
  const [url, plan] = arguments
  const byXhr = () => new Promise((resolve) => {
    const xhr = new XMLHttpRequest()
    xhr.open(plan.method, url)
    xhr.withCredentials = plan.credentials === 'include'
    for (const [name, value] of plan.headers) xhr.setRequestHeader(name, value)
    if (plan.uploadListener) xhr.upload.addEventListener('progress', () => undefined)
    xhr.onload = () => resolve(String(xhr.status))
    xhr.onerror = () => resolve('error')
    xhr.send(plan.body)
  })
  const byFetch = async () => {
    const headers = new Headers()
    for (const [name, value] of plan.headers) headers.append(name, value)
    const { method, credentials, mode, redirect, body, referrerPolicy } = plan
    const response = await fetch(url, { method, headers, credentials, mode, redirect, body, referrerPolicy })
    await response.text()
    return response.type.startsWith('opaque') ? response.type : String(response.status)
  }
  const late = new Promise((resolve) => setTimeout(() => resolve('no answer in time'), 8000))
  return Promise.race([plan.api === 'xhr' ? byXhr() : byFetch(), late]).catch(String)`

const hasFailed = (result: string): boolean => !/^\d+$|^opaque/.test(result)

async function setCookies(firefox: Firefox, { id, hops }: Case): Promise<void> {
  const hosts = new Set(hops.map(({ url }) => new URL(url).hostname))
  for (const host of hosts) await firefox.setCookie(host, `/c/${id}/`, 'sid', String(id))
}

async function runCase(firefox: Firefox, page: string, one: Case): Promise<FirefoxCase | null> {
  const [plan] = one.requests
  const url = one.hops[0]?.url
  if (plan === undefined || url === undefined) return null
  if (one.cookie) await setCookies(firefox, one)
  const result = await firefox.inPage<string>(MAKE_REQUEST, url, plan)
  // the console is behind the page by one turn of the browser's own loop
  await firefox.inBrowser('await new Promise((resolve) => Services.tm.dispatchToMainThread(resolve))')
  const messages = (await firefox.messages()).filter(({ text }) => text.includes(`/c/${one.id}/`))
  return { id: one.id, url, page, plan, result, failed: hasFailed(result), refusals: refusalsIn(messages) }
}

/** `first`: the number of the first case, to make a long series in parts. */
export async function runCases(count: number, seed: number, first = 0): Promise<FirefoxRun[]> {
  const { server, origins } = await OracleServer.start()
  const firefox = await Firefox.launch()
  const runs: FirefoxRun[] = []
  try {
    await firefox.goto(`${origins.pages[0]}/page`)
    await firefox.openPanel()
    const watch = await Watch.start(firefox, '/page?listening')
    for (let from = first; from < first + count; from += PAGE_RUN) {
      const cases = generateCases(seed, from, Math.min(PAGE_RUN, first + count - from), origins)
      const single = cases.filter(({ requests }) => requests.length === 1)
      const page = single[0]?.page
      if (page === undefined) continue
      server.use(single)
      await firefox.goto(`${page}/page`)
      await watch.forget()
      await firefox.messages()
      const done: FirefoxCase[] = []
      for (const one of single) {
        const run = await runCase(firefox, page, one)
        if (run !== null) done.push(run)
      }
      const last = `${page}/page?last=${from}`
      await firefox.inPage('return fetch(arguments[0]).then(() => true)', last)
      runs.push({ page, entries: await watch.entries(last), cases: done })
    }
    return runs
  } finally {
    await firefox.close()
    await server.close()
  }
}
