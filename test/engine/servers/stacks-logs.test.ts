/** Logs of real servers of twenty stacks: the software is named, or honestly unknown, and never wrong with confidence. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { diagnose, isFailure } from '../../../src/engine/index.ts'

interface Recorded {
  name: string
  log: { creator?: { name: string }; pages: unknown[]; entries: unknown[] }
}

const lines = readFileSync(new URL('../../fixtures/servers/stacks.jsonl', import.meta.url), 'utf8')
const LOGS: readonly Recorded[] = lines
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))

/** What ran, by the beginning of the log's name, and the ids that are true of it. */
const TRUE_OF: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^apache/, ['apache']],
  [/^caddy/, ['caddy']],
  [/^haproxy/, ['haproxy']],
  [/^django/, ['django']],
  [/^flask/, ['flask']],
  [/^go-chi/, ['chi', 'go']],
  [/^go-echo/, ['echo', 'go']],
  [/^go-fiber/, ['fiber', 'go']],
  [/^go-gin/, ['gin', 'go']],
  [/^go-nethttp/, ['go']],
  [/^koa/, ['koa']],
  [/^(synthetic-)?laravel/, ['laravel']],
  [/^nest-f/, ['nestjs', 'fastify']],
  [/^nest/, ['nestjs', 'express']],
  [/^rails/, ['rails']],
  [/^spring/, ['spring']],
  [/^synthetic-apigw/, ['api-gateway']],
  [/^synthetic-aspnet/, ['aspnet']],
  [/^synthetic-lambda/, ['lambda-url']],
  [/^synthetic-s3/, ['s3']],
  [/^workers/, ['cloudflare-workers']],
  [/^other-litestar/, ['litestar']],
  [/^other-h3/, ['nuxt']],
  [/^other-/, []],
]

const truthOf = (name: string): readonly string[] =>
  TRUE_OF.find(([pattern]) => pattern.test(name))?.[1] ?? []

const failuresOf = ({ log }: Recorded) =>
  diagnose(log.entries, { pages: log.pages, ...(log.creator && { creator: log.creator.name }) }).flows.filter(
    ({ verdict }) => isFailure(verdict),
  )

describe('the server of a recorded log', () => {
  it('is that of every log that there is', () => {
    expect(LOGS.length).toBeGreaterThan(90)
    expect(LOGS.filter((recorded) => failuresOf(recorded).length === 0).map(({ name }) => name)).toEqual([])
  })

  it('is never wrong where it is called certain or likely', () => {
    const wrong = LOGS.flatMap((recorded) =>
      failuresOf(recorded)
        .map(({ server }) => server)
        .filter(({ confidence }) => confidence === 'certain' || confidence === 'likely')
        .filter(({ framework }) => !truthOf(recorded.name).includes(framework ?? ''))
        .map(({ framework, confidence }) => `${recorded.name}: ${framework} (${confidence})`),
    )
    expect(wrong).toEqual([])
  })

  it('is named in most of those whose responses name it at all', () => {
    const named = LOGS.filter((recorded) =>
      failuresOf(recorded).some(({ server }) => truthOf(recorded.name).includes(server.framework ?? '')),
    )
    expect(named.length).toBeGreaterThanOrEqual(55)
  })

  it('is not blamed for a wrong address where only OPTIONS is not handled', () => {
    const blamed = LOGS.filter((recorded) =>
      failuresOf(recorded).some(({ cause }) => cause?.owner === 'front-end'),
    )
    expect(blamed.map(({ name }) => name)).toEqual([])
  })

  it('that refuses with a bare 403 is not said to ask for a login', () => {
    const causes = LOGS.flatMap((recorded) =>
      failuresOf(recorded)
        .filter(({ flow }) => flow.exchange.status === 403 || flow.preflight?.status === 403)
        .map(({ cause }) => cause?.id ?? ''),
    )
    expect(causes.length).toBeGreaterThan(5)
    expect(causes.filter((id) => id.startsWith('auth-'))).toEqual([])
  })
})
