/**
 * Own origin: most of a log are a page's requests to its own origin that went well. Such an entry is no flow, and
 * bears on none unless something else in the log goes to that origin too; until then it is not even read.
 */
import { isNamed } from '../fetch/headers.ts'
import { OPAQUE_ORIGIN, originOf } from '../fetch/origin.ts'
import { asArray, asObject } from '../har/read-json.ts'

export interface Waiting {
  index: number
  entry: unknown
}

/** Types that tell of their page, whatever their origin. */
const ALWAYS_READ = new Set<unknown>(['document', 'preflight'])

/** The origin that an entry goes to, where it went well and tells of nothing but itself; null for any other. */
function quietTarget(entry: unknown): string | null {
  const { request, response, _resourceType } = asObject(entry)
  const { method, url } = asObject(request)
  const { status, _error, _fetchedViaServiceWorker } = asObject(response)
  if (typeof url !== 'string' || method === 'OPTIONS' || ALWAYS_READ.has(_resourceType)) return null
  if (typeof status !== 'number' || !wentWell(status) || (_error !== null && _error !== undefined))
    return null
  if (_fetchedViaServiceWorker === true) return null
  const target = originOf(url)
  return target === OPAQUE_ORIGIN ? null : target
}

/** What is certainly a page's request to its own origin. */
const comesFrom = (origin: string, entry: unknown): boolean =>
  askingOrigin(asArray(asObject(asObject(entry).request).headers)) === origin

const wentWell = (status: number): boolean =>
  status === 304 || (status >= 200 && (status < 300 || status > 399))

/** What the headers say of who asks: the one Origin, else the one Referer's origin; null in doubt. */
function askingOrigin(headers: readonly unknown[]): string | null {
  let origin: string | null = null
  let referer: string | null = null
  for (const header of headers) {
    if (typeof header !== 'object' || header === null) continue
    const { name, value } = header as { name?: unknown; value?: unknown }
    if (typeof name !== 'string') continue
    if (isNamed(name, 'service-worker')) return null
    if (isNamed(name, 'origin')) {
      if (origin !== null || typeof value !== 'string') return null
      origin = value
    } else if (isNamed(name, 'referer')) {
      if (referer !== null || typeof value !== 'string') return null
      referer = value
    }
  }
  return origin ?? originOf(referer)
}

/** Entries of pages' own origins that wait, by origin. Where they are too many, those of the origin with the most are let go. */
export class OwnOrigin {
  readonly #most: number
  readonly #waiting = new Map<string, Waiting[]>()
  #count = 0
  /** Origins that something else in the log asks. */
  readonly #asked = new Set<string>()
  /** Origins whose entries are let go. */
  readonly #letGo = new Set<string>()
  /** Of these, the ones that were asked after all: the index before which their entries are missed. */
  readonly #missed = new Map<string, number>()
  #next = 0

  /** `most`: entries that may wait. */
  constructor(most = Number.POSITIVE_INFINITY) {
    this.#most = most
  }

  /** True where the entry waits from now on, or is let go. */
  keeps(index: number, entry: unknown): boolean {
    this.#next = Math.max(this.#next, index + 1)
    const origin = quietTarget(entry)
    if (origin === null || this.#asked.has(origin) || !comesFrom(origin, entry)) return false
    if (this.#letGo.has(origin)) return true
    const group = this.#waiting.get(origin)
    if (group === undefined) this.#waiting.set(origin, [{ index, entry }])
    else group.push({ index, entry })
    this.#count += 1
    if (this.#count > this.#most) this.#letLargestGo()
    return true
  }

  /** Something goes to this URL. @returns the entries that are to be read now. */
  ask(url: string | null): readonly Waiting[] {
    const origin = originOf(url)
    if (origin === null || this.#asked.has(origin)) return []
    this.#asked.add(origin)
    if (this.#letGo.has(origin)) this.#missed.set(origin, this.#next)
    const waiting = this.#waiting.get(origin) ?? []
    this.#waiting.delete(origin)
    this.#count -= waiting.length
    return waiting
  }

  /** Entries were let go that would have to be read. */
  get misses(): boolean {
    return this.#missed.size > 0
  }

  /** True for one of these, when it is seen again. */
  isMissed(index: number, entry: unknown): boolean {
    const origin = this.misses ? quietTarget(entry) : null
    return origin !== null && index < (this.#missed.get(origin) ?? 0) && comesFrom(origin, entry)
  }

  /** Forgets what waits under these indexes. */
  remove(indexes: ReadonlySet<number>): void {
    for (const [origin, group] of this.#waiting) {
      const left = group.filter(({ index }) => !indexes.has(index))
      this.#count -= group.length - left.length
      if (left.length === 0) this.#waiting.delete(origin)
      else if (left.length < group.length) this.#waiting.set(origin, left)
    }
  }

  #letLargestGo(): void {
    const [largest] = [...this.#waiting].sort(([, a], [, b]) => b.length - a.length)
    if (largest === undefined) return
    const [origin, group] = largest
    this.#waiting.delete(origin)
    this.#letGo.add(origin)
    this.#count -= group.length
  }
}
