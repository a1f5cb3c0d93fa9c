/** The table of fingerprints is looked up and not walked: both must find the same, on every response that is kept. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { exchangeFromHar } from '../../../src/engine/har/exchange.ts'
import { FINGERPRINTS } from '../../../src/engine/servers/fingerprints.ts'
import { fingerprintsOn, type KnownValues } from '../../../src/engine/servers/fingerprints-on.ts'
import type { Recorded } from '../../oracle/recording.ts'
import { readRecording } from '../../oracle/recording.ts'

const FIXTURES = new URL('../../fixtures/', import.meta.url)
const STACKS = new URL('stacks/', FIXTURES)

const ofServers = readFileSync(new URL('servers/stacks.jsonl', FIXTURES), 'utf8')
  .trim()
  .split('\n')
  .flatMap((line) => (JSON.parse(line) as { log: { entries: unknown[] } }).log.entries)
const ofStacks = readdirSync(STACKS)
  .flatMap((file) => readRecording(new URL(file, STACKS)).lines)
  .flatMap(({ entries }: Recorded<unknown>) => entries)

it('finds what a walk over the whole table finds', () => {
  const known: KnownValues = new Map()
  const found = [...ofServers, ...ofStacks].map((entry, index) => {
    const exchange = exchangeFromHar(entry, index)
    if (exchange === null) return 0
    const walked = FINGERPRINTS.filter(({ test }) => test(exchange))
    expect(fingerprintsOn(exchange)).toEqual(walked)
    expect(fingerprintsOn(exchange, () => true, known)).toEqual(walked)
    return walked.length
  })
  expect(found.filter((count) => count > 0).length).toBeGreaterThan(300)
})
