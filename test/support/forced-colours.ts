/** The colours of a system in high contrast, as Windows has them: the browser's own emulation. */
import type { Page } from 'puppeteer-core'

export async function forcedColours(page: Page, on: boolean): Promise<void> {
  const session = await page.createCDPSession()
  await session.send('Emulation.setEmulatedMedia', {
    features: on ? [{ name: 'forced-colors', value: 'active' }] : [],
  })
  // the emulation ends with its session
  if (!on) await session.detach()
}
