/** The choice of framework on the command line: whose code is printed, and nothing else of what the log tells. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JsonReport } from '../../src/engine/index.ts'
import { entry, har } from '../support/har.ts'
import { corscope } from './corscope.ts'

const ONE = 'https://one.example'
const TWO = 'https://two.example'
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'corscope-framework-'))
  const refused = [ONE, TWO].map((api) => entry({ url: `${api}/items`, error: 'net::ERR_FAILED' }))
  writeFileSync(join(folder, 'log.har'), JSON.stringify(har(refused)))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function explained(...options: string[]): Promise<JsonReport['flows']> {
  const { stdout } = await corscope(['explain', '--format', 'json', ...options, join(folder, 'log.har')])
  return (JSON.parse(stdout) as JsonReport).flows
}

const servers = (flows: JsonReport['flows']) =>
  flows.map(({ server, fixes }) => [server.origin, server.framework, server.chosen, fixes[0]?.framework])

describe('--framework', () => {
  test('without it nobody is named, where nothing in the log does', async () => {
    expect(servers(await explained())).toEqual([
      [ONE, null, false, 'plain'],
      [TWO, null, false, 'plain'],
    ])
  })

  test('ID alone holds for every server', async () => {
    expect(servers(await explained('--framework', 'django'))).toEqual([
      [ONE, 'django', true, 'django'],
      [TWO, 'django', true, 'django'],
    ])
  })

  test('ORIGIN=ID holds for that server, and beside an ID for the others too', async () => {
    expect(servers(await explained('--framework', `${TWO}=gin`))).toEqual([
      [ONE, null, false, 'plain'],
      [TWO, 'gin', true, 'gin'],
    ])
    const both = await explained('--framework', 'express', '--framework', `${TWO}/some/path=gin`)
    expect(servers(both)).toEqual([
      [ONE, 'express', true, 'express'],
      [TWO, 'gin', true, 'gin'],
    ])
  })

  test('changes no verdict, no cause and no evidence', async () => {
    const told = (flows: JsonReport['flows']) =>
      flows.map(({ outcome, reason, causes, blockers, credentials }) => ({
        outcome,
        reason,
        causes,
        blockers,
        credentials,
      }))
    expect(told(await explained('--framework', 'rails'))).toEqual(told(await explained()))
  })

  test.each([
    ['no-such', /there is no framework “no-such”, only .*express/],
    [`${ONE}=no-such`, /there is no framework “no-such”/],
    ['one.example=gin', /“one\.example” is no origin/],
  ])('%s is refused with what would be right', async (choice, message) => {
    const { code, stderr } = await corscope(['explain', '--framework', choice, join(folder, 'log.har')])
    expect(code).toBe(2)
    expect(stderr).toMatch(message)
  })
})
