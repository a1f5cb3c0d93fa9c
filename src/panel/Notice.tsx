import { useEffect } from 'preact/hooks'
import type { Store } from './store.ts'
import { testId } from './testids.ts'

/** Milliseconds. */
const NOTICE_STAYS = 4000

/** What was just done, also read out; it goes by itself. */
export function Notice({ store }: { store: Store }) {
  const notice = store.notice.value
  useEffect(() => {
    if (notice === '') return
    const timer = setTimeout(() => {
      store.notice.value = ''
    }, NOTICE_STAYS)
    return () => clearTimeout(timer)
  }, [notice, store])
  return (
    <span {...testId('notice')} class="notice" role="status">
      {notice}
    </span>
  )
}
