/** What passes with credentials passes without: the checks that ask once rest on it. */
import { expect, it } from 'vitest'
import { networkLog, recorderOf } from '../../../src/engine/index.ts'
import { judge } from '../../../src/engine/judge/judge.ts'
import { readRecording } from '../../oracle/recording.ts'

const FIXTURES = new URL('../../fixtures/', import.meta.url)

it.each(['oracle/requests', 'oracle/contexts', 'oracle/lookalikes', 'frameworks/fastapi'])(
  'in every recording of %s, whoever recorded it',
  (name) => {
    let passed = 0
    for (const { entries } of readRecording<unknown>(new URL(`${name}.jsonl`, FIXTURES)).lines)
      for (const browser of ['chromium', 'firefox', 'unknown'] as const) {
        const log = networkLog({ recorder: recorderOf({ browser }) })
        log.add(entries)
        for (const { flow } of log.flows()) {
          if (judge(flow, 'include') !== null) continue
          expect(judge(flow, 'not-include')).toBeNull()
          passed++
        }
      }
    expect(passed).toBeGreaterThan(0)
  },
)
