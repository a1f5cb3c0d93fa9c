import { signal } from '@preact/signals'
import { useLayoutEffect } from 'preact/hooks'
import type { FlowDiagnosis } from '../engine/index.ts'
import { credentialsOf, GroupProof } from './GroupProof.tsx'
import type { PanelHost } from './host.ts'
import { Proofs, Results } from './ProofResults.tsx'
import { Value, Words } from './Prose.tsx'
import type { CredentialsChoice, NoTrial, ProofOptions } from './proof.ts'
import { say, sayCount } from './say.ts'
import type { Store } from './store.ts'
import { testId } from './testids.ts'
import { YesOrNo } from './YesOrNo.tsx'

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
  if (options === null || options.again === null) return <Mended diagnosed={diagnosed} store={store} />
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
        <button {...testId('test-again')} type="button" onClick={() => wish([credentialsOf(diagnosed)])}>
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
      <Proofs diagnosed={diagnosed} store={store} />
      <Results id={id} store={store} />
      {!again.changes && diagnosed.verdict.outcome !== 'allowed' && (
        <Watch id={id} onBack={() => send([credentialsOf(diagnosed)])} />
      )}
      <GroupProof store={store} host={host} />
      {typeof options.trial === 'string' && diagnosed.verdict.outcome !== 'allowed' && (
        <p {...testId('no-trial')} class="quiet">
          {say(`proof.no-trial.${options.trial}` as `proof.no-trial.${NoTrial}`)}
        </p>
      )}
    </section>
  )
}

/** Where nothing can be sent, as in a file, the log may still show that it was mended. */
function Mended({ diagnosed, store }: Pick<Props, 'diagnosed' | 'store'>) {
  if (diagnosed.proofs === undefined) return null
  return (
    <section {...testId('proof')} class="section proof-section" aria-label={say('proof.title')}>
      <h2>{say('proof.title')}</h2>
      <Proofs diagnosed={diagnosed} store={store} />
    </section>
  )
}

/** The failure that is sent again each time somebody comes back from mending the server. */
const watched = signal<string | null>(null)

/** Off until asked for, and for requests that change nothing on the server only. */
function Watch({ id, onBack }: { id: string; onBack: () => void }) {
  const on = watched.value === id
  // as soon as it is ticked: a person may come back before the next frame is painted
  useLayoutEffect(() => {
    if (!on) return
    window.addEventListener('focus', onBack)
    return () => window.removeEventListener('focus', onBack)
  }, [on, onBack])
  return (
    <label class="watch">
      <input
        {...testId('watch')}
        type="checkbox"
        checked={on}
        onChange={(event) => {
          watched.value = event.currentTarget.checked ? id : null
        }}
      />
      {say('proof.watch')}
    </label>
  )
}

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
      <YesOrNo
        id="send-again"
        yes={say('proof.send', { method: again.method })}
        onYes={onYes}
        onNo={() => {
          asking.value = null
        }}
      />
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
  const isOn = trial?.flowIds.includes(id) === true
  return (
    <button
      {...testId('try-fix')}
      type="button"
      aria-pressed={isOn}
      title={say('proof.try-title', { ...options.trial })}
      onClick={() => host.send(isOn ? { type: 'end-trial' } : { type: 'start-trial', ids: [id] })}
    >
      {say(isOn ? 'proof.try-end' : 'proof.try')}
    </button>
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
