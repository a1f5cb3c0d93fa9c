/** The oracle's recordings as other recorders would have written them: nothing false is certain in any of them. */
import { describe, expect, it } from 'vitest'
import { DIALECTS, type RewrittenDialect } from '../../oracle/dialects/rewrite.ts'
import { emptyScore, scoreCase } from '../../oracle/dialects/score.ts'
import type { RecordedCase } from '../../oracle/record.ts'
import { readRecording } from '../../oracle/recording.ts'

const { lines } = readRecording<RecordedCase>(
  new URL('../../fixtures/oracle/requests.jsonl', import.meta.url),
)

/** A quarter of the recording; `npm run dialects` takes as many as one likes. */
const some = lines.filter((_, place) => place % 4 === 0)

describe('150 cases, rewritten as', () => {
  it.each(Object.keys(DIALECTS) as RewrittenDialect[])('%s', (dialect) => {
    const score = emptyScore()
    for (const line of some) scoreCase(dialect, line, score)
    expect(score.falseBlocks).toEqual([])
    expect(score.falsePasses).toEqual([])
    expect(score.silentMisses).toEqual([])
    // most of what is in the log is judged
    expect(score.right).toBeGreaterThan(score.requests / 2)
  })
})
