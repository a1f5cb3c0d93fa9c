/** What a stack is to these tests: how it is installed, started and mended, and the ways in which it is broken. */

import type { Fix } from '../../../src/engine/index.ts'
import type { PageRequest } from '../../frameworks/support/request.ts'

/** Sources by name. `<page>`, `<port>`, `<back>` (the next port) and `<folder>` stand for what only a run knows. */
export type Files = Readonly<Record<string, string>>

/** Programs and versions that an installation left. */
export interface Installed {
  versions: Readonly<Record<string, string>>
  /** Where apps must live to find what is installed; anywhere when absent. */
  folder?: string
}

export interface Command {
  command: string
  parameters: readonly string[]
  env?: Readonly<Record<string, string>>
}

/** The five situations of the issue, in words. */
export const SITUATIONS = [
  'no CORS at all',
  'PUT with JSON and a custom header',
  '* with credentials',
  'a wrong origin configured',
  'an error or login that hides the headers',
] as const

export interface StackCase {
  id: string
  /** Index into SITUATIONS. */
  situation: 0 | 1 | 2 | 3 | 4
  files: Files
  request: PageRequest
  /** Part of the title or file of the fix; the first of the stack when absent. */
  fix?: string
  /** Status that the page gets once the fix is in, as a pattern; 200 when absent. */
  result?: string
  /** An origin that is let in before the fix and must be let in after it. */
  keeps?: string
  /** CORS is set up in the app already, and the fix goes over it as its note says. Always so in the third and fourth situation. */
  over?: true
  /** What passes before the fix, of the page and of the origin that is kept, and must pass after it; a plain GET is always asked. */
  still?: readonly PageRequest[]
}

/** The fix goes over a CORS set-up that is there. */
export const isOver = ({ situation, over }: StackCase): boolean =>
  over === true || situation === 2 || situation === 3

export interface Stack {
  name: string
  /** Id of the framework whose code is applied. */
  framework: string
  /** Ids that the engine may name as likely or certain without being wrong; `framework` is one of them. */
  alsoNamed?: readonly string[]
  /** Null where it is impossible here, after one line that says why. */
  install(): Promise<Installed | null>
  /** Run in the app's folder before it starts. */
  build?(folder: string, installed: Installed): Promise<void>
  start(port: number, folder: string, installed: Installed): Command
  /** The printed fix put in, as its comments and its note tell the reader to. */
  apply(files: Files, fix: Fix): Files
  /** What is there stays beside the printed code, as the note says: nothing has to be carried over. */
  joins?: true
  /** The code with an origin more, as the note tells the reader who lets one in already; one more in its list when absent. */
  carry?(code: string, page: string, origin: string): string
  cases: readonly StackCase[]
}

const JSON_HEADERS = { 'Content-Type': 'application/json', 'X-Request-Id': '1' }
export const ITEMS = '/api/items'
export const GET: PageRequest = { path: ITEMS }
export const PUT: PageRequest = { path: ITEMS, method: 'PUT', headers: JSON_HEADERS, body: '{"a":1}' }
export const COOKIES: PageRequest = { ...GET, credentials: 'include', cookie: true }
export const POST_COOKIES: PageRequest = {
  path: ITEMS,
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: '{"a":1}',
  credentials: 'include',
  cookie: true,
}
export const LOGIN: PageRequest = { path: ITEMS, headers: { Authorization: 'Bearer x' } }
export const BOOM: PageRequest = { path: '/api/boom' }
/** What a case of PUT over a set-up shares: it lets the page and another origin read, with a header of their own. */
export const OVER_PUT = {
  id: '2-over',
  situation: 1,
  over: true,
  request: PUT,
  still: [LOGIN],
} as const satisfies Omit<StackCase, 'files'>
/** What a login check before the set-up that is there shares. */
export const OVER_LOGIN = {
  id: '5-over',
  situation: 4,
  over: true,
  request: LOGIN,
} as const satisfies Omit<StackCase, 'files'>
/** Allowed by the broken configuration of a case, and no page's of the test. */
export const OTHER = 'http://localhost:1'
