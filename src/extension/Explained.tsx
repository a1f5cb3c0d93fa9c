import { NoEntry } from '../panel/EmptyState.tsx'
import { Explanation } from '../panel/Explanation.tsx'
import type { PanelHost } from '../panel/host.ts'
import { say, sayCount } from '../panel/say.ts'
import { testId } from '../panel/testids.ts'
import type { Shown } from './messages.ts'

interface Props {
  shown: Shown
  host: PanelHost
  /** Brings the page that was clicked to the front, and DevTools with it. */
  onGoToTab: () => void
  /** Absent where DevTools cannot be asked for its Network panel. */
  onShowInNetwork?: (() => void) | undefined
}

/** Content of the window that the page's context menu opens. */
export function Explained({ shown, host, onGoToTab, onShowInNetwork }: Props) {
  return (
    <main {...testId('explain')} class="explain" data-state={shown.state}>
      {shown.state === 'found' && (
        <>
          <div class="explain-fit">
            <p>
              {say(`explain.fit.${shown.fit}`)} {say('explain.more')}
            </p>
            <p class="explain-ways">
              <button {...testId('go-to-tab')} type="button" class="text-button" onClick={onGoToTab}>
                {say('explain.go-to-tab')}
              </button>
              {onShowInNetwork && (
                <button
                  {...testId('go-to-network')}
                  type="button"
                  class="text-button"
                  onClick={onShowInNetwork}
                >
                  {say('action.show-in-network')}
                </button>
              )}
            </p>
          </div>
          <Explanation diagnosis={shown.diagnosis} host={host} />
        </>
      )}
      {shown.state === 'nothing-failed' && <NothingFailed requests={shown.requests} />}
      {shown.state === 'devtools-closed' && <DevtoolsClosed onGoToTab={onGoToTab} />}
    </main>
  )
}

function DevtoolsClosed({ onGoToTab }: Pick<Props, 'onGoToTab'>) {
  return (
    <div class="empty">
      <h1>{say('explain.closed')}</h1>
      <p>{say('explain.closed-text')}</p>
      <ol class="explain-steps">
        <li>{say('explain.step-open')}</li>
        <li>{say('explain.step-reload')}</li>
        <li>{say('explain.step-again')}</li>
      </ol>
      <button {...testId('go-to-tab')} type="button" class="tonal-button" onClick={onGoToTab}>
        {say('explain.go-to-tab')}
      </button>
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
