/** The recordings of the stacks: what the wire client logged, with versions and date, for the tests that run without servers. */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Recording } from '../../frameworks/support/session.ts'
import {
  type Idle,
  type Provenance,
  type Recorded,
  readRecording,
  today,
  writeRecording,
} from '../../oracle/recording.ts'
import type { Proof, Proven } from './prove.ts'
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
  /** What held besides once the fix was in; told with the step `mended`. */
  proof?: Proof
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

const fileOf = ({ name }: Stack): string => join(STACK_RECORDINGS, `${name}.jsonl`)

/** Lines that a run before left, of the same versions; a case whose proof is not told counts as not recorded. */
function linesBefore(stack: Stack, versions: Readonly<Record<string, string>>): Recorded<StackStep>[] {
  if (!existsSync(fileOf(stack))) return []
  const { lines, provenance } = readRecording<StackStep>(fileOf(stack))
  const { versions: told } = provenance as Provenance & { versions?: unknown }
  if (JSON.stringify(told) !== JSON.stringify(versions)) return []
  const proven = lines.filter(({ about }) => about.proof !== undefined).map(({ about }) => about.id)
  return lines.filter(({ about }) => proven.includes(about.id))
}

/** What was recorded of a stack: kept case by case, so that a run that is cut off can be gone on with. */
export class StackRecordings {
  readonly #stack: Stack
  readonly #versions: Readonly<Record<string, string>>
  #lines: Recorded<StackStep>[]

  constructor(stack: Stack, versions: Readonly<Record<string, string>>) {
    this.#stack = stack
    this.#versions = versions
    this.#lines = linesBefore(stack, versions)
  }

  has({ id }: StackCase): boolean {
    return this.#lines.some(({ about }) => about.id === id)
  }

  /** What was recorded of it holds no more. */
  drop({ id }: StackCase): void {
    this.#lines = this.#lines.filter(({ about }) => about.id !== id)
    this.#save()
  }

  /** `proven`: with the ports of the numbering. */
  add(item: StackCase, page: string, { broken, mended, fix, codeHash, proof }: Proven): void {
    const { id, situation } = item
    this.#lines = this.#lines.filter(({ about }) => about.id !== id)
    const steps = [['broken', broken, {}] as const, ['mended', mended, { proof }] as const]
    for (const [step, { url, truth, entries }, held] of steps) {
      const told = { framework: this.#stack.framework, fix: fix.title, code: codeHash, ...held }
      this.#lines.push({ about: { id, situation, step, url, ...told }, page, truths: [truth], entries })
    }
    this.#save()
  }

  /** In the order of the cases; those that the stack has no more are gone. */
  #save(): void {
    const order = this.#stack.cases.map((item) => item.id)
    const known = this.#lines.filter(({ about }) => order.includes(about.id))
    const lines = known.sort((a, b) => order.indexOf(a.about.id) - order.indexOf(b.about.id))
    mkdirSync(STACK_RECORDINGS, { recursive: true })
    const provenance = {
      browser: 'wire client (test/stacks/support/wire.ts)',
      date: today(),
      command: `npm run stacks ${this.#stack.name}`,
      seed: null,
      without: WITHOUT,
      versions: this.#versions,
    }
    writeRecording(fileOf(this.#stack), { provenance, lines }, IDLE)
  }
}
