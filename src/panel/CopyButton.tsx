import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { CheckIcon, CopyIcon } from './icons.tsx'
import { say } from './say.ts'
import { type TestId, testId } from './testids.ts'

/** Milliseconds. */
const SAYS_SO_FOR = 2000

interface Props {
  id: TestId
  label: string
  onCopy: () => Promise<boolean>
  /** The sign alone. */
  small?: boolean
}

/** Copies, and says so where the eye is. */
export function CopyButton({ id, label, onCopy, small = false }: Props) {
  const copied = useSignal(false)
  useEffect(() => {
    if (!copied.value) return
    const timer = setTimeout(() => {
      copied.value = false
    }, SAYS_SO_FOR)
    return () => clearTimeout(timer)
  }, [copied.value])
  return (
    <button
      {...testId(id)}
      type="button"
      class={small ? 'icon-button' : 'tonal-button'}
      title={small ? label : undefined}
      aria-label={small ? label : undefined}
      onClick={async () => {
        copied.value = await onCopy()
      }}
    >
      {copied.value ? <CheckIcon /> : <CopyIcon />} {!small && (copied.value ? say('action.copied') : label)}
    </button>
  )
}
