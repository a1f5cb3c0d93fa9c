/** Express, Fastify and Hono, real and broken in every way of their table, before a real browser. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyToServer } from './node/apply.ts'
import { NODE_CASES, type Stack } from './node/cases.ts'
import { startNodeServer } from './node/server.ts'
import { withAddresses } from './support/case.ts'
import { expectCured, expectNamed, fixFor } from './support/check.ts'
import { installNodePackages } from './support/node-packages.ts'
import { Recordings } from './support/recordings.ts'
import { freePorts, type ServerProcess } from './support/server-process.ts'
import { Session } from './support/session.ts'

const STACKS: readonly Stack[] = ['express', 'fastify', 'hono']

describe('Express, Fastify and Hono', () => {
  let session: Session
  let running: ServerProcess | undefined
  const recordings = new Map<Stack, Recordings>()

  beforeAll(async () => {
    const { versions } = await installNodePackages()
    for (const stack of STACKS) recordings.set(stack, new Recordings(stack, versions))
    session = await Session.start()
  })

  afterAll(async () => {
    for (const stack of recordings.values()) await stack.save(session)
    await session?.close()
    await running?.stop()
  })

  async function serve(id: string, source: string, port: number): Promise<void> {
    await running?.stop()
    running = await startNodeServer(id, source, port)
  }

  it.each(STACKS)('runs at least 3 cases of %s', (stack) => {
    expect(NODE_CASES.filter((item) => item.stack === stack).length).toBeGreaterThanOrEqual(3)
  })

  it.each(NODE_CASES)('$id: $stack, $what', async (item) => {
    const [port = 0] = await freePorts(1)
    const page = session.pages.first
    const source = withAddresses(item.source, { page })
    const requests = [...(item.before ?? []), item.request]
    await serve(item.id, source, port)
    const recording = await session.ask({ page, port, requests })
    recordings.get(item.stack)?.add(item, 'broken', page, recording)
    const found = expectNamed(item, recording)
    const fix = fixFor(item, found)
    const onPage = fix.framework === 'front-end'
    if (!onPage) await serve(item.id, applyToServer(source, fix), port)
    const fixed = { port, requests, pageFix: onPage ? fix : null, result: item.result ?? '200' }
    recordings.get(item.stack)?.add(item, 'mended', page, await expectCured(session, fixed))
  })
})
