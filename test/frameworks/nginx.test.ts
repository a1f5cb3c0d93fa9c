/** nginx, real and misconfigured in every way of its table, before a real browser. */
import type { Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NGINX_CASES } from './nginx/cases.ts'
import { installNginx } from './nginx/install.ts'
import { addressOf, applyToNginx, type Configuration, startApplication, startNginx } from './nginx/server.ts'
import { withAddresses } from './support/case.ts'
import { expectCured, expectNamed, fixFor, withoutTold } from './support/check.ts'
import { Recordings } from './support/recordings.ts'
import { freePorts, type ServerProcess } from './support/server-process.ts'
import { Session } from './support/session.ts'

const nginx = await installNginx()

describe.skipIf(nginx === null)('nginx', () => {
  let session: Session
  let application: Server
  let running: ServerProcess | undefined
  // the answers tell the version themselves
  const recordings = new Recordings('nginx', {})

  beforeAll(async () => {
    session = await Session.start()
    application = await startApplication(session.pages.first)
  })

  afterAll(async () => {
    await recordings.save(session)
    await session?.close()
    await running?.stop()
    application?.close()
  })

  async function serve(id: string, configuration: Configuration, port: number): Promise<void> {
    await running?.stop()
    running = await startNginx(nginx ?? '', id, configuration, port)
  }

  it('runs at least 3 cases', () => {
    expect(NGINX_CASES.length).toBeGreaterThanOrEqual(3)
  })

  it.each(NGINX_CASES)('$id: $what', async (item) => {
    const [port = 0] = await freePorts(1)
    const page = session.pages.first
    const lines = item.location.map((line) => `    ${line}`).join('\n')
    const location = withAddresses(lines, { page, upstream: addressOf(application) })
    const requests = [...(item.before ?? []), item.request]
    await serve(item.id, { http: '', location }, port)
    const recording = await session.ask({ page, port, requests })
    recordings.add(item, 'broken', page, recording)
    const found = expectNamed(item, recording)
    const fix = fixFor(item, found)
    await serve(item.id, applyToNginx({ http: '', location: withoutTold(location, item, fix) }, fix), port)
    const fixed = { port, requests, pageFix: null, result: item.result ?? '200' }
    recordings.add(item, 'mended', page, await expectCured(session, fixed))
  })
})
