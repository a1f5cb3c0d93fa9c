/** The catalogue: a sentence that leads for each cause, with the value, and no two alike. */
import { describe, expect, it } from 'vitest'
import type { CauseId } from '../../src/engine/causes/causes.ts'
import type { Facts } from '../../src/engine/causes/facts.ts'
import { answerLine } from '../../src/engine/words/answer-line.ts'
import { EN } from '../../src/engine/words/en.ts'
import { fill } from '../../src/engine/words/message.ts'
import { sayCause } from '../../src/engine/words/say.ts'

const FACTS: Facts = {
  what: 'PUT /items (200)',
  status: '200',
  method: 'PUT',
  call: 'PUT /items',
  path: '/items',
  host: 'api.example',
  actor: 'api.example',
  origin: 'https://app.example',
  page: 'app.example',
  value: '*',
  names: 'x-id',
  allowed: 'accept',
  allowedMethods: 'GET, POST',
  server: 'FastAPI',
  maker: 'nginx',
  to: 'https://api.example/items/',
  error: 'Forbidden',
  basePath: '/app',
  command: 'curl',
  sign: 'eu-central-1',
  seconds: '3',
}
const OPEN: Facts = {
  ...FACTS,
  origin: null,
  page: null,
  allowed: null,
  allowedMethods: null,
  server: null,
  maker: null,
  to: null,
}

const causeOf = (id: CauseId, facts: Facts = FACTS) =>
  sayCause({
    id,
    owner: 'back-end',
    certain: true,
    serverFix: 'headers',
    remedy: null,
    shows: [],
    doubts: [],
    facts,
    adds: [],
  })

const IDS = Object.keys(EN.causes) as CauseId[]

/** Sentences whose value is the thing itself that they name. */
const SPEAK_OF_ONE_THING: readonly CauseId[] = ['apps-script-has-no-options', 'starlette-private-network']

describe('the answer line', () => {
  it('is another one for each cause', () => {
    const lines = IDS.map((id) => EN.causes[id].answer)
    expect(lines.filter((line, index) => lines.indexOf(line) !== index)).toEqual([])
  })

  it('names a value of the log', () => {
    const without = IDS.filter((id) => !/\{\w+\}/.test(EN.causes[id].answer))
    expect(without.sort()).toEqual([...SPEAK_OF_ONE_THING].sort())
  })

  it('says the value and who acts', () => {
    const line = (id: CauseId) =>
      answerLine({ verdict: {} as never, cause: causeOf(id), flow: {} as never })?.text
    expect(line('method-not-listed')).toBe('Allow PUT: Access-Control-Allow-Methods lists GET, POST')
    expect(line('starlette-headers-not-listed')).toBe(
      'FastAPI refuses the header x-id: add it to allow_headers',
    )
  })

  it('ends without a full stop and is short enough for a headline', () => {
    for (const id of IDS) {
      expect(EN.causes[id].answer, id).not.toMatch(/\.$/)
      expect(EN.causes[id].answer.length, id).toBeLessThan(150)
    }
  })
})

describe('every message', () => {
  it('has words for facts that the log leaves open', () => {
    for (const id of IDS) {
      const { answer, title, text, misleading = '' } = EN.causes[id]
      const nulls = (texts: readonly (string | null)[]) => texts.join(' ').split('null').length
      const said = causeOf(id, OPEN)
      expect(nulls([said.answer, said.title, said.text, said.misleading ?? '']), id).toBe(
        nulls([answer, title, text, misleading]),
      )
    }
  })

  it('uses the words of DevTools and MDN', () => {
    const odd =
      /letter for letter|stands outside|leads? astray|for lack of|\bmend\b|asked for by|no way out|is no origin/
    for (const id of IDS) {
      const { answer, title, text, misleading } = causeOf(id)
      expect([answer, title, text, misleading].join(' '), id).not.toMatch(odd)
    }
  })

  it('puts facts in once, whatever they hold', () => {
    expect(fill('{what}', { ...FACTS, what: '{origin} {constructor}' }, EN.open)).toBe(
      '{origin} {constructor}',
    )
    expect(fill('prefetch={false} {constructor}', FACTS, EN.open)).toBe('prefetch={false} {constructor}')
  })
})
