import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import manifest from '../../../manifest.json' with { type: 'json' }
import pack from '../../../package.json' with { type: 'json' }
import { diagnose, failedFlows, jsonReport, SCHEMA, VERSION } from '../../../src/engine/index.ts'
import schema from '../../../src/engine/report/schema.json' with { type: 'json' }
import { har, SCENE } from '../../support/har.ts'

const validate = new Ajv2020({
  strict: true,
  allowUnionTypes: true,
  strictRequired: false,
  strictTypes: false,
  allErrors: true,
}).compile(schema)

const sceneDiagnosis = diagnose(SCENE, { creator: 'WebInspector', pages: har([]).log.pages })

test('the version stands in one place', () => {
  expect(pack.version).toBe(VERSION)
  expect(manifest.version).toBe(VERSION)
  expect(schema.$id).toBe(SCHEMA)
})

test('output follows the schema', () => {
  const report = jsonReport(sceneDiagnosis)
  validate(report)
  expect(validate.errors).toBeNull()
  expect(new Set(report.flows.map(({ outcome }) => outcome))).toEqual(
    new Set(['allowed', 'blocked', 'not-cors']),
  )
})

test('the schema is tight: a field more, a field less, a wrong word fail', () => {
  const [flow] = jsonReport(sceneDiagnosis).flows
  const report = (changed: object) => ({ ...jsonReport(sceneDiagnosis), flows: [{ ...flow, ...changed }] })
  expect(validate(report({}))).toBe(true)
  expect(validate(report({ more: 1 }))).toBe(false)
  expect(validate(report({ outcome: 'fine' }))).toBe(false)
  expect(validate(report({ stage: undefined }))).toBe(false)
  expect(validate({ ...report({}), schema: 'corscope.report/1' })).toBe(false)
})

test('says what the browser says, entry by entry', () => {
  const { source, flows } = jsonReport(sceneDiagnosis)
  expect(source).toEqual({
    browser: 'chromium',
    recorder: { name: 'Chromium’s DevTools', sanitized: 'maybe', limits: [] },
    entries: SCENE.length,
  })
  const rows = flows.map(
    ({ entry, preflight, hops, outcome, reason, stage, browserCodes, failedParameter }) => [
      entry,
      preflight,
      hops,
      outcome,
      reason,
      stage,
      browserCodes.chromium,
      failedParameter,
    ],
  )
  expect(rows).toEqual([
    [1, null, [], 'allowed', null, null, null, null],
    [2, null, [], 'blocked', 'allow-origin-missing', 'response', 'MissingAllowOriginHeader', ''],
    [3, 4, [], 'blocked', 'method-not-allowed', 'preflight', 'MethodDisallowedByPreflightResponse', 'PUT'],
    [
      5,
      null,
      [],
      'blocked',
      'allow-origin-star-with-credentials',
      'response',
      'WildcardOriginNotAllowed',
      '',
    ],
    [6, null, [], 'not-cors', 'connection-refused', 'connection', null, null],
    [
      8,
      null,
      [7],
      'blocked',
      'allow-origin-mismatch',
      'response',
      'AllowOriginMismatch',
      'https://app.example',
    ],
  ])
})

test('origin is the page’s own, requestOrigin what the browser compared with', () => {
  const redirected = jsonReport(sceneDiagnosis).flows.at(-1)
  expect(redirected).toMatchObject({ origin: 'https://app.example', requestOrigin: 'null' })
})

test('blockers hold all that must change', () => {
  const put = jsonReport(sceneDiagnosis).flows.find(({ entry }) => entry === 3)
  expect(put?.blockers.map(({ header, expected, received }) => [header, expected, received])).toEqual([
    ['Access-Control-Allow-Methods', 'GET, POST, PUT', 'GET, POST'],
    ['Access-Control-Allow-Headers', 'content-type, x-trace', 'content-type'],
  ])
})

test('lists the flows that it is given', () => {
  const report = jsonReport(sceneDiagnosis, failedFlows(sceneDiagnosis))
  expect(report.flows.map(({ entry }) => entry)).toEqual([2, 3, 5, 6, 8])
  expect(report.source.entries).toBe(SCENE.length)
})

test('any JSON gives a report that follows the schema', () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom('https://a.test/', 'https://b.test/x?token=abcdefgh', 'OPTIONS', 'PUT', 'null', '*'),
  )
  const headers = fc.array(
    fc.record({
      name: fc.oneof(text, fc.constantFrom('Origin', 'Access-Control-Allow-Origin', 'Cookie')),
      value: text,
    }),
  )
  const hostile = fc.record(
    {
      request: fc.record({ method: text, url: text, headers }, { requiredKeys: ['url'] }),
      response: fc.record(
        { status: fc.oneof(fc.integer(), fc.jsonValue()), headers, _error: fc.option(text) },
        { requiredKeys: [] },
      ),
      startedDateTime: fc.oneof(
        text,
        fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      ),
      _resourceType: text,
    },
    { requiredKeys: ['request'] },
  )
  let flows = 0
  fc.assert(
    fc.property(fc.array(fc.oneof(hostile, fc.jsonValue())), (entries) => {
      const report = jsonReport(diagnose(entries, {}))
      flows += report.flows.length
      validate(report)
      expect(validate.errors).toBeNull()
    }),
    { numRuns: 300 },
  )
  expect(flows).toBeGreaterThan(0)
})
