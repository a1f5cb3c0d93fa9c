import { type FlowDiagnosis, softwareName } from '../engine/index.ts'
import { Alternatives, Warnings } from './Findings.tsx'
import { Value, Words } from './Prose.tsx'
import { RawHeaders } from './RawHeaders.tsx'
import { say } from './say.ts'
import { testId } from './testids.ts'

/** From what all of it was read. */
export function Evidence({ diagnosed }: { diagnosed: FlowDiagnosis }) {
  const { verdict, warnings, cause } = diagnosed
  return (
    <section class="section evidence" aria-label={say('evidence.title')}>
      <h2>{say('evidence.title')}</h2>
      <p {...testId('basis')} data-basis={verdict.basis}>
        {say(`basis.${verdict.basis}`)}
      </p>
      {cause !== null && (
        <>
          <Sentences title={say('evidence.for')} of={cause.evidence.for} id="evidence-for" />
          <Sentences title={say('evidence.against')} of={cause.evidence.against} id="evidence-against" />
        </>
      )}
      {verdict.alternatives.length > 0 && (
        <>
          <h3>{say('evidence.alternatives')}</h3>
          <p class="quiet">{say('evidence.alternatives-note')}</p>
          <Alternatives diagnosed={diagnosed} />
        </>
      )}
      <CredentialsEvidence diagnosed={diagnosed} />
      <Server diagnosed={diagnosed} />
      {warnings.length > 0 && (
        <>
          <h3>{say('evidence.warnings')}</h3>
          <Warnings diagnosed={diagnosed} />
        </>
      )}
      <RawHeaders diagnosed={diagnosed} />
    </section>
  )
}

interface SentencesProps {
  title: string
  of: readonly string[]
  id: 'evidence-for' | 'evidence-against'
}

/** What in the log speaks for the cause, or against it. */
function Sentences({ title, of, id }: SentencesProps) {
  if (of.length === 0) return null
  return (
    <>
      <h3>{title}</h3>
      <ul class="because" {...testId(id)}>
        {of.map((sentence, index) => (
          <li key={index}>
            <Words text={sentence} />
          </li>
        ))}
      </ul>
    </>
  )
}

/** Who responded, and from what that was read. */
function Server({ diagnosed }: { diagnosed: FlowDiagnosis }) {
  const { server } = diagnosed
  const certainty = say(server.chosen ? 'confidence.chosen' : `confidence.${server.confidence}`)
  return (
    <div
      {...testId('server')}
      data-framework={server.framework ?? ''}
      data-confidence={server.confidence}
      data-chosen={String(server.chosen)}
    >
      <p>
        {say('evidence.server')}:{' '}
        <strong>
          <Value text={server.label} />
        </strong>{' '}
        <span class="quiet">({certainty})</span>
        {server.layers.length > 0 && (
          <span class="quiet">
            {' '}
            {say('evidence.behind', { names: server.layers.map(softwareName).join(', ') })}
          </span>
        )}
      </p>
      <ul class="because">
        {server.because.map((sentence, index) => (
          <li key={index}>
            <Words text={sentence} />
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The credentials mode is in no network log; this is what it was read from. */
function CredentialsEvidence({ diagnosed }: { diagnosed: FlowDiagnosis }) {
  const { mode, because } = diagnosed.verdict.credentials
  return (
    <p {...testId('credentials')} data-mode={mode}>
      {say('evidence.credentials-line', { mode: say(`evidence.mode.${mode}`) })}{' '}
      <span class="quiet">
        <Words text={because} />
      </span>
    </p>
  )
}
