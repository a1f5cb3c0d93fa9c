/** The matrix of the stacks is full: every cell has a case that ran for real, or stands with its reason in known-gaps.json. */
import { existsSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import gaps from '../known-gaps.json' with { type: 'json' }
import { type Recorded, readRecording } from '../oracle/recording.ts'
import { CELLS, casesIn, MUST_HOLD, nameOf } from '../stacks/matrix.ts'
import { PLATFORM_CHECKS } from '../stacks/platforms/checks.ts'
import { hashOfPrinted, PLATFORM_TOOLS, printedFor, readBy } from '../stacks/platforms/run.ts'
import { STACKS } from '../stacks/stacks.ts'
import type { StackStep } from '../stacks/support/record.ts'
import { isOver, OVER_PUT, type StackCase } from '../stacks/support/stack.ts'

const REASONS: Readonly<Record<string, string>> = gaps.stackCases

const cells = STACKS.flatMap((stack) =>
  CELLS.map((cell) => ({ name: nameOf(stack, cell), isFilled: casesIn(stack, cell).length > 0 })),
)

/** How a set-up of CORS shows in a source; Apollo’s standalone server lets everybody in. */
const SET_UP = /cors|access-?control|CrossOrigin|startStandaloneServer/i

const recordingOf = (name: string): URL => new URL(`../fixtures/stacks/${name}.jsonl`, import.meta.url)
const recorded = STACKS.filter(({ name }) => existsSync(recordingOf(name))).map((stack) => ({
  stack,
  name: stack.name,
  lines: readRecording<StackStep>(recordingOf(stack.name)).lines,
}))

/** Cases whose proof is recorded: what passed before, and who is refused. */
const provenIn = (lines: readonly Recorded<StackStep>[]): string[] =>
  lines.filter(({ about }) => about.proof !== undefined).map(({ about }) => about.id)

test('every stack that must hold is one, and is recorded', () => {
  const names = recorded.map(({ name }) => name)
  const unrecorded = [...MUST_HOLD, ...STACKS.map(({ name }) => name)].filter((name) => !names.includes(name))
  expect(unrecorded.filter((name) => REASONS[name] === undefined)).toEqual([])
})

test.each(cells)('$name', ({ name, isFilled }) => {
  expect(isFilled || REASONS[name] !== undefined, 'a case, or a reason in test/known-gaps.json').toBe(true)
  expect(isFilled && REASONS[name] !== undefined, 'a reason for what is there').toBe(false)
})

test('reasons are about cells, stacks and tools that exist', () => {
  const names = [...cells.map(({ name }) => name), ...STACKS.map(({ name }) => name), ...PLATFORM_TOOLS]
  expect(Object.keys(REASONS).filter((name) => !names.includes(name))).toEqual([])
})

describe.each(recorded)('$name', ({ stack, lines }) => {
  it('is recorded with all of its cases, broken and mended', () => {
    const steps = lines.map(({ about }) => `${about.id} ${about.step}`).sort()
    const proven = stack.cases.filter(({ id }) => provenIn(lines).includes(id))
    const missing = stack.cases.filter((item) => !proven.includes(item)).map(({ id }) => id)
    expect(steps).toEqual(
      expect.arrayContaining(proven.flatMap(({ id }) => [`${id} broken`, `${id} mended`])),
    )
    expect(missing.length > 0, `not proven: ${missing.join(', ')}; a reason`).toBe(
      REASONS[stack.name] !== undefined,
    )
  })

  it.each(lines.filter(({ about }) => about.proof !== undefined))(
    '$about.id refused everybody else',
    (line) => {
      const { kept, refused } = line.about.proof ?? {}
      expect(refused).toEqual({
        origin: expect.stringMatching(/./),
        method: line.about.proof?.refused.method === null ? null : expect.stringMatching(/./),
        header: expect.stringMatching(/./),
      })
      expect(kept).toEqual(expect.any(Array))
    },
  )

  it.each(stack.cases.filter(isOver))('$id goes over a set-up that is there', (item) => {
    expect(Object.values(item.files).join('\n')).toMatch(SET_UP)
  })

  const letsIn = ({ id, keeps }: StackCase) => id === OVER_PUT.id || keeps !== undefined
  const kept = stack.cases.filter((item) => isOver(item) && letsIn(item))
  it.each(kept.filter(({ id }) => provenIn(lines).includes(id)))(
    '$id lost nothing that passed before',
    ({ id }) => {
      const mended = lines.find(({ about }) => about.id === id && about.step === 'mended')
      expect(mended?.about.proof?.kept.filter((what) => what !== 'no page').length).toBeGreaterThan(0)
    },
  )
})

describe('what is printed for platforms', () => {
  const checked = PLATFORM_CHECKS.filter(({ tool }) => REASONS[tool] === undefined)
  it.each(checked.map((check) => ({ ...check, name: `${check.tool} ${check.id}` })))(
    '$name was read by the makers’ own tool',
    (check) => {
      const fix = printedFor(check)
      const told = readBy(check.tool).read[check.id]
      expect(hashOfPrinted(fix), `${fix.code}\n— differs: npm run stacks ${check.tool}`).toBe(told)
    },
  )
})
