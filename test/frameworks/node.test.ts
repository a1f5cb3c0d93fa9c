/** Express, Fastify and Hono, real and broken in every way of their table, before a real browser. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyToServer } from './node/apply.ts'
import { NODE_CASES } from './node/cases.ts'
import { startNodeServer } from './node/server.ts'
import { withAddresses } from './support/case.ts'
import { expectCured, expectNamed, fixFor } from './support/check.ts'
import { installNodePackages } from './support/node-packages.ts'
import { freePorts, type ServerProcess } from './support/server-process.ts'
import { Session } from './support/session.ts'

describe('Express, Fastify and Hono', () => {
  let session: Session
  let running: ServerProcess | undefined

  beforeAll(async () => {
    await installNodePackages()
    session = await Session.start()
  })

  afterAll(async () => {
    await session?.close()
    await running?.stop()
  })

  async function serve(id: string, source: string, port: number): Promise<void> {
    await running?.stop()
    running = await startNodeServer(id, source, port)
  }

  it.each(['express', 'fastify', 'hono'])('runs at least 3 cases of %s', (stack) => {
    expect(NODE_CASES.filter((item) => item.stack === stack).length).toBeGreaterThanOrEqual(3)
  })

  it.each(NODE_CASES)('$id: $stack, $what', async (item) => {
    const [port = 0] = await freePorts(1)
    const page = session.pages.first
    const source = withAddresses(item.source, { page })
    const requests = [...(item.before ?? []), item.request]
    await serve(item.id, source, port)
    const found = expectNamed(item, await session.ask({ page, port, requests }))
    const fix = fixFor(item, found)
    const onPage = fix.framework === 'front-end'
    if (!onPage) await serve(item.id, applyToServer(source, fix), port)
    await expectCured(session, { port, requests, pageFix: onPage ? fix : null, result: item.result ?? '200' })
  })
})
