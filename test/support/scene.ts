/**
 * Scenes: cases written as lines, read into the HAR entries that Chromium's DevTools would record.
 *
 *   page https://app.example/          the page; once, at the top
 *   > PUT https://api.example/x font   a request: method, URL, DevTools' resource type (fetch unless said)
 *   > X-Custom: 1                      a header of that request
 *   ? 204                              the answer to its preflight
 *   < 200                              the answer to the request
 *   access-control-allow-origin: *     a header of the answer above it
 *   ! net::ERR_FAILED                  how the request ended; without it the browser let it through
 *
 * A request with `?` and `!` and no `<` was never sent. An unreadable line throws.
 */
import { corsUnsafeRequestHeaderNames } from '../../src/engine/fetch/safelist.ts'

type Headers = { name: string; value: string }[]

interface SceneRequest {
  method: string
  url: string
  type: string
  headers: Headers
  preflight: { status: number; headers: Headers } | null
  answer: { status: number; headers: Headers } | null
  error: string | null
}

const readHeader = (line: string): Headers[number] | null => {
  const match = /^([^\s:]+):\s?(.*)$/.exec(line)
  return match === null ? null : { name: match[1] ?? '', value: match[2] ?? '' }
}

function readRequests(lines: readonly string[]): SceneRequest[] {
  const requests: SceneRequest[] = []
  let answer: { status: number; headers: Headers } | null = null
  for (const line of lines) {
    const current = requests.at(-1)
    const request = /^> ([A-Za-z]+) (\S+:\S+)(?: (\w+))?$/.exec(line)
    const header = readHeader(line.replace(/^> /, ''))
    const status = /^([?<]) (\d+)$/.exec(line)
    if (request !== null) {
      const [, method = '', url = '', type = 'fetch'] = request
      requests.push({ method, url, type, headers: [], preflight: null, answer: null, error: null })
    } else if (current === undefined) {
      throw new Error(`scene: no request before “${line}”`)
    } else if (status !== null) {
      answer = { status: Number(status[2]), headers: [] }
      if (status[1] === '?') current.preflight = answer
      else current.answer = answer
    } else if (line.startsWith('! ')) {
      current.error = line.slice(2)
    } else if (header !== null && line.startsWith('> ')) {
      current.headers.push(header)
    } else if (header !== null && answer !== null) {
      answer.headers.push(header)
    } else {
      throw new Error(`scene: no match for “${line}”`)
    }
  }
  return requests
}

const at = (milliseconds: number): string => new Date(Date.UTC(2026, 0, 1) + milliseconds).toISOString()

function entry(parts: {
  method: string
  url: string
  type: string
  request: Headers
  status: number
  response: Headers
  error: string | null
  time: number
  initiator: object
}): object {
  const location = parts.response.find(({ name }) => name.toLowerCase() === 'location')?.value ?? ''
  return {
    _resourceType: parts.type,
    _initiator: parts.initiator,
    startedDateTime: at(parts.time),
    time: 5,
    request: { method: parts.method, url: parts.url, headers: parts.request, cookies: [] },
    response: {
      status: parts.status,
      headers: parts.response,
      redirectURL: location,
      content: {},
      _error: parts.error,
    },
  }
}

/** HAR entries of a scene, the page's document first. */
export function scene(text: string): object[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const page = /^page (\S+)$/.exec(lines[0] ?? '')?.[1]
  if (page === undefined) throw new Error('scene: the first line names the page')
  const origin = page.startsWith('file:') ? 'null' : new URL(page).origin
  const initiator = { type: 'script', url: page }
  const entries = [
    entry({
      method: 'GET',
      url: page,
      type: 'document',
      request: [],
      status: 200,
      response: [],
      error: null,
      time: 0,
      initiator: {},
    }),
  ]
  let tainted = false
  let previous: SceneRequest | null = null
  for (const [index, request] of readRequests(lines.slice(1)).entries()) {
    const follows = previous?.answer?.headers.some(
      ({ name, value }) => name === 'location' && new URL(value, previous?.url).href === request.url,
    )
    tainted =
      follows === true &&
      (tainted ||
        (new URL(previous?.url ?? '').origin !== new URL(request.url).origin &&
          new URL(previous?.url ?? '').origin !== origin))
    const sentOrigin = { name: 'Origin', value: tainted ? 'null' : origin }
    const referer = origin === 'null' ? [] : [{ name: 'Referer', value: `${origin}/` }]
    const time = 100 + index * 10
    const unsafe = corsUnsafeRequestHeaderNames(
      request.headers.map(({ name, value }) => [name, value] as const),
      'chromium',
    )
    if (request.preflight !== null) {
      entries.push(
        entry({
          method: 'OPTIONS',
          url: request.url,
          type: 'preflight',
          request: [
            sentOrigin,
            { name: 'Access-Control-Request-Method', value: request.method },
            ...(unsafe.length > 0
              ? [{ name: 'Access-Control-Request-Headers', value: unsafe.join(',') }]
              : []),
          ],
          status: request.preflight.status,
          response: request.preflight.headers,
          error: null,
          time: time + 1,
          initiator: { type: 'preflight', url: request.url, requestId: `1.${index}` },
        }),
      )
    }
    const sent = request.answer !== null && request.type !== 'image'
    entries.push(
      entry({
        ...request,
        request: [...request.headers, ...referer, ...(sent ? [sentOrigin] : [])],
        status: request.answer?.status ?? 0,
        response: request.answer?.headers ?? [],
        time,
        initiator,
      }),
    )
    previous = request
  }
  return entries
}
