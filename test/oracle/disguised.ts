/** CORS failures whose cause lies elsewhere, or of which the log shows little: caches, HSTS, service workers, logins, local networks. */

import type { LookAlike } from './lookalike.ts'
import { ANYONE, answer, element, fetching, html, redirect } from './scripts.ts'
import type { Addresses, Scene, Stage } from './stage.ts'

const blocked = (reason: LookAlike['expects']['reason']): LookAlike['expects'] => ({
  outcome: 'blocked',
  reason,
})
/** No answer is on record, so that the likeliest is named and no more is said. */
const likeliest = (reason: LookAlike['expects']['reason']): LookAlike['expects'] => ({
  outcome: 'undetermined',
  reason,
})
const refused = (corsError: string): LookAlike['truth'] => ({ errorText: 'net::ERR_FAILED', corsError })

/** A page under a service worker that answers in its own way. */
const workerPage = (name: string, respond: string): LookAlike => ({
  name,
  scene: (at) => ({
    page: { origin: 'local' },
    routes: {
      data: { ...answer(200, ANYONE), body: '' },
      other: answer(200),
      'worker.js': {
        ...answer(200, ['content-type', 'text/javascript']),
        body: `oninstall = () => skipWaiting()
          onactivate = (event) => event.waitUntil(clients.claim())
          onfetch = (event) => event.respondWith(event.request.url.endsWith('data') ? ${respond} : fetch(event.request))`,
      },
    },
    // The second shows that the page is under a service worker.
    targets: [`${at.otherSite}${at.path}data`, `${at.local}${at.path}other`],
    script: `const controlled = new Promise((done) => { navigator.serviceWorker.oncontrollerchange = done })
      await navigator.serviceWorker.register('worker.js')
      await controlled
      ${fetching('other')}
      ${fetching(`${at.otherSite}${at.path}data`)}`,
    after: ({ page }) =>
      page.evaluateText(
        'navigator.serviceWorker.getRegistration().then((registration) => registration.unregister()).then(() => null)',
      ),
  }),
  truth: { errorText: 'net::ERR_FAILED', corsError: null },
  expects: { outcome: 'not-cors', reason: 'service-worker-answer' },
})

export const DISGUISED: readonly LookAlike[] = [
  {
    name: 'login-redirect',
    scene: (at) => ({
      routes: { data: answer(302, ['location', `${at.otherSite}/login`]) },
      targets: [`${at.api}${at.path}data`],
      script: fetching(`${at.api}${at.path}data`),
    }),
    truth: refused('MissingAllowOriginHeader'),
    expects: blocked('allow-origin-missing'),
  },
  {
    name: 'server-error-without-headers',
    scene: (at) => ({
      routes: { data: answer(500) },
      targets: [`${at.api}${at.path}data`],
      script: fetching(`${at.api}${at.path}data`),
    }),
    truth: refused('MissingAllowOriginHeader'),
    expects: blocked('allow-origin-missing'),
  },
  {
    name: 'cached-image-without-allow-origin',
    scene: (at) => ({
      routes: {
        picture: {
          status: 200,
          headers: [
            ['content-type', 'image/svg+xml'],
            ['cache-control', 'max-age=600'],
          ],
          body: '<svg xmlns="http://www.w3.org/2000/svg"/>',
        },
      },
      targets: [`${at.otherSite}${at.path}picture?cached`],
      script: `${element('img', `${at.otherSite}${at.path}picture?cached`)}
        ${fetching(`${at.otherSite}${at.path}picture?cached`)}`,
    }),
    truth: refused('MissingAllowOriginHeader'),
    expects: likeliest('cached-without-allow-origin'),
  },
  {
    name: 'hsts-simple',
    scene: (at) => ({
      routes: {
        remember: answer(200, ANYONE, ['strict-transport-security', 'max-age=600']),
        data: answer(200),
      },
      targets: [`${at.hsts}${at.path}data`],
      script: `${fetching(`${at.hsts.replace('http:', 'https:')}${at.path}remember`)}
        ${fetching(`${at.hsts}${at.path}data`)}`,
    }),
    truth: refused('MissingAllowOriginHeader'),
    expects: blocked('allow-origin-missing'),
  },
  {
    name: 'hsts-preflighted',
    scene: (at) => ({
      routes: { remember: answer(200, ANYONE, ['strict-transport-security', 'max-age=600']) },
      targets: [`${at.hsts}${at.path}data`],
      script: `${fetching(`${at.hsts.replace('http:', 'https:')}${at.path}remember`)}
        ${fetching(`${at.hsts}${at.path}data`, `{ method: 'PUT' }`)}`,
    }),
    truth: refused('PreflightDisallowedRedirect'),
    expects: blocked('preflight-redirected'),
  },
  {
    name: 'preflight-redirected-to-slash',
    scene: (at) => ({
      routes: { data: redirect(`${at.path}data/`, 307) },
      targets: [`${at.api}${at.path}data`],
      script: fetching(`${at.api}${at.path}data`, `{ method: 'DELETE' }`),
    }),
    truth: refused('PreflightDisallowedRedirect'),
    expects: blocked('preflight-redirected'),
  },
  {
    name: 'scheme-not-supported',
    scene: () => ({
      targets: ['foo://bar/data'],
      script: `await new Promise((done) => {
        const xhr = new XMLHttpRequest()
        xhr.onloadend = done
        xhr.open('GET', 'foo://bar/data')
        xhr.send()
      })`,
    }),
    truth: refused('CorsDisabledScheme'),
    expects: blocked('scheme-not-supported'),
  },
  workerPage('service-worker-error', 'Response.error()'),
  workerPage('service-worker-rejects', `Promise.reject(new Error('no'))`),
  workerPage('service-worker-opaque', `fetch(event.request.url + '?again', { mode: 'no-cors' })`),
]

/** Let through, and yet not well: what the engine warns of. */
export const WARNED: readonly LookAlike[] = [
  {
    name: 'cacheable-without-vary',
    scene: (at) => ({
      routes: { data: { status: 200, headers: [['access-control-allow-origin', at.page]], body: 'ok' } },
      targets: [`${at.api}${at.path}data`],
      script: fetching(`${at.api}${at.path}data`),
    }),
    truth: { outcome: 'finished' },
    expects: { outcome: 'allowed', reason: null },
    warns: 'warn-vary-origin-missing',
  },
  {
    name: 'every-origin-reflected',
    scene: (at) => ({
      routes: {
        data: ({ headers: { origin = '' } }) =>
          answer(200, ['access-control-allow-origin', origin], ['access-control-allow-credentials', 'true']),
        frame: {
          ...html(),
          body: `<script>(async () => {
            ${fetching(`${at.otherSite}${at.path}data`, `{ credentials: 'include' }`)}
            parent.postMessage('over', '*')
          })()</script>`,
        },
      },
      targets: [`${at.otherSite}${at.path}data`],
      script: `const over = new Promise((done) => { onmessage = done })
        const frame = document.createElement('iframe')
        frame.src = '${at.foreign}${at.path}frame'
        document.body.append(frame)
        await over
        ${fetching(`${at.otherSite}${at.path}data`, `{ credentials: 'include' }`)}`,
    }),
    truth: { outcome: 'finished' },
    expects: { outcome: 'allowed', reason: null },
    warns: 'warn-reflected-origin-with-credentials',
  },
]

const PERMISSIONS = ['local-network-access', 'local-network', 'loopback-network']

const permit =
  (setting: 'granted' | 'denied') =>
  async ({ page: { session } }: Stage): Promise<void> => {
    for (const name of PERMISSIONS)
      await session.send('Browser.setPermission', { permission: { name }, setting })
  }

/** An https page on the public internet, as the browser was told, that asks for an address of this machine. */
const fromPublicPage = (
  name: string,
  setting: 'granted' | 'denied',
  init: string,
  rest: Pick<LookAlike, 'truth' | 'expects'>,
): LookAlike => ({
  name,
  scene: (at): Scene => ({
    page: { origin: 'securePage' },
    routes: { data: answer(200) },
    targets: [`${at.otherSite}${at.path}data`],
    script: fetching(`${at.otherSite}${at.path}data`, init),
    before: permit(setting),
  }),
  ...rest,
})

const fromInsecurePage = (name: string, init: string, expects: LookAlike['expects']): LookAlike => ({
  name,
  scene: (at) => ({
    routes: { data: answer(200, ANYONE) },
    targets: [`${at.otherSite}${at.path}data`],
    script: fetching(`${at.otherSite}${at.path}data`, init),
  }),
  truth: refused('InsecureLocalNetwork'),
  expects,
})

/** Tells the browser that the pages' servers are on the public internet; the API stays on this machine. */
export const publicPages = (at: Omit<Addresses, 'path'>): readonly string[] => {
  const space = (origin: string) => `127.0.0.1:${new URL(origin).port}=public`
  return [`--ip-address-space-overrides=${space(at.page)},${space(at.securePage)}`]
}

export const LOCAL_NETWORK: readonly LookAlike[] = [
  fromInsecurePage('local-network-insecure', '{}', likeliest('local-network-insecure-context')),
  fromInsecurePage(
    'local-network-insecure-preflighted',
    `{ method: 'PUT' }`,
    blocked('local-network-insecure-context'),
  ),
  fromPublicPage('local-network-denied', 'denied', '{}', {
    truth: refused('LocalNetworkAccessPermissionDenied'),
    expects: likeliest('local-network-denied'),
  }),
  fromPublicPage('local-network-denied-preflighted', 'denied', `{ method: 'PUT' }`, {
    truth: refused('LocalNetworkAccessPermissionDenied'),
    expects: blocked('local-network-denied'),
  }),
  fromPublicPage('local-network-wrong-space', 'granted', `{ targetAddressSpace: 'local' }`, {
    truth: refused('InvalidLocalNetworkAccess'),
    expects: likeliest('local-network-denied'),
  }),
  fromPublicPage('local-network-granted', 'granted', '{}', {
    truth: refused('MissingAllowOriginHeader'),
    expects: blocked('allow-origin-missing'),
  }),
]
