import { describe, expect, it, vi } from 'vitest'
import { diagnose, type Flow } from '../../../src/engine/index.ts'
import { bodyOf, expressionOf, planAgain } from '../../../src/extension/proof/request-again.ts'
import { scene } from '../../support/scene.ts'

function flowOf(lines: string): Flow {
  const [flow] = diagnose(scene(`page https://app.example/\n${lines}`)).flows
  if (flow === undefined) throw new Error('no flow')
  return flow.flow
}

const PUT = `
> PUT https://api.example/items/5
> Content-Type: application/json
> X-Tenant: a
> Cookie: a=b
> Sec-Fetch-Mode: cors
? 204
! net::ERR_FAILED`

describe('the request again', () => {
  it('has the method, the address and the headers that script can set', () => {
    const { request, changes, leftOut } = planAgain(flowOf(PUT), '{}', 'same-origin')
    expect(request).toEqual({
      url: 'https://api.example/items/5',
      method: 'PUT',
      headers: [
        ['Content-Type', 'application/json'],
        ['X-Tenant', 'a'],
      ],
      body: '{}',
      credentials: 'same-origin',
      origin: 'https://app.example',
    })
    expect(changes).toBe(true)
    expect(leftOut).toEqual(['Cookie'])
  })

  it('says that a body is lost', () => {
    expect(planAgain(flowOf(PUT), null, 'include')).toMatchObject({ bodyLost: true, request: { body: null } })
  })

  it('needs no question where nothing can change', () => {
    expect(
      planAgain(flowOf('> GET https://api.example/x\n< 200\n! net::ERR_FAILED'), null, 'include'),
    ).toMatchObject({
      changes: false,
      bodyLost: false,
    })
  })

  it('takes no body but a text from the log', () => {
    expect(bodyOf({ request: { postData: { text: 'a=1' } } })).toBe('a=1')
    for (const entry of [null, {}, { request: { postData: { text: 5 } } }]) expect(bodyOf(entry)).toBeNull()
  })
})

describe('its expression', () => {
  it('calls fetch with these parts and nothing else', () => {
    const { request } = planAgain(flowOf(PUT), '{"a":1}', 'include')
    const fetch = vi.fn(() => Promise.reject(new Error('blocked')))
    expect(
      new Function('fetch', `return ${expressionOf({ ...request, origin: null }, 'corscope-test-again-1')}`)(
        fetch,
      ),
    ).toBe(true)
    expect(fetch.mock.calls).toEqual([
      [
        'https://api.example/items/5',
        {
          method: 'PUT',
          headers: request.headers,
          credentials: 'include',
          cache: 'no-store',
          body: '{"a":1}',
        },
      ],
    ])
  })

  it('sends nothing where the page is on another origin by now', () => {
    const { request } = planAgain(flowOf(PUT), null, 'include')
    const fetch = vi.fn(() => Promise.reject(new Error('blocked')))
    const run = (origin: string) =>
      new Function('fetch', 'self', `return ${expressionOf(request, 'corscope-test-again-1')}`)(fetch, {
        origin,
      })
    expect(run('https://elsewhere.example')).toBe(false)
    expect(fetch).not.toHaveBeenCalled()
    expect(run(request.origin ?? '')).toBe(true)
    expect(fetch).toHaveBeenCalledOnce()
  })

  it('is inert whatever a header holds', () => {
    const hostile = 'a"); alert(1); //\u2028</script><script>'
    const fetch = vi.fn(() => Promise.resolve({ arrayBuffer: () => null }))
    const text = expressionOf(
      {
        url: 'https://api.example/',
        method: 'GET',
        headers: [['X-A', hostile]],
        body: null,
        credentials: 'include',
        origin: null,
      },
      'corscope-test-again-1',
    )
    new Function('fetch', 'alert', `return ${text}`)(fetch, () => {
      throw new Error('it ran')
    })
    expect(text).not.toContain('</script>')
    expect((fetch.mock.calls as unknown as [string, { headers: string[][] }][])[0]?.[1].headers).toEqual([
      ['X-A', hostile],
    ])
  })
})
