/** File store: a network log from a file in place of the live one, while it is open. */
import { type ReadonlySignal, signal } from '@preact/signals'
import type { HarSession } from './har-session.ts'
import type { LogStore } from './log-store.ts'
import { say } from './say.ts'

export type OpenFile =
  | { state: 'reading'; name: string; progress: number | null }
  | { state: 'open'; name: string }
  | { state: 'failed'; name: string; why: string }

export interface FileStore {
  file: ReadonlySignal<OpenFile | null>
  open(file: File): Promise<void>
  /** Back to the live log; a reading under way is given up. */
  close(): void
  /** True when the file's log is the one that is shown: the choice is for it. */
  chooseSoftware(origin: string, software: string | null): boolean
}

/** One frame, so that what was just said is drawn before a long computation. */
const drawn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30))

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
    file.value = { state: 'reading', name, progress: 0 }
    try {
      const { openHar } = await import('./har-session.ts')
      const opened = await openHar(chosen, {
        signal: controller.signal,
        onProgress: (progress) => {
          if (reading === controller) file.value = { state: 'reading', name, progress }
        },
      })
      if (reading !== controller) return
      file.value = { state: 'reading', name, progress: null }
      await drawn()
      session = opened
      log.showFile(opened.diagnosis())
      file.value = { state: 'open', name }
      onLog()
    } catch (error) {
      if (controller.signal.aborted) return
      const isNoLog = error instanceof Error && error.constructor.name === 'NoLogError'
      file.value = { state: 'failed', name, why: say(isNoLog ? 'har.no-log' : 'har.unreadable') }
    }
  }

  return {
    file,
    open,
    close,
    chooseSoftware(origin, software) {
      if (session === null) return false
      session.chooseSoftware(origin, software)
      log.showFile(session.diagnosis())
      onLog()
      return true
    },
  }
}
