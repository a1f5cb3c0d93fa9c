/** `npx tsx test/support/ensure-browser.ts`: finds or installs the browser and says which one it is. */
import { ensureBrowser, NoBrowserError } from './browser.ts'

try {
  const { label, path } = await ensureBrowser()
  console.log(`Browser: ${label} (${path})`)
} catch (error) {
  if (!(error instanceof NoBrowserError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
