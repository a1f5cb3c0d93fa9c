/** File store: a network log from a file in place of the live one, while it is open. */
import { type ReadonlySignal, signal } from '@preact/signals'
import { LogFileError } from '../engine/index.ts'
import type { HarSession } from './har-session.ts'
import type { LogStore } from './log-store.ts'
import { say } from './say.ts'

export type OpenFile =
  /** `progress`: from 0 to 1, of the step at hand. */
  | { state: 'reading'; name: string; step: 'read' | 'judge'; progress: number }
  /** `limits`: sentences on what this log cannot tell. */
  | { state: 'open'; name: string; recorder: string; limits: readonly string[] }
  /** `why`: goes after the name, as in “log.har is empty”. */
  | { state: 'failed'; name: string; why: string }

export interface FileStore {
  file: ReadonlySignal<OpenFile | null>
  open(file: File): Promise<void>
  /** Back to the live log; a reading under way is given up. */
  close(): void
  /** True when the file's log is the one that is shown: the choice is for it. */
  chooseSoftware(origin: string, software: string | null): boolean
}

export function createFileStore(log: LogStore, onLog: () => void): FileStore {
  const file = signal<OpenFile | null>(null)
  let session: HarSession | null = null
  let reading: AbortController | null = null

  function close(): void {
    reading?.abort()
    reading = null
    session = null
    file.value = null
    log.showLive()
    onLog()
  }

  async function open(chosen: File): Promise<void> {
    reading?.abort()
    const controller = new AbortController()
    reading = controller
    const { name } = chosen
    const at = (step: 'read' | 'judge', part: number): void => {
      if (reading !== controller) return
      // as finely as anybody sees it
      const progress = Math.round(part * 100) / 100
      const now = file.peek()
      if (now?.state === 'reading' && now.step === step && now.progress === progress) return
      file.value = { state: 'reading', name, step, progress }
    }
    at('read', 0)
    try {
      const { openHar } = await import('./har-session.ts')
      const opened = await openHar(chosen, { signal: controller.signal, onProgress: at })
      if (reading !== controller) return
      session = opened
      log.showFile(opened.log())
      file.value = { state: 'open', name, recorder: opened.recorderName, limits: opened.limits }
      onLog()
    } catch (error) {
      if (controller.signal.aborted) return
      file.value = {
        state: 'failed',
        name,
        why: error instanceof LogFileError ? error.message : say('har.unreadable'),
      }
    }
  }

  return {
    file,
    open,
    close,
    chooseSoftware(origin, software) {
      if (session === null) return false
      session.chooseSoftware(origin, software)
      log.showFile(session.log())
      onLog()
      return true
    },
  }
}
