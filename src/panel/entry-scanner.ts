/** Entry scanner: the entries of a HAR out of text that comes in pieces, so that no file is too large to be read. */

export interface Scanned {
  /** `entry`, or what else is wanted of a log. */
  kind: 'entry' | 'page' | 'creator'
  value: unknown
}

export interface EntryScanner {
  /** What is complete with this piece. Throws a SyntaxError at an entry that is not JSON. */
  push(piece: string): Scanned[]
}

/** Keys whose arrays (or object) are taken out, wherever they stand in the file. */
const KINDS: Readonly<Record<string, Scanned['kind']>> = {
  entries: 'entry',
  pages: 'page',
  creator: 'creator',
}

/** A first key that tells a log from a bare entry. */
const LOG_KEYS = ['log', 'entries', 'pages', 'version', 'creator', 'har', 'getHAR', 'comment', 'browser']

/**
 * Knows of JSON what it needs: depth, strings, and which key a value stands under. A bare array of entries and one
 * entry a line are read too.
 */
export function createEntryScanner(): EntryScanner {
  let depth = 0
  let inString = false
  let escaped = false
  /** The last complete string at this place, a key if a colon follows. */
  let text = ''
  let key = ''
  /** Depth at which the values of a wanted array stand, and of what kind they are. */
  let wanted: { depth: number; kind: Scanned['kind'] } | null = null
  let capture: { from: number; depth: number; kind: Scanned['kind']; parts: string[] } | null = null
  /** Decided at the first key: entries stand by themselves, without a log around them. */
  let bare: boolean | null = null

  return {
    push(piece) {
      const found: Scanned[] = []
      let stringStart = 0
      if (capture) capture.from = 0
      const finish = (end: number): void => {
        if (!capture) return
        capture.parts.push(piece.slice(capture.from, end))
        const value: unknown = JSON.parse(capture.parts.join(''))
        found.push({ kind: capture.kind, value })
        capture = null
      }
      const begin = (at: number, kind: Scanned['kind']): void => {
        capture = { from: at, depth, kind, parts: [] }
      }
      for (let at = 0; at < piece.length; at++) {
        const character = piece.charCodeAt(at)
        if (inString) {
          if (escaped) escaped = false
          else if (character === 92) escaped = true
          else if (character === 34) {
            inString = false
            if (!capture || bare === null) text += piece.slice(stringStart, at)
          }
          continue
        }
        switch (character) {
          case 34: // "
            inString = true
            stringStart = at + 1
            text = ''
            break
          case 58: // :
            if (bare === null && depth === 1) {
              bare = !LOG_KEYS.includes(text)
              if (!bare) capture = null
            }
            if (!capture) key = text.slice(0, 40)
            break
          case 91: // [
            if (!capture && KINDS[key] !== undefined && bare !== true)
              wanted = { depth: depth + 1, kind: KINDS[key] as Scanned['kind'] }
            if (!capture && depth === 0) {
              wanted = { depth: 1, kind: 'entry' }
              bare = false
            }
            depth++
            key = ''
            break
          case 123: // {
            if (!capture && wanted?.depth === depth) begin(at, wanted.kind)
            else if (!capture && key === 'creator') begin(at, 'creator')
            else if (!capture && depth === 0 && bare !== false) begin(at, 'entry')
            depth++
            key = ''
            break
          case 93: // ]
            depth--
            if (!capture && wanted !== null && depth < wanted.depth) wanted = null
            break
          case 125: // }
            depth--
            if (capture && depth === capture.depth) finish(at + 1)
            break
        }
      }
      if (capture) capture.parts.push(piece.slice(capture.from))
      if (inString && (!capture || bare === null)) text += piece.slice(stringStart)
      if (text.length > 1000) text = text.slice(0, 1000)
      return found
    },
  }
}
