import { NoEntry } from '../panel/EmptyState.tsx'
import { Explanation } from '../panel/Explanation.tsx'
import type { PanelHost } from '../panel/host.ts'
import { say, sayCount } from '../panel/say.ts'
import { testId } from '../panel/testids.ts'
import type { Shown } from './messages.ts'

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
          <p class="explain-fit">
            {say(`explain.fit.${shown.fit}`)} {say('explain.more')}
          </p>
          <Explanation diagnosis={shown.diagnosis} host={host} />
        </>
      )}
      {shown.state === 'nothing-failed' && <NothingFailed requests={shown.requests} />}
      {shown.state === 'devtools-closed' && <DevtoolsClosed />}
    </main>
  )
}

function DevtoolsClosed() {
  return (
    <div class="empty">
      <h1>{say('explain.closed')}</h1>
      <p>{say('explain.closed-text')}</p>
      <ol class="explain-steps">
        <li>{say('explain.step-open')}</li>
        <li>{say('explain.step-reload')}</li>
        <li>{say('explain.step-again')}</li>
      </ol>
    </div>
  )
}

function NothingFailed({ requests }: { requests: number }) {
  return (
    <div class="empty">
      <h1>{say('empty.nothing-failed')}</h1>
      <p>
        {requests === 0 ? say('explain.none-seen') : sayCount('explain.seen', requests)}{' '}
        {say('explain.counts')}
      </p>
      <NoEntry />
    </div>
  )
}
