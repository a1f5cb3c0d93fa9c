/** Next.js in development with FastAPI behind it, before a real browser. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fix } from '../../src/engine/index.ts'
import { applyToMain } from './fastapi/apply.ts'
import { FastApiApps } from './fastapi/apps.ts'
import { installFastApi } from './fastapi/install.ts'
import { app as appOf, ITEMS } from './fastapi/sources.ts'
import { type Files, NextApp } from './next/app.ts'
import { applyToApp } from './next/apply.ts'
import { CALLING_PAGE, FORWARD_CASES, type ForwardCase } from './next/forward-cases.ts'
import { withAddresses } from './support/case.ts'
import { expectNamed, fixFor } from './support/check.ts'
import { installNodePackages } from './support/node-packages.ts'
import { Recordings } from './support/recordings.ts'
import type { PageRequest } from './support/request.ts'
import { type Recording, Session } from './support/session.ts'

const fastApi = await installFastApi()

const MAIN = appOf(
  ITEMS,
  `
@app.get("/orders/")
def orders():
    return {"ok": True}
`,
)

describe.skipIf(fastApi === null)('Next.js before FastAPI', () => {
  let next: NextApp
  let apps: FastApiApps
  let session: Session
  let recordings: Recordings | undefined

  beforeAll(async () => {
    if (fastApi === null) return
    const packages = await installNodePackages()
    recordings = new Recordings('nextjs-fastapi', { ...packages.versions, ...fastApi.versions })
    next = await NextApp.create(packages, 'forward')
    apps = await FastApiApps.start(
      fastApi,
      FORWARD_CASES.map(({ id }) => id),
    )
    session = await Session.start()
  })

  afterAll(async () => {
    await recordings?.save(session)
    await session?.close()
    await next?.stop()
    await apps?.stop()
  })

  const filesOf = ({ id, files }: ForwardCase): Files => {
    const addresses = { page: session.pages.first, upstream: `http://localhost:${apps.port(id)}` }
    const all = { ...files, 'app/page/page.tsx': CALLING_PAGE }
    return Object.fromEntries(
      Object.entries(all).map(([path, content]) => [
        path,
        typeof content === 'string' ? withAddresses(content, addresses) : content,
      ]),
    )
  }

  async function startNext({ id }: ForwardCase, files: Files): Promise<void> {
    await session.leave()
    await next.write(files)
    await next.start('dev', { API_ORIGIN: `http://localhost:${apps.port(id)}` })
  }

  const asks = (item: ForwardCase, page: string, to: 'next' | 'fastapi', requests: PageRequest[]) =>
    session.ask({ page, port: to === 'next' ? next.port : apps.port(item.id), requests })

  /** What the page of the case gets, from the address it calls once the fix is in. */
  const askFixed = (item: ForwardCase, page: string): Promise<Recording> =>
    asks(item, page, item.after?.to ?? item.to, [item.after?.request ?? item.request])

  async function apply(item: ForwardCase, fix: Fix): Promise<void> {
    if (fix.framework === 'fastapi') await apps.serve(item.id, applyToMain(MAIN, fix), true)
    else await startNext(item, applyToApp(filesOf(item), fix))
  }

  it.each(FORWARD_CASES)('$id: $what', async (item) => {
    await apps.serve(item.id, MAIN, false)
    await startNext(item, filesOf(item))
    const page = item.from === 'next' ? `http://localhost:${next.port}` : session.pages.first
    const recording = await asks(item, page, item.to, [...(item.before ?? []), item.request])
    recordings?.add(item, 'broken', page, recording)
    const found = expectNamed(item, recording)
    await apply(item, fixFor(item, found))
    const mended = await askFixed(item, page)
    expect({ result: mended.result, corsError: mended.truth.corsError }).toEqual({
      result: '200',
      corsError: null,
    })
    recordings?.add(item, 'mended', page, mended)
    const request: PageRequest = { ...(item.after?.request ?? item.request), by: 'fetch' }
    const other = await asks(item, session.pages.second, item.after?.to ?? item.to, [request])
    expect(other.truth.corsError, 'what a second origin gets').toEqual(expect.any(String))
  })
})
