/** A request as the page of a case makes it. */

/**
 * `sandboxed-fetch`: a plain GET from a sandboxed frame, whose origin is opaque. `own-code`: by the function
 * `callApi` that the page's own script declares.
 */
export type Way =
  | 'fetch'
  | 'sandboxed-fetch'
  | 'own-code'
  | 'xhr'
  | 'image'
  | 'font'
  | 'script'
  | 'event-source'

export interface PageRequest {
  /** With query, as the page writes it. */
  path: string
  /** `fetch` when absent. */
  by?: Way
  method?: string
  headers?: Readonly<Record<string, string>>
  body?: string
  credentials?: RequestCredentials
  /** The browser holds a cookie for the server. */
  cookie?: boolean
  /** The host the page calls; localhost when absent. */
  host?: 'localhost' | '127.0.0.1'
}

/** Sends JSON with its content type, which needs a preflight. */
export const sendingJson = {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: '{"note":"hello"}',
} as const satisfies Omit<PageRequest, 'path'>

/** What the page makes of the answer: a status, `loaded`, `message`, or the error. */
export type PageResult = string

/** Runs in the page, so that it closes over nothing. */
export async function perform(url: string, request: PageRequest): Promise<PageResult> {
  const { by = 'fetch', method = 'GET', headers = {}, credentials = 'same-origin' } = request
  const body = request.body ?? null
  const byFetch = async () => {
    const response = await fetch(url, { method, headers, credentials, body, cache: 'default' })
    await response.text()
    return String(response.status)
  }
  const byXhr = () =>
    new Promise<string>((resolve) => {
      const xhr = new XMLHttpRequest()
      xhr.open(method, url)
      xhr.withCredentials = credentials === 'include'
      for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value)
      xhr.onload = () => resolve(String(xhr.status))
      xhr.onerror = () => resolve('error')
      xhr.send(body)
    })
  const byElement = (element: HTMLImageElement | HTMLScriptElement) =>
    new Promise<string>((resolve) => {
      element.onload = () => resolve('loaded')
      element.onerror = () => resolve('error')
      element.crossOrigin = credentials === 'include' ? 'use-credentials' : 'anonymous'
      element.src = url
      document.head.append(element)
    })
  const byFont = () =>
    new FontFace(`font-${Math.random()}`, `url(${JSON.stringify(url)})`).load().then(() => 'loaded')
  const byEventSource = () =>
    new Promise<string>((resolve) => {
      const source = new EventSource(url, { withCredentials: credentials === 'include' })
      const end = (result: string) => {
        source.close()
        resolve(result)
      }
      source.onmessage = () => end('message')
      source.onerror = () => end('error')
    })
  const bySandbox = () =>
    new Promise<string>((resolve) => {
      const frame = document.createElement('iframe')
      frame.setAttribute('sandbox', 'allow-scripts')
      const script = `fetch(${JSON.stringify(url)}).then((answer) => String(answer.status), String).then((result) => parent.postMessage(result, '*'))`
      frame.srcdoc = `<script>${script}</${'script'}>`
      window.addEventListener('message', ({ data }) => resolve(String(data)), { once: true })
      document.body.append(frame)
    })
  const ways = {
    fetch: byFetch,
    'sandboxed-fetch': bySandbox,
    'own-code': () => (globalThis as unknown as { callApi: (url: string) => Promise<string> }).callApi(url),
    xhr: byXhr,
    image: () => byElement(new Image()),
    script: () => byElement(document.createElement('script')),
    font: byFont,
    'event-source': byEventSource,
  }
  try {
    return await ways[by]()
  } catch (error) {
    return String(error)
  }
}
