/** The recordings of the stacks: what the wire client logged, with versions and date, for the tests that run without servers. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Recording } from '../../frameworks/support/session.ts'
import { type Idle, type Recorded, today, writeRecording } from '../../oracle/recording.ts'
import type { Proven } from './prove.ts'
import type { Stack, StackCase } from './stack.ts'

export const STACK_RECORDINGS = fileURLToPath(new URL('../../fixtures/stacks', import.meta.url))

/** One step of a case. */
export interface StackStep {
  id: string
  situation: number
  step: 'broken' | 'mended'
  /** Address of the request that is judged. */
  url: string
  framework: string
  /** Title of the fix that was proven, and the hash of its code with the ports of this recording. */
  fix: string
  code: string
}

const IDLE: Idle = {
  request: /^(user-agent|accept-encoding|accept-language|connection|host|content-length): |^accept: \*\/\*$/i,
  response: /^(connection|date|last-modified): /i,
}
const WITHOUT =
  'Left out: timings, sizes; headers that say nothing of a server (User-Agent, Accept-Encoding, Accept-Language, Connection, Host, Date, Last-Modified, the usual Accept). Ports are those of a numbering of its own. Headers are written as pairs.'

/** What takes the place of the port that the system gave out. */
const PORT = 9400

/** The recording as if the server had listened at the port of the numbering; pages keep theirs. */
export function withOwnPort(recording: Recording, port: number): Recording {
  const text = JSON.stringify(recording).replaceAll(`localhost:${port}`, `localhost:${PORT}`)
  return JSON.parse(text.replaceAll(`127.0.0.1:${port}`, `127.0.0.1:${PORT}`)) as Recording
}

export class StackRecordings {
  readonly #stack: Stack
  readonly #versions: Readonly<Record<string, string>>
  readonly #lines: Recorded<StackStep>[] = []

  constructor(stack: Stack, versions: Readonly<Record<string, string>>) {
    this.#stack = stack
    this.#versions = versions
  }

  /** `proven`: with the ports of the numbering. */
  add({ id, situation }: StackCase, page: string, { broken, mended, fix, codeHash }: Proven): void {
    const steps = [['broken', broken] as const, ['mended', mended] as const]
    for (const [step, { url, truth, entries }] of steps) {
      const told = { framework: this.#stack.framework, fix: fix.title, code: codeHash }
      this.#lines.push({ about: { id, situation, step, url, ...told }, page, truths: [truth], entries })
    }
  }

  save(): void {
    mkdirSync(STACK_RECORDINGS, { recursive: true })
    const provenance = {
      browser: 'wire client (test/stacks/support/wire.ts)',
      date: today(),
      command: `npm run stacks ${this.#stack.name}`,
      seed: null,
      without: WITHOUT,
      versions: this.#versions,
    }
    const file = join(STACK_RECORDINGS, `${this.#stack.name}.jsonl`)
    writeRecording(file, { provenance, lines: this.#lines }, IDLE)
  }
}
