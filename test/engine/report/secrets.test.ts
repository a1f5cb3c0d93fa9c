/** A planted secret never shows in any report, wherever it was planted and wherever it was quoted since. */
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import {
  type Diagnosis,
  diagnose,
  jsonReport,
  markdownReport,
  textReport,
} from '../../../src/engine/index.ts'
import { API, type EntryOptions, entry, har, PAGE } from '../../support/har.ts'

vi.setConfig({ testTimeout: 30_000 })

type Plant = (secret: string) => { entry?: EntryOptions; page?: string }

const sent = (name: string, value: string): EntryOptions => ({
  sent: [
    ['Origin', PAGE],
    [name, value],
  ],
})
const answered = (name: string, value: string): EntryOptions => ({ answered: [[name, value]] })
const inQuery = (name: string, secret: string): string =>
  `${API}/items?page=1&${name}=${encodeURIComponent(secret)}`

/** Where a secret is known by the name it stands under. */
const NAMED: Record<string, Plant> = {
  'an Authorization header': (secret) => ({ entry: sent('Authorization', `Bearer ${secret}`) }),
  'an Authorization header without scheme': (secret) => ({ entry: sent('authorization', secret) }),
  'a Proxy-Authorization header': (secret) => ({ entry: sent('Proxy-Authorization', `Basic ${secret}`) }),
  'a cookie': (secret) => ({ entry: sent('Cookie', `theme=dark; sid=${secret}; lang=en`) }),
  'a set cookie': (secret) => ({ entry: answered('Set-Cookie', `sid=${secret}; Path=/; HttpOnly`) }),
  'an API key header': (secret) => ({ entry: sent('X-Api-Key', secret) }),
  'a session header': (secret) => ({ entry: answered('X-Session-Id', secret) }),
  'a CSRF header': (secret) => ({ entry: sent('X-CSRF-Token', secret) }),
  'a query parameter': (secret) => ({ entry: { url: inQuery('token', secret) } }),
  'an OAuth code': (secret) => ({ entry: { url: inQuery('code', secret) } }),
  'a signature': (secret) => ({ entry: { url: inQuery('X-Amz-Signature', secret) } }),
  'a SAML response': (secret) => ({ entry: { url: inQuery('SAMLResponse', secret) } }),
  'the password of a URL': (secret) => ({
    entry: { url: `https://bob:${encodeURIComponent(secret)}@api.example/items` },
  }),
  'a Location header': (secret) => ({
    entry: { status: 302, ...answered('Location', inQuery('access_token', secret)) },
  }),
  'the fragment of a Location header': (secret) => ({
    entry: { status: 302, ...answered('Location', `${API}/cb#id_token=${encodeURIComponent(secret)}`) },
  }),
  'a Referer header': (secret) => ({ entry: sent('Referer', inQuery('password', secret)) }),
  'the page’s address': (secret) => ({ page: `${PAGE}/?state=${encodeURIComponent(secret)}` }),
  'the initiator’s address': (secret) => ({
    entry: {
      initiator: {
        type: 'script',
        url: `${PAGE}/app.js?apikey=${encodeURIComponent(secret)}`,
        lineNumber: 3,
      },
    },
  }),
}

/** Where a secret is known by its own shape only. */
const ANYWHERE: Record<string, Plant> = {
  'a path segment': (secret) => ({ entry: { url: `${API}/reset/${secret}/now` } }),
  'any parameter': (secret) => ({ entry: { url: inQuery('q', secret) } }),
  'any request header': (secret) => ({ entry: sent('X-Anything', secret) }),
  'any response header': (secret) => ({ entry: answered('X-Anything', `a ${secret} b`) }),
  'Access-Control-Allow-Origin': (secret) => ({ entry: answered('Access-Control-Allow-Origin', secret) }),
  'Access-Control-Allow-Headers': (secret) => ({ entry: answered('Access-Control-Allow-Headers', secret) }),
  'the method': (secret) => ({ entry: { method: secret.replace(/[^A-Za-z0-9]/g, '') } }),
  'the error': (secret) => ({ entry: { error: `net::ERR_${secret}` } }),
}

/** The log with the secret in it, and every sentence of the diagnosis quoting it. */
function diagnosisWith(plant: Plant, secret: string): Diagnosis {
  const planted = plant(secret)
  const pages = [{ ...har([]).log.pages[0], title: planted.page ?? `${PAGE}/` }]
  const diagnosis = diagnose([entry({ error: 'net::ERR_FAILED', ...planted.entry })], {
    creator: 'WebInspector',
    pages,
  })
  // a sentence is searched for values that cannot be words, and for no others
  const quotable = /^[\w.~-]{12,}$/.test(secret) && /\d/.test(secret) && /[a-z][A-Z]/.test(secret)
  const quoted = quotable ? secret : 'something'
  const quote = `It said “${quoted}”, that is ${quoted}.`
  return {
    ...diagnosis,
    flows: diagnosis.flows.map((flow) => ({
      ...flow,
      verdict: { ...flow.verdict, credentials: { ...flow.verdict.credentials, because: quote } },
      server: { ...flow.server, because: [quote], label: quoted },
      cause: {
        id: 'cors-not-set-up',
        owner: 'back-end',
        answer: quote,
        title: quote,
        text: `${quote}\n\n${quote}`,
        misleading: quote,
        certain: true,
        serverFix: 'headers',
        remedy: null,
        evidence: { for: [], against: [] },
      },
      fixes: [
        {
          framework: 'planted',
          title: quote,
          language: 'python',
          file: `${quoted}.py`,
          code: `allow_origins = ["${quoted}"]\n# ${quoted}`,
          note: quote,
          owner: 'back-end',
          reach: { maker: 'planted', paths: [quoted] },
          check: { proof: 'untested', why: quote },
        },
      ],
    })),
  }
}

/** Markdown's and JSON's own escapes taken back, so that an escaped secret is found too. */
const spellings = (text: string): string[] => [
  text,
  text.replace(/[\\\u200b]/g, ''),
  text.replaceAll("''", "'"),
]

function assertHidden(diagnosis: Diagnosis, secrets: readonly string[]): void {
  expect(diagnosis.flows.length).toBeGreaterThan(0)
  const reports = [
    JSON.stringify(jsonReport(diagnosis)),
    markdownReport(diagnosis),
    textReport(diagnosis, { all: true }).replace(/\n +/g, ' '),
    textReport(diagnosis, { all: true }),
  ]
  for (const report of reports.flatMap(spellings)) {
    for (const secret of secrets) expect(report).not.toContain(secret)
  }
}

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789']
/** As secrets are: a digit and a letter at least, so that none reads as a word. */
const named = fc
  .oneof(
    fc.string({ unit: fc.constantFrom(...LETTERS, ...'-._~'), minLength: 10, maxLength: 40 }),
    fc.string({ unit: fc.constantFrom(...LETTERS, ...'-._~+/=!$&*@|`<>[]%'), minLength: 10, maxLength: 40 }),
  )
  .filter((text) => /\d/.test(text) && /[a-z][A-Z]/.test(text))
const shaped = fc.oneof(
  fc.string({ unit: fc.constantFrom(...LETTERS), minLength: 33, maxLength: 64 }),
  fc
    .string({ unit: fc.constantFrom(...LETTERS), minLength: 16, maxLength: 64 })
    .map((text) => `eyJhbGciOiJIUzI1NiJ9.${text}.${text}`),
  fc
    .string({ unit: fc.constantFrom(...LETTERS), minLength: 24, maxLength: 24 })
    .map((text) => `sk_live_${text}`),
)

describe('known by its name', () => {
  test.each(Object.entries(NAMED))('%s', (_, plant) => {
    fc.assert(
      fc.property(named, (secret) =>
        assertHidden(diagnosisWith(plant, secret), [secret, encodeURIComponent(secret)]),
      ),
      { numRuns: 25 },
    )
  })
})

describe('known by its shape', () => {
  test.each([...Object.entries(ANYWHERE), ...Object.entries(NAMED)])('%s', (_, plant) => {
    fc.assert(
      fc.property(shaped, (secret) => assertHidden(diagnosisWith(plant, secret), [secret])),
      { numRuns: 25 },
    )
  })
})

test('an e-mail address of a URL does not show', () => {
  const url = `${API}/users/jane.doe@example.org?copy=jane.doe%40example.org`
  assertHidden(diagnose([entry({ url, error: 'net::ERR_FAILED' })], {}), ['jane.doe'])
})

test('what CORS is about stays readable', () => {
  const headers = 'authorization, x-api-key, x-csrf-token'
  const log = [
    entry({
      answered: [
        ['Access-Control-Allow-Origin', 'https://other.example'],
        ['Access-Control-Allow-Headers', headers],
      ],
      error: 'net::ERR_FAILED',
    }),
  ]
  const markdown = markdownReport(diagnose(log, {}))
  expect(markdown).toContain(
    'access-control-allow-origin: https://other.example'.replace(
      'access-control-allow-origin',
      'Access-Control-Allow-Origin',
    ),
  )
  expect(markdown).toContain(headers)
})

test('a log of any size is redacted in time that grows with it', () => {
  const long = 200_000
  const pieces = ['a', 'a-', '.a', 'a@', '&a=', 'eyJ.', 'http://', '‹redacted ', '%41', '`', '"token":"']
  const started = process.cpuUsage().user
  for (const piece of pieces) {
    const text = piece.repeat(long / piece.length)
    const log = [
      entry({
        error: 'net::ERR_FAILED',
        url: `${API}/?q=${text}`,
        sent: [
          ['Origin', PAGE],
          ['Cookie', `a=${text}`],
          ['X', text],
        ],
      }),
    ]
    expect(markdownReport(diagnose(log, {}))).toContain('# CORS report')
  }
  // measured: 0.1 s each; its square would be minutes
  expect((process.cpuUsage().user - started) / 1e6).toBeLessThan(30)
}, 60_000)
