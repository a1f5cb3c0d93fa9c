/** HAR entries as DevTools hands them out, for collecting. */

const headers = (values: Record<string, string>) =>
  Object.entries(values).map(([name, value]) => ({ name, value }))

export interface EntryParts {
  url?: string
  method?: string
  /** Milliseconds since the epoch. */
  at?: number
  type?: string
  status?: number
  error?: string | null
  sent?: Record<string, string>
  answered?: Record<string, string>
  time?: number
}

export const PAGE = 'https://app.example/'
export const API = 'https://api.example/items'

export function harEntry(parts: EntryParts = {}): Record<string, unknown> {
  const { url = API, method = 'GET', at = 1000, type = 'fetch', status = 200, error = null, time = 5 } = parts
  return {
    _resourceType: type,
    _initiator: { type: 'script', url: `${PAGE}app.js` },
    startedDateTime: new Date(at).toISOString(),
    time,
    request: {
      method,
      url,
      headers: headers(parts.sent ?? { Host: 'api.example', Origin: 'https://app.example' }),
    },
    response: {
      status,
      statusText: '',
      headers: headers(parts.answered ?? { server: 'test' }),
      _error: error,
    },
  }
}

/** A request that failed the CORS check: no Access-Control-Allow-Origin. */
export const failed = (parts: EntryParts = {}) => harEntry({ error: 'net::ERR_FAILED', ...parts })

/** The same, reported before its answer's headers came. */
export const incomplete = (parts: EntryParts = {}) => failed({ status: 0, answered: {}, ...parts })

export const documentEntry = (url: string, at: number) =>
  harEntry({ url, at, type: 'document', sent: { Host: 'app.example' } })
