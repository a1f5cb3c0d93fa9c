/** Navigation: which page the tab shows, and which entries belong to pages that are gone. */
import { isDocument, startOf } from './har-entry.ts'

export class Navigation {
  pageUrl: string | null = null
  #documentStart: number | null = null
  /** Entries that started earlier belong to a page that is gone. */
  #cutoff = Number.NEGATIVE_INFINITY

  /** The page at the moment that DevTools opened; news of a later one may have come before. */
  begin(url: string | null, start: number | null): void {
    this.pageUrl ??= url
    this.#documentStart ??= start
  }

  /** The tab shows another address. @returns true where another document came with it. `start`: as the page's clock says. */
  goTo(url: string, start: number | null, now: number): boolean {
    this.pageUrl = url
    const sameDocument = start !== null && start === this.#documentStart
    this.#documentStart = start
    if (sameDocument) return false
    // a page from the back/forward cache is older than the page it follows, and none begins after the news of it
    this.#cutoff = start !== null && start > this.#cutoff ? Math.min(start, now) : now
    return true
  }

  isGone(entry: unknown): boolean {
    return startOf(entry) < this.#cutoff
  }

  /** A late entry of an earlier page; a document is never one, since news of it may come before the news of its page. */
  isLate(entry: unknown): boolean {
    return this.isGone(entry) && !isDocument(entry)
  }
}
