/** Header lines that many entries have alike, kept once: in a long log nearly all of them are. */
import type { HeaderList } from '../fetch/headers.ts'
import type { Exchange } from './exchange.ts'

type Line = HeaderList[number]

/** Values of one name that are remembered; what has more is a date, or an id. */
const MOST_VALUES = 512
const MOST_NAMES = 2048
/** Longer values are rarely the same. */
const LONGEST = 512

export class SharedHeaders {
  readonly #lines = new Map<string, Map<string, Line>>()

  /** The exchange with the lines that were seen before in place of its own. */
  share(exchange: Exchange): Exchange {
    exchange.requestHeaders = exchange.requestHeaders.map((line) => this.#line(line))
    exchange.responseHeaders = exchange.responseHeaders.map((line) => this.#line(line))
    return exchange
  }

  #line(line: Line): Line {
    const [name, value] = line
    if (value.length > LONGEST) return line
    let values = this.#lines.get(name)
    if (values === undefined) {
      if (this.#lines.size >= MOST_NAMES) return line
      values = new Map()
      this.#lines.set(name, values)
    }
    const known = values.get(value)
    if (known !== undefined) return known
    if (values.size < MOST_VALUES) values.set(value, line)
    return line
  }
}
