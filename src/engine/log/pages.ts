/** Pages: which page a request came from. The log's pages say, else the document loaded before it, else who shows the log. */
import { originOf } from '../fetch/origin.ts'
import type { Exchange } from '../har/exchange.ts'
import { asObject, asString } from '../har/read-json.ts'
import { insertInOrder } from './sorted.ts'

const byTime = (a: Exchange, b: Exchange): number => a.startedAt - b.startedAt || a.index - b.index

/** From what a request's page was read, so that a change there finds the requests again. */
type Source = Exchange | string | null

/** What asks for its page is known by the first request of its chain. */
export class Pages {
  #urls = new Map<string, string>()
  #fallback: string | null = null
  readonly #documents: Exchange[] = []
  readonly #sourceOf = new Map<Exchange, Source>()
  readonly #askers = new Map<Source, Set<Exchange>>()

  /** The page of a request, remembered with what it rests on. */
  pageOf(first: Exchange): string | null {
    const source = this.#source(first)
    this.forget(first)
    this.#sourceOf.set(first, source)
    const askers = this.#askers.get(source)
    if (askers === undefined) this.#askers.set(source, new Set([first]))
    else askers.add(first)
    if (source === null) return this.#fallback
    return typeof source === 'string' ? (this.#urls.get(source) ?? null) : source.url
  }

  forget(first: Exchange): void {
    const source = this.#sourceOf.get(first)
    if (source === undefined) return
    this.#sourceOf.delete(first)
    const askers = this.#askers.get(source)
    askers?.delete(first)
    if (askers?.size === 0) this.#askers.delete(source)
  }

  /** HAR `log.pages`: Chromium puts the page's URL into `title`. @returns the requests whose page may be another now. */
  setPages(pages: readonly unknown[]): Exchange[] {
    const before = this.#urls
    this.#urls = new Map()
    for (const page of pages) {
      const { id, title } = asObject(page)
      if (originOf(asString(title)) !== null) this.#urls.set(asString(id), asString(title))
    }
    const isOther = ([source]: [Source, unknown]): boolean =>
      typeof source === 'string' && this.#urls.get(source) !== before.get(source)
    const lost = [...this.#askers].filter(isOther).flatMap(([, askers]) => [...askers])
    const come = [...this.#urls.keys()].some((id) => !before.has(id))
    const named = ({ pageref }: Exchange): boolean => this.#urls.has(pageref ?? '')
    const found = come
      ? [...this.#sourceOf].filter(([first, source]) => typeof source !== 'string' && named(first))
      : []
    return [...lost, ...found.map(([first]) => first)]
  }

  /** The page's URL where the log names none. */
  setFallback(url: string | null): Exchange[] {
    if (url === this.#fallback) return []
    this.#fallback = url
    return [...(this.#askers.get(null) ?? [])]
  }

  addDocument(document: Exchange): Exchange[] {
    const place = insertInOrder(this.#documents, document, byTime)
    // those of the document before it; at the start, of the one that was first till now, or of none at all
    const neighbour = this.#documents[place === 0 ? 1 : place - 1] ?? null
    const askers = [...(this.#askers.get(neighbour) ?? [])]
    return place === 0 ? askers : askers.filter(({ startedAt }) => startedAt >= document.startedAt)
  }

  removeDocument(document: Exchange): Exchange[] {
    const place = this.#documents.indexOf(document)
    if (place !== -1) this.#documents.splice(place, 1)
    return [...(this.#askers.get(document) ?? [])]
  }

  #source({ pageref, startedAt }: Exchange): Source {
    if (this.#urls.has(pageref ?? '')) return pageref ?? ''
    let [low, high] = [0, this.#documents.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#documents[middle] as Exchange).startedAt <= startedAt) low = middle + 1
      else high = middle
    }
    return this.#documents[low - 1] ?? this.#documents[0] ?? null
  }
}
