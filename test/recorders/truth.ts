/** What the browser itself says of each call: its page's outcome, and the reason by the DevTools protocol. */

/** As much of a CDP session as puppeteer's and Playwright's have in common. */
export interface Cdp {
  send(method: 'Network.enable'): Promise<unknown>
  on(event: string, listener: (parameters: never) => void): unknown
}

export interface CallTruth {
  name: string
  outcome: 'read' | 'failed'
  /** Network.CorsError; null where CORS did not stop it. */
  corsError: string | null
}

interface Failed {
  requestId: string
  corsErrorStatus?: { corsError: string }
}

/** Listens from now on; `truths` gives what was said of the calls that a page made. */
export async function listenTo(cdp: Cdp) {
  const urls = new Map<string, string>()
  const errors = new Map<string, string>()
  cdp.on(
    'Network.requestWillBeSent',
    ({ requestId, request }: { requestId: string; request: { url: string } }) => {
      // the first address of a request that is redirected
      if (!urls.has(requestId)) urls.set(requestId, request.url)
    },
  )
  cdp.on('Network.loadingFailed', ({ requestId, corsErrorStatus }: Failed) => {
    const url = urls.get(requestId)
    if (url !== undefined && corsErrorStatus !== undefined) errors.set(url, corsErrorStatus.corsError)
  })
  await cdp.send('Network.enable')
  return (api: string, outcomes: readonly (readonly [string, string])[]): CallTruth[] =>
    outcomes.map(([name, outcome]) => ({
      name,
      outcome: outcome === 'read' ? 'read' : 'failed',
      corsError: errors.get(`${api}/${name}`) ?? null,
    }))
}
