/** 5,000 secrets, planted one by one: none of the promised kinds leaves in any format, at most 1 in 100 of the others. */
import { expect, test } from 'vitest'
import {
  createRedactor,
  diagnose,
  REPORT_FORMATS,
  type ReportFormat,
  render,
} from '../../src/engine/index.ts'
import { type Plant, plants } from './plants.ts'
import { randomFrom } from './random.ts'

const SEED = 20261126
const COUNT = 5000
const ALL = Object.keys(REPORT_FORMATS) as ReportFormat[]
/** The model, from which the others are made. */
const SOURCES: readonly ReportFormat[] = ['json']

/** Escapes of every format taken back, so that an escaped secret is found too. */
function spellings(text: string): string[] {
  const plain = text
    .replace(/\\u([0-9a-f]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/[\\\u200b]/g, '')
  const decoded = plain.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  const again = decoded.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return [text, plain, decoded, again, plain.replace(/\s+/g, '')]
}

/** Twelve characters of a secret are as good as the whole. */
const PART = 12
function partsOf(secret: string): string[] {
  if (secret.length <= PART) return [secret]
  return Array.from({ length: secret.length - PART + 1 }, (_, i) => secret.slice(i, i + PART))
}

function leaks({ secret, entries, pages }: Plant, formats: readonly ReportFormat[]): ReportFormat[] {
  const diagnosis = diagnose(entries, { creator: 'WebInspector', pages })
  expect(diagnosis.flows.length).toBeGreaterThan(0)
  const parts = partsOf(secret)
  return formats.filter((format) => {
    const texts = spellings(render(format, { diagnosis, flows: diagnosis.flows }))
    return texts.some((text) => parts.some((part) => text.includes(part)))
  })
}

test('no secret of a promised kind leaves, and hardly one that only looks like a secret', () => {
  const found: string[] = []
  let [promised, others, leakedOthers] = [0, 0, 0]
  let number = 0
  for (const plant of plants(randomFrom(SEED), COUNT)) {
    number += 1
    const leaked = leaks(plant, number % 25 === 0 ? ALL : SOURCES)
    if (plant.promised) promised += 1
    else others += 1
    if (leaked.length === 0) continue
    if (plant.promised) found.push(`${plant.what}: ${plant.secret} in ${leaked.join(', ')}`)
    else {
      leakedOthers += 1
      if (process.env.SHOW_LEAKS) console.log(`${plant.what}: ${plant.secret}`)
    }
  }
  expect(found).toEqual([])
  expect(promised).toBeGreaterThan(2500)
  expect(others).toBeGreaterThan(500)
  expect(leakedOthers / others).toBeLessThanOrEqual(0.01)
}, 600_000)

test('equal values have equal numbers, others have others', () => {
  const redactor = createRedactor()
  expect(redactor.url('https://a.example/?token=Aa1Bb2Cc3&next=%2Fcb%3Faccess_token%3DAa1Bb2Cc3')).toBe(
    'https://a.example/?token=‹token 1›&next=%2Fcb%3Faccess_token%3D‹token 1›',
  )
  expect(redactor.headers([['Authorization', 'Bearer Aa1Bb2Cc3']])).toEqual([
    ['Authorization', 'Bearer ‹token 1›'],
  ])
  expect(redactor.url('https://a.example/?token=Zz9Yy8Xx7')).toBe('https://a.example/?token=‹token 2›')
})

test('single values can be put back, and the numbers of the others stay', () => {
  const redactor = createRedactor({ keep: ['‹token 1›'] })
  expect(redactor.url('https://a.example/?token=Aa1Bb2Cc3&password=Zz9Yy8Xx7')).toBe(
    'https://a.example/?token=Aa1Bb2Cc3&password=‹password 1›',
  )
  expect(redactor.taken().map(({ placeholder, count }) => [placeholder, count])).toEqual([
    ['‹token 1›', 1],
    ['‹password 1›', 1],
  ])
})
