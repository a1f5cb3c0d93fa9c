/** Requests of every kind that CORS is spoken in: workers, frames, file: pages, elements, beacons. */
import type { HeaderLine } from './case.ts'
import { ANYONE, answer, element, fetching, html, quoted } from './scripts.ts'
import type { Addresses, Scene } from './stage.ts'
import type { WireAnswer } from './wire.ts'

export interface Context {
  name: string
  scene: (at: Addresses) => Scene
  /** What the browser says of it: `Network.CorsError`, null when it let the request through. */
  corsError: string | null
  /**
   * `exact`: the engine agrees by the oracle's rules. `open`: the log cannot decide, and the truth is among the
   * alternatives. `unlogged`: the log holds no entry of it.
   */
  verdict: 'exact' | 'open' | 'unlogged'
}

const data = (at: Addresses): string => `${at.otherSite}${at.path}data`
const OTHER: HeaderLine = ['access-control-allow-origin', 'https://other.example']

interface Loader {
  name: string
  /** Text of a script that makes one request to the address and ends when it is over. */
  load: (url: string, at: Addresses) => string
  /** What the request gets when it is allowed. */
  served: WireAnswer
  credentials?: true
  page?: Scene['page']
}

const script = (body: string): WireAnswer => ({ ...answer(200, ['content-type', 'text/javascript']), body })
const styled = (css: string): string =>
  `const style = document.createElement('style')
   style.textContent = ${JSON.stringify(css)}
   document.head.append(style)`
const link = (rel: string, url: string, more = ''): string =>
  `await new Promise((done) => {
    const link = document.createElement('link')
    link.onload = link.onerror = done
    link.rel = '${rel}'
    ${more}
    link.href = ${quoted(url)}
    document.head.append(link)
  })`
const ANONYMOUS = `element.crossOrigin = 'anonymous'`

const LOADERS: readonly Loader[] = [
  { name: 'fetch', load: (url) => fetching(url), served: answer(200) },
  {
    name: 'fetch-with-credentials',
    load: (url) => fetching(url, `{ credentials: 'include' }`),
    served: answer(200),
    credentials: true,
  },
  { name: 'fetch-keepalive', load: (url) => fetching(url, '{ keepalive: true }'), served: answer(200) },
  {
    name: 'event-source',
    load: (url) => `globalThis.source = new EventSource(${quoted(url)})
      await new Promise((done) => { source.onopen = source.onerror = done })
      source.close()`,
    served: { ...answer(200, ['content-type', 'text/event-stream']), body: 'retry: 100000\n\n' },
  },
  {
    name: 'font',
    load: (url) => `await new FontFace('face', 'url(${url})').load().catch(() => null)`,
    served: answer(200, ['content-type', 'font/woff2']),
  },
  {
    name: 'module-script',
    load: (url) => element('script', url, `element.type = 'module'`),
    served: script(''),
  },
  { name: 'classic-script', load: (url) => element('script', url, ANONYMOUS), served: script('') },
  {
    name: 'dynamic-import',
    load: (url) => `await import(${quoted(url)}).catch(() => null)`,
    served: script(''),
  },
  {
    name: 'image',
    load: (url) => element('img', url, ANONYMOUS),
    served: {
      ...answer(200, ['content-type', 'image/svg+xml']),
      body: '<svg xmlns="http://www.w3.org/2000/svg"/>',
    },
  },
  {
    name: 'image-with-credentials',
    load: (url) => element('img', url, `element.crossOrigin = 'use-credentials'`),
    served: {
      ...answer(200, ['content-type', 'image/svg+xml']),
      body: '<svg xmlns="http://www.w3.org/2000/svg"/>',
    },
    credentials: true,
  },
  {
    name: 'video',
    load: (url) => element('video', url, `${ANONYMOUS}; element.onloadedmetadata = done`),
    served: answer(200, ['content-type', 'video/mp4']),
  },
  {
    name: 'text-track',
    load: (url) => `const video = document.createElement('video')
      video.crossOrigin = 'anonymous'
      const track = document.createElement('track')
      const over = new Promise((done) => { track.onload = track.onerror = done })
      video.append(track)
      document.body.append(video)
      track.track.mode = 'showing'
      track.src = ${quoted(url)}
      await over`,
    served: { ...answer(200, ['content-type', 'text/vtt']), body: 'WEBVTT\n' },
  },
  {
    name: 'stylesheet',
    load: (url) => link('stylesheet', url, `link.crossOrigin = 'anonymous'`),
    served: answer(200, ['content-type', 'text/css']),
  },
  {
    name: 'css-mask',
    load: (url) => styled(`body { mask-image: url(${url}); min-height: 9px }`),
    served: {
      ...answer(200, ['content-type', 'image/svg+xml']),
      body: '<svg xmlns="http://www.w3.org/2000/svg"/>',
    },
  },
  {
    name: 'preload',
    load: (url) => link('preload', url, `link.as = 'fetch'; link.crossOrigin = 'anonymous'`),
    served: answer(200),
  },
  { name: 'module-preload', load: (url) => link('modulepreload', url), served: script('') },
]

const allowing = (at: Addresses, { served, credentials, page }: Loader): WireAnswer => {
  const origin = at[page?.origin ?? 'page']
  return {
    ...served,
    headers: [
      ...served.headers,
      ['access-control-allow-origin', credentials ? origin : '*'],
      ...(credentials ? [['access-control-allow-credentials', 'true'] as const] : []),
    ],
  }
}

/** Each loader against an answer without headers, one that allows another origin, and one that allows this one. */
function contextsOf(loader: Loader): Context[] {
  const context = (
    suffix: string,
    corsError: string | null,
    routes: (at: Addresses) => Scene['routes'],
  ): Context => ({
    name: `${loader.name}-${suffix}`,
    scene: (at) => ({
      ...(loader.page ? { page: loader.page } : {}),
      routes: routes(at) ?? {},
      targets: [data(at)],
      script: loader.load(data(at), at),
    }),
    corsError,
    verdict: 'exact',
  })
  return [
    context('missing', 'MissingAllowOriginHeader', () => ({ data: loader.served })),
    context('mismatch', 'AllowOriginMismatch', () => ({
      data: { ...loader.served, headers: [...loader.served.headers, OTHER] },
    })),
    context('allowed', null, (at) => ({ data: allowing(at, loader) })),
  ]
}

/** A frame in the page, whose document asks for the address. */
const framed = (
  name: string,
  frame: (code: string, at: Addresses) => string,
  sent: (at: Addresses) => string,
): Context[] => {
  const scene =
    (reply: (at: Addresses) => WireAnswer) =>
    (at: Addresses): Scene => ({
      routes: {
        data: reply(at),
        frame: {
          ...html(),
          body: `<!doctype html><script>fetch(${quoted(data(at))}).then((response) => response.text()).catch(() => null)</script>`,
        },
      },
      targets: [data(at)],
      script: frame(`fetch(${quoted(data(at))}).then((response) => response.text()).catch(() => null)`, at),
    })
  return [
    {
      name: `${name}-mismatch`,
      scene: scene((at) =>
        answer(200, ['access-control-allow-origin', sent(at) === 'null' ? at.page : OTHER[1]]),
      ),
      corsError: 'AllowOriginMismatch',
      verdict: 'exact',
    },
    {
      name: `${name}-allowed`,
      scene: scene((at) => answer(200, ['access-control-allow-origin', sent(at)])),
      corsError: null,
      verdict: 'exact',
    },
  ]
}

const frameElement = (more: string): string =>
  `const frame = document.createElement('iframe')
   ${more}
   document.body.append(frame)`

const FRAMES: readonly Context[] = [
  ...framed(
    'sandboxed-frame',
    (code) =>
      frameElement(`frame.sandbox = 'allow-scripts'; frame.srcdoc = ${quoted(`<script>${code}</script>`)}`),
    () => 'null',
  ),
  ...framed(
    'data-frame',
    (code) =>
      frameElement(
        `frame.src = 'data:text/html,' + encodeURIComponent(${quoted(`<script>${code}</script>`)})`,
      ),
    () => 'null',
  ),
  ...framed(
    'frame-of-another-origin',
    (_, at) => frameElement(`frame.src = ${quoted(`${at.foreign}${at.path}frame`)}`),
    (at) => at.foreign,
  ),
]

const workerScript = (at: Addresses, init: string): WireAnswer =>
  script(`${fetching(data(at), init)}; postMessage('over')`)
const inWorker = (at: Addresses): string =>
  `await new Promise((done) => {
    globalThis.worker = new Worker(${quoted(`${at.local}${at.path}worker.js`)}, { type: 'module' })
    worker.onmessage = worker.onerror = done
  })`

const worker = (
  name: string,
  init: string,
  reply: WireAnswer,
  rest: Pick<Context, 'corsError' | 'verdict'>,
): Context => ({
  name: `worker-${name}`,
  scene: (at) => ({
    page: { origin: 'local' },
    routes: { data: reply, 'worker.js': workerScript(at, init) },
    targets: [data(at)],
    script: inWorker(at),
  }),
  ...rest,
})

const WORKERS: readonly Context[] = [
  worker('missing', '{}', answer(200), { corsError: 'MissingAllowOriginHeader', verdict: 'open' }),
  worker('mismatch', '{}', answer(200, OTHER), { corsError: 'AllowOriginMismatch', verdict: 'open' }),
  worker('allowed', '{}', answer(200, ANYONE), { corsError: null, verdict: 'exact' }),
  worker('preflight-missing', `{ method: 'PUT' }`, answer(200), {
    corsError: 'PreflightMissingAllowOriginHeader',
    verdict: 'exact',
  }),
  worker('method', `{ method: 'PUT' }`, answer(200, ANYONE), {
    corsError: 'MethodDisallowedByPreflightResponse',
    verdict: 'exact',
  }),
  {
    name: 'shared-worker',
    scene: (at) => ({
      routes: {
        data: answer(200),
        'shared.js': script(
          `onconnect = async ({ ports: [port] }) => { ${fetching(data(at))}; port.postMessage('over') }`,
        ),
      },
      targets: [],
      script: `await new Promise((done) => {
        globalThis.shared = new SharedWorker(${quoted(`${at.page}${at.path}shared.js`)})
        shared.port.onmessage = done
      })`,
    }),
    corsError: 'MissingAllowOriginHeader',
    verdict: 'unlogged',
  },
]

const FILE_PAGE = new URL('../fixtures/pages/file.html', import.meta.url)
const onFilePage = (
  name: string,
  reply: (at: Addresses) => WireAnswer,
  corsError: string | null,
): Context => ({
  name: `file-page-${name}`,
  scene: (at) => ({
    document: FILE_PAGE.href,
    routes: { data: reply(at) },
    targets: [data(at)],
    script: fetching(data(at)),
  }),
  corsError,
  verdict: 'exact',
})

const FILES: readonly Context[] = [
  onFilePage(
    'mismatch',
    (at) => answer(200, ['access-control-allow-origin', at.page]),
    'AllowOriginMismatch',
  ),
  onFilePage('missing', () => answer(200), 'MissingAllowOriginHeader'),
  onFilePage('null', () => answer(200, ['access-control-allow-origin', 'null']), null),
  {
    name: 'file-page-reads-file',
    scene: () => ({
      document: FILE_PAGE.href,
      targets: [`${FILE_PAGE.href}.txt`],
      script: fetching(`${FILE_PAGE.href}.txt`),
    }),
    corsError: 'CorsDisabledScheme',
    verdict: 'exact',
  },
]

const MANIFEST: Loader = {
  name: 'manifest',
  load: (url) => `const link = document.createElement('link')
    link.rel = 'manifest'
    link.href = ${quoted(url)}
    document.head.append(link)`,
  served: { ...answer(200, ['content-type', 'application/manifest+json']), body: '{}' },
}

/** The browser fetches a manifest when it is asked for, as when the page is installed. */
const manifests = (): Context[] =>
  contextsOf(MANIFEST).map((context) => ({
    ...context,
    scene: (at) => ({
      ...context.scene(at),
      afterwards: ({ page: { session } }) => session.send('Page.getAppManifest'),
    }),
  }))

const OWN_FETCH: Context = {
  name: 'service-worker-own-fetch',
  scene: (at) => ({
    page: { origin: 'local' },
    routes: {
      data: answer(200),
      'worker.js': script(
        `oninstall = (event) => event.waitUntil(fetch(${quoted(data(at))}).catch(() => skipWaiting()))`,
      ),
    },
    targets: [data(at)],
    script: `const registration = await navigator.serviceWorker.register('worker.js')
      const { installing } = registration
      await new Promise((done) => { installing.onstatechange = () => installing.state === 'activated' && done() })
      await registration.unregister()`,
  }),
  corsError: 'MissingAllowOriginHeader',
  verdict: 'exact',
}

const BEACONS: readonly Context[] = [
  {
    name: 'beacon-preflight-missing',
    scene: (at) => ({
      routes: { data: answer(200) },
      targets: [data(at)],
      script: `navigator.sendBeacon(${quoted(data(at))}, new Blob(['{}'], { type: 'application/json' }))`,
    }),
    // The browser tells this in an issue only; the load itself counts as cancelled.
    corsError: 'PreflightMissingAllowOriginHeader',
    verdict: 'exact',
  },
]

export const CONTEXTS: readonly Context[] = [
  ...LOADERS.flatMap(contextsOf),
  ...FRAMES,
  ...WORKERS,
  OWN_FETCH,
  ...manifests(),
  ...FILES,
  ...BEACONS,
]
