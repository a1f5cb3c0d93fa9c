/** Generated tests: what goes in is hostile, and what stands in them is code. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { parseAst } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  diagnose,
  failedFlows,
  REGRESSION_TESTS,
  type RegressionTestKind,
  regressionTest,
} from '../../../src/engine/index.ts'
import { API, type EntryOptions, entry, PAGE, preflight, SCENE } from '../../support/har.ts'

const KINDS = Object.keys(REGRESSION_TESTS) as RegressionTestKind[]
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'corscope-regression-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Complaints about texts that are no code: one process a language, whatever their number. */
function complaints(kind: RegressionTestKind, texts: readonly string[]): string[] {
  const files = texts.map((text, i) => {
    const file = join(folder, `${i}-${REGRESSION_TESTS[kind].file}`)
    writeFileSync(file, text)
    return file
  })
  const said = (program: string, ...args: string[]) => {
    const { stderr } = spawnSync(program, [...args, ...files], { encoding: 'utf8' })
    return stderr === '' ? [] : [stderr]
  }
  if (kind === 'curl') return said('sh', '-c', 'for file; do sh -n "$file"; done', 'sh')
  if (kind === 'pytest')
    return said('python3', '-c', 'import ast, sys\nfor file in sys.argv[1:]: ast.parse(open(file).read())')
  return texts.flatMap((text) => {
    try {
      parseAst(text, { lang: 'ts' })
      return []
    } catch (error) {
      return [(error as Error).message]
    }
  })
}

function testsOf(entries: readonly unknown[]): [RegressionTestKind, string][] {
  const [failure] = failedFlows(diagnose(entries))
  if (failure === undefined) return []
  return KINDS.flatMap((kind) => {
    const text = regressionTest(failure, kind)
    return typeof text === 'string' ? [[kind, text] as [RegressionTestKind, string]] : []
  })
}

const EVIL = [
  '"',
  "'",
  '\\',
  '`',
  '$(id)',
  '$\u007bx}',
  '"""',
  '*/',
  '\n',
  '\r',
  '\u2028',
  '#{x}',
  '</script>',
  '‹',
  'ü',
]

describe('whatever the log holds', () => {
  test('the test is code, and no text of the log ends its literal', () => {
    const evil = fc.array(fc.oneof(fc.constantFrom(...EVIL), fc.string({ maxLength: 3 })), { maxLength: 5 })
    const written = new Map<RegressionTestKind, string[]>()
    const text = evil.map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, text, text, (path, name, value) => {
        const sent: [string, string][] = [
          ['Origin', PAGE],
          [`X-${name}`, value],
          ['Content-Type', value],
        ]
        const request = { url: `${API}/${path}?q=${path}`, sent }
        for (const [kind, code] of testsOf([entry({ ...request, error: 'net::ERR_FAILED' })])) {
          written.set(kind, [...(written.get(kind) ?? []), code])
          expect(code).toMatch(/^[\x20-\x7e\n]*$/)
        }
      }),
    )
    expect([...written.keys()]).toEqual(KINDS)
    for (const [kind, texts] of written) expect(complaints(kind, texts)).toEqual([])
  })

  test('a command in a value is not run', () => {
    const mark = join(folder, 'ran')
    const sent: [string, string][] = [
      ['Origin', PAGE],
      ['X-Trace', `'; touch ${mark}; echo $(touch ${mark}) \`touch ${mark}\` "`],
    ]
    const [, code = ''] =
      testsOf([entry({ sent, error: 'net::ERR_FAILED' })]).find(([kind]) => kind === 'curl') ?? []
    writeFileSync(join(folder, 'evil.sh'), code)
    const env = { ...process.env, SERVER: 'http://127.0.0.1:9' }
    expect(spawnSync('sh', [join(folder, 'evil.sh')], { env }).status).toBe(1)
    expect(spawnSync('test', ['-e', mark]).status).toBe(1)
  })
})

describe('what it asks for', () => {
  const put: EntryOptions = {
    method: 'PUT',
    url: `${API}/orders/1?access_token=s3cr3t-s3cr3t-s3cr3t`,
    status: 0,
    sent: [
      ['Authorization', 'Bearer abcdef0123456789abcdef'],
      ['X-Trace', '1'],
    ],
  }
  const refused = [
    entry(put),
    preflight(put, 'authorization,x-trace', {
      status: 204,
      answered: [
        ['Access-Control-Allow-Origin', PAGE],
        ['Access-Control-Allow-Methods', 'GET'],
      ],
    }),
  ]

  test.each(KINDS)('%s: the request with its preflight, and no secret', (kind) => {
    const [, code = ''] = testsOf(refused).find(([one]) => one === kind) ?? []
    expect(code).toContain('PUT')
    expect(code.toLowerCase()).toContain('x-trace')
    expect(code).toContain(PAGE)
    expect(code).toContain('YOUR_')
    expect(code).not.toMatch(/s3cr3t|abcdef0123456789/)
  })

  test('a star is enough without credentials, and not with them', () => {
    const answered: [string, string][] = [['Access-Control-Allow-Origin', '*']]
    const cookie: [string, string][] = [
      ['Origin', PAGE],
      ['Cookie', 'sid=0123456789abcdef'],
    ]
    const withCookie = testsOf([entry({ sent: cookie, answered, error: 'net::ERR_FAILED' })])
    const without = testsOf([entry({ error: 'net::ERR_FAILED' })])
    const pytest = (tests: typeof without) => tests.find(([kind]) => kind === 'pytest')?.[1]
    expect(pytest(withCookie)).toContain('access-control-allow-credentials')
    expect(pytest(without)).toContain('in (ORIGIN, "*")')
  })

  test('no test where one server alone cannot pass it', () => {
    const reasons = failedFlows(diagnose(SCENE)).map((failure) => {
      const text = regressionTest(failure, 'curl')
      return typeof text === 'string' ? 'test' : text.because
    })
    expect(reasons).toEqual([
      'test',
      'test',
      'test',
      'it was not blocked by CORS',
      'it failed on the way, not in what one server answers',
    ])
  })
})
