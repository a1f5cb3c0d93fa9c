/** A test for vitest with fetch, against a server that runs. */
import { js, list } from '../fixes/literals.ts'
import type { Contract } from './contract.ts'

const object = (pairs: readonly (readonly [string, string])[]): string =>
  `{ ${pairs.map(([name, value]) => `${js(name)}: ${js(value)}`).join(', ')} }`

const grants = (credentials: boolean): string =>
  credentials
    ? `  expect(headers.get('access-control-allow-origin')).toBe(ORIGIN)
  expect(headers.get('access-control-allow-credentials')).toBe('true')`
    : `  expect([ORIGIN, '*']).toContain(headers.get('access-control-allow-origin'))`

function preflight({ path, method, asked, credentials }: Contract): string {
  if (asked === null) return ''
  const headers: [string, string][] = [['Access-Control-Request-Method', method]]
  if (asked.length > 0) headers.push(['Access-Control-Request-Headers', asked.join(',')])
  const star = credentials ? '' : ` || allowed.includes('*')`
  return `
test('the preflight is granted', async () => {
  const response = await ask(${js(path)}, 'OPTIONS', ${object(headers)})
  expect(response.ok).toBe(true)
  expectGranted(response)
  let allowed = items(response, 'access-control-allow-methods')
  expect(['GET', 'HEAD', 'POST', ...allowed].includes(${js(method)})${star}).toBe(true)
  allowed = items(response, 'access-control-allow-headers').map((name) => name.toLowerCase())
  const missing = [${list(asked, js)}].filter((name) => !(allowed.includes(name)${star}))
  expect(missing).toEqual([])
})
`
}

export function vitestOf(contract: Contract): string {
  const { title, server, path, origin, method, headers, credentials } = contract
  return `// ${title}: must pass CORS for a page of ${origin}.
import { expect, test } from 'vitest'

const ORIGIN = ${js(origin)}
const SERVER = process.env.SERVER ?? ${js(server)}

const ask = (path: string, method: string, headers: Record<string, string>) =>
  fetch(SERVER + path, { method, headers: { Origin: ORIGIN, ...headers }, redirect: 'manual' })

const items = ({ headers }: Response, name: string) =>
  (headers.get(name) ?? '').split(',').map((item) => item.trim())

function expectGranted({ headers }: Response) {
${grants(credentials)}
}
${preflight(contract)}
test('the response is granted', async () => {
  expectGranted(await ask(${js(path)}, ${js(method)}, ${object(headers)}))
})
`
}
