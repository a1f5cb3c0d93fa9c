/** The probe, against real servers. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Report } from '../../src/engine/index.ts'
import { corscope } from './corscope.ts'

const PAGE = 'https://app.example'
const GRANT = { 'access-control-allow-origin': PAGE }

type Answer = (request: IncomingMessage, response: ServerResponse) => void
const answers = (status: number, headers: Record<string, string | string[]>): Answer => {
  return (_, response) => response.writeHead(status, headers).end('{}')
}
/** OPTIONS one way, everything else another. */
const split = (preflight: Answer, actual: Answer): Answer => {
  return (request, response) => (request.method === 'OPTIONS' ? preflight : actual)(request, response)
}

const servers: (Server | TcpServer)[] = []
async function listen(server: Server | TcpServer): Promise<string> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

let answer: Answer = answers(200, {})
let other: Answer = answers(200, {})
let [first, second, mute, hangup] = ['', '', '', '']
const seen: string[] = []
const noting =
  (name: string, by: () => Answer): Answer =>
  (request, response) => {
    const { origin = 'no origin', cookie, authorization } = request.headers
    seen.push([name, request.method, request.url, origin, cookie, authorization].filter(Boolean).join(' '))
    by()(request, response)
  }

beforeAll(async () => {
  first = await listen(createServer(noting('first', () => answer)))
  second = await listen(createServer(noting('second', () => other)))
  mute = await listen(createTcpServer(() => {}))
  hangup = await listen(createTcpServer((socket) => socket.end()))
})
afterAll(() => {
  for (const server of servers) {
    server.close()
    if ('closeAllConnections' in server) server.closeAllConnections()
  }
})
beforeEach(() => {
  seen.length = 0
})

async function probed(...args: string[]) {
  const { code, stdout, stderr } = await corscope(['probe', '--format', 'json', ...args])
  expect(stderr.replace(/^corscope: a browser blocks http addresses[^\n]+\n$/, '')).toBe('')
  const [flow, ...others] = (JSON.parse(stdout) as Report).flows
  expect(others).toEqual([])
  return { code, outcome: flow?.outcome, reason: flow?.reason, flow }
}
const from = ['--origin', PAGE]

describe('a simple request', () => {
  test('granted', async () => {
    answer = answers(200, GRANT)
    expect(await probed(`${first}/items?a=1#x`, ...from)).toMatchObject({ code: 0, outcome: 'allowed' })
    expect(seen).toEqual([`first GET /items?a=1 ${PAGE}`])
  })

  test('not granted', async () => {
    answer = answers(200, {})
    expect(await probed(first, ...from)).toMatchObject({
      code: 1,
      outcome: 'blocked',
      reason: 'allow-origin-missing',
    })
  })

  test('granted twice', async () => {
    answer = answers(200, { 'access-control-allow-origin': [PAGE, PAGE] })
    expect(await probed(first, ...from)).toMatchObject({ reason: 'allow-origin-multiple' })
  })

  test('a star, with and without credentials', async () => {
    answer = answers(200, { 'access-control-allow-origin': '*' })
    const cookie = ['--header', 'Cookie: sid=1']
    expect(await probed(first, ...from, ...cookie)).toMatchObject({ outcome: 'allowed' })
    expect(await probed(first, ...from, ...cookie, '--credentials')).toMatchObject({
      outcome: 'blocked',
      reason: 'allow-origin-star-with-credentials',
    })
    expect(seen).toEqual([`first GET / ${PAGE}`, `first GET / ${PAGE} sid=1`])
  })

  test('an opaque origin', async () => {
    answer = answers(200, { 'access-control-allow-origin': 'null' })
    expect(await probed(first, '--origin', 'null')).toMatchObject({ outcome: 'allowed' })
  })
})

describe('a preflighted request', () => {
  const put = ['--method', 'put', '--header', 'X-Trace: 1', '--data', '{}', ...from]
  const grants = {
    ...GRANT,
    'access-control-allow-methods': 'PUT',
    'access-control-allow-headers': 'x-trace, content-type',
  }

  test('granted', async () => {
    answer = split(answers(204, grants), answers(200, GRANT))
    expect(await probed(`${first}/a`, ...put)).toMatchObject({ code: 0, outcome: 'allowed' })
    expect(seen).toEqual([`first OPTIONS /a ${PAGE}`, `first PUT /a ${PAGE}`])
  })

  test('refused: the request itself is never sent', async () => {
    answer = split(answers(204, { ...grants, 'access-control-allow-methods': 'GET' }), answers(200, GRANT))
    expect(await probed(`${first}/a`, ...put)).toMatchObject({
      code: 1,
      outcome: 'blocked',
      reason: 'method-not-allowed',
    })
    expect(seen).toEqual([`first OPTIONS /a ${PAGE}`])
  })

  test('not answered as a preflight', async () => {
    answer = answers(405, GRANT)
    expect(await probed(`${first}/a`, ...put)).toMatchObject({ reason: 'preflight-status' })
  })

  test('granted, and the response is not', async () => {
    answer = split(answers(204, grants), answers(500, {}))
    expect(await probed(`${first}/a`, ...put)).toMatchObject({ reason: 'allow-origin-missing', code: 1 })
    expect(seen).toHaveLength(2)
  })

  test('a redirect of the preflight', async () => {
    answer = answers(307, { ...grants, location: `${first}/a/` })
    expect(await probed(`${first}/a`, ...put)).toMatchObject({ reason: 'preflight-redirected' })
  })
})

describe('redirects', () => {
  test('to another server: the origin becomes null, Authorization stays behind', async () => {
    answer = split(
      answers(204, { ...GRANT, 'access-control-allow-headers': 'authorization' }),
      answers(302, { ...GRANT, location: `${second}/b` }),
    )
    other = answers(200, GRANT)
    expect(await probed(`${first}/a`, ...from, '--header', 'Authorization: Bearer abcdefgh')).toMatchObject({
      outcome: 'blocked',
      reason: 'allow-origin-mismatch',
    })
    expect(seen).toEqual([
      `first OPTIONS /a ${PAGE}`,
      `first GET /a ${PAGE} Bearer abcdefgh`,
      'second GET /b null',
    ])
  })

  test('on the same server', async () => {
    answer = (request, response) =>
      answers(request.url === '/a' ? 308 : 200, { ...GRANT, location: '/a/' })(request, response)
    expect(await probed(`${first}/a`, ...from)).toMatchObject({ outcome: 'allowed' })
    expect(seen).toEqual([`first GET /a ${PAGE}`, `first GET /a/ ${PAGE}`])
  })

  test('that a browser does not follow', async () => {
    answer = answers(302, { location: `${second}/b` })
    expect(await probed(`${first}/a`, ...from)).toMatchObject({ reason: 'allow-origin-missing' })
    expect(seen).toEqual([`first GET /a ${PAGE}`])
  })

  test('without end', async () => {
    answer = answers(302, { ...GRANT, location: '/a' })
    const { flow } = await probed(`${first}/a`, ...from)
    expect(flow?.outcome).not.toBe('allowed')
    expect(seen).toHaveLength(21)
  })
})

describe('no response', () => {
  test('nobody listens', async () => {
    const gone = await listen(createServer())
    await new Promise((resolve) => servers.pop()?.close(resolve))
    expect(await probed(gone, ...from)).toMatchObject({
      code: 0,
      outcome: 'not-cors',
      reason: 'connection-refused',
    })
  })

  test('the server hangs up', async () => {
    expect(await probed(hangup, ...from)).toMatchObject({ code: 0, outcome: 'not-cors' })
  })

  test('the server says nothing', async () => {
    expect(await probed(mute, ...from, '--timeout', '0.2')).toMatchObject({ code: 0, outcome: 'not-cors' })
  })
})

test('on the page’s own origin there is nothing to check', async () => {
  answer = answers(200, {})
  const { code, stdout } = await corscope(['probe', first, '--origin', first])
  expect([code, stdout]).toEqual([0, expect.stringContaining('no cross-origin request')])
})

test.each<[args: string[], message: RegExp]>([
  [['ftp://a.example/', ...from], /no http or https address/],
  [['https://a.example/', '--origin', 'app'], /“app” is no origin/],
  [['https://a.example/'], /required option '--origin <origin>' not specified/],
  [['https://a.example/', ...from, '--header', 'x'], /is no header/],
  [['https://a.example/', ...from, '--header', 'Origin: https://b.example'], /no script can set/],
  [['https://a.example/', ...from, '--header', 'a: b\r\nc: d'], /is no header/],
  [['https://a.example/', ...from, '--method', 'TRACE'], /no script can send/],
  [['https://a.example/', ...from, '--timeout', 'x'], /number of seconds/],
])('%j', async (args, message) => {
  const { code, stdout, stderr } = await corscope(['probe', ...args])
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(message)
})
