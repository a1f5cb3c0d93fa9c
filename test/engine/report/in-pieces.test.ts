/** A report in pieces is the report. */
import { describe, expect, it } from 'vitest'
import {
  diagnose,
  REPORT_FORMATS,
  type ReportFormat,
  render,
  renderInPieces,
} from '../../../src/engine/index.ts'
import { API, entry, PAGE } from '../../support/har.ts'

const failing = entry({ url: `${API}/items?token=abcdef0123456789abcdef`, error: 'net::ERR_FAILED' })
const passing = entry({ url: `${API}/ok`, answered: [['Access-Control-Allow-Origin', PAGE]] })
const LOGS = {
  'no failure': [[passing]],
  'one failure': [[failing]],
  'several, one text with controls': [
    [failing, entry({ url: `${API}/a`, statusText: 'a\u202eb\u0085"\\n' })],
  ],
  'several logs': [[failing, passing], [passing], [failing, failing]],
  'no log at all': [],
}

describe.each(Object.entries(LOGS))('a report on %s', (_, logs) => {
  const sources = logs.map((entries, place) => ({
    diagnosis: diagnose(entries, { browser: 'chromium' }),
    ...(logs.length > 1 ? { file: `log ${place}` } : {}),
  }))
  it.each(Object.keys(REPORT_FORMATS) as ReportFormat[])('is the same in pieces: %s', (format) => {
    const pieces = [...renderInPieces(format, sources)]
    expect(pieces.join('')).toBe(render(format, sources))
    if (format === 'json' && logs.length > 1) expect(pieces.length).toBeGreaterThan(logs.flat().length)
  })
})
