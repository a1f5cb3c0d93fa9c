/** Summaries: the answer line of each failure, computed in small slices while the panel is idle. */
import { type ReadonlySignal, signal } from '@preact/signals'
import {
  answerLine,
  explain,
  type FlowDiagnosis,
  isFailure,
  type Owner,
  redactorFor,
  redactUrl,
} from '../engine/index.ts'
import { factsOf, type Item, readAhead } from './item.ts'
import type { LogStore } from './log-store.ts'
import { urlParts } from './words.ts'

export interface Summary {
  /** Secrets covered. '' for a request that passed. */
  answer: string
  owner: Owner | null
  /** Id of the cause, else of the reason, else ''. */
  cause: string
  /** Failures with the same key have one cause at one server. */
  key: string
  /** False while only the verdict is known. */
  final: boolean
}

export interface Summaries {
  of(item: Item): Summary
  /** Changes when summaries do. */
  version: ReadonlySignal<number>
  /** Takes up what has changed in the log. */
  update(): void
}

/** Milliseconds of one slice, and how often the list is told of new ones. */
const SLICE = 8
const TELL_EVERY = 200

const PASSED: Summary = { answer: '', owner: null, cause: '', key: '', final: true }

/** Which request it is, left out: requests with one cause say the same but for method, address and status. */
function withoutRequest(answer: string, item: Item): string {
  const { path, pattern, url } = factsOf(item)
  const last = redactUrl(item.flow.exchange.url)
  const addresses = [
    url,
    last,
    path,
    pathOf(last),
    path.split('?')[0] ?? '',
    pathOf(last).split('?')[0] ?? '',
    pattern,
  ]
  const bare = addresses
    .filter((address) => address.length > 1)
    .reduce((rest, address) => rest.replaceAll(address, ELLIPSIS), answer)
  return bare.replace(/(?<![A-Z])[A-Z]+ …( \(\d{3}\))?/g, ELLIPSIS)
}

const ELLIPSIS = '…'
const pathOf = (url: string): string => urlParts(url).path

const keyOf = (item: Item, cause: string, answer: string): string =>
  [factsOf(item).server, cause, withoutRequest(answer, item)].join('\n')

function provisional(item: Item): Summary {
  const { finding } = item.verdict
  if (!isFailure(item.verdict)) return PASSED
  const explanation = finding === null ? null : explain(finding)
  const answer = explanation?.title ?? ''
  const cause = explanation?.reason ?? item.verdict.outcome
  return { answer, owner: null, cause, key: keyOf(item, cause, answer), final: false }
}

function summaryOf(item: Item, diagnosed: FlowDiagnosis): Summary {
  const line = answerLine(diagnosed)
  const { finding } = diagnosed.verdict
  const answer = line === null ? '' : redactorFor(diagnosed).words(line.text)
  const cause = diagnosed.cause?.id ?? finding?.reason ?? ''
  // without a cause the reason is what requests have in common, and the rest of the line is the request
  const common = diagnosed.cause === null && finding !== null ? explain(finding).title : answer
  return { answer, owner: line?.owner ?? null, cause, key: keyOf(item, cause, common), final: true }
}

export function createSummaries(log: LogStore): Summaries {
  const version = signal(0)
  const known = new Map<string, { item: Item; summary: Summary }>()
  const isUpToDate = (item: Item): boolean => {
    const found = known.get(item.id)
    return found?.item === item && found.summary.final
  }
  let waiting: Item[] = []
  let next = 0
  /** All items, and how many of them were read ahead. */
  let items: readonly Item[] = []
  let read = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let toldAt = 0

  function of(item: Item): Summary {
    const found = known.get(item.id)
    // what was said of the request before stands until the new summary is there
    if (found) return found.summary
    const summary = provisional(item)
    if (summary === PASSED) return PASSED
    known.set(item.id, { item, summary })
    return summary
  }

  function slice(): void {
    timer = undefined
    const begun = next
    const end = performance.now() + SLICE
    while (next < waiting.length && performance.now() < end) {
      const item = waiting[next++] as Item
      if (log.item(item.id) !== item) continue
      const diagnosed = log.diagnosis(item.id)
      if (diagnosed) known.set(item.id, { item, summary: summaryOf(item, diagnosed) })
    }
    while (next === waiting.length && read < items.length && performance.now() < end)
      readAhead(items[read++] as Item)
    const now = performance.now()
    if (next > begun && (next === waiting.length || now - toldAt > TELL_EVERY)) {
      toldAt = now
      version.value++
    }
    goOn()
  }

  function goOn(): void {
    if (timer === undefined && (next < waiting.length || read < items.length)) timer = setTimeout(slice, 0)
  }

  function update(): void {
    for (const id of known.keys()) if (log.item(id) === null) known.delete(id)
    items = log.items.peek()
    for (const item of items) if (!isFailure(item.verdict)) known.delete(item.id)
    waiting = items.filter((item) => isFailure(item.verdict) && !isUpToDate(item))
    next = 0
    read = 0
    if (waiting.length > 0 && timer === undefined) slice()
    goOn()
  }

  return { of, version, update }
}
