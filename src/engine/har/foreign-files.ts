/** Files of other tools that hold requests and are no HAR: what they are, and how to get a HAR from that tool. */
import { asArray, asObject, type Json } from './read-json.ts'

const NO_LOG = 'holds no network log: a HAR has its requests in log.entries'

interface ForeignJson {
  /** Told by the value itself, or by the first of its items. */
  is: (value: Json) => boolean
  words: string
}

const has = (value: Json, ...keys: string[]): boolean => keys.every((key) => Object.hasOwn(value, key))

const FOREIGN_JSON: readonly ForeignJson[] = [
  {
    is: (value) => has(value, 'info', 'item'),
    words:
      'is a Postman collection: requests to be made, not ones that were made; record a HAR in the browser',
  },
  {
    is: (value) => has(value, 'openapi') || has(value, 'swagger'),
    words: 'is an OpenAPI description, not a network log; record a HAR in the browser',
  },
  {
    is: (value) => has(value, '_type', '__export_format') || value.type === 'collection.insomnia.rest/5.0',
    words:
      'is an Insomnia collection; in Insomnia, choose Export and the format HAR, or record one in the browser',
  },
  {
    is: (value) => has(value, 'scheme', 'host', 'path', 'protocolVersion'),
    words:
      'is a Charles session; in Charles choose File > Export Session… and the format HTTP Archive (.har)',
  },
  {
    is: (value) => has(value, 'constants', 'events') && has(asObject(value.constants), 'logEventTypes'),
    words:
      "is a NetLog of Chromium's chrome://net-export; export a HAR from the Network tab of DevTools instead",
  },
  {
    is: (value) => has(value, 'traceEvents') || has(value, 'cat', 'ph', 'ts'),
    words:
      'is a performance trace; export a HAR from the Network tab of DevTools (the arrow down, “Export HAR”)',
  },
  {
    is: (value) => has(value, 'lighthouseVersion'),
    words: 'is a Lighthouse report; export a HAR from the Network tab of DevTools instead',
  },
  {
    is: (value) => /^Network\./.test(String(value.method)) || has(value, 'level', 'message', 'timestamp'),
    words:
      'holds messages of the DevTools protocol; chrome-har (npm) makes a HAR of them, and so does recordHar in Playwright',
  },
  {
    is: (value) => has(asObject(value._source), 'layers'),
    words: 'holds packets of Wireshark, whose HTTPS is encrypted; record a HAR in the browser instead',
  },
  {
    is: (value) => has(value, 'mappings') || has(value, 'interactions'),
    words: 'describes requests for a test double, not ones that were made; record a HAR in the browser',
  },
  {
    is: (value) => String(value.schema).startsWith('corscope.report/'),
    words: 'is a report of CORScope, not the network log it was made of; compare reads reports too',
  },
]

/** What a JSON value without a network log is. */
export function foreignJson(value: unknown): string {
  const candidates = [value, asArray(value)[0]].map(asObject)
  return FOREIGN_JSON.find(({ is }) => candidates.some(is))?.words ?? NO_LOG
}

/** Bytes at the beginning, as text of one byte a character, and what such a file is. */
// biome-ignore-start lint/suspicious/noControlCharactersInRegex: these are bytes
const FOREIGN_BYTES: readonly [start: RegExp, words: string][] = [
  [
    /^(?:\xd4\xc3\xb2\xa1|\xa1\xb2\xc3\xd4|\x4d\x3c\xb2\xa1|\x0a\x0d\x0d\x0a)/,
    'holds captured packets (pcap), whose HTTPS is encrypted; record a HAR in the browser instead',
  ],
  [/^\x28\xb5\x2f\xfd/, 'is compressed with zstd; unpack it first'],
  [/^(?:BZh|\xfd7zXZ|7z\xbc\xaf|Rar!)/, 'is compressed in a way that is not read here; unpack it first'],
  [
    /^\xac\xed\x00\x05/,
    'is a Charles session; in Charles choose File > Export Session… and the format HTTP Archive (.har)',
  ],
  [
    /^(?:bplist0|SQLite format 3)/,
    'is a database or a property list, as some proxies keep their sessions; export the session as HAR there',
  ],
  [
    /^\d{1,9}:\d{1,9}:/,
    'is a flow file of mitmproxy; make a HAR of it: mitmdump -nr FILE --set hardump=flows.har',
  ],
  [/^%PDF|^\x89PNG|^\xff\xd8\xff/, 'is a document or a picture, not text; export the network log as HAR'],
  [
    /^\s*(?:<\?xml|<items)/,
    'is XML, as Burp Suite and Internet Explorer write it; export the network log as HAR (Burp: with an extension)',
  ],
  [
    /^\s*<(?:!doctype|html)/i,
    'is a web page; export the network log as HAR (DevTools, Network, “Export HAR”)',
  ],
  [/^\s*curl\s/, 'is a curl command; record a HAR in the browser, or use corscope probe'],
  [
    /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \S+ HTTP\//,
    'is a raw HTTP message; record a HAR in the browser',
  ],
]
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: these are bytes

/** What a file is that begins with `head` and is neither JSON nor packed JSON; null when nothing tells. */
export function foreignBytes(head: Uint8Array): string | null {
  const start = String.fromCharCode(...head.subarray(0, 64))
  const known = FOREIGN_BYTES.find(([pattern]) => pattern.test(start))?.[1]
  if (known !== undefined) return known
  return head.includes(0) ? 'is not text but binary; export the network log as HAR' : null
}
