/** FastAPI, real and broken in every way of its table, before a real browser. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyToMain } from './fastapi/apply.ts'
import { FastApiApps } from './fastapi/apps.ts'
import { FASTAPI_CASES } from './fastapi/cases.ts'
import { installFastApi } from './fastapi/install.ts'
import { app as appOf, cors, ITEMS } from './fastapi/sources.ts'
import { withAddresses } from './support/case.ts'
import { diagnosisOf, expectCured, expectNamed, expectPasses, fixFor, withoutTold } from './support/check.ts'
import { Recordings } from './support/recordings.ts'
import type { PageRequest } from './support/request.ts'
import { Session } from './support/session.ts'

const fastApi = await installFastApi()

describe.skipIf(fastApi === null)('FastAPI', () => {
  let apps: FastApiApps
  let session: Session
  const recordings = new Recordings('fastapi', fastApi?.versions ?? {})

  beforeAll(async () => {
    if (fastApi === null) return
    apps = await FastApiApps.start(fastApi, ['F09', ...FASTAPI_CASES.map(({ id }) => id)])
    session = await Session.start()
  })

  afterAll(async () => {
    await recordings.save(session)
    await session?.close()
    await apps?.stop()
  })

  it('runs at least 30 cases', () => {
    expect(FASTAPI_CASES.length).toBeGreaterThanOrEqual(30)
  })

  it.each(FASTAPI_CASES)('$id: $what', async (item) => {
    const source = withAddresses(item.app, { page: session.pages.first, third: session.pages.third })
    await apps.serve(item.id, source, false)
    const requests = [...(item.before ?? []), item.request]
    const port = apps.port(item.id)
    const page = session.pages.first
    await expectPasses(session, port, item.still)
    const recording = await session.ask({ page, port, requests })
    recordings.add(item, 'broken', page, recording)
    const found = expectNamed(item, recording)
    if (item.fix === null) {
      expect(found.fixes).toEqual([])
      return
    }
    const fix = fixFor(item, found)
    const onPage = fix.framework === 'front-end'
    if (!onPage) await apps.serve(item.id, applyToMain(withoutTold(source, item, fix), fix), true)
    const fixed = {
      port,
      requests,
      pageFix: onPage ? fix : null,
      result: item.result ?? '200',
      everythingAllowed: item.everythingAllowed,
    }
    recordings.add(item, 'mended', page, await expectCured(session, fixed))
    await expectPasses(session, port, item.still)
  })

  it('F09: "*" with credentials fails nowhere any more, and the engine warns of it', async () => {
    const page = session.pages.first
    await apps.serve('F09', appOf(cors('allow_origins=["*"], allow_credentials=True'), ITEMS), false)
    const requests: PageRequest[] = [
      { path: '/items', by: 'sandboxed-fetch' },
      { path: '/items', credentials: 'include' },
    ]
    const recording = await session.ask({ page, port: apps.port('F09'), requests })
    expect(recording.result).toBe('200')
    const { verdict, warnings } = diagnosisOf(recording)
    expect(verdict.outcome).toBe('allowed')
    expect(warnings.map(({ reason }) => reason)).toContain('warn-reflected-origin-with-credentials')
  })
})
