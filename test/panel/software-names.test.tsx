// @vitest-environment happy-dom
/** Software is called by its name: its id is for programs. */
import { expect, it } from 'vitest'
import { diagnosis, missing } from './fixtures.ts'
import { mount } from './mount.tsx'

it('stands before the server under its name', () => {
  const panel = mount()
  const failure = missing('a')
  const server = { ...failure.server, layers: ['cloudflare-workers', 'api-gateway'] }
  panel.receive({ type: 'diagnosis', diagnosis: diagnosis({ ...failure, server }) })
  const said = panel.one('server').textContent
  expect(said).toContain('Behind: Cloudflare Workers, Amazon API Gateway')
  expect(said).not.toContain('api-gateway')
})
