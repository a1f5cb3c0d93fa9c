/** The values that the generator draws from: right, nearly right and plain wrong. */
import type { HeaderLine } from './case.ts'
import type { Random } from './random.ts'

/** The bytes of a text in UTF-8, one character a byte, as they stand on the wire. */
export const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

const PRINTABLE = Array.from({ length: 0x7f - 0x21 }, (_, index) => String.fromCharCode(0x21 + index))

/** Any byte that a header value can carry, but for CR, LF and NUL. */
export function anyByte(random: Random): string {
  const byte = random.pick([random.int(0x20, 0x7e), random.int(0x80, 0xff), random.int(0x01, 0x7f)])
  return byte === 0x0a || byte === 0x0d ? '\t' : String.fromCharCode(byte)
}

const otherPort = (origin: string): string => origin.replace(/\d+$/, (port) => String(Number(port) + 1))
const otherHost = (origin: string): string =>
  origin.includes('localhost')
    ? origin.replace('localhost', '127.0.0.1')
    : origin.replace(/\/\/[^:]+/, '//localhost')

type Lines = string[]

/** What servers mostly send. */
const COMMON_ALLOW_ORIGIN: readonly ((origin: string, random: Random) => Lines)[] = [
  () => [],
  () => ['*'],
  (origin) => [origin],
  () => ['null'],
  (origin) => [otherHost(origin)],
]

/** Values of Access-Control-Allow-Origin, each a list of header lines; `origin` is the one that would pass. */
const ALLOW_ORIGIN: readonly ((origin: string, random: Random) => Lines)[] = [
  () => [''],
  () => ['   '],
  (origin) => [`${origin}/`],
  (origin) => [origin.toUpperCase()],
  (origin) => [origin.replace('http', 'https')],
  (origin) => [origin.replace(/^http:\/\//, '')],
  (origin) => [origin.replace(/:\d+$/, '')],
  (origin) => [origin.replace(/:\d+$/, ':80')],
  (origin) => [origin.replace(/:(\d+)$/, ':0$1')],
  (origin) => [otherPort(origin)],
  (origin) => [otherHost(origin)],
  (origin) => [origin, origin],
  (origin) => ['*', origin],
  (origin) => [origin, otherHost(origin)],
  (origin) => ['', origin],
  () => ['*', '*'],
  () => ['*, *'],
  (origin) => [`${origin}, ${otherHost(origin)}`],
  (origin) => [`${origin},${otherHost(origin)}`],
  (origin) => [`${origin} ${otherHost(origin)}`],
  (origin) => [`  ${origin}  `],
  (origin) => [`\t${origin}`],
  (origin) => [`${origin}\t`],
  (origin) => [`${origin}\tx`],
  (origin) => [`${origin}\t,`],
  () => [' * '],
  (origin) => [`"${origin}"`],
  (origin) => [`'${origin}'`],
  (origin) => [`${origin};`],
  (origin) => [`${origin}/path?query#fragment`],
  (origin) => [origin.replace('//', '//user:secret@')],
  (origin) => [origin.replace(/\/\/[^:]+/, '//*')],
  (origin) => [origin.replace('//', '//*.')],
  (origin) => [`/^${origin.replaceAll('.', '\\.')}$/`],
  () => [utf8('http://exämple.test')],
  () => ['http://ex\xe4mple.test'],
  () => [utf8('…')],
  () => ['http://[::1]:8080'],
  () => ['http://[::1'],
  () => ['http://1.2.3.4.5'],
  () => ['http://0x7f.1'],
  () => ['http://example.test:99999'],
  () => ['http://example.test:'],
  () => ['http://example.test:x'],
  () => ['http://xn--a.test'],
  () => ['http://a%00b.test'],
  () => ['http://a%20b.test'],
  () => ['http://a%zzb.test'],
  () => ['http://.test'],
  () => ['http://a..test'],
  () => [`http://${'a'.repeat(300)}.test`],
  () => [`http://${'a.'.repeat(400)}test`],
  () => ['x'.repeat(2000)],
  ...[
    ...[
      'foo',
      'true',
      'undefined',
      'None',
      'all',
      'any',
      '**',
      '"*"',
      '*.test',
      'NULL',
      'Null',
      'null,',
      '*;',
      ',',
    ],
    ...[
      '[object Object]',
      '$ORIGIN',
      '{{origin}}',
      '//host',
      'http:/x',
      'http:',
      'http://',
      'http:///x',
      'https',
    ],
    ...[
      'file://',
      'file:///',
      'data:',
      'data:,x',
      'about:blank',
      'blob:http://x.test/1',
      'ftp://x.test',
      'foo:bar',
    ],
    ...[
      'localhost',
      'localhost:3000',
      '127.0.0.1',
      '127.0.0.1:3000',
      'http//x.test',
      'http;//x.test',
      '1http://x',
    ],
    ...[
      'http://localhost',
      'https://example.com',
      'chrome-extension://abc',
      'javascript:1',
      'http:\\\\x.test',
      '%68ttp://x',
    ],
  ].map((value) => () => [value]),
  (_, random) => [`http://a${random.pick(PRINTABLE)}b.test`],
  (_, random) => [`http://a.test:80${random.pick(PRINTABLE)}`],
  (_, random) => [`${random.pick(PRINTABLE)}${random.pick(PRINTABLE)}`],
  (_, random) => [`http://x.test${anyByte(random)}`],
  (origin, random) => [`${origin}${anyByte(random)}`],
  (origin, random) => [`${anyByte(random)}${origin}`],
  (_, random) => [`a${anyByte(random)}${anyByte(random)}`],
]

const ALLOW_CREDENTIALS: readonly Lines[] = [
  ...[
    [],
    [''],
    ['True'],
    ['TRUE'],
    ['false'],
    ['1'],
    ['yes'],
    ['*'],
    ['"true"'],
    ['true;'],
    ['true,'],
    ['truthy'],
  ],
  ...[
    ['true', 'true'],
    ['true, true'],
    ['false', 'true'],
    ['', 'true'],
    [' true '],
    ['true\t'],
    ['\ttrue'],
    ['tr ue'],
  ],
  ...[['t\x01rue'], [utf8('truе')], ['tru\xe9'], ['null'], ['true/1'], ['0']],
]

const LIST_JUNK: readonly Lines[] = [
  ...[
    [],
    [''],
    [','],
    [' , ,'],
    ['*'],
    ['* '],
    ['*, *'],
    ['"*"'],
    ['**'],
    ['x y'],
    ['x; y'],
    ['a@b'],
    ['(x)'],
    ['"x"'],
  ],
  ...[
    ['x/1'],
    ['[x]'],
    ['x=1'],
    ['x\ty'],
    ['\tx\t'],
    ['x\x01'],
    ['x\xe9'],
    [utf8('ü')],
    ['x', 'y'],
    ['', ''],
    ['x:'],
  ],
  ...[
    ['true'],
    ['all'],
    ['x'.repeat(1500)],
    [Array.from({ length: 120 }, (_, n) => `x-${n}`).join(',')],
    ["!#$%&'+-.^_`|~"],
  ],
]

const METHOD_LISTS: readonly Lines[] = [
  ...[
    ['GET'],
    ['GET, POST'],
    ['GET,HEAD,POST'],
    ['GET, POST, PUT, DELETE, PATCH, OPTIONS'],
    ['PUT'],
    ['put'],
    ['PATCH'],
  ],
  ...[
    ['patch'],
    ['GET', 'PUT'],
    ['GET', 'PATCH, DELETE'],
    [',,PUT,,'],
    ['PUT;DELETE'],
    ['PUT DELETE'],
    ['GET, *'],
  ],
  ...[
    ['OPTIONS'],
    ['Put, Patch, Delete'],
    [' PUT ,\tDELETE '],
    ['delete, patch'],
    ['get,post,put,patch,delete'],
  ],
]

const HEADER_LISTS: readonly Lines[] = [
  ...[
    ['Content-Type'],
    ['content-type, authorization'],
    ['X-A'],
    ['x-a,x-b'],
    ['x-a', 'x-b'],
    ['X-A, *'],
    ['authorization'],
  ],
  ...[
    ['Origin, X-Requested-With, Content-Type, Accept'],
    ['x-a;x-b'],
    ['x a'],
    ['x-a x-b'],
    [',,x-a,,'],
    ['accept, range'],
  ],
  ...[
    ['CONTENT-TYPE,AUTHORIZATION,X-A,X-B,X-REQUESTED-WITH,CACHE-CONTROL'],
    ['"x-a"'],
    ['x-a:'],
    ['Access-Control-Allow-Headers'],
  ],
]

const MAX_AGES: readonly Lines[] = [
  [],
  ['0'],
  ['-1'],
  ['600'],
  ['86400'],
  ['abc'],
  [''],
  ['1', '2'],
  ['1.5'],
  [' 60 '],
]

/** Any value of a CORS response header, good or bad, as header lines. `origin` is the one that would pass. */
export function anyLines(random: Random, header: CorsHeader, origin: string): Lines {
  switch (header) {
    case 'access-control-allow-origin':
      return random.pick(random.chance(0.35) ? COMMON_ALLOW_ORIGIN : ALLOW_ORIGIN)(origin, random)
    case 'access-control-allow-credentials':
      return random.pick(ALLOW_CREDENTIALS)
    case 'access-control-allow-methods':
      return random.pick(random.chance(0.6) ? METHOD_LISTS : LIST_JUNK)
    case 'access-control-allow-headers':
      return random.pick(random.chance(0.5) ? HEADER_LISTS : LIST_JUNK)
    case 'access-control-max-age':
      return random.pick(MAX_AGES)
  }
}

export type CorsHeader =
  | 'access-control-allow-origin'
  | 'access-control-allow-credentials'
  | 'access-control-allow-methods'
  | 'access-control-allow-headers'
  | 'access-control-max-age'

export const OK_STATUSES = [200, 200, 200, 201, 202, 203, 204, 205, 206, 226, 299]
/** 401 and 407 without a challenge; 408, 421 and 425 are left out, because the browser asks again by itself. */
export const ERROR_STATUSES = [
  ...[400, 401, 403, 403, 404, 404, 405, 405, 406, 409, 410, 413, 415, 418, 422, 429, 451, 499],
  ...[500, 500, 501, 502, 503, 504, 511, 520, 599],
]
export const REDIRECT_STATUSES = [301, 302, 302, 303, 307, 308]
/** 3xx without a Location, and statuses of the class that are no redirects. */
export const OTHER_3XX = [300, 301, 302, 303, 304, 304, 305, 306, 307, 308]

export const SIMPLE_METHODS = ['GET', 'GET', 'GET', 'POST', 'POST', 'HEAD', 'get', 'Get', 'post', 'head']
export const OTHER_METHODS = [
  ...['PUT', 'PUT', 'DELETE', 'DELETE', 'PATCH', 'PATCH', 'patch', 'put', 'delete', 'OPTIONS', 'options'],
  ...['PROPFIND', 'CUSTOM', 'Patch', 'QUERY', 'foo', '!#X', 'Put', '*'],
]

const long = (start: string, length: number, fill = 'a'): string => start.padEnd(length, fill)

/** Request headers whose value decides whether they are safelisted. */
const VALUE_HEADERS: Readonly<Record<string, readonly string[]>> = {
  Accept: [
    'application/json',
    'text/*;q=0.5',
    'text/html"',
    'a(b)',
    '{',
    'a:b',
    'a\tb',
    long('x', 127),
    long('x', 128),
    long('x', 129),
    '',
  ],
  'Accept-Language': [
    'en-US,en;q=0.9',
    'de',
    '*',
    'en_US',
    'en\tde',
    'fr!',
    'd\xe9',
    long('en', 128),
    long('en', 129),
    '',
    'a.b=c',
  ],
  'Content-Language': ['de', 'en-GB, de', 'en_GB', 'x/y', long('en', 127), long('en', 128), long('en', 129)],
  'Content-Type': [
    ...[
      'text/plain',
      'TEXT/PLAIN',
      'text/plain;charset=utf-8',
      'text/plain; charset=UTF-8',
      'text/plain;foo="bar"',
      'text/plain;a=b:c',
    ],
    ...[
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/json',
      'application/json; charset=utf-8',
    ],
    ...[
      'text/xml',
      'text/html',
      'text/plain, text/plain',
      'text/plain ;x=y',
      'text/plain,',
      'text',
      'plain',
      '',
      'text/plain;',
      '/',
    ],
    ...[
      long('text/plain;a=', 127),
      long('text/plain;a=', 128),
      long('text/plain;a=', 129),
      'application/x-protobuf',
      'x/y;\xe9',
    ],
    ...[
      'text/plain;charset=\xe9',
      'text/plain/x',
      'text /plain',
      'text/plain;;;',
      'multipart/form-data',
      'application/ld+json',
    ],
  ],
  Range: [
    ...[
      'bytes=0-',
      'bytes=0-10',
      'bytes=10-5',
      'bytes=5-5',
      'bytes=-5',
      'bytes=0-1,3-4',
      'bytes= 0-1',
      'Bytes=0-1',
      'bytes=0 -1',
    ],
    ...[
      'bytes=',
      'bytes=-',
      'items=0-5',
      'bytes=0-18446744073709551615',
      'bytes=99999999999999999999-',
      'bytes=a-b',
      'bytes=00-01',
      'bytes 0-1',
    ],
  ],
  DPR: ['2', '1.5', '0', '-1', 'x', '', '1e3'],
  'Device-Memory': ['8', '0.25', 'x'],
  Width: ['320', '320.5', 'x'],
  'Viewport-Width': ['1280', '-5', 'x'],
  RTT: ['50', 'x', '1.5'],
  Downlink: ['10', '1.5', 'fast'],
  ECT: ['4g', 'slow-2g', '5g', '4G'],
  'Save-Data': ['on', 'ON', 'off', '1'],
  Intervention: ['x'],
}

/** Request headers that are unsafe whatever their value. */
const UNSAFE_HEADERS: readonly HeaderLine[] = [
  ['X-A', '1'],
  ['X-A', 'value with spaces'],
  ['X-B', '2'],
  ['x-b', ''],
  ['X-Requested-With', 'XMLHttpRequest'],
  ['Authorization', 'Bearer abc'],
  ['authorization', 'Basic dTpw'],
  ['Cache-Control', 'no-cache'],
  ['Pragma', 'no-cache'],
  ['If-None-Match', '"x"'],
  ['If-Modified-Since', 'Wed, 21 Oct 2015 07:28:00 GMT'],
  ['traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'],
  ['sentry-trace', '1'],
  ['baggage', 'a=b'],
  ['X-HTTP-Method-Override', 'PUT'],
  ['Access-Control-Request-Private-Network', 'true'],
  ['Content-Encoding', 'gzip'],
  ['Priority', 'u=1'],
  ['Upgrade-Insecure-Requests', '1'],
  ['Purpose', 'prefetch'],
  ['DNT2', '1'],
  ['X-\xe4', '1'],
  ['!#$', '1'],
  ['X-Client-Data', 'abc'],
]

/** Names that a script cannot set: dropped without a word, and no part of CORS. */
const FORBIDDEN_HEADERS: readonly HeaderLine[] = [
  ['Cookie', 'a=b'],
  ['Host', 'x.test'],
  ['Origin', 'http://x.test'],
  ['Referer', 'http://x.test/'],
  ['DNT', '1'],
  ['Sec-Foo', '1'],
  ['Sec-CH-UA', 'x'],
  ['Sec-Fetch-Mode', 'x'],
  ['Proxy-Foo', '1'],
  ['Accept-Encoding', 'x'],
  ['Access-Control-Request-Headers', 'x'],
  ['X-HTTP-Method-Override', 'TRACE'],
  ['User-Agent', 'x'],
]

// A header name must be a token, or setting it throws before anything is sent.
const SETTABLE = UNSAFE_HEADERS.filter(([name]) => /^[\x21-\x7e]+$/.test(name))

function valueHeader(random: Random): HeaderLine {
  const name = random.pick(Object.keys(VALUE_HEADERS))
  return [name, random.pick(VALUE_HEADERS[name] ?? [])]
}

/** A safelisted name with a byte of any kind in its value. */
function byteHeader(random: Random): HeaderLine {
  const name = random.pick(['Accept', 'Accept-Language', 'Content-Language', 'Content-Type'])
  const start = name === 'Content-Type' ? 'text/plain;x=' : name === 'Accept' ? 'text/html' : 'en'
  return [name, `${start}${anyByte(random)}x`]
}

/** A request header with its value. */
export const anyRequestHeader = (random: Random): HeaderLine =>
  random.weighted<(random: Random) => HeaderLine>([
    [5, (r) => r.pick(SETTABLE)],
    [4, valueHeader],
    [2, byteHeader],
    [1, (r) => r.pick(FORBIDDEN_HEADERS)],
  ])(random)

/** Ways to write Location that do not lead on, or not where CORS still counts; `path` keeps the case's number in it. */
export const ODD_LOCATIONS: readonly ((path: string) => string)[] = [
  () => '',
  (path) => `file://${path}`,
  (path) => `data:text/plain,${path}`,
  (path) => `ftp://localhost${path}`,
  (path) => `foo:${path}`,
  (path) => `about:blank?${path}`,
  (path) => `javascript:1//${path}`,
  (path) => `http://localhost:9${path}`,
  (path) => `http://localhost:1${path}`,
  (path) => `ws://localhost:9${path}`,
  (path) => `http://localhost:99999${path}`,
  (path) => `http://[${path}`,
  (path) => `\xe4${path}`,
]
