import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { sayCount } from './say.ts'
import type { Store } from './store.ts'
import { testId } from './testids.ts'

/** Milliseconds of quiet, so that a burst is told once. */
const QUIET = 1000

/** New failures, read out when the screen reader has time. */
export function Announcer({ store }: { store: Store }) {
  const said = useSignal('')
  const told = useRef(0)
  const failures = store.failures.value
  useEffect(() => {
    if (failures <= told.current) {
      told.current = failures
      return
    }
    const timer = setTimeout(() => {
      said.value = sayCount('new-failures', failures - told.current)
      told.current = failures
    }, QUIET)
    return () => clearTimeout(timer)
  }, [failures])
  return (
    <p {...testId('announcer')} class="visually-hidden" role="status">
      {said.value}
    </p>
  )
}
