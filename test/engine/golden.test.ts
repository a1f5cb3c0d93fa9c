/**
 * What the browser decided on every recording, as the engine says it: outcome, reason and stage, and all that fits as
 * well. Work on the engine's shape leaves these files alone; who means to change a verdict writes them anew with
 * `npx vitest run --project unit golden -u`, and looks at each line that differs. Advice is not frozen.
 */
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { diagnose, type Finding, type FlowDiagnosis } from '../../src/engine/index.ts'
import { readRecording } from '../oracle/recording.ts'

const FIXTURES = new URL('../fixtures/', import.meta.url)

const recordings = ['oracle', 'frameworks'].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, FIXTURES))
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => `${folder}/${name}`),
)

const inWords = ({ reason, stage }: Finding): string => `${reason} at ${stage}`

function verdictLine({ flow: { exchange }, verdict }: FlowDiagnosis): string {
  const { outcome, finding, alternatives } = verdict
  const found = finding === null ? '' : ` ${inWords(finding)}`
  const others = alternatives.map((alternative) => inWords(alternative.finding)).join(', ')
  return `  ${exchange.index} ${outcome}${found}${others === '' ? '' : ` or ${others}`}`
}

describe('verdicts on the recordings', () => {
  it.each(recordings)('%s', async (name) => {
    const { lines } = readRecording<unknown>(new URL(name, FIXTURES))
    const text = lines.flatMap(({ page, entries }, index) => [
      `case ${index}`,
      ...diagnose(entries, { pageUrl: page }).flows.map(verdictLine),
    ])
    const file = new URL(`verdicts/${name.replace('/', '-').replace('.jsonl', '.txt')}`, FIXTURES)
    await expect(`${text.join('\n')}\n`).toMatchFileSnapshot(file.pathname)
  })
})
