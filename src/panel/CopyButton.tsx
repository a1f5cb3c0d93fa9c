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
  primary?: boolean
}

/** Copies, and says so where the eye is. */
export function CopyButton({ id, label, onCopy, primary = false }: Props) {
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
      class={primary ? 'tonal-button' : 'text-button'}
      onClick={async () => {
        copied.value = await onCopy()
      }}
    >
      {copied.value ? <CheckIcon /> : <CopyIcon />} {copied.value ? say('action.copied') : label}
    </button>
  )
}
