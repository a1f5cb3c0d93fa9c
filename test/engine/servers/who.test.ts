import { describe, expect, test } from 'vitest'
import { FRAMEWORKS } from '../../../src/engine/fixes/recipes.ts'
import { FINGERPRINTS } from '../../../src/engine/servers/fingerprints.ts'
import { STACKS } from '../../../src/engine/servers/software.ts'
import { type Call, diagnoseFirst, PAGE } from '../causes/log.ts'
import { ANONYMOUS, RECORDED, type Recorded } from './stacks.ts'

const HOST = 'http://localhost:9555'

/** The recorded answer as the answer of a failed call. */
function callOf({ path, answer, isPreflight, method }: Recorded): Call {
  const url = `${HOST}${path}`
  return isPreflight ? { url, method: 'PUT', preflight: answer } : { url, method, answer }
}

describe('who answered', () => {
  for (const recorded of RECORDED) {
    test(`${recorded.stack}: ${recorded.what}`, () => {
      const { server } = diagnoseFirst(callOf(recorded))
      expect(server.framework).toBe(recorded.stack)
      expect(server.because.length).toBeGreaterThan(0)
    })
  }

  for (const recorded of ANONYMOUS) {
    test(`nobody for sure: ${recorded.what}`, () => {
      expect(['none', 'possible']).toContain(diagnoseFirst(callOf(recorded)).server.confidence)
    })
  }

  test('is certain about no answer of another stack', () => {
    for (const { stack, what, ...recorded } of RECORDED) {
      const { server } = diagnoseFirst(callOf({ stack, what, ...recorded }))
      expect([what, server.confidence === 'certain' ? server.framework : stack]).toEqual([what, stack])
    }
  })

  test('one fingerprinted answer names the origin for all of them', () => {
    const { server } = diagnoseFirst({ url: `${HOST}/api/old`, answer: { status: 200, headers: {} } }, [
      {
        url: `${HOST}/_next/static/x.js`,
        type: 'script',
        answer: { status: 200, headers: {} },
        failed: false,
      },
    ])
    expect(server).toMatchObject({ framework: 'nextjs', confidence: 'likely' })
    expect(server.because[0]).toMatch(/^Elsewhere on this origin, GET \/_next\/static\/x\.js/)
  })

  test('the answer itself outweighs the rest of the origin: Next.js forwards to FastAPI', () => {
    const { server } = diagnoseFirst(
      { url: `${HOST}/backend/x`, answer: { status: 200, headers: { server: 'uvicorn' } } },
      [{ url: `${HOST}/api/x`, answer: { status: 200, headers: { vary: 'rsc, next-router-state-tree' } } }],
    )
    expect(server).toMatchObject({ framework: 'fastapi', confidence: 'possible', layers: ['nextjs'] })
  })

  test('an application comes before the proxy, the proxy before the platform, and the rest are layers', () => {
    const headers = { server: 'nginx', 'x-powered-by': 'Express', 'cf-ray': 'x' }
    expect(diagnoseFirst({ url: `${HOST}/x`, answer: { status: 200, headers } }).server).toMatchObject({
      framework: 'express',
      layers: ['nginx', 'cloudflare'],
    })
    const { 'x-powered-by': _, ...withoutApp } = headers
    expect(
      diagnoseFirst({ url: `${HOST}/x`, answer: { status: 200, headers: withoutApp } }).server,
    ).toMatchObject({
      framework: 'nginx',
      layers: ['cloudflare'],
    })
  })

  test('two applications that show equally are only possible', () => {
    const headers = { server: 'Kestrel', 'x-powered-by': 'Express' }
    expect(diagnoseFirst({ url: `${HOST}/x`, answer: { status: 200, headers } }).server.confidence).toBe(
      'possible',
    )
  })

  test('what the user chose comes before any guess', () => {
    const call: Call = { url: `${HOST}/x`, answer: { status: 200, headers: { server: 'uvicorn' } } }
    const { server, fixes } = diagnoseFirst(call, [], { frameworkByOrigin: { [HOST]: 'django' } })
    expect(server).toMatchObject({ framework: 'django', label: 'Django', chosen: true })
    expect(fixes[0]?.framework).toBe('django')
  })

  test('what the user chose changes neither cause nor policy', () => {
    const headers = { server: 'uvicorn', 'content-type': 'application/json', allow: 'GET' }
    const call: Call = { url: `${HOST}/x`, method: 'PUT', preflight: { status: 405, headers } }
    const guessed = diagnoseFirst(call)
    const chosen = diagnoseFirst(call, [], { frameworkByOrigin: { [HOST]: 'express' } })
    expect([chosen.cause, chosen.policy]).toEqual([guessed.cause, guessed.policy])
    expect(chosen.fixes[0]?.framework).toBe('express')
  })

  test('every stack has a fingerprint or a recipe to be chosen by hand, and every fingerprint a stack', () => {
    const seen = new Set<string>(FINGERPRINTS.map(({ stack }) => stack))
    const chosen = FRAMEWORKS.map(({ id }) => id).filter((id) => id in STACKS)
    expect([...new Set([...seen, ...chosen])].sort()).toEqual(Object.keys(STACKS).sort())
  })

  test('nothing of a hostile log is too long for a sentence', () => {
    const headers = { server: `uvicorn ${'x'.repeat(5000)}` }
    const { server } = diagnoseFirst({
      url: `${HOST}/${'y'.repeat(2000)}`,
      page: PAGE,
      answer: { status: 200, headers },
    })
    for (const sentence of server.because) expect(sentence.length).toBeLessThan(300)
  })
})
