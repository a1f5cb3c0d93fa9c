/**
 * `npx tsx test/firefox/measure.ts --cases N --seed S [--from FIRST] [--out FILE | --in FILE]`: random cases in real
 * Firefox, counted by how far our verdict is Firefox's own. `--out` keeps what was recorded, `--in` judges that again.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type FirefoxRun, runCases } from './cases.ts'
import { count, type Scored, score } from './score.ts'

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    out: { type: 'string' },
    in: { type: 'string', multiple: true },
  },
})

const recorded = (files: readonly string[]): FirefoxRun[] =>
  files.flatMap((file) => JSON.parse(readFileSync(file, 'utf8')) as FirefoxRun[])

const runs = values.in
  ? recorded(values.in)
  : await runCases(Number(values.cases), Number(values.seed), Number(values.from))
if (values.out) writeFileSync(values.out, JSON.stringify(runs))

const scored = score(runs)
const isRefused = ({ one }: Scored): boolean => one.failed && one.refusals.length > 0
const contradicts = ({ agreement, flow }: Scored): boolean =>
  agreement === 'false-alarm' ||
  ((agreement === 'other' || agreement === 'missed') && flow?.verdict.certain === true)

for (const { one, flow, agreement } of scored.filter(
  (each) => each.agreement !== 'same' && each.agreement !== 'stated',
)) {
  const verdict = flow?.verdict
  console.log(
    `${agreement} ${one.id}: Firefox ${one.refusals.join('+') || one.result}; we ${verdict?.outcome} ` +
      `${verdict?.finding?.reason} [${verdict?.alternatives.map(({ finding }) => finding.reason)}] ${JSON.stringify(one.plan)}`,
  )
}
console.log('all        ', scored.length, JSON.stringify(count(scored)))
console.log('refused    ', scored.filter(isRefused).length, JSON.stringify(count(scored.filter(isRefused))))
console.log('contradicted for certain', scored.filter(contradicts).length)
