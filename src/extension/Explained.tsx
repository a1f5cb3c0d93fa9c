import { NoEntry } from '../panel/EmptyState.tsx'
import { Explanation } from '../panel/Explanation.tsx'
import type { PanelHost } from '../panel/host.ts'
import { testId } from '../panel/testids.ts'
import type { Fit, Shown } from './messages.ts'

interface Props {
  shown: Shown
  host: PanelHost
}

/** Content of the window that the page's context menu opens. */
export function Explained({ shown, host }: Props) {
  return (
    <main {...testId('explain')} class="explain" data-state={shown.state}>
      {shown.state === 'found' && (
        <>
          <p class="explain-fit">{FIT_WORDS[shown.fit]}</p>
          <Explanation diagnosis={shown.diagnosis} host={host} />
        </>
      )}
      {shown.state === 'nothing-failed' && <NothingFailed requests={shown.requests} />}
      {shown.state === 'devtools-closed' && <DevtoolsClosed />}
    </main>
  )
}

const FIT_WORDS: Record<Fit, string> = {
  element: 'The failure of the element that you clicked.',
  frame: 'The latest failure of the frame that you clicked in.',
  latest: 'The latest failure of this tab. None belongs to the element that you clicked.',
}

function DevtoolsClosed() {
  return (
    <div class="empty">
      <h1>Open DevTools first</h1>
      <p>CORScope reads the network log of DevTools, and DevTools is not open for that tab.</p>
      <ol class="explain-steps">
        <li>
          Open DevTools there with <kbd>F12</kbd> (on a Mac <kbd>⌥⌘I</kbd>).
        </li>
        <li>Reload the page, or do in it what fails.</li>
        <li>Open the tab “CORS” in DevTools, or choose “Explain this CORS failure” again.</li>
      </ol>
    </div>
  )
}

function NothingFailed({ requests }: { requests: number }) {
  return (
    <div class="empty">
      <h1>No cross-origin request failed</h1>
      <p>
        {requests === 0
          ? 'DevTools has logged no cross-origin request of that tab.'
          : `DevTools has logged ${requests} cross-origin ${requests === 1 ? 'request' : 'requests'} of that tab, and none failed.`}{' '}
        Requests count from the moment DevTools opened. Reload the page or do in it what fails, then choose
        “Explain this CORS failure” again.
      </p>
      <NoEntry />
    </div>
  )
}
