/** One way to fail: a broken server, the request that fails on it, and what the engine must make of it. */
import type { Owner } from '../../../src/engine/index.ts'
import type { PageRequest, PageResult } from './request.ts'

/** Addresses that only a run knows, written in angle brackets in the sources of a case. */
export interface Addresses {
  /** Origin of the page that asks; `<host>` is its host and port. */
  page: string
  /** Another origin, which the server lets in. */
  third?: string
  /** Origin of the server behind the one under test. */
  upstream?: string
}

export interface Expected {
  /** The browser's own word for it (`Network.CorsError`). */
  corsError: string
  framework: string | null
  cause: string
  owner: Owner
}

export interface FrameworkCase {
  id: string
  /** The mistake, in words. */
  what: string
  /** Asked before, so that it is in the log too. */
  before?: readonly PageRequest[]
  request: PageRequest
  expect: Expected
  /** Part of the title or of the file of the fix to apply; the first fix when absent, null where nothing that is typed may help. */
  fix?: string | null
  /** What passes before the fix, asked by the page of the third origin, and must pass after it. */
  still?: readonly PageRequest[]
  /** The set-up allows every method and header, which the fix does not take back. */
  everythingAllowed?: boolean
  /** Start of a statement that the fix’s note tells the reader to remove by hand. */
  remove?: RegExp
  /** What the page gets once the fix is in; `200` when absent. */
  result?: PageResult
}

/** `<page>` and its like, replaced by the addresses of this run. */
export const withAddresses = (text: string, { page, third = '', upstream = '' }: Addresses): string =>
  text
    .replaceAll('<page>', page)
    .replaceAll('<host>', new URL(page).host)
    .replaceAll('<upstream>', upstream)
    .replaceAll('<third>', third)
