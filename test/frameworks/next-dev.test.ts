/** Next.js under `next dev`, broken in every way of its table, before a real browser. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Files, NextApp } from './next/app.ts'
import { applyToApp } from './next/apply.ts'
import { NEXT_CASES, type NextCase, type Setup } from './next/cases.ts'
import { filesOf } from './next/setups.ts'
import { diagnosisOf, expectCured, expectNamed, expectPasses, fixFor } from './support/check.ts'
import { installNodePackages, type NodePackages } from './support/node-packages.ts'
import { Recordings } from './support/recordings.ts'
import { type Ask, type Recording, Session } from './support/session.ts'

const SETUPS: readonly Setup[] = ['plain', 'guarded', 'slash', 'based']

describe('Next.js in development', () => {
  let packages: NodePackages
  let app: NextApp
  let session: Session
  const broken = new Map<Setup, Files>()
  const failures = new Map<string, Recording>()
  let recordings: Recordings | undefined

  const requestsOf = ({ before = [], request }: NextCase) => [...before, request]

  async function recordBroken(setup: Setup): Promise<void> {
    const files = filesOf(
      setup,
      NEXT_CASES,
      { page: session.pages.first, third: session.pages.third },
      packages.folder,
    )
    broken.set(setup, files)
    await app.write(files)
    await app.start('dev')
    for (const item of NEXT_CASES.filter((other) => other.setup === setup)) {
      const asked = { page: session.pages.first, port: app.port, requests: requestsOf(item) }
      failures.set(item.id, await session.ask(asked))
      await expectPasses(session, app.port, item.still)
    }
  }

  beforeAll(async () => {
    packages = await installNodePackages()
    recordings = new Recordings('nextjs-dev', packages.versions)
    app = await NextApp.create(packages, 'dev')
    session = await Session.start()
    for (const setup of SETUPS) await recordBroken(setup)
  })

  afterAll(async () => {
    await recordings?.save(session)
    await session?.close()
    await app?.stop()
  })

  it('runs at least 25 cases', () => {
    expect(NEXT_CASES.length).toBeGreaterThanOrEqual(25)
  })

  it.each(NEXT_CASES)('$id: $what', async (item) => {
    const recording = failures.get(item.id)
    const files = broken.get(item.setup)
    if (recording === undefined || files === undefined) throw new Error(`${item.id} was not recorded.`)
    recordings?.add(item, 'broken', session.pages.first, recording)
    const found = expectNamed(item, recording)
    if (item.fix === null) {
      expect(found.fixes).toEqual([])
      return
    }
    const fix = fixFor(item, found)
    const onPage = fix.framework === 'front-end'
    await app.write(onPage ? files : applyToApp(files, fix))
    await app.start('dev')
    const mended = await expectCured(session, {
      port: app.port,
      // the ones before it served to tell Next.js, and are slow to compile
      requests: [item.request],
      pageFix: onPage ? fix : null,
      result: item.result ?? '200',
    })
    recordings?.add(item, 'mended', session.pages.first, mended)
    await expectPasses(session, app.port, item.still)
  })

  it('N15: a script of the development server, loaded by a page under a name that it does not know', async () => {
    const files = broken.get('plain') ?? {}
    await app.write(files)
    await app.start('dev')
    const html = await (await fetch(`http://localhost:${app.port}/`)).text()
    const path = /\/_next\/static\/[^"'\\ ]+\.js/.exec(html)?.[0] ?? ''
    const page = session.pages.first.replace('localhost', '127.0.0.1')
    const asked: Ask = { page, port: app.port, requests: [{ path, by: 'script' }] }
    const refused = await session.ask(asked)
    expect(refused.truth).toMatchObject({ corsError: 'MissingAllowOriginHeader', status: 403 })
    const found = diagnosisOf(refused)
    expect(found).toMatchObject({ server: { framework: 'nextjs' }, cause: { id: 'next-dev-origin' } })
    const [fix] = found.fixes
    if (fix === undefined) throw new Error('There is no fix.')
    await app.write(applyToApp(files, fix))
    await app.start('dev')
    expect((await session.ask(asked)).result).toBe('loaded')
    const other = await session.ask({ ...asked, page: session.pages.second })
    expect(other.truth.corsError).toBe('MissingAllowOriginHeader')
  })
})
