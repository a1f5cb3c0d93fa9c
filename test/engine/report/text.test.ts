import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diagnose, textReport } from '../../../src/engine/index.ts'
import { entry, har, SCENE } from '../../support/har.ts'

const pages = har([]).log.pages
const scene = diagnose(SCENE, { creator: 'WebInspector', pages })

describe('textReport', () => {
  const report = textReport(scene)

  test('one block a failed flow, and the totals', () => {
    expect(report.match(/^(BLOCKED BY CORS|NOT A CORS FAILURE) /gm)).toHaveLength(5)
    expect(report).not.toContain('https://api.example/ok')
    expect(report.trimEnd().split('\n').at(-1)).toBe(
      '4 blocked by CORS, 1 not CORS, 1 allowed; 9 entries, chromium',
    )
  })

  test('all of them with --all', () => {
    expect(textReport(scene, { all: true })).toContain('ALLOWED  GET https://api.example/ok')
  })

  test('a block names who, what and where', () => {
    const block = report.slice(report.indexOf('BLOCKED BY CORS  PUT'))
    expect(block).toContain('  from https://app.example · net::ERR_FAILED · entry 3, preflight 4')
    expect(block).toMatch(/^ {2}Back end: .+/m)
    expect(block).toContain(
      'preflight response · Access-Control-Allow-Methods: “GET, POST”, must be “GET, POST, PUT”',
    )
    expect(block).toContain(
      'Chromium: MethodDisallowedByPreflightResponse (PUT) · Firefox: CORSMethodNotFound',
    )
  })

  test('names the redirects before it', () => {
    expect(report).toContain('entry 8, redirected from 7')
  })

  test('no colours unless asked for', () => {
    expect(report).not.toContain('\u001b')
    expect(textReport(scene, { color: true })).toContain('\u001b[31mBLOCKED BY CORS\u001b[0m')
  })

  test('does not call passed what the log cannot tell', () => {
    const answered = [['Access-Control-Allow-Origin', '*']] as const
    const { _initiator, _resourceType, ...bare } = entry({ answered })
    const diagnosis = diagnose([bare], { browser: 'firefox' })
    expect(textReport(diagnosis)).toContain('1 of the allowed may have failed all the same')
    const all = textReport(diagnosis, { all: true })
    expect(all).toContain('By its headers this passes; the log does not record whether it did.')
    expect(all).toContain('Or: Name the page’s origin instead of *')
  })

  test('an empty log', () => {
    expect(textReport(diagnose([], {}))).toBe('no cross-origin request; 0 entries, unknown browser\n')
  })

  test('no control character of a log reaches the terminal', () => {
    const nasty = fc.string({
      unit: fc.constantFrom(
        'a',
        ' ',
        '\n',
        '\r',
        '\t',
        '\u001b[2J',
        '\u009b31m',
        '\u0007',
        '\b',
        '\u202e',
        '\u2028',
        '\ufeff',
      ),
    })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    const control = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\ufeff]/
    fc.assert(
      fc.property(nasty, (text) => {
        const log = [
          entry({
            method: `P${text}`,
            answered: [['Access-Control-Allow-Origin', text]],
            error: `net::ERR_${text}`,
          }),
          entry({ error: 'net::ERR_FAILED', answered: [['Access-Control-Allow-Origin', `x${text}`]] }),
        ]
        expect(textReport(diagnose(log, { creator: 'WebInspector', pages }), { all: true })).not.toMatch(
          control,
        )
      }),
    )
  })
})
