/** What may be offered for a failure, and what is sent: nothing but at a click, and nothing that this browser lacks. */
import { describe, expect, it } from 'vitest'
import { diagnose } from '../../../src/engine/index.ts'
import { Prover, type ProverOptions } from '../../../src/extension/proof/prover.ts'
import type { TrialMessage } from '../../../src/extension/proof/trials.ts'
import type { ProofState } from '../../../src/panel/proof.ts'
import { scene } from '../../support/scene.ts'

function proverFor(change: Partial<ProverOptions> = {}) {
  const { flows } = diagnose(
    scene('page http://localhost:3000/\n> GET https://api.example/items\n< 200\n! net::ERR_FAILED'),
  )
  const all = [...flows]
  const sent: TrialMessage[] = []
  const evaluated: string[] = []
  const told: ProofState[] = []
  const prover = new Prover({
    tabId: 7,
    log: {
      flow: (id) => all.find((flow) => flow.id === id) ?? null,
      flows: () => all,
      advice: (id) => all.find((flow) => flow.id === id) ?? null,
    },
    bodyOf: () => null,
    evaluate: async (expression) => {
      evaluated.push(expression)
      return true
    },
    send: async (message) => {
      sent.push(message)
      return null
    },
    connect: () => ({ close: () => {} }),
    mayTry: true,
    now: () => 0,
    onChange: (state) => told.push(state),
    ...change,
  })
  const [first] = flows
  if (first === undefined) throw new Error('no flow')
  return { prover, all, first, sent, evaluated, told }
}

describe('the prover', () => {
  it('offers a trial for what a header cures', () => {
    const { prover, first } = proverFor()
    expect(prover.optionsFor(first.id)?.trial).toEqual({
      serverOrigin: 'https://api.example',
      pageOrigin: 'http://localhost:3000',
    })
  })

  it('says that the browser cannot, where it cannot, and not that no header helps', () => {
    const { prover, first } = proverFor({ mayTry: false })
    expect(prover.optionsFor(first.id)?.trial).toBe('not-in-this-browser')
  })

  it('sends nothing before it is asked to', () => {
    const { prover, first, sent, evaluated } = proverFor()
    prover.optionsFor(first.id)
    prover.look()
    expect([sent, evaluated]).toEqual([[], []])
  })

  it('finds the request made again and says what became of it', () => {
    const { prover, all, first, told } = proverFor()
    prover.testAgain(first.id, 'same-origin')
    const { exchange } = first.flow
    all.push({
      ...first,
      id: 'again',
      flow: {
        ...first.flow,
        exchange: {
          ...exchange,
          index: 9,
          startedAt: exchange.startedAt + 50,
          initiator: { ...exchange.initiator, url: 'corscope-test-again-1' },
        },
      },
      verdict: { ...first.verdict, outcome: 'allowed', finding: null },
    })
    prover.look()
    expect(told.at(-1)?.again[first.id]?.[0]?.result).toMatchObject({ id: 'again', outcome: 'allowed' })
  })

  it('does not take a request of the page for its own', () => {
    const { prover, all, first, told } = proverFor()
    prover.testAgain(first.id, 'same-origin')
    const { exchange } = first.flow
    const later = { ...exchange, index: 9, startedAt: exchange.startedAt + 50 }
    all.push({ ...first, id: 'of the page', flow: { ...first.flow, exchange: later } })
    prover.look()
    expect(told.at(-1)?.again[first.id]?.[0]?.result).toBe(null)
  })

  it('says so where the page is another by now, and nothing was sent', async () => {
    const { prover, first, told } = proverFor({ evaluate: async () => false })
    prover.testAgain(first.id, 'same-origin')
    await Promise.resolve()
    expect(told.at(-1)?.again[first.id]?.[0]).toMatchObject({ unsent: true, result: null })
  })

  it('ends what the worker refused to begin', async () => {
    const { prover, first, told } = proverFor()
    await prover.startTrial([first.id])
    expect(told.every(({ trial }) => trial === null)).toBe(true)
    expect(prover.answer({ type: 'trial-alive', tabId: 7 })).toBeUndefined()
  })
})
