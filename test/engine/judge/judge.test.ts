import { describe, expect, test } from 'vitest'
import { diagnose, explain, type FlowDiagnosis } from '../../../src/engine/index.ts'
import { scene } from '../../support/scene.ts'

const diagnoseScene = (text: string): FlowDiagnosis[] => diagnose(scene(text)).flows

/** The last flow of a scene, in the words the browser uses. */
function verdictOf(text: string) {
  const flow = diagnoseScene(text).at(-1)
  if (flow === undefined) throw new Error('the scene holds no cross-origin flow')
  const { finding, outcome, alternatives, blockers, credentials } = flow.verdict
  const explanation = finding === null ? null : explain(finding)
  return {
    outcome,
    code: explanation?.codes.chromium ?? null,
    failedParameter: explanation?.failedParameter ?? null,
    expected: explanation?.expected ?? null,
    alternatives: alternatives.map((alternative) => explain(alternative.finding).codes.chromium),
    blockers: blockers.map((blocker) => blocker.reason),
    mode: credentials.mode,
    reason: finding?.reason ?? null,
  }
}

const simple = (answer: string): string => `
  page https://app.example/
  > GET https://api.example/x
  < 200
  ${answer}
  ! net::ERR_FAILED`

const preflighted = (answer: string, request = '> PUT https://api.example/x'): string => `
  page https://app.example/
  ${request}
  ${answer}
  ! net::ERR_FAILED`

describe('CORS check, on the answer', () => {
  test.each([
    ['step 2, no header', 'content-type: text/plain', 'MissingAllowOriginHeader', ''],
    [
      'step 4, another origin',
      'access-control-allow-origin: https://other.example',
      'AllowOriginMismatch',
      'https://other.example',
    ],
    [
      'step 4, trailing slash',
      'access-control-allow-origin: https://app.example/',
      'AllowOriginMismatch',
      'https://app.example/',
    ],
    ['step 4, null is no match', 'access-control-allow-origin: null', 'AllowOriginMismatch', 'null'],
    [
      'step 4, host without scheme parses as scheme',
      'access-control-allow-origin: localhost:3000',
      'AllowOriginMismatch',
      'localhost:3000',
    ],
    ['step 4, no URL', 'access-control-allow-origin: app.example', 'InvalidAllowOriginValue', 'app.example'],
    ['step 4, pattern', 'access-control-allow-origin: *.example', 'InvalidAllowOriginValue', '*.example'],
    [
      'step 4, list',
      'access-control-allow-origin: https://app.example, https://b.example',
      'MultipleAllowOriginValues',
      'https://app.example, https://b.example',
    ],
    [
      'step 4, two lines that agree',
      'access-control-allow-origin: *\n  access-control-allow-origin: *',
      'MultipleAllowOriginValues',
      '*, *',
    ],
    [
      'step 4, a value that is not ASCII is not repeated',
      'access-control-allow-origin: ünknown',
      'InvalidAllowOriginValue',
      '',
    ],
    [
      'step 3 does not apply with credentials',
      'access-control-allow-origin: *',
      'WildcardOriginNotAllowed',
      '',
    ],
    [
      'step 8, no allow-credentials',
      'access-control-allow-origin: https://app.example',
      'InvalidAllowCredentials',
      '',
    ],
    [
      'step 8, upper case',
      'access-control-allow-origin: https://app.example\n  access-control-allow-credentials: True',
      'InvalidAllowCredentials',
      'True',
    ],
  ])('%s', (_, answer, code, failedParameter) => {
    expect(verdictOf(simple(answer))).toMatchObject({
      outcome: 'blocked',
      code,
      failedParameter,
      alternatives: [],
    })
  })

  test('a refused star can only mean credentials', () => {
    expect(verdictOf(simple('access-control-allow-origin: *')).mode).toBe('include')
  })

  test('names the value that would have passed', () => {
    expect(verdictOf(simple('access-control-allow-origin: https://other.example')).expected).toBe(
      'https://app.example',
    )
  })

  test('headers that pass in every mode stay an open question', () => {
    const answer =
      'access-control-allow-origin: https://app.example\n  access-control-allow-credentials: true'
    expect(verdictOf(simple(answer))).toMatchObject({ outcome: 'undetermined', reason: 'headers-pass' })
  })
})

describe('CORS-preflight fetch', () => {
  const allowed = 'access-control-allow-origin: https://app.example\n  access-control-allow-credentials: true'
  test.each([
    ['step 7, the origin comes before the status', '? 404', 'PreflightMissingAllowOriginHeader', ''],
    ['step 7, no ok status', `? 404\n  ${allowed}`, 'PreflightInvalidStatus', ''],
    ['step 7, not modified is no ok status', `? 304\n  ${allowed}`, 'PreflightInvalidStatus', ''],
    [
      'a redirect comes before everything',
      `? 308\n  ${allowed}\n  location: https://api.example/x/`,
      'PreflightDisallowedRedirect',
      '',
    ],
    [
      'step 7.3, methods',
      `? 204\n  ${allowed}\n  access-control-allow-methods: PUT GET`,
      'InvalidAllowMethodsPreflightResponse',
      '',
    ],
    [
      'step 7.3, headers that nobody asked for',
      `? 204\n  ${allowed}\n  access-control-allow-methods: PUT\n  access-control-allow-headers: x a`,
      'InvalidAllowHeadersPreflightResponse',
      '',
    ],
    [
      'step 7.3, syntax of the headers before the method',
      `? 204\n  ${allowed}\n  access-control-allow-headers: x a`,
      'InvalidAllowHeadersPreflightResponse',
      '',
    ],
    [
      'step 7.5',
      `? 204\n  ${allowed}\n  access-control-allow-methods: GET, put`,
      'MethodDisallowedByPreflightResponse',
      'PUT',
    ],
    [
      'step 7.5, empty items are fine',
      `? 204\n  ${allowed}\n  access-control-allow-methods: ,,GET,,`,
      'MethodDisallowedByPreflightResponse',
      'PUT',
    ],
  ])('%s', (_, answer, code, failedParameter) => {
    expect(verdictOf(preflighted(answer))).toMatchObject({
      outcome: 'blocked',
      code,
      failedParameter,
      alternatives: [],
    })
  })

  test('step 7.7 names the first missing header, and blockers name them all', () => {
    const request = '> POST https://api.example/x\n  > X-B: 1\n  > X-A: 1\n  > Accept: */*'
    const verdict = verdictOf(preflighted(`? 204\n  ${allowed}`, request))
    expect(verdict).toMatchObject({ code: 'HeaderDisallowedByPreflightResponse', failedParameter: 'x-b' })
    expect(verdict.blockers).toEqual(['header-not-allowed', 'header-not-allowed'])
  })

  test('everything that would fail next is named at once', () => {
    const request = '> PUT https://api.example/x\n  > Authorization: Bearer 1'
    expect(verdictOf(preflighted('? 405', request)).blockers).toEqual([
      'allow-origin-missing',
      'preflight-status',
      'method-not-allowed',
      'header-not-allowed',
    ])
  })

  test('lower-case patch is another method than PATCH', () => {
    const verdict = verdictOf(
      preflighted(
        `? 204\n  ${allowed}\n  access-control-allow-methods: PATCH`,
        '> patch https://api.example/x',
      ),
    )
    expect(verdict).toMatchObject({ code: 'MethodDisallowedByPreflightResponse', failedParameter: 'patch' })
  })

  test('a refused star list can only mean credentials', () => {
    const verdict = verdictOf(preflighted(`? 204\n  ${allowed}\n  access-control-allow-methods: *`))
    expect(verdict).toMatchObject({
      code: 'MethodDisallowedByPreflightResponse',
      mode: 'include',
      alternatives: [],
    })
  })

  test('where both modes fail differently, both are given', () => {
    const verdict = verdictOf(preflighted('? 404\n  access-control-allow-origin: *'))
    expect(verdict).toMatchObject({
      code: 'PreflightInvalidStatus',
      alternatives: ['PreflightWildcardOriginNotAllowed'],
      mode: 'unknown',
    })
  })

  test('Authorization under a star passes in every browser', () => {
    const [flow] = diagnoseScene(`
      page https://app.example/
      > GET https://api.example/x
      > Authorization: Bearer 1
      ? 204
      access-control-allow-origin: *
      access-control-allow-headers: *
      < 200
      access-control-allow-origin: *`)
    expect(flow?.verdict.outcome).toBe('allowed')
  })
})

describe('HTTP-redirect fetch', () => {
  test('the check runs on the redirect itself', () => {
    const [flow] = diagnoseScene(`
      page https://app.example/
      > GET https://api.example/x
      < 302
      location: https://login.example/
      ! net::ERR_FAILED`)
    expect(flow?.verdict.finding).toMatchObject({ reason: 'allow-origin-missing', stage: 'redirect' })
  })

  test('from one foreign origin to another the request origin becomes null', () => {
    const verdict = verdictOf(`
      page https://app.example/
      > GET https://api.example/x
      < 302
      access-control-allow-origin: https://app.example
      location: https://other.example/y
      > GET https://other.example/y
      < 200
      access-control-allow-origin: https://app.example
      ! net::ERR_FAILED`)
    expect(verdict).toMatchObject({
      code: 'AllowOriginMismatch',
      failedParameter: 'https://app.example',
      expected: null,
    })
  })

  test('a hop that the browser followed rules out the mode in which it fails', () => {
    const verdict = verdictOf(`
      page https://app.example/
      > GET https://api.example/x
      < 302
      access-control-allow-origin: *
      location: https://api.example/y
      > GET https://api.example/y
      < 302
      access-control-allow-origin: *
      location: https://user:secret@api.example/z
      ! net::ERR_FAILED`)
    expect(verdict).toMatchObject({
      code: 'RedirectContainsCredentials',
      mode: 'not-include',
      alternatives: [],
    })
  })

  test('a password in the Location header is the server’s to take out, and is not repeated', () => {
    const [flow] = diagnoseScene(`
      page https://app.example/
      > GET https://api.example/x
      < 302
      access-control-allow-origin: https://app.example
      access-control-allow-credentials: true
      location: https://user:secret@files.example/y
      ! net::ERR_FAILED`)
    expect(flow?.cause).toMatchObject({ id: 'redirect-with-password', owner: 'back-end' })
    expect(JSON.stringify(flow?.cause)).not.toContain('secret')
  })

  test('a redirect whose headers pass failed by the page’s own redirect mode', () => {
    const verdict = verdictOf(`
      page https://app.example/
      > GET https://api.example/x
      < 302
      access-control-allow-origin: https://app.example
      access-control-allow-credentials: true
      location: https://api.example/y
      ! net::ERR_FAILED`)
    expect(verdict).toMatchObject({ outcome: 'not-cors', reason: 'redirect-mode-error' })
  })
})

describe('not CORS', () => {
  test.each([
    ['net::ERR_CONNECTION_REFUSED', 'connection-refused'],
    ['net::ERR_EMPTY_RESPONSE', 'connection-closed'],
    ['net::ERR_NAME_NOT_RESOLVED', 'name-not-resolved'],
    ['net::ERR_CERT_AUTHORITY_INVALID', 'tls-certificate'],
    ['net::ERR_SSL_PROTOCOL_ERROR', 'tls-handshake'],
    ['net::ERR_INTERNET_DISCONNECTED', 'offline'],
    ['net::ERR_UNSAFE_PORT', 'unsafe-port'],
    ['net::ERR_BLOCKED_BY_CLIENT', 'blocked-by-client'],
    ['net::ERR_ABORTED', 'aborted'],
    ['net::ERR_NETWORK_CHANGED', 'network-changed'],
    ['net::ERR_BLOCKED_BY_ADMINISTRATOR', 'blocked-by-administrator'],
    ['net::ERR_SOMETHING_NEW', 'network-error'],
  ])('%s', (error, reason) => {
    const verdict = verdictOf(`page https://app.example/\n> GET https://api.example/x\n! ${error}`)
    expect(verdict).toMatchObject({ outcome: 'not-cors', reason, code: null })
  })

  test('what the browser let through is never blocked, whatever its headers say', () => {
    const verdict = verdictOf('page https://app.example/\n> GET https://api.example/x\n< 200')
    expect(verdict).toMatchObject({ outcome: 'allowed', reason: null })
  })
})

describe('pairing', () => {
  const pair = `
    page https://app.example/
    > PUT https://api.example/x
    ? 204
    access-control-allow-origin: https://other.example
    ! net::ERR_FAILED`

  test('does not depend on the order of the log', () => {
    const entries = scene(pair)
    const codes = [entries, [...entries].reverse()].map((log) =>
      diagnose(log).flows.map(({ verdict }) => verdict.finding?.reason),
    )
    expect(codes).toEqual([['allow-origin-mismatch'], ['allow-origin-mismatch']])
  })

  test('a request whose preflight was cached is judged by its own answer', () => {
    const verdict = verdictOf(
      'page https://app.example/\n> PUT https://api.example/x\n< 200\n! net::ERR_FAILED',
    )
    expect(verdict).toMatchObject({ code: 'MissingAllowOriginHeader' })
  })
})

describe('logs that record no failures', () => {
  const entry = (method: string, status: number, request: object, response: object = {}) => ({
    _securityState: 'insecure',
    startedDateTime: '2026-01-01T00:00:00.000Z',
    timings: { send: 0 },
    request: { method, url: 'https://api.example/x', headers: headers(request) },
    response: { status, headers: headers(response) },
  })
  const headers = (lines: object) => Object.entries(lines).map(([name, value]) => ({ name, value }))
  const origin = { Origin: 'https://app.example' }
  const asked = { ...origin, 'Access-Control-Request-Method': 'PUT' }
  const outcomeOf = (...entries: object[]) => {
    const [flow] = diagnose(entries, { creator: 'Firefox' }).flows
    return [flow?.verdict.outcome, flow?.verdict.finding?.reason ?? null]
  }

  test('a success without the header was blocked all the same', () => {
    expect(outcomeOf(entry('GET', 200, origin))).toEqual(['blocked', 'allow-origin-missing'])
  })

  test('no answer is no matter of CORS', () => {
    expect(outcomeOf(entry('GET', 0, origin))).toEqual(['not-cors', 'connection-failed'])
  })

  test('a refused preflight stands for the request that Firefox leaves out', () => {
    expect(outcomeOf(entry('OPTIONS', 405, asked))).toEqual(['blocked', 'allow-origin-missing'])
  })

  test('what passes without credentials and fails with them is allowed, and the doubt is said', () => {
    const [flow] = diagnose([entry('GET', 200, origin, { 'access-control-allow-origin': '*' })]).flows
    expect(flow?.verdict.outcome).toBe('allowed')
    expect(flow?.verdict.alternatives.map(({ finding }) => finding.reason)).toEqual([
      'allow-origin-star-with-credentials',
    ])
  })
})

test('a preflight that the network cut off is no matter of CORS', () => {
  const entries = scene(`
    page https://app.example/
    > PUT https://api.example/x
    ? 0
    ! net::ERR_FAILED`).map((entry) => {
    const { _resourceType, response } = entry as { _resourceType: string; response: object }
    return _resourceType === 'preflight'
      ? { ...entry, response: { ...response, _error: 'net::ERR_EMPTY_RESPONSE' } }
      : entry
  })
  expect(diagnose(entries).flows[0]?.verdict).toMatchObject({
    outcome: 'not-cors',
    finding: { reason: 'preflight-not-answered' },
  })
})
