/** TLS, HTTP/2, service workers, and entries that come late, early or never, in real Firefox. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diagnose, explain, type FlowDiagnosis } from '../../src/engine/index.ts'
import { until } from '../support/until.ts'
import { type Answers, startAnswers } from './answers.ts'
import { findFirefox } from './find.ts'
import { Firefox } from './firefox.ts'
import { ACCEPT_CERTIFICATES } from './internals.ts'
import { Watch } from './watch.ts'

const present = findFirefox() !== null

describe.runIf(present)('in Firefox', () => {
  let answers: Answers
  let firefox: Firefox
  let watch: Watch
  let count = 0

  beforeAll(async () => {
    answers = await startAnswers()
    firefox = await Firefox.launch()
    await firefox.goto(`${answers.page}/`)
    await firefox.openPanel()
    watch = await Watch.start(firefox, '/?listening')
  })

  afterAll(async () => {
    await firefox?.close()
    answers?.close()
  })

  /** Asks for an address from the page; what came of it. */
  const ask = (url: string, options: object = {}) =>
    firefox.inPage<string>(
      'return fetch(...arguments).then((response) => response.text()).catch((error) => error.name)',
      url,
      options,
    )

  /** All that is logged of an address, judged, once Firefox has handed it out. */
  async function flowsOf(url: string): Promise<FlowDiagnosis[]> {
    const last = `${answers.page}/?last=${++count}`
    await ask(last)
    const entries = await watch.entries(last)
    const { flows } = diagnose(entries, { browser: 'firefox', pageUrl: `${answers.page}/` })
    return flows.filter(({ flow }) => flow.exchange.url === url)
  }

  async function verdictOf(url: string) {
    const flows = await flowsOf(url)
    expect(flows).toHaveLength(1)
    const { outcome, finding, certain, alternatives } = (flows[0] as FlowDiagnosis).verdict
    return {
      outcome,
      code: finding ? explain(finding).codes.firefox : null,
      reasons: [finding?.reason, ...alternatives.map((each) => each.finding.reason)],
      certain,
    }
  }

  it('a certificate that it does not trust is no matter of CORS', async () => {
    const url = `${answers.tls}/star/untrusted`
    expect(await ask(url)).toBe('TypeError')
    expect(await verdictOf(url)).toMatchObject({ outcome: 'not-cors', certain: false })
  })

  describe.each(['tls', 'http2'] as const)('over %s', (kind) => {
    beforeAll(() => firefox.inBrowser(ACCEPT_CERTIFICATES))

    it('a response without the header is blocked', async () => {
      const url = `${answers[kind]}/missing/${kind}`
      expect(await ask(url)).toBe('TypeError')
      expect(await verdictOf(url)).toMatchObject({ outcome: 'blocked', code: 'CORSMissingAllowOrigin' })
    })

    it('a preflight that is refused is blocked', async () => {
      const url = `${answers[kind]}/no-preflight/${kind}`
      expect(await ask(url, { method: 'PUT' })).toBe('TypeError')
      expect(await verdictOf(url)).toMatchObject({ outcome: 'blocked', code: 'CORSPreflightDidNotSucceed' })
    })

    it('what passes is allowed', async () => {
      const url = `${answers[kind]}/star/${kind}`
      expect(await ask(url, { method: 'PUT', headers: { 'x-a': '1' } })).toBe('x')
      expect(await verdictOf(url)).toMatchObject({ outcome: 'allowed' })
    })
  })

  it('a request that its page takes back is no refusal', async () => {
    const url = `${answers.api}/never/x`
    await firefox.inPage(
      `const control = new AbortController()
       const answered = fetch(arguments[0], { headers: { 'x-a': '1' }, signal: control.signal }).catch(() => null)
       return fetch(arguments[1]).then(() => control.abort()).then(() => answered).then(() => null)`,
      url,
      `${answers.api}/star/late/before`,
    )
    const verdict = await verdictOf(url)
    expect(verdict.outcome).not.toBe('blocked')
    expect(verdict.reasons).toContain('aborted')
  })

  it('a request under way is no refusal, and is judged once it is answered', async () => {
    const url = `${answers.api}/late/x`
    await firefox.inPage(
      `window.late = fetch(arguments[0], { headers: { 'x-a': '1' } }).catch(() => null)`,
      url,
    )
    const early = await until('the preflight', async () => (await flowsOf(url))[0])
    expect(early.verdict).toMatchObject({ outcome: 'undetermined', certain: false })
    await firefox.inPage('return window.late.then(() => null)')
    expect(await verdictOf(url)).toMatchObject({ outcome: 'blocked', code: 'CORSMissingAllowOrigin' })
  })

  it('requests made while DevTools open are judged right, as far as they are logged', async () => {
    await firefox.closeDevTools()
    await firefox.goto(`${answers.page}/`)
    await firefox.inPage(
      `window.asked = []
       window.asking = setInterval(() => {
         const number = asked.length
         asked.push(fetch(arguments[0] + number).catch(() => null))
         asked.push(fetch(arguments[1] + number, { method: 'PUT', headers: { 'x-a': '1' } }))
       }, 100)`,
      `${answers.api}/missing/`,
      `${answers.api}/star/`,
    )
    await firefox.openPanel()
    watch = await Watch.start(firefox, '/?opened')
    await firefox.inPage('clearInterval(asking); return Promise.all(asked).then(() => null)')
    const last = `${answers.page}/?last=opened`
    await ask(last)
    const { flows } = diagnose(await watch.entries(last), { browser: 'firefox', pageUrl: `${answers.page}/` })
    const outcomes = (part: string) => [
      ...new Set(
        flows
          .filter(({ flow }) => flow.exchange.url.includes(part))
          .map(({ verdict }) => `${verdict.outcome} ${verdict.finding?.reason ?? ''}`),
      ),
    ]
    expect(outcomes('/missing/')).toEqual(['blocked allow-origin-missing'])
    expect(outcomes('/star/')).toEqual(['allowed '])
  })

  it('what a service worker asks for is left open: its own requests are not in the log', async () => {
    await firefox.inPage(
      `return navigator.serviceWorker.register('/worker.js')
         .then(() => navigator.serviceWorker.ready)
         .then(() => navigator.serviceWorker.controller ??
           new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve)))
         .then(() => null)`,
    )
    const url = `${answers.api}/through-worker/x`
    expect(await ask(url)).toBe('TypeError')
    const verdict = await verdictOf(url)
    expect(verdict).toMatchObject({ certain: false })
    expect(verdict.outcome).not.toBe('allowed')
  })
})
