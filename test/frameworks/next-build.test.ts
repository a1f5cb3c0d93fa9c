/** Next.js as a production build: one build with every mistake, and one with every fix as it was printed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fix } from '../../src/engine/index.ts'
import { type Files, NextApp } from './next/app.ts'
import { applyAll } from './next/apply.ts'
import { BUILD_CASES } from './next/build-cases.ts'
import type { NextCase } from './next/cases.ts'
import { filesOf } from './next/setups.ts'
import { diagnosisOf, expectCured, expectNamed, fixFor } from './support/check.ts'
import { installNodePackages } from './support/node-packages.ts'
import { Recordings } from './support/recordings.ts'
import { type Recording, Session } from './support/session.ts'

describe('Next.js in production', () => {
  let app: NextApp
  let session: Session
  let files: Files
  const failures = new Map<string, Recording>()
  let recordings: Recordings | undefined

  const requestsOf = ({ before = [], request }: NextCase) => [...before, request]

  async function serve(content: Files): Promise<void> {
    await app.stop()
    await app.write(content)
    await app.build()
    await app.start('start')
  }

  beforeAll(async () => {
    const packages = await installNodePackages()
    recordings = new Recordings('nextjs-build', packages.versions)
    app = await NextApp.create(packages, 'build')
    session = await Session.start()
    files = filesOf('plain', BUILD_CASES, { page: session.pages.first }, packages.folder)
    await serve(files)
    for (const item of BUILD_CASES) {
      const asked = { page: session.pages.first, port: app.port, requests: requestsOf(item) }
      failures.set(item.id, await session.ask(asked))
    }
  })

  afterAll(async () => {
    await recordings?.save(session)
    await session?.close()
    await app?.stop()
  })

  const recordingOf = ({ id }: NextCase): Recording => {
    const recording = failures.get(id)
    if (recording === undefined) throw new Error(`${id} was not recorded.`)
    return recording
  }

  describe('broken', () => {
    it.each(BUILD_CASES)('$id: $what', (item) => {
      recordings?.add(item, 'broken', session.pages.first, recordingOf(item))
      expectNamed(item, recordingOf(item))
    })
  })

  describe('mended', () => {
    const fixOf = (item: NextCase): Fix => fixFor(item, diagnosisOf(recordingOf(item)))

    beforeAll(async () => {
      await serve(applyAll(files, BUILD_CASES.map(fixOf)))
    })

    it.each(BUILD_CASES)('$id: $what', async (item) => {
      const fix = fixOf(item)
      const mended = await expectCured(session, {
        port: app.port,
        requests: requestsOf(item),
        pageFix: fix.framework === 'front-end' ? fix : null,
        result: item.result ?? '200',
      })
      recordings?.add(item, 'mended', session.pages.first, mended)
    })

    it('changed more than one file', () => {
      expect(new Set(BUILD_CASES.map((item) => fixOf(item).file)).size).toBeGreaterThan(3)
    })
  })
})
