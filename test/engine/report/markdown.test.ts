import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  diagnose,
  type FlowDiagnosis,
  failedFlows,
  markdownReport,
  VERSION,
} from '../../../src/engine/index.ts'
import { actualCommand, preflightCommand } from '../../../src/engine/report/curl.ts'
import { block, code, prose, table } from '../../../src/engine/report/markup.ts'
import { redactorFor } from '../../../src/engine/report/redactor.ts'
import { API, type EntryOptions, entry, har, PAGE, preflight, SCENE } from '../../support/har.ts'

const pages = har([]).log.pages
const scene = diagnose(SCENE, { creator: 'WebInspector', pages })
const flowAt = (index: number): FlowDiagnosis => {
  const found = scene.flows.find(({ flow }) => flow.exchange.index === index)
  if (found === undefined) throw new Error(`no flow at ${index}`)
  return found
}
const reportAt = (index: number): string => markdownReport(scene, [flowAt(index)])
const first = (entries: readonly unknown[]): FlowDiagnosis => {
  const [flow] = diagnose(entries, { creator: 'WebInspector', pages }).flows
  if (flow === undefined) throw new Error('no flow')
  return flow
}

describe('what a back-end team needs', () => {
  const report = reportAt(3)

  test.each([
    ['the verdict and the owner first', '\n\n**Back end: '],
    ['the page’s origin', 'Page origin: `https://app.example`'],
    ['the request', '`PUT` `https://api.example/orders/1`'],
    ['the credentials mode and its evidence', 'Credentials: unknown. '],
    ['what became of the preflight', 'Preflight: sent, answered with status 204'],
    [
      'expected against received',
      '| preflight response | `Access-Control-Allow-Methods` | `GET, POST, PUT` | `GET, POST` |',
    ],
    [
      'all that must change',
      '| preflight response | `Access-Control-Allow-Headers` | `content-type, x-trace` | `content-type` |',
    ],
    ['Chromium’s name', '`MethodDisallowedByPreflightResponse` with `PUT`'],
    ['Firefox’s name', 'Firefox: `CORSMethodNotFound`'],
    ['the clause', 'https://fetch.spec.whatwg.org/#cors-preflight-fetch-0'],
    ['the preflight on the wire', 'OPTIONS https://api.example/orders/1\nOrigin: https://app.example'],
    ['the preflight’s answer', '204\nAccess-Control-Allow-Origin: https://app.example'],
    ['a curl for the preflight', "-H 'Access-Control-Request-Headers: content-type,x-trace' \\"],
    ['a curl for the request', "curl -g -i -X 'PUT' \\"],
    ['the same for PowerShell', "curl.exe -g -i -X 'PUT' `"],
    ['how to verify', '- preflight response: `Access-Control-Allow-Methods: GET, POST, PUT`'],
    ['a sibling that works', '`GET` `https://api.example/ok` (200)'],
    ['the time', '2026-01-02T03:04:05.040Z'],
    ['the limits', 'A network log holds no body of a blocked response.'],
    ['the tool', `corscope ${VERSION}`],
  ])('%s', (_, text) => {
    expect(report).toContain(text)
  })

  test('request ids stay whole', () => {
    expect(reportAt(2)).toContain('`x-request-id`: `7f9c24e5-0000-4000-8000-123456789abc`')
  })

  test('the alternative and what decides', () => {
    const both = entry({ ...PUT_STAR, at: 0 })
    const answer = {
      status: 204,
      answered: [
        ['Access-Control-Allow-Origin', '*'],
        ['Access-Control-Allow-Methods', 'GET'],
      ] as const,
    }
    const markdown = markdownReport(
      diagnose([both, preflight(PUT_STAR, '', answer)], { creator: 'WebInspector', pages }),
    )
    expect(markdown).toContain('### This fits the log just as well')
    expect(markdown).toContain('Whether the request was made with credentials')
  })

  test('a summary where there are several, none where there is one', () => {
    expect(markdownReport(scene)).toContain('| # | Verdict |')
    expect(markdownReport(scene).match(/^## /gm)).toHaveLength(scene.flows.length)
    expect(report).not.toContain('| # | Verdict |')
  })

  test('says so when there is nothing to report', () => {
    expect(markdownReport({ ...scene, flows: [] })).toContain('No cross-origin request to report on.')
  })

  test('gives no advice for what passed', () => {
    const allowed = reportAt(1)
    expect(allowed).toContain('## Allowed: `GET` `https://api.example/ok`')
    expect(allowed).not.toContain('### How to verify')
  })
})

const PUT_STAR: EntryOptions = { method: 'PUT', url: `${API}/star`, status: 0, sent: [] }

describe('hostile text stays text', () => {
  const nasty = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        ...'`*_[]()<>|~$&#@!\\\n\r\t -+=.1a',
        '\u001b',
        '\u202e',
        '\u009b',
        '```',
        '</details>',
        'www.',
        'https://a.test/`|',
      ),
      fc.string({ minLength: 1, maxLength: 1 }),
    ),
    maxLength: 30,
  })
  const longest = (text: string): number =>
    Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  const CONTROL = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/

  test('an address keeps what was redacted in it', () => {
    expect(prose('To http://a.test/?token=‹token 1›. Then.')).toBe(
      'To `http://a.test/?token=‹token 1›`. Then.',
    )
  })

  test('a code span cannot be closed from inside', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const shown = code(text)
        const fence = /^`+/.exec(shown)?.[0] ?? ''
        const inside = shown.slice(fence.length, shown.length - fence.length)
        expect(shown === '(empty)' || longest(inside) < fence.length).toBe(true)
        expect(shown).not.toMatch(/\n/)
        expect(shown).not.toMatch(CONTROL)
      }),
    )
  })

  test('a block cannot be closed from inside', () => {
    fc.assert(
      fc.property(nasty, nasty, (language, text) => {
        const [open = '', ...rest] = block(language, text).split('\n')
        const fence = /^`+/.exec(open)?.[0] ?? ''
        expect(open).toMatch(/^`{3,}[a-zA-Z0-9+#-]*$/)
        expect(rest.at(-1)).toBe(fence)
        expect(rest.slice(0, -1).some((line) => line.trim().startsWith(fence))).toBe(false)
        expect(rest.join('')).not.toMatch(CONTROL)
      }),
    )
  })

  /** What is left of Markdown without its code spans and its escapes. */
  function bareOf(markdown: string): string {
    let bare = ''
    let at = 0
    while (at < markdown.length) {
      const run = /^`+/.exec(markdown.slice(at))?.[0] ?? ''
      const end = run === '' ? -1 : markdown.slice(at + run.length).search(new RegExp(`(?<!\`)${run}(?!\`)`))
      if (end !== -1) at += end + 2 * run.length
      else if (/^\\[!-/:-@[-`{-~]/.test(markdown.slice(at))) at += 2
      else bare += markdown[at++]
    }
    return bare
  }

  test('a sentence opens no markup', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const shown = prose(text)
        expect(bareOf(shown)).not.toMatch(/[`*_[\]<>|~$&\n]|@(?!\u200b)/)
        expect(shown).not.toMatch(/^\s*([-+#=]|\d+[.)]\s)/)
        expect(shown).not.toMatch(CONTROL)
      }),
      { numRuns: 1000 },
    )
  })

  test('a value adds no cell to a table', () => {
    fc.assert(
      fc.property(nasty, nasty, (a, b) => {
        const [, , row = '', ...more] = table(['A', 'B'], [[code(a), prose(b)]]).split('\n')
        expect(more).toEqual([])
        expect(row.match(/(?<!\\)\|/g)).toHaveLength(3)
      }),
    )
  })

  test('a log full of markup changes nothing of the report’s shape', () => {
    fc.assert(
      fc.property(nasty, nasty, nasty, (name, value, method) => {
        const log = [
          entry({
            method,
            error: 'net::ERR_FAILED',
            answered: [
              [`x${name}`, value],
              ['Access-Control-Allow-Origin', value],
            ],
          }),
        ]
        const markdown = markdownReport(diagnose(log, { creator: 'WebInspector', pages }))
        const outside = markdown.replace(/^(`{3,})[\s\S]*?^\1$/gm, '')
        expect(outside.match(/^## /gm)).toHaveLength(1)
        expect(outside.match(/^<details>/gm)?.length).toBe(outside.match(/^<\/details>$/gm)?.length)
        expect(markdown).not.toMatch(CONTROL)
      }),
    )
  })
})

describe('curl', () => {
  const argumentsOf = (command: string): string[] =>
    execFileSync('bash', ['-c', `curl() { printf '%s\\0' "$@"; }\n${command}`], { encoding: 'utf8' })
      .split('\0')
      .slice(0, -1)

  test('asks what the browser asked', () => {
    const command = preflightCommand(flowAt(3), redactorFor(flowAt(3)))
    expect(argumentsOf(command?.bash ?? '')).toEqual([
      '-g',
      '-i',
      '-X',
      'OPTIONS',
      '-H',
      `Origin: ${PAGE}`,
      '-H',
      'Access-Control-Request-Method: PUT',
      '-H',
      'Access-Control-Request-Headers: content-type,x-trace',
      '--url',
      `${API}/orders/1`,
    ])
  })

  test('leaves secrets to fill in', () => {
    const flow = first([
      entry({
        sent: [
          ['Origin', PAGE],
          ['Authorization', 'Bearer abcdefgh12'],
          ['Cookie', 'sid=abcdefgh12'],
        ],
        error: 'net::ERR_FAILED',
        url: `${API}/x?token=abcdefgh12`,
      }),
    ])
    expect(argumentsOf(actualCommand(flow, redactorFor(flow))?.bash ?? '')).toEqual([
      '-g',
      '-i',
      '-X',
      'GET',
      '-H',
      `Origin: ${PAGE}`,
      '-H',
      'Authorization: Bearer YOUR_TOKEN_1',
      '-H',
      'Cookie: sid=YOUR_TOKEN_1',
      '--url',
      `${API}/x?token=YOUR_TOKEN_1`,
    ])
  })

  test('asks for nothing where the request needs no preflight', () => {
    expect(preflightCommand(flowAt(2), redactorFor(flowAt(2)))).toBeNull()
  })

  test.each(['file:///etc/passwd', 'data:text/plain,x'])('makes none for %s', (url) => {
    const flow = flowAt(2)
    const moved = { ...flow, flow: { ...flow.flow, exchange: { ...flow.flow.exchange, url } } }
    expect(actualCommand(moved, redactorFor(moved))).toBeNull()
  })

  const shell = fc.string({
    unit: fc.constantFrom(...`'"\`$(){};&|<>\\ !*?~#%-abc`, '\n', '$(id)', "'\\''", '\u2019'),
    maxLength: 12,
  })

  test('no value of the log leaves its quotes in bash', () => {
    fc.assert(
      fc.property(shell, shell, shell, (method, value, path) => {
        const flow = first([
          entry({
            method: `X${method}`,
            url: `${API}/${path}`,
            error: 'net::ERR_FAILED',
            sent: [
              ['Origin', PAGE],
              ['Content-Type', value],
              [`X-${method}`, value],
            ],
          }),
        ])
        const command = actualCommand(flow, redactorFor(flow))
        const args = command === null ? [] : argumentsOf(command.bash)
        expect(args.length % 2).toBe(0)
        expect(
          args
            .filter((_, i) => i % 2 === 0 && i > 1)
            .every((flag) => ['-X', '-H', '--url'].includes(flag) || flag === args[0]),
        ).toBe(true)
      }),
      { numRuns: 25 },
    )
  })

  test('no value of the log leaves its quotes in PowerShell', () => {
    fc.assert(
      fc.property(shell, shell, shell, (method, value, path) => {
        const flow = first([
          entry({
            method: `X${method}`,
            url: `${API}/${path}`,
            error: 'net::ERR_FAILED',
            sent: [
              ['Origin', PAGE],
              ['Content-Type', value],
            ],
          }),
        ])
        const lines = (actualCommand(flow, redactorFor(flow))?.powershell ?? '')
          .split('\n')
          .filter((line) => line !== '')
        // one quoted string a line: quotes of any kind inside are doubled, and no double quote is left
        for (const line of lines) {
          expect(line).toMatch(
            /^(curl\.exe -g -i -X| {2}-H| {2}--url) '(?:[^'\u2018-\u201b"]|'' |['\u2018-\u201b]{2})*'(?: `)?$/u,
          )
        }
      }),
    )
  })
})

test('lists the flows that it is given', () => {
  expect(markdownReport(scene, failedFlows(scene))).not.toContain('Allowed:')
})
