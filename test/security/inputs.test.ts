/** Logs that once leaked, crashed, hung or broke a report: each comes out right now. */
import { readdirSync, readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import {
  type Diagnosis,
  diagnose,
  REPORT_FORMATS,
  type ReportFormat,
  render,
  reportOf,
} from '../../src/engine/index.ts'
import schema from '../../src/engine/report/schema.json' with { type: 'json' }

const FOLDER = new URL('./inputs/', import.meta.url)
const FORMATS = Object.keys(REPORT_FORMATS) as ReportFormat[]
const validate = new Ajv2020({
  strict: true,
  allowUnionTypes: true,
  strictRequired: false,
  strictTypes: false,
}).compile(schema)

interface Har {
  log: { creator?: { name?: string }; pages?: unknown[]; entries: unknown[] }
}

function diagnosisOf(name: string): Diagnosis {
  const { log } = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Har
  return diagnose(log.entries, { creator: log.creator?.name ?? '', pages: log.pages ?? [] })
}

const everyFormat = (name: string): string[] => {
  const diagnosis = diagnosisOf(name)
  return FORMATS.map((format) => render(format, { diagnosis, flows: diagnosis.flows }))
}

describe('every input', () => {
  test.each(readdirSync(FOLDER))('%s gives a report in every format', (name) => {
    const diagnosis = diagnosisOf(name)
    expect(diagnosis.flows.length).toBeGreaterThan(0)
    for (const text of everyFormat(name)) expect(text.length).toBeGreaterThan(20)
    expect(validate(reportOf(diagnosis)), JSON.stringify(validate.errors)).toBe(true)
  })
})

describe('nothing leaks', () => {
  test.each([
    ['leak-bracket-parameter.har', ['Hunter2-xyz', 'k3yV4lue99']],
    [
      'leak-header-names.har',
      [
        '482913',
        'Wx70Hi5e9ntf7JP2v',
        'UDP45hcnZzIjI8bi0U',
        'Uqdhprho2htamsQsuE',
        'IUjlKr1pEx3RJtNma1',
        'PbwJblbQ9nnalZmAtg',
        'urTGYQsP0P1V9hFSMc',
        'jOvQ2DCw8V0Z7Rnskl',
        'HZlzOpjk3DyonGWL2D',
      ],
    ],
    ['leak-json-code.har', ['kwFNGcpB8uO0zH', 'RYflzb8worAlMw', 'KXuJnk2Ti72bXn']],
    ['leak-neighbour-path.har', ['dragon.ugyjjg']],
    ['leak-nested-plain.har', ['ti9KXskZmwnDdE']],
    ['leak-nested-twice.har', ['ti9KXskZmwnDdE']],
    ['leak-pair-colon.har', ['ti9KXskZmwnDdE', 'sIFg3EKHbPIUFz']],
    ['leak-placeholder-spoof.har', ['ti9KXskZmwnDdE']],
    ['leak-reset-path.har', ['ClNet02LKJuZA6C7LPZACk']],
    ['leak-second-question-mark.har', ['ti9KXskZmwnDdE']],
    [
      'leak-short-parameter-names.har',
      [
        '8XZsV9UKtV7mHY',
        '1XiREFznJzLGGh',
        'XiWpvIExYclmB4',
        'fUND3n48Mxtild',
        '3uVdeBRjNvGhLg',
        'JFy9OMZbagYCmn',
        'miJ1et8bKHJF41',
      ],
    ],
    ['leak-status-text.har', ['ti9KXskZmwnDdE']],
  ])('%s', (name, secrets) => {
    for (const text of everyFormat(name)) for (const secret of secrets) expect(text).not.toContain(secret)
  })
})

describe('nothing true is lost', () => {
  test('the value of a cache key is no secret, and the path stays in every sentence and command', () => {
    const [flow] = reportOf(diagnosisOf('overredact-cache-key.har')).flows
    expect(flow?.url).toBe('https://api.shop.example/v1/orders')
    expect(flow?.commands.request?.bash).toContain("--url 'https://api.shop.example/v1/orders'")
    expect(flow?.exchanges[0]?.responseHeaders).toEqual([['x-cache-key', '/v1/orders']])
  })

  test('a cookie that is a word takes no word out of the report', () => {
    const [flow] = reportOf(diagnosisOf('overredact-cookie-word.har')).flows
    expect(flow?.url).toBe('https://api.shop.example/dashboard/orders')
    const text = render('text', { diagnosis: diagnosisOf('overredact-cookie-word.har') })
    expect(text).toContain('response · Access-Control-Allow-Origin')
    expect(text).not.toContain('mode=response')
  })
})

describe('the shape of a report', () => {
  test('a resource type that is a key of every object gives fixes of text', () => {
    for (const name of [
      'crash-resource-type.har',
      'crash-resource-type-proto.har',
      'schema-resource-type-constructor.har',
    ])
      for (const { fixes } of reportOf(diagnosisOf(name)).flows)
        for (const { code } of fixes) expect(typeof code).toBe('string')
  })

  test('a bar behind backslashes ends no cell', () => {
    const markdown = render('markdown', { diagnosis: diagnosisOf('md-table-break.har') })
    for (const row of markdown.split('\n').filter((line) => line.startsWith('| response')))
      expect(row.match(/\|/g)).toHaveLength(5)
    const prose = markdown.replace(/^(`{3,})[\s\S]*?^\1$/gm, '').replace(/(`+)[^\n]*?\1/g, '')
    expect(prose).not.toMatch(/(?<!\\)<img/)
  })

  test('no issue and nobody is referred to', () => {
    const markdown = render('markdown', { diagnosis: diagnosisOf('md-issue-refs.har') })
    const prose = markdown.replace(/^(`{3,})[\s\S]*?^\1$/gm, '').replace(/`[^`]*`/g, '')
    expect(prose).not.toMatch(/#1|GH-1|@team/)
  })

  test('a host with letters of another alphabet is written as browsers write it', () => {
    for (const format of ['text', 'markdown', 'html', 'json'] as const) {
      const text = render(format, { diagnosis: diagnosisOf('homoglyph.har') }).replace(/\\([-.])/g, '$1')
      if (format !== 'text') expect(text).toContain('xn--80ak6aa92e.com')
    }
  })
})
