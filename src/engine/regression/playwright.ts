/** A test for Playwright: the browser itself decides. */
import { js } from '../fixes/literals.ts'
import type { Contract } from './contract.ts'

export function playwrightOf({
  title,
  server,
  path,
  origin,
  method,
  headers,
  credentials,
}: Contract): string {
  const lines = headers.map(([name, value]) => `        ${js(name)}: ${js(value)},`)
  const shown = lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n      }`
  return `// ${title}: must pass CORS for a page of ${origin}.
import { expect, test } from '@playwright/test'

const ORIGIN = ${js(origin)}
const SERVER = process.env.SERVER ?? ${js(server)}

test('the browser lets the page read the response', async ({ page, context, browserName }) => {
  // a page that is not served by this machine needs it for a server that is
  if (browserName === 'chromium') await context.grantPermissions(['local-network-access'])
  // an empty page of that origin; the server is asked for real
  await page.route(ORIGIN + '/', (route) => route.fulfill({ contentType: 'text/html', body: '' }))
  await page.goto(ORIGIN + '/')
  // while a route is set, Playwright grants every preflight by itself
  await page.unroute(ORIGIN + '/')
  const call = {
    url: SERVER + ${js(path)},
    init: {
      method: ${js(method)},
      credentials: ${credentials ? `'include' as const` : `'omit' as const`},
      headers: ${shown},
    },
  }
  const result = await page.evaluate(
    ({ url, init }) => fetch(url, init).then(() => 'passed', (error: Error) => error.message),
    call,
  )
  expect(result).toBe('passed')
})
`
}
