/** Nothing is left behind: for every way in which a trial ends, and for every moment the worker can be gone. */
import { describe, expect, it } from 'vitest'
import { askingKey } from '../../../src/extension/proof/permissions.ts'
import type { TrialPlan } from '../../../src/extension/proof/trial-rules.ts'
import { createTrials, type Trial, trialPort } from '../../../src/extension/proof/trials.ts'
import { type FakeTrials, fakeTrials } from './fake-trials.ts'

const PLAN: TrialPlan = {
  tabId: 7,
  flowIds: ['3'],
  serverOrigin: 'https://api.example',
  pageOrigin: 'http://localhost:3000',
  paths: ['/items'],
  set: [['Access-Control-Allow-Origin', 'http://localhost:3000']],
  removed: ['Access-Control-Allow-Credentials'],
}
const GRANTED = ['https://api.example/*', 'http://localhost/*']

const isClean = ({ rules, origins, stored, badges }: FakeTrials): boolean =>
  rules.length === 0 &&
  origins.length === 0 &&
  Object.keys(stored).length === 0 &&
  [...badges.values()].every((text) => text === '')

/** A worker that has finished its first sweep. */
async function worker(fake: FakeTrials) {
  const trials = createTrials(fake.browser)
  await trials.sweep()
  return trials
}

async function running(): Promise<FakeTrials> {
  const fake = fakeTrials({ stored: { [askingKey(7)]: PLAN }, origins: [...GRANTED] })
  fake.alive.add(7)
  await worker(fake)
  await fake.receive({ type: 'start-trial', tabId: 7, plan: PLAN })
  return fake
}

describe('a trial', () => {
  it('is one rule a path, for its tab alone, with its badge', async () => {
    const fake = await running()
    expect(fake.rules).toHaveLength(1)
    expect(fake.rules[0]).toMatchObject({ condition: { tabIds: [7] } })
    expect(fake.badges.get(7)).toBe('try')
    expect(fake.origins).toEqual(GRANTED)
  })

  it('does not begin without both permissions, and then gives back the one it got', async () => {
    const fake = fakeTrials({ origins: ['https://api.example/*'] })
    const trials = createTrials(fake.browser)
    expect(await trials.start(PLAN)).toBeNull()
    expect(isClean(fake)).toBe(true)
  })

  it('takes the place of an earlier one in the same tab', async () => {
    const fake = await running()
    await fake.receive({ type: 'start-trial', tabId: 7, plan: { ...PLAN, paths: ['/other'] } })
    expect(fake.rules).toHaveLength(0)
    // the first gave its permissions back: the second has to ask anew
    expect(fake.origins).toEqual([])
  })

  it.each<[string, (fake: FakeTrials) => Promise<unknown>]>([
    ['by hand', (fake) => fake.receive({ type: 'end-trial', tabId: 7 })],
    ['with its tab', (fake) => fake.closeTab(7)],
    ['with DevTools', (fake) => fake.connect(trialPort(7))()],
  ])('ends %s, and leaves nothing behind', async (_, end) => {
    const fake = await running()
    await end(fake)
    await (await worker(fake)).sweep()
    expect(isClean(fake)).toBe(true)
    expect(fake.sent).toContainEqual({ type: 'trial-ended', tabId: 7 })
  })

  it('survives the worker while its panel answers for it', async () => {
    const fake = await running()
    await worker(fake)
    expect(fake.rules).toHaveLength(1)
    expect(fake.origins).toEqual(GRANTED)
  })

  it('does not survive the worker when nobody answers', async () => {
    const fake = await running()
    fake.alive.clear()
    await worker(fake)
    expect(isClean(fake)).toBe(true)
  })
})

describe('a start of the worker', () => {
  it('removes rules and permissions that belong to no trial', async () => {
    const fake = fakeTrials({ rules: [{ id: 4 }], origins: ['https://left.example/*'] })
    await worker(fake)
    expect(isClean(fake)).toBe(true)
  })

  it('keeps permissions that the panel is just being given', async () => {
    const fake = fakeTrials({ stored: { [askingKey(7)]: PLAN }, origins: [...GRANTED] })
    fake.alive.add(7)
    await worker(fake)
    expect(fake.origins).toEqual(GRANTED)
  })

  it('keeps the trial of another tab, with its permissions', async () => {
    const fake = await running()
    const other: Trial = { ...PLAN, tabId: 8, ruleIds: [9], startedAt: 0 }
    fake.stored['trial:8'] = other
    fake.rules.push({ id: 9 })
    await worker(fake)
    expect(fake.rules.map(({ id }) => id)).toEqual([1])
    expect(fake.origins).toEqual(GRANTED)
  })
})

describe('messages', () => {
  it.each([
    ['a star', [['Access-Control-Allow-Origin', '*']]],
    ['another origin', [['Access-Control-Allow-Origin', 'https://evil.example']]],
    ['another header', [['Content-Security-Policy', '']]],
    ['no list', null],
  ])('with %s start nothing', async (_, set) => {
    const fake = await running()
    await fake.receive({ type: 'end-trial', tabId: 7 })
    await fake.receive({ type: 'start-trial', tabId: 7, plan: { ...PLAN, set } })
    expect(fake.rules).toEqual([])
  })
})
