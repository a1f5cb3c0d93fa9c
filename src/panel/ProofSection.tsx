import { signal } from '@preact/signals'
import type { FlowDiagnosis } from '../engine/index.ts'
import type { PanelHost } from './host.ts'
import { Value, Words } from './Prose.tsx'
import type { Again, CredentialsChoice, NoTrial, ProofOptions } from './proof.ts'
import { type MessageId, say, sayCount } from './say.ts'
import type { Store } from './store.ts'
import { testId } from './testids.ts'

interface Props {
  diagnosed: FlowDiagnosis
  host: PanelHost
  store: Store
}

/** Which failure waits for a yes before its request is sent, and with which credentials. */
const asking = signal<{ id: string; modes: readonly CredentialsChoice[] } | null>(null)

const BOTH: readonly CredentialsChoice[] = ['same-origin', 'include']

/** The browser decides: the same request again, and the fix tried before the server has it. */
export function ProofSection({ diagnosed, host, store }: Props) {
  const { id } = diagnosed
  const options = host.proof?.(id) ?? null
  if (options === null || options.again === null) return null
  const { again } = options
  const send = (modes: readonly CredentialsChoice[]): void => {
    asking.value = null
    for (const credentials of modes) host.send({ type: 'test-again', id, credentials })
  }
  const wish = (modes: readonly CredentialsChoice[]): void => {
    if (again.changes) asking.value = { id, modes }
    else send(modes)
  }
  const waiting = asking.value?.id === id ? asking.value : null
  return (
    <section {...testId('proof')} class="section proof-section" aria-label={say('proof.title')}>
      <h2>{say('proof.title')}</h2>
      <p class="proof-buttons">
        <button {...testId('test-again')} type="button" onClick={() => wish([modeOf(diagnosed)])}>
          {say('proof.test-again')}
        </button>
        {diagnosed.verdict.credentials.mode === 'unknown' && (
          <button {...testId('test-both')} type="button" onClick={() => wish(BOTH)}>
            {say('proof.test-both')}
          </button>
        )}
        <TrialButton id={id} options={options} host={host} store={store} />
      </p>
      {waiting !== null && <Question again={again} onYes={() => send(waiting.modes)} />}
      <Results id={id} store={store} />
      {typeof options.trial === 'string' && diagnosed.verdict.outcome !== 'allowed' && (
        <p {...testId('no-trial')} class="quiet">
          {say(`proof.no-trial.${options.trial}` as `proof.no-trial.${NoTrial}`)}
        </p>
      )}
    </section>
  )
}

const modeOf = ({ verdict }: FlowDiagnosis): CredentialsChoice =>
  verdict.credentials.mode === 'include' ? 'include' : 'same-origin'

interface QuestionProps {
  again: NonNullable<ProofOptions['again']>
  onYes: () => void
}

/** A request that may change something is sent only after a yes, with what will be sent and where. */
function Question({ again, onYes }: QuestionProps) {
  return (
    <div {...testId('ask-again')} class="ask" role="alertdialog" aria-label={say('proof.ask-title')}>
      <p>
        <Words text={say('proof.ask', { method: again.method })} /> <Value text={again.url} />
        {'. '}
        {again.bodyLength > 0 && sayCount('proof.body', again.bodyLength)}
        {again.bodyLost && say('proof.body-lost')}
        {again.leftOut.length > 0 && ` ${say('proof.left-out', { names: again.leftOut.join(', ') })}`}
      </p>
      <p class="proof-buttons">
        <button {...testId('send-again')} type="button" onClick={onYes}>
          {say('proof.send', { method: again.method })}
        </button>
        <button
          type="button"
          onClick={() => {
            asking.value = null
          }}
        >
          {say('proof.cancel')}
        </button>
      </p>
    </div>
  )
}

function TrialButton({
  id,
  options,
  host,
  store,
}: Pick<Props, 'host' | 'store'> & { id: string; options: ProofOptions }) {
  const { trial } = store.proof.value
  if (typeof options.trial === 'string') return null
  const isOn = trial?.flowId === id
  return (
    <button
      {...testId('try-fix')}
      type="button"
      aria-pressed={isOn}
      title={say('proof.try-title', { ...options.trial })}
      onClick={() => host.send(isOn ? { type: 'end-trial' } : { type: 'start-trial', id })}
    >
      {say(isOn ? 'proof.try-end' : 'proof.try')}
    </button>
  )
}

function Results({ id, store }: { id: string; store: Store }) {
  const list = store.proof.value.again[id] ?? []
  if (list.length === 0) return null
  return (
    <ul class="proof-results">
      {list.map((again) => (
        <li
          key={again.credentials}
          {...testId('again')}
          data-credentials={again.credentials}
          data-result={resultId(again)}
        >
          <Result again={again} store={store} />
        </li>
      ))}
      {settled(list) !== null && (
        <li {...testId('settled')} data-credentials={settled(list)}>
          <Words text={say(`proof.settled.${settled(list) as CredentialsChoice}`)} />
        </li>
      )}
    </ul>
  )
}

/** Where the request passes in one mode and fails in the other, the one that failed was made in the other. */
export function settled(list: readonly Again[]): CredentialsChoice | null {
  const failing = list.filter(
    ({ result, trial }) => !trial && result !== null && result.outcome !== 'allowed',
  )
  const passing = list.filter(({ result, trial }) => !trial && result?.outcome === 'allowed')
  return failing.length === 1 && passing.length === 1 ? (failing[0]?.credentials ?? null) : null
}

type ResultId = 'waiting' | 'passes' | 'passes-in-trial' | 'unchanged' | 'other' | 'same'

function resultId({ result, trial }: Again): ResultId {
  if (result === null) return 'waiting'
  if (result.outcome === 'allowed') return trial ? 'passes-in-trial' : 'passes'
  if (result.other) return 'other'
  return result.unchanged ? 'unchanged' : 'same'
}

function Result({ again, store }: { again: Again; store: Store }) {
  const time = new Date(again.at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
  const mode = say(`proof.mode.${again.credentials}`)
  const changes = again.result?.changes ?? []
  const item = again.result === null ? null : store.log.item(again.result.id)
  return (
    <>
      <Words text={say(`proof.result.${resultId(again)}` as MessageId, { time, mode })} />
      {item !== null && (
        <>
          {' '}
          <button type="button" class="link" onClick={() => store.selectItem(item)}>
            {say('proof.show')}
          </button>
        </>
      )}
      {changes.length > 0 && (
        <table class="proof-changes">
          <tbody>
            {changes.map(({ name, before, after }) => (
              <tr key={name}>
                <th scope="row">
                  <Value text={name} />
                </th>
                <td>{before === null ? say('proof.absent') : <Value text={before} />}</td>
                <td>{after === null ? say('proof.absent') : <Value text={after} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}

/** While a trial is on, this says so: what it changes, for what, and how it ends. */
export function TrialBar({ store, host }: { store: Store; host: PanelHost }) {
  const { trial } = store.proof.value
  if (trial === null) return null
  return (
    <p {...testId('trial-bar')} class="banner trial" role="status">
      <span>
        <Words text={say('proof.trial-on', { server: trial.serverOrigin, path: trial.paths.join(', ') })} />{' '}
        <span class="quiet">{trial.set.map(([name, value]) => `${name}: ${value}`).join(' · ')}</span>
      </span>
      <button {...testId('end-trial')} type="button" onClick={() => host.send({ type: 'end-trial' })}>
        {say('proof.try-end')}
      </button>
    </p>
  )
}
