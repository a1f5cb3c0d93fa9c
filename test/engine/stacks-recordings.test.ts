/** The stacks without servers: what `npm run stacks` logged of them, and the engine's word and code for them today. */
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import gaps from '../known-gaps.json' with { type: 'json' }
import { type Recorded, readRecording } from '../oracle/recording.ts'
import { STACKS } from '../stacks/stacks.ts'
import { fixOf, hashOf, judged } from '../stacks/support/prove.ts'
import type { StackStep } from '../stacks/support/record.ts'

const FOLDER = new URL('../fixtures/stacks/', import.meta.url)

const recordings = readdirSync(FOLDER).map((file) => {
  const name = file.replace('.jsonl', '')
  return { name, ...readRecording<StackStep>(new URL(file, FOLDER)) }
})

const stackOf = (name: string) => {
  const found = STACKS.find((stack) => stack.name === name)
  if (found === undefined) throw new Error(`No stack ${name}.`)
  return found
}

const lines = recordings.flatMap(({ name, lines: all }) =>
  all.map((line) => ({ name: `${name} ${line.about.id}`, stack: stackOf(name), line })),
)
const at = (step: StackStep['step']) => lines.filter(({ line }) => line.about.step === step)

const judgedIn = ({ entries, about }: Recorded<StackStep>, framework?: string) =>
  judged({ entries, url: about.url }, framework)

describe('recordings of stacks', () => {
  it.each(recordings)('of $name cover the five situations and tell where they come from', (recording) => {
    expect(recording.provenance).toMatchObject({
      date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      command: `npm run stacks ${recording.name}`,
      versions: expect.any(Object),
    })
    // a stack that is not proven yet stands in known-gaps.json
    if (recording.name in gaps.stackCases) return
    const situations = new Set(recording.lines.map(({ about }) => about.situation))
    expect([...situations].sort()).toEqual(
      [...new Set(stackOf(recording.name).cases.map((c) => c.situation))].sort(),
    )
  })
})

describe('a broken stack', () => {
  it.each(at('broken'))('$name is seen to fail', ({ line }) => {
    expect(judgedIn(line).verdict.outcome).toBe('blocked')
  })

  it.each(at('broken'))('$name is named rightly, or not for sure', ({ line, stack }) => {
    const { framework, confidence } = judgedIn(line).server
    const isSure = confidence === 'likely' || confidence === 'certain'
    expect([null, stack.framework, ...(stack.alsoNamed ?? [])]).toContain(isSure ? framework : null)
  })

  it.each(at('broken'))('$name gets the code that was proven on it', ({ line, stack }) => {
    const item = stack.cases.find(({ id }) => id === line.about.id)
    const { title, code } = fixOf({ entries: line.entries, url: line.about.url }, stack, item?.fix)
    expect({ title, code: hashOf(code) }, `${code}\n— differs: npm run stacks ${stack.name}`).toEqual({
      title: line.about.fix,
      code: line.about.code,
    })
  })
})

describe('a mended stack', () => {
  it.each(at('mended'))('$name is seen to pass', ({ line }) => {
    expect(judgedIn(line).verdict.outcome).toBe('allowed')
  })
})
