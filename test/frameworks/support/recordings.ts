/** What the browser logged of a stack, kept for the tests that run without servers when CORSCOPE_RECORD is set. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Idle, type Recorded, today, writeRecording } from '../../oracle/recording.ts'
import type { Expected, FrameworkCase } from './case.ts'
import type { Recording, Session } from './session.ts'

export const RECORDINGS = fileURLToPath(new URL('../../fixtures/frameworks', import.meta.url))

/** One step of a case: before the fix, or with it in. */
export interface RecordedStep {
  id: string
  step: 'broken' | 'mended'
  /** Address of the request that is judged. */
  url: string
  expect: Expected
}

/** What tells a server apart stays: lengths, and how long Node keeps a connection. */
const IDLE: Idle = {
  request:
    /^(user-agent|accept-encoding|accept-language|connection|sec-ch-ua.*|host|content-length): |^accept: \*\/\*$/i,
  response: /^(connection|date|last-modified): /i,
}
const WITHOUT =
  'Left out: timings, cookies arrays, sizes; headers that say nothing of a server (User-Agent, Accept-Encoding, Accept-Language, Connection, Sec-CH-UA*, Host, Date, Last-Modified, the usual Accept); call frames but the top one. Ports are those of a numbering of its own. Headers are written as pairs.'

/** First port of the numbering that takes the place of what the system gave out. */
const FIRST_PORT = 9400

export class Recordings {
  readonly #stack: string
  readonly #versions: Readonly<Record<string, string>>
  readonly #lines: Recorded<RecordedStep>[] = []

  /** @param versions of what was run, by name */
  constructor(stack: string, versions: Readonly<Record<string, string>>) {
    this.#stack = stack
    this.#versions = versions
  }

  add({ id, expect }: FrameworkCase, step: RecordedStep['step'], page: string, recording: Recording): void {
    const { url, truth, entries } = recording
    const line = { about: { id, step, url, expect }, page, truths: [truth], entries }
    this.#lines.push(withOwnPorts(line))
  }

  /** Writes the file, when asked to. */
  async save(session: Session): Promise<void> {
    if (!process.env.CORSCOPE_RECORD || this.#lines.length === 0) return
    await mkdir(RECORDINGS, { recursive: true })
    const provenance = {
      browser: await session.devtools.browser.version(),
      date: today(),
      command: 'CORSCOPE_RECORD=1 npm test -- frameworks',
      seed: null,
      without: WITHOUT,
      versions: this.#versions,
    }
    writeRecording(join(RECORDINGS, `${this.#stack}.jsonl`), { provenance, lines: this.#lines }, IDLE)
  }
}

/** Ports in the order in which they appear, so that a new recording differs from an old one only where it must. */
function withOwnPorts(line: Recorded<RecordedStep>): Recorded<RecordedStep> {
  const ports = new Map<string, number>()
  const text = JSON.stringify(line).replace(/\b(localhost|127\.0\.0\.1):(\d{4,5})\b/g, (_, host, port) => {
    if (!ports.has(port)) ports.set(port, FIRST_PORT + ports.size)
    return `${host}:${ports.get(port)}`
  })
  return JSON.parse(text) as Recorded<RecordedStep>
}
