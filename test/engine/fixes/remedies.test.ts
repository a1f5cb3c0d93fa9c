/** Ways out of causes' own: as narrow as the failing path, and safe whatever the log says. */
import { describe, expect, test } from 'vitest'
import type { CauseRow } from '../../../src/engine/causes/cause.ts'
import { CAUSES } from '../../../src/engine/causes/causes.ts'
import { REMEDIES } from '../../../src/engine/fixes/remedies.ts'
import { type Answer, diagnoseFirst } from '../causes/log.ts'

const page = 'https://app.example.com'
const redirect = (location: string, headers: Answer['headers'] = {}): Answer => ({
  status: 302,
  headers: { location, ...headers },
})
const ALB =
  'https://login.example.com/authorize?redirect_uri=https%3A%2F%2Fapi.example.com%2Foauth2%2Fidpresponse'

describe('a remedy', () => {
  test('of the list is named by a row each', () => {
    const named = new Set(
      Object.values(CAUSES as Record<string, CauseRow>).map(({ remedy }) =>
        typeof remedy === 'function' ? String(remedy) : remedy,
      ),
    )
    const all = [...named].join(' ')
    for (const id of Object.keys(REMEDIES)) expect(all).toContain(id)
  })

  test('writes no address of a log into code but as a literal', () => {
    const { fixes } = diagnoseFirst({
      url: 'https://api.example.com/x',
      page,
      answer: redirect("https://auth.example.com/');alert(1);('/oauth2/start?rd=%2F"),
    })
    expect(fixes[0]?.code).toContain(
      "location.href = 'https://auth.example.com/\\');alert(1);(\\'/oauth2/start?rd=' + encodeURIComponent",
    )
  })

  test('lets OPTIONS through for the folder that failed and for no other', () => {
    const { fixes, cause } = diagnoseFirst({
      url: 'https://api.example.com/v2/orders/7',
      method: 'PUT',
      page,
      preflight: redirect(ALB, { server: 'awselb/2.0' }),
    })
    expect(cause).toMatchObject({ id: 'alb-login-at-preflight', certain: true })
    expect(fixes.map(({ framework, check }) => [framework, check.proof])).toEqual([['alb', 'untested']])
    expect(fixes[0]?.code).toContain('"Values":["/v2/*"]')
    expect(fixes[0]?.reach.paths).toEqual(['/v2/*'])
  })

  test('is not printed where the path cannot be written', () => {
    const { fixes } = diagnoseFirst({
      url: "https://api.example.com/v2/it's/7",
      method: 'PUT',
      page,
      preflight: redirect(ALB, { server: 'awselb/2.0' }),
    })
    expect(fixes.filter(({ framework }) => framework === 'alb')).toEqual([])
  })

  test.each([
    ['a redirect to some login', redirect('https://login.example.com/authorize?redirect_uri=x')],
    ['a way that only looks like it', redirect('https://auth.example.com/oauth2/started?rd=1')],
    ['a session cookie on a success', { status: 200, headers: { 'set-cookie': '_oauth2_proxy=1; Path=/' } }],
  ])('of oauth2-proxy and of load balancers needs their own sign: %s', (_, answer) => {
    const { cause } = diagnoseFirst({ url: 'https://api.example.com/x', page, answer })
    expect(cause?.id ?? '').not.toMatch(/oauth2-proxy|alb/)
  })
})
