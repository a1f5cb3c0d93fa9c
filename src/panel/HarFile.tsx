import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { PanelHost } from './host.ts'
import { say } from './say.ts'
import type { Store } from './store.ts'
import { testId } from './testids.ts'
import { visible } from './visible.ts'

/** Asks the person for a file. */
export function pickFile(store: Store): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = '.har,.json,.jsonl,.gz,.zip,.network,.harp'
  input.addEventListener('change', () => {
    const [file] = input.files ?? []
    if (file) void store.files.open(file)
  })
  input.click()
}

/** A file dropped anywhere on the panel, and the bar that tells which one is shown. */
export function FileDrop({ store, host }: { store: Store; host: PanelHost }) {
  const over = useSignal(false)
  useEffect(() => {
    const carriesFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true
    const onOver = (event: DragEvent): void => {
      if (!carriesFile(event)) return
      event.preventDefault()
      over.value = true
    }
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) over.value = false
    }
    const onDrop = (event: DragEvent): void => {
      if (!carriesFile(event)) return
      event.preventDefault()
      over.value = false
      const [file] = event.dataTransfer?.files ?? []
      if (file) void store.files.open(file)
    }
    document.addEventListener('dragover', onOver)
    document.addEventListener('dragleave', onLeave)
    document.addEventListener('drop', onDrop)
    return () => {
      document.removeEventListener('dragover', onOver)
      document.removeEventListener('dragleave', onLeave)
      document.removeEventListener('drop', onDrop)
    }
  }, [store])
  return (
    <>
      <FileBar store={store} host={host} />
      {over.value && <div class="drop-here">{say('har.drop-here')}</div>}
    </>
  )
}

function FileBar({ store, host }: { store: Store; host: PanelHost }) {
  const file = store.files.file.value
  if (file === null) return null
  const name = visible(file.name)
  return (
    <div {...testId('file-bar')} class="banner" data-state={file.state} role="status">
      {file.state === 'reading' && <Progress name={name} step={file.step} part={file.progress} />}
      {file.state === 'open' && <Opened name={name} recorder={file.recorder} limits={file.limits} />}
      {file.state === 'failed' && (
        <span>
          <bdi>{name}</bdi> {file.why}
        </span>
      )}
      <button {...testId('close-file')} type="button" class="text-button" onClick={store.files.close}>
        {say(
          file.state === 'reading'
            ? 'har.cancel'
            : host.can.record === false
              ? 'har.close'
              : 'har.back-to-live',
        )}
      </button>
    </div>
  )
}

function Progress({ name, step, part }: { name: string; step: 'read' | 'judge'; part: number }) {
  const label = say(step === 'read' ? 'har.reading' : 'har.judging', { name })
  return (
    <>
      <span>{label}</span>
      <progress aria-label={label} value={part} />
    </>
  )
}

/** Whose log it is, and what such a log cannot tell: an absence in it may mean nothing. */
function Opened({ name, recorder, limits }: { name: string; recorder: string; limits: readonly string[] }) {
  return (
    <span class="opened">
      {say('har.open', { name, recorder })}
      {limits.length > 0 && (
        <details {...testId('log-limits')}>
          <summary>{say('har.limits')}</summary>
          <ul>
            {limits.map((limit) => (
              <li key={limit}>{limit}</li>
            ))}
          </ul>
        </details>
      )}
    </span>
  )
}
