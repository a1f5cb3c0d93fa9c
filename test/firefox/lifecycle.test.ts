/** The panel in real Firefox over the life of a page: navigation, the log that is kept, the theme, DevTools closed and opened. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Demo, startDemo } from '../demo/servers.ts'
import { until } from '../support/until.ts'
import { findFirefox } from './find.ts'
import { Firefox } from './firefox.ts'
import { Watch } from './watch.ts'

const present = findFirefox() !== null

describe.runIf(present)('the panel in Firefox', () => {
  let demo: Demo
  let firefox: Firefox

  const openDemo = async (): Promise<void> => {
    await firefox.goto(`${demo.origins.page}/`)
    await until("the demo's page", () =>
      firefox.inPage<boolean>('return document.documentElement.dataset.ready === "true"'),
    )
  }
  const send = (id: string) => firefox.inPage('return sendCase(arguments[0])', id)
  const rows = () =>
    firefox.inExtension<string[]>(
      'devtools_panel',
      `return [...document.querySelectorAll('[data-testid="flow-row"]')].map((row) => row.textContent)`,
    )
  const listed = (count: number) => until(`${count} rows`, async () => (await rows()).length === count)
  const panelBrightness = () =>
    firefox.inExtension<number>(
      'devtools_panel',
      `const parts = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)
       return (parts[0] + parts[1] + parts[2]) / 3`,
    )

  beforeAll(async () => {
    demo = await startDemo()
    firefox = await Firefox.launch()
    await openDemo()
    await firefox.openPanel()
    await Watch.start(firefox, '/icon.svg?listening')
  })

  afterAll(async () => {
    await firefox?.close()
    await demo?.close()
  })

  it('is cleared by a navigation', async () => {
    await openDemo()
    await send('origin-missing')
    await listed(1)
    await openDemo()
    await listed(0)
  })

  it('keeps the list when the log is to persist, in Firefox’s own words', async () => {
    const words = await firefox.inExtension<string>('devtools_panel', 'return document.body.textContent')
    expect(words).toContain('Persist Logs')
    await firefox.click('[data-testid="preserve-log"]')
    await send('origin-missing')
    await listed(1)
    await openDemo()
    await send('two-layers')
    await listed(2)
    await firefox.click('[data-testid="preserve-log"]')
  })

  it('names Firefox’s reason, and offers nothing that Firefox lacks', async () => {
    await openDemo()
    await send('origin-missing')
    await listed(1)
    const words = await until('the explanation', () =>
      firefox.inExtension<string>(
        'devtools_panel',
        `return document.querySelector('[data-testid="detail"]')?.textContent ?? ''`,
      ),
    )
    expect(words).toContain('CORSMissingAllowOrigin')
    const buttons = await firefox.inExtension<string[]>(
      'devtools_panel',
      `return [...document.querySelectorAll('[data-testid]')].map((one) => one.dataset.testid)`,
    )
    expect(buttons).not.toContain('show-in-network')
    expect(buttons).not.toContain('try-fix')
    expect(buttons).toContain('test-again')
  })

  it('sends a request again from the page', async () => {
    await firefox.click('[data-testid="test-again"]')
    await until('the answer', () =>
      firefox.inExtension<boolean>(
        'devtools_panel',
        `return document.querySelector('[data-testid="again"]')?.dataset.result === 'unchanged'`,
      ),
    )
  })

  it.each(['dark', 'light'])('is %s as DevTools are', async (theme) => {
    await firefox.setPreference('devtools.theme', theme)
    await until(`the ${theme} panel`, async () => (await panelBrightness()) > 128 === (theme === 'light'))
  })

  it('comes back when DevTools are closed and opened', async () => {
    await firefox.closeDevTools()
    await firefox.openPanel()
    await Watch.start(firefox, '/icon.svg?again')
    await send('two-layers')
    await listed(1)
  })
})
