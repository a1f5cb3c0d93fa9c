import { answerLine, type FlowDiagnosis } from '../engine/index.ts'
import type { Actions } from './actions.ts'
import { allowedBy } from './allowed.ts'
import { CopyButton } from './CopyButton.tsx'
import { useCover } from './cover.ts'
import type { PanelHost } from './host.ts'
import { CopyIcon, ExportIcon, EyeIcon, NetworkIcon, OutcomeIcon } from './icons.tsx'
import { Address, Long, Words } from './Prose.tsx'
import { say } from './say.ts'
import { testId } from './testids.ts'
import { placeInSource } from './words.ts'

interface Props {
  diagnosed: FlowDiagnosis
  host: PanelHost
  actions: Actions
  /** Index of the fix that is shown. */
  shown: number
  /** Null where there is nothing to cover. */
  uncovered: boolean | null
  onUncover: (uncovered: boolean) => void
}

/** The answer: what is wrong and who acts, the request it is about, and the fix one click away. */
export function AnswerHead({ diagnosed, host, actions, shown, uncovered, onUncover }: Props) {
  const { verdict } = diagnosed
  const line = answerLine(diagnosed)
  const cover = useCover()
  const fix = diagnosed.fixes[shown] ?? diagnosed.fixes[0]
  return (
    <header class="answer">
      <h1>
        <OutcomeIcon outcome={verdict.outcome} />
        <span {...testId('detail-title')}>
          <Words text={line?.text ?? allowedBy(diagnosed)} />
        </span>
      </h1>
      <div class="answer-line">
        {line?.owner != null && (
          <span {...testId('owner')} class="owner" data-owner={line.owner}>
            {say(`owner.${line.owner}`)}
          </span>
        )}
        <span class={`verdict ${verdict.outcome}`}>
          {say(`outcome.${verdict.outcome}`)}
          {verdict.finding !== null && ` ${say(`stage.${verdict.finding.stage}`)}`}
        </span>
        <span class="actions">
          {fix && (
            <CopyButton
              id="copy-fix"
              label={say('action.copy-fix')}
              onCopy={() => actions.copyCode(cover.words(fix.code))}
            />
          )}
          <Buttons
            diagnosed={diagnosed}
            host={host}
            actions={actions}
            uncovered={uncovered}
            onUncover={onUncover}
          />
        </span>
      </div>
      <Request diagnosed={diagnosed} host={host} />
    </header>
  )
}

function Buttons({ diagnosed, host, actions, uncovered, onUncover }: Omit<Props, 'shown'>) {
  const secrets = say(uncovered ? 'action.hide-secrets' : 'action.show-secrets')
  return (
    <>
      <button
        {...testId('copy-explanation')}
        type="button"
        class="icon-button"
        title={say('action.copy-explanation')}
        aria-label={say('action.copy-explanation')}
        onClick={() => void actions.copyExplanation(diagnosed)}
      >
        <CopyIcon />
      </button>
      <button
        {...testId('export-markdown')}
        type="button"
        class="icon-button"
        title={say('action.export-markdown')}
        aria-label={say('action.export-markdown')}
        onClick={() => void actions.exportFlow(diagnosed, 'markdown')}
      >
        <ExportIcon />
      </button>
      {host.can.showInNetwork && (
        <button
          {...testId('show-in-network')}
          type="button"
          class="icon-button"
          title={say('action.show-in-network')}
          aria-label={say('action.show-in-network')}
          onClick={() => actions.showInNetwork(diagnosed)}
        >
          <NetworkIcon />
        </button>
      )}
      {uncovered !== null && (
        <button
          {...testId('show-secrets')}
          type="button"
          class="icon-button"
          title={secrets}
          aria-label={secrets}
          aria-pressed={uncovered}
          onClick={() => onUncover(!uncovered)}
        >
          <EyeIcon />
        </button>
      )}
    </>
  )
}

/** Under the address that the code called; where it was led stands beside it. */
function Request({ diagnosed, host }: Pick<Props, 'diagnosed' | 'host'>) {
  const { exchange, hops } = diagnosed.flow
  const called = hops[0]?.exchange ?? exchange
  const cover = useCover()
  const { url: source, line, column } = called.initiator
  return (
    <div class="request">
      <Long>
        <span class="method">
          <Words text={called.method} />
        </span>{' '}
        <Address url={called.url} />
        {called.url !== exchange.url && (
          <span class="quiet"> ({say('answer.redirected', { url: cover.url(exchange.url) })})</span>
        )}
      </Long>
      {source !== null && /^https?:/.test(source) && (
        <span class="initiator">
          {say('answer.initiator', { place: '' })}
          {host.can.openSource ? (
            <button
              {...testId('open-initiator')}
              type="button"
              class="link"
              title={cover.url(source)}
              onClick={() =>
                host.send({ type: 'open-source', url: source, line: line ?? 0, column: column ?? 0 })
              }
            >
              <Address url={placeInSource(source, line)} />
            </button>
          ) : (
            <span title={cover.url(source)}>
              <Address url={placeInSource(source, line)} />
            </span>
          )}
        </span>
      )}
    </div>
  )
}
