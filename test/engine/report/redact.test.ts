import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRedactor, PLACEHOLDER, redactHeaders, redactUrl } from '../../../src/engine/report/redactor.ts'

/** Kind and number left out. */
const bare = (text: string): string => text.replace(PLACEHOLDER, '‹›')

const redactText = (text: string): string => createRedactor().text(text)
const redactWords = (text: string): string => createRedactor().words(text)

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.dBjftJeZ4CVPmB92K27uhbUJU1p1rwW1gFWFOEjXk'

describe('redactUrl', () => {
  test.each([
    // nothing to hide: not a byte changes
    ['http://localhost:8911/c/0', 'http://localhost:8911/c/0'],
    [
      'https://api.example/v1/users/42?page=2&q=a%20b+c#top',
      'https://api.example/v1/users/42?page=2&q=a%20b+c#top',
    ],
    ['https://api.example/status?code=404&key=id', 'https://api.example/status?code=404&key=id'],
    [
      'http://a.test/x?h-access-control-allow-credentials=true',
      'http://a.test/x?h-access-control-allow-credentials=true',
    ],
    ['http://a.test/x?credentials=include', 'http://a.test/x?credentials=include'],
    [
      'http://localhost:9301/p?c=%7B%22pre%22%3A%7B%22status%22%3A404%2C%22headers%22%3A%7B%22access-control-allow-origin%22%3A%22http%3A%2F%2Flocalhost%3A9300%22%7D%7D%7D',
      'http://localhost:9301/p?c=%7B%22pre%22%3A%7B%22status%22%3A404%2C%22headers%22%3A%7B%22access-control-allow-origin%22%3A%22http%3A%2F%2Flocalhost%3A9300%22%7D%7D%7D',
    ],
    [
      'https://my-app-git-feature-4f9a8b7c6d5e4f3a2b1c-team.vercel.app/',
      'https://my-app-git-feature-4f9a8b7c6d5e4f3a2b1c-team.vercel.app/',
    ],
    ['', ''],
    ['not a url', 'not a url'],
    // by name
    [
      'https://a.test/cb?code=SplxlOBeZQQYbYS6&state=af0ifjsldkj&x=1',
      'https://a.test/cb?code=‹›&state=‹›&x=1',
    ],
    ['https://a.test/?password=p&user_token=q', 'https://a.test/?password=‹›&user_token=‹›'],
    ['https://a.test/?SAMLResponse=PHNhbWw', 'https://a.test/?SAMLResponse=‹›'],
    [
      'https://b.test/o?X-Amz-Credential=AKIA%2F1&X-Amz-Signature=ab&X-Amz-Date=1',
      'https://b.test/o?X-Amz-Credential=‹›&X-Amz-Signature=‹›&X-Amz-Date=1',
    ],
    ['/login?api%5Fkey=12', '/login?api%5Fkey=‹›'],
    ['https://a.test/#access_token=abc&token_type=x', 'https://a.test/#access_token=‹›&token_type=x'],
    ['https://a.test/#/reset?token=abc', 'https://a.test/#/reset?token=‹›'],
    ['https://a.test/x;jsessionid=77AB/y', 'https://a.test/x;jsessionid=‹›/y'],
    // user and password
    ['https://bob:hunter2@a.test/x', 'https://‹›:‹›@a.test/x'],
    ['//bob@a.test/x', '//‹›@a.test/x'],
    // by shape
    [`https://a.test/s/${JWT}`, `https://a.test/s/‹›`],
    ['https://a.test/u/550e8400-e29b-41d4-a716-446655440000/x', 'https://a.test/u/‹›/x'],
    ['https://a.test/?who=jane.doe@example.com', 'https://a.test/?who=‹›'],
    ['https://a.test/?who=jane.doe%40example.com', 'https://a.test/?who=‹›'],
    [
      'https://a.test/?next=https%3A%2F%2Fb.test%2Fcb%3Ftoken%3Dabc',
      'https://a.test/?next=https%3A%2F%2Fb.test%2Fcb%3Ftoken%3D‹›',
    ],
    [
      'https://a.test/?v=%7B%22password%22%3A%22abc%22%7D',
      'https://a.test/?v=%7B%22password%22%3A%22‹›%22%7D',
    ],
  ])('%s', (url, expected) => {
    expect(bare(redactUrl(url))).toBe(expected)
  })

  test('leaves what it redacted alone', () => {
    const once = redactUrl('https://bob:pw@a.test/x?token=abcdefgh&who=a@b.example#id_token=abc')
    expect(redactUrl(once)).toBe(once)
    expect(redactText(once)).toBe(once)
  })

  test('never throws, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'%&=?#/:@;.+~-aB1 é', '\ud800', '%E0', '://') }),
        (text) => typeof redactUrl(text) === 'string',
      ),
    )
  })
})

describe('redactHeaders', () => {
  test.each([
    ['Authorization', 'Bearer abcdef', 'Bearer ‹›'],
    ['authorization', 'abcdef', '‹›'],
    ['Proxy-Authorization', 'Basic dTpw', 'Basic ‹›'],
    ['Cookie', 'session=abc; theme=dark', 'session=‹›; theme=‹›'],
    ['Set-Cookie', 'id=abc; Path=/; Secure; SameSite=None', 'id=‹›; Path=/; Secure; SameSite=None'],
    ['set-cookie', 'a=1; HttpOnly\nb=22', 'a=‹›; HttpOnly\nb=‹›'],
    ['set-cookie', 'a=1; Path=/, b=secret', 'a=‹›; Path=‹›'],
    ['X-Api-Key', 'k', '‹›'],
    ['X-CSRF-Token', 'abc', '‹›'],
    ['x-session-id', 'abc', '‹›'],
    ['X-Amz-Security-Token', 'abc', '‹›'],
    ['X-My-Secret', '', ''],
    ['Location', '/login?token=abc', '/login?token=‹›'],
    ['Referer', 'https://a.test/?code=SplxlOBe', 'https://a.test/?code=‹›'],
    ['x-anything', JWT, `‹›`],
    ['x-note', 'curl -H "Authorization: Bearer abc12345"', 'curl -H "Authorization: Bearer ‹›"'],
    // readable
    [
      'Access-Control-Allow-Headers',
      'authorization, x-api-key, x-csrf-token',
      'authorization, x-api-key, x-csrf-token',
    ],
    ['Access-Control-Allow-Origin', 'https://app.example', 'https://app.example'],
    ['Access-Control-Allow-Origin', 'https://bob:pw@app.example', 'https://‹›:‹›@app.example'],
    ['Access-Control-Allow-Credentials', 'true', 'true'],
    ['Origin', 'https://app.example', 'https://app.example'],
    ['WWW-Authenticate', 'Bearer realm="api"', 'Bearer realm="api"'],
    [
      'Vary',
      'rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch',
      'rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch',
    ],
    [
      'User-Agent',
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
    ],
    ['cf-ray', '8f1234567890abcd-FRA', '8f1234567890abcd-FRA'],
    ['x-request-id', '550e8400-e29b-41d4-a716-446655440000', '550e8400-e29b-41d4-a716-446655440000'],
    [
      'x-amzn-trace-id',
      'Root=1-67891233-abcdef012345678912345678',
      'Root=1-67891233-abcdef012345678912345678',
    ],
  ])('%s: %s', (name, value, expected) => {
    expect(redactHeaders([[name, value]]).map(([, shown]) => bare(shown))).toEqual([expected])
  })
})

describe('redactText', () => {
  test.each([
    'Basic authentication needs a Bearer token.',
    'app.add_middleware(CORSMiddleware, allow_origins=["https://app.example"], allow_credentials=True)',
    'CSRF_TRUSTED_ORIGINS = ["https://app.example"]',
    '{ "key": "Access-Control-Allow-Origin", "value": "https://app.example" }',
    `"gatewayresponse.header.Access-Control-Allow-Credentials": "'true'"`,
    'class AbstractAnnotationConfigDispatcherServletInitializer',
    'npm install next@16.4.6 @fastify/cors@11.4.3',
    'uvicorn --proxy-headers --forwarded-allow-ips=10.0.0.0/8',
  ])('leaves alone: %s', (text) => {
    expect(redactWords(text)).toBe(text)
  })

  test.each([
    ['see https://a.test/?token=abc.', 'see https://a.test/?token=‹›.'],
    ['GET /cb?code=SplxlOBe HTTP/1.1', 'GET /cb?code=‹› HTTP/1.1'],
    ['a=1&password=xyz', 'a=1&password=‹›'],
    ['{"access_token":"abc"}', '{"access_token":"‹›"}'],
    ['mail jane@example.com now', 'mail ‹› now'],
    ['key sk_live_4eC39HqLyjWD used', 'key ‹› used'],
  ])('%s', (text, expected) => {
    expect(bare(redactText(text))).toBe(expected)
  })

  const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789']
  const hex = [...'0123456789abcdef']
  const secretByShape = fc.oneof(
    fc.string({ unit: fc.constantFrom(...alphabet), minLength: 33, maxLength: 80 }),
    fc.uuid(),
    fc
      .string({ unit: fc.constantFrom(...hex), minLength: 32, maxLength: 64 })
      .filter((text) => /\d/.test(text) && /[a-f]/.test(text)),
    fc
      .base64String({ minLength: 20, maxLength: 60 })
      .map((text) => `eyJhbGciOiJIUzI1NiJ9.${text.replace(/[+/=]/g, '')}.c2ln`),
    fc.emailAddress({ size: 'small' }).filter((text) => /^[\w.+-]+@[\w.-]+$/.test(text)),
  )
  test('finds by shape anywhere', () => {
    fc.assert(
      fc.property(
        secretByShape,
        fc.constantFrom('', ' ', '"', "'", '(', ': ', '\n', '=', '/'),
        (secret, around) => {
          expect(redactText(`value${around}${secret}${around} came`)).not.toContain(secret)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('is idempotent', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(secretByShape, fc.string(), fc.webUrl({ withQueryParameters: true }))),
        (parts) => {
          const once = redactText(parts.join(' '))
          expect(redactText(once)).toBe(once)
        },
      ),
      { numRuns: 500 },
    )
  })
})
