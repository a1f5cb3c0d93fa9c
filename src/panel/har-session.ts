/** HAR session: the network logs of a file, read as if they had happened here. Loaded when a file is opened. */
import {
  type DiagnosedLog,
  HarScanner,
  type LogFrame,
  limitsOf,
  networkLog,
  type Recorder,
  readRecorder,
  recorderOf,
} from '../engine/index.ts'
import { piecesOf } from './har-bytes.ts'
import type { FileLog } from './log-store.ts'
import { createSlices, type Slices } from './slices.ts'

export interface HarSession {
  /** As it is judged now. */
  log(): FileLog
  /** Sentences on what this log cannot tell because of who wrote it. */
  limits: readonly string[]
  /** Who wrote it, as its makers call it. */
  recorderName: string
  /** `software` null: back to what the log shows. */
  chooseSoftware(origin: string, software: string | null): void
}

export interface Reading {
  /** From 0 to 1, of reading and then of judging. */
  onProgress: (step: 'read' | 'judge', part: number) => void
  signal: AbortSignal
}

interface Collected extends LogFrame {
  entries: unknown[]
}

/** Bytes above which a value is read in pieces: one of them is parsed in a few milliseconds. */
const LIMIT = 512 * 1024

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** Bodies of responses are not looked at and may be most of the file. */
function lean(entry: unknown): unknown {
  if (!isObject(entry) || !isObject(entry.response) || !isObject(entry.response.content)) return entry
  const { text: _text, ...content } = entry.response.content
  return { ...entry, response: { ...entry.response, content } }
}

async function collect(file: File, { onProgress }: Reading, slices: Slices): Promise<Collected[]> {
  const logs: Collected[] = []
  const decoder = new TextDecoder()
  const scanner = new HarScanner({
    decode: (bytes) => decoder.decode(bytes),
    limit: LIMIT,
    begin(frame) {
      const log: Collected = { ...frame, entries: [] }
      logs.push(log)
      return {
        add: (entries) => {
          for (const entry of entries) log.entries.push(lean(entry))
        },
        end: (whole) => {
          Object.assign(log, whole)
        },
      }
    },
  })
  let read = 0
  const count = (bytes: number): void => {
    read += bytes
    onProgress('read', Math.min(1, read / Math.max(1, file.size)))
  }
  for await (const piece of piecesOf(file, count)) {
    scanner.push(piece)
    await slices.breathe()
  }
  scanner.end()
  return logs
}

/** Entries between two looks at the clock. */
const CHUNK = 32

type FrameworkFor = (origin: string) => string | undefined

interface JudgeOptions {
  /** Entries in the logs before this one. */
  from: number
  frameworkFor: FrameworkFor
  slices: Slices
  onJudged: (entries: number) => void
}

async function judge(
  { entries, pages, ...head }: Collected,
  { from, frameworkFor, slices, onJudged }: JudgeOptions,
): Promise<DiagnosedLog> {
  const signpost = readRecorder(head)
  for (let at = 0; at < entries.length; at += CHUNK) {
    for (const entry of entries.slice(at, at + CHUNK)) signpost.add(entry)
    await slices.breathe()
  }
  const log = networkLog({ recorder: signpost.recorder(), frameworkFor })
  log.setPages(pages)
  for (let at = 0; at < entries.length; at += CHUNK) {
    const chunk = entries.slice(at, at + CHUNK)
    log.add(chunk, from + at)
    onJudged(chunk.length)
    await slices.breathe()
  }
  return log
}

/**
 * Reads network logs of any recorder, packed or not, of any size, a slice at a time. Each log is judged by itself, so
 * that no request takes part in two; entries are counted through the file.
 * Throws a LogFileError, or what `signal` was aborted with.
 */
export async function openHar(file: File, reading: Reading): Promise<HarSession> {
  const slices = createSlices(reading.signal)
  await slices.breathe()
  const logs = await collect(file, reading, slices)
  const chosen = new Map<string, string>()
  const total = logs.reduce((sum, { entries }) => sum + entries.length, 0)
  const judged: DiagnosedLog[] = []
  let [from, done] = [0, 0]
  for (const log of logs) {
    const onJudged = (entries: number): void => {
      done += entries
      reading.onProgress('judge', done / Math.max(1, total))
    }
    const frameworkFor: FrameworkFor = (origin) => chosen.get(origin)
    judged.push(await judge(log, { from, frameworkFor, slices, onJudged }))
    from += log.entries.length
  }
  return sessionOf(judged, total, chosen)
}

function sessionOf(logs: readonly DiagnosedLog[], entries: number, chosen: Map<string, string>): HarSession {
  const recorders = logs.map(({ recorder }) => recorder)
  const recorder: Recorder = recorders[0] ?? recorderOf({})
  const isOne = recorders.every(({ browser }) => browser === recorder.browser)
  return {
    limits: [...new Set(recorders.flatMap(limitsOf))],
    recorderName: [...new Set(recorders.map(({ name }) => name))].join(', '),
    log: () => ({
      browser: isOne ? recorder.browser : 'unknown',
      recorder,
      entries,
      items: logs.flatMap((log) => log.flows().map(({ id, flow, verdict }) => ({ id, flow, verdict }))),
      diagnosis(id) {
        for (const log of logs) {
          const diagnosed = log.advice(id)
          if (diagnosed !== null) return diagnosed
        }
        return null
      },
    }),
    chooseSoftware(origin, software) {
      if (software === null) chosen.delete(origin)
      else chosen.set(origin, software)
      for (const log of logs) log.forgetAdvice()
    },
  }
}
