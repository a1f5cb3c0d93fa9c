import { answerLine, canEdit, type FlowDiagnosis } from '../engine/index.ts'
import type { Actions } from './actions.ts'
import { HeaderFields } from './HeaderFields.tsx'
import { OutcomeIcon } from './icons.tsx'
import { Address, Value, Words } from './Prose.tsx'
import { say } from './say.ts'
import { testId } from './testids.ts'
import {
  type Draft,
  draftOf,
  isMethod,
  isOrigin,
  isStatus,
  type LinkFields,
  type ResponseFields,
} from './what-if.ts'

interface Props {
  recorded: FlowDiagnosis
  /** With the edits in; the recorded one where there are none. */
  expected: FlowDiagnosis
  /** Null while nothing is being edited. */
  draft: Draft | null
  actions: Actions
  onDraft: (draft: Draft | null) => void
}

/** The exchange as fields: what would the browser do if these were the values? */
export function WhatIf({ recorded, expected, draft, actions, onDraft }: Props) {
  if (!canEdit(recorded)) return null
  return (
    <section {...testId('what-if')} class="section what-if" aria-label={say('whatif.title')}>
      <h2>{say('whatif.title')}</h2>
      {draft === null ? (
        <p class="proof-buttons">
          <button {...testId('edit')} type="button" onClick={() => onDraft(draftOf(recorded))}>
            {say('whatif.edit')}
          </button>
        </p>
      ) : (
        <>
          <Outcome expected={expected} actions={actions} onEnd={() => onDraft(null)} />
          <Request recorded={recorded} draft={draft} onDraft={onDraft} />
          {draft.links.map((link, hop) => (
            <Link
              key={hop}
              recorded={recorded}
              expected={expected}
              hop={hop}
              link={link}
              onChange={(changed) => onDraft({ ...draft, links: draft.links.with(hop, changed) })}
            />
          ))}
        </>
      )}
    </section>
  )
}

/** What would come of it, in sight while one types. */
function Outcome({ expected, actions, onEnd }: Pick<Props, 'expected' | 'actions'> & { onEnd: () => void }) {
  const changes = expected.edited?.length ?? 0
  return (
    <div {...testId('what-if-outcome')} class="what-if-outcome" data-outcome={expected.verdict.outcome}>
      <p role="status">
        <OutcomeIcon outcome={expected.verdict.outcome} />{' '}
        <strong>{say(changes === 0 ? 'whatif.unchanged' : 'whatif.expected')}</strong>{' '}
        <Words text={answerLine(expected)?.text ?? say('whatif.passes')} />
      </p>
      <p class="proof-buttons">
        <button
          {...testId('copy-expected')}
          type="button"
          disabled={changes === 0}
          onClick={() => void actions.copyExplanation(expected)}
        >
          {say('whatif.copy')}
        </button>
        <button {...testId('as-recorded')} type="button" onClick={onEnd}>
          {say('whatif.as-recorded')}
        </button>
      </p>
    </div>
  )
}

function Request({
  recorded,
  draft,
  onDraft,
}: Pick<Props, 'recorded'> & { draft: Draft; onDraft: (draft: Draft) => void }) {
  const was = draftOf(recorded)
  const { url } = (recorded.flow.hops[0] ?? recorded.flow).exchange
  return (
    <fieldset>
      <legend>
        {say('evidence.raw-request')} <Address url={url} />
      </legend>
      <Field
        id="edit-method"
        label={say('whatif.method')}
        value={draft.method}
        was={was.method}
        valid={isMethod(draft.method)}
        hint={say('whatif.no-method')}
        onInput={(method) => onDraft({ ...draft, method })}
      />
      <Field
        id="edit-origin"
        label={say('whatif.origin')}
        value={draft.origin}
        was={was.origin}
        valid={isOrigin(draft.origin) || draft.origin === was.origin}
        hint={say('whatif.no-origin')}
        onInput={(origin) => onDraft({ ...draft, origin })}
      />
      <label class={`field ${draft.credentials === was.credentials ? '' : 'changed'}`}>
        <span>{say('whatif.credentials')}</span>
        <select
          {...testId('edit-credentials')}
          value={draft.credentials}
          onChange={(event) =>
            onDraft({ ...draft, credentials: event.currentTarget.value as Draft['credentials'] })
          }
        >
          {was.credentials === 'unknown' && <option value="unknown">{say('whatif.mode.unknown')}</option>}
          <option value="not-include">{say('proof.mode.same-origin')}</option>
          <option value="include">{say('proof.mode.include')}</option>
        </select>
      </label>
      <HeaderFields headers={draft.headers} onChange={(headers) => onDraft({ ...draft, headers })} />
    </fieldset>
  )
}

interface LinkProps extends Pick<Props, 'recorded' | 'expected'> {
  hop: number
  link: LinkFields
  onChange: (link: LinkFields) => void
}

function Link({ recorded, expected, hop, link, onChange }: LinkProps) {
  const at = ({ flow }: FlowDiagnosis) => [...flow.hops, flow][hop]
  const [was, now] = [at(recorded), at(expected)]
  if (was === undefined) return null
  const url = (now ?? was).exchange.url
  const needed = now === undefined || now.preflight !== null
  return (
    <>
      {(was.preflight !== null || now?.preflight != null) && (
        <Response
          part="preflight"
          title={say('whatif.preflight')}
          note={needed ? null : say('whatif.no-preflight')}
          url={url}
          fields={link.preflight}
          status={was.preflight?.status ?? 0}
          onChange={(preflight) => onChange({ ...link, preflight })}
        />
      )}
      <Response
        part="response"
        title={say('whatif.response')}
        note={null}
        url={url}
        fields={link.response}
        status={was.exchange.status}
        onChange={(response) => onChange({ ...link, response })}
      />
    </>
  )
}

interface ResponseProps {
  part: 'preflight' | 'response'
  title: string
  note: string | null
  url: string
  fields: ResponseFields
  /** As recorded; 0 for none. */
  status: number
  onChange: (fields: ResponseFields) => void
}

function Response({ part, title, note, url, fields, status, onChange }: ResponseProps) {
  return (
    <fieldset {...testId('edit-response')} data-part={part}>
      <legend>
        {title} <Address url={url} />
      </legend>
      {note !== null && <p class="quiet">{note}</p>}
      <Field
        id="edit-status"
        label={say('column.status')}
        value={fields.status}
        was={status === 0 ? '' : String(status)}
        valid={isStatus(fields.status)}
        hint={say('whatif.no-status')}
        onInput={(text) => onChange({ ...fields, status: text })}
      />
      <HeaderFields headers={fields.headers} onChange={(headers) => onChange({ ...fields, headers })} />
    </fieldset>
  )
}

interface FieldProps {
  id: 'edit-method' | 'edit-origin' | 'edit-status'
  label: string
  value: string
  was: string
  valid: boolean
  /** What it has to be. */
  hint: string
  onInput: (text: string) => void
}

function Field({ id, label, value, was, valid, hint, onInput }: FieldProps) {
  const changed = value !== was
  return (
    <div class={`field ${changed ? 'changed' : ''}`} data-changed={changed}>
      <label>
        <span>{label}</span>
        <input
          {...testId(id)}
          type="text"
          value={value}
          aria-invalid={!valid}
          placeholder={was === '' ? say('whatif.none') : was}
          onInput={(event) => onInput(event.currentTarget.value.trim())}
        />
      </label>
      {changed && (
        <button
          {...testId('take-back')}
          type="button"
          class="icon-button"
          title={say('whatif.take-back', { value: was })}
          aria-label={say('whatif.take-back', { value: was })}
          onClick={() => onInput(was)}
        >
          ↶
        </button>
      )}
      {!valid && (
        <span class="invalid" role="alert">
          <Value text={hint} />
        </span>
      )}
    </div>
  )
}
