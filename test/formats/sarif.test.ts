/** SARIF held to the standard's own schema. */
import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { beforeAll, expect, test } from 'vitest'
import { diagnose, render } from '../../src/engine/index.ts'
import { hostile, logs } from '../security/hostile-logs.ts'
import { randomFrom } from '../security/random.ts'
import { SCENE } from '../support/har.ts'
import { installSarifSchema } from './install.ts'

/** Draft 4 calls the schema's own name `id`; nothing else in this one differs from what Ajv reads. */
function compiled({ id: _, $schema: __, ...schema }: Record<string, unknown>): ValidateFunction {
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })
  addFormats.default(ajv)
  return ajv.compile(schema)
}

let validate: ValidateFunction | null = null
beforeAll(async () => {
  const schema = await installSarifSchema()
  validate = schema === null ? null : compiled(schema)
})

const sarif = (entries: readonly unknown[], file?: string): unknown => {
  const diagnosis = diagnose(entries, { creator: 'WebInspector' })
  return JSON.parse(
    render('sarif', { diagnosis, flows: diagnosis.flows, ...(file === undefined ? {} : { file }) }),
  )
}

test('follows the schema', (context) => {
  if (validate === null) return context.skip()
  const random = randomFrom(5)
  for (const entries of [[...SCENE], [], ...logs(22)]) {
    validate(sarif(entries, random.next() < 0.5 ? hostile(random) : undefined))
    expect(validate.errors ?? []).toEqual([])
  }
})

test('the schema is one that can refuse', (context) => {
  if (validate === null) return context.skip()
  const report = sarif(SCENE) as { runs: { results: { level: string }[] }[] }
  for (const result of report.runs[0]?.results ?? []) result.level = 'bad'
  expect(validate(report)).toBe(false)
})
