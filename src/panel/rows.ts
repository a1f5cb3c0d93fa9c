/** Row: failures as the list shows them, newest first, equal ones counted once. */
import { answerLine, type Explanation, explain, type FlowDiagnosis, isFailure } from '../engine/index.ts'
import { OUTCOME_WORDS } from './words.ts'

export interface Row {
  /** The same failure of the same request has the same key. */
  key: string
  /** The newest of them. */
  diagnosed: FlowDiagnosis
  /** Ids of all of them, newest first. */
  ids: string[]
  /** Null where nothing went wrong. */
  explanation: Explanation | null
  title: string
}

function rowOf(diagnosed: FlowDiagnosis): Row {
  const { flow, verdict } = diagnosed
  const explanation = verdict.finding === null ? null : explain(verdict.finding)
  const key = [
    flow.exchange.method,
    flow.exchange.url,
    flow.origin.serialized ?? '',
    verdict.outcome,
    explanation?.reason ?? '',
    explanation?.stage ?? '',
    explanation?.received ?? '',
  ].join('\n')
  return {
    key,
    diagnosed,
    ids: [diagnosed.id],
    explanation,
    title: answerLine(diagnosed)?.text ?? OUTCOME_WORDS[verdict.outcome],
  }
}

/** Newest first. `showAll`: also what succeeded. */
export function rowsOf(flows: readonly FlowDiagnosis[], showAll: boolean): Row[] {
  const rows = new Map<string, Row>()
  for (let index = flows.length - 1; index >= 0; index--) {
    const diagnosed = flows[index] as FlowDiagnosis
    if (!showAll && !isFailure(diagnosed.verdict)) continue
    const row = rowOf(diagnosed)
    const newer = rows.get(row.key)
    if (newer) newer.ids.push(diagnosed.id)
    else rows.set(row.key, row)
  }
  return [...rows.values()]
}

const textOf = ({ diagnosed, explanation, title }: Row): string =>
  [
    diagnosed.flow.exchange.method,
    diagnosed.flow.exchange.url,
    diagnosed.flow.exchange.status,
    diagnosed.flow.origin.serialized,
    diagnosed.verdict.outcome,
    explanation?.reason,
    explanation?.header,
    explanation?.codes.chromium,
    explanation?.codes.firefox,
    title,
  ]
    .join('\n')
    .toLowerCase()

/** As in the Network panel: every word must occur somewhere, a word with a minus before it must not. */
export function matching(rows: readonly Row[], filter: string): Row[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...rows]
  return rows.filter((row) => {
    const text = textOf(row)
    return words.every((word) =>
      word.startsWith('-') && word.length > 1 ? !text.includes(word.slice(1)) : text.includes(word),
    )
  })
}
