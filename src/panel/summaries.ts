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

/**
 * What is seen of a server later may change what is said of its older failures. They are looked at again when the log
 * has been quiet for so long, or after so long at most; and never for more than a part of the time.
 */
const QUIET = 400
const AT_MOST = 5000
const REST = 5

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
  /** `said`: what the summary was made of; null while it is provisional. */
  const known = new Map<string, { item: Item; summary: Summary; said: FlowDiagnosis | null }>()
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
  let again: ReturnType<typeof setTimeout> | undefined
  let dueSince = 0
  let isSecondLook = false
  /** Milliseconds that the second look has taken so far. */
  let took = 0
  let hasNews = false

  function of(item: Item): Summary {
    const found = known.get(item.id)
    // what was said of the request before stands until the new summary is there
    if (found) return found.summary
    const summary = provisional(item)
    if (summary === PASSED) return PASSED
    known.set(item.id, { item, summary, said: null })
    return summary
  }

  function summarize(item: Item): void {
    const said = log.item(item.id) === item ? log.diagnosis(item.id) : null
    if (said === null || known.get(item.id)?.said === said) return
    known.set(item.id, { item, summary: summaryOf(item, said), said })
    hasNews = true
  }

  function slice(): void {
    timer = undefined
    const begun = performance.now()
    const end = begun + SLICE
    while (next < waiting.length && performance.now() < end) summarize(waiting[next++] as Item)
    took += performance.now() - begun
    while (next === waiting.length && read < items.length && performance.now() < end)
      readAhead(items[read++] as Item)
    const now = performance.now()
    if (hasNews && (next === waiting.length || now - toldAt > TELL_EVERY)) {
      toldAt = now
      hasNews = false
      version.value++
    }
    goOn()
  }

  function goOn(): void {
    if (timer === undefined && (next < waiting.length || read < items.length)) timer = setTimeout(slice, 0)
  }

  function begin(wanted: Item[], secondLook: boolean): void {
    waiting = wanted
    next = 0
    isSecondLook = secondLook
    took = secondLook ? 0 : took
    if (waiting.length > 0 && timer === undefined) slice()
  }

  function lookAgain(): void {
    again = undefined
    // new ones first
    if (next < waiting.length && !isSecondLook) soon()
    else
      begin(
        log.items.peek().filter((item) => known.get(item.id)?.item === item),
        true,
      )
  }

  function soon(): void {
    const now = performance.now()
    if (again === undefined) dueSince = now
    else if (now - dueSince > AT_MOST) return
    clearTimeout(again)
    again = setTimeout(lookAgain, Math.max(QUIET, took * REST))
  }

  function update(): void {
    for (const id of known.keys()) if (log.item(id) === null) known.delete(id)
    items = log.items.peek()
    for (const item of items) if (!isFailure(item.verdict)) known.delete(item.id)
    read = 0
    begin(
      items.filter((item) => isFailure(item.verdict) && !isUpToDate(item)),
      false,
    )
    goOn()
    if (known.size > 0) soon()
  }

  return { of, version, update }
}
