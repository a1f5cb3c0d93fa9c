/** All that the engine takes from outside of ECMAScript: the URL Standard's own class. */

declare class URLSearchParams implements Iterable<[string, string]> {
  constructor(init?: string)
  get(name: string): string | null
  getAll(name: string): string[]
  has(name: string): boolean
  set(name: string, value: string): void
  append(name: string, value: string): void
  delete(name: string): void
  keys(): IterableIterator<string>
  entries(): IterableIterator<[string, string]>
  [Symbol.iterator](): IterableIterator<[string, string]>
}

declare class URL {
  constructor(url: string, base?: string | URL)
  readonly origin: string
  readonly searchParams: URLSearchParams
  hash: string
  host: string
  hostname: string
  href: string
  password: string
  pathname: string
  port: string
  protocol: string
  search: string
  username: string
  toString(): string
}
