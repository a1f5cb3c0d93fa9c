/** What leaves, before it leaves: the report in the format chosen, what was taken out of it and why. */
import { useSignal } from '@preact/signals'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { FlowDiagnosis, ReportFormat } from '../engine/index.ts'
import type { Actions } from './actions.ts'
import type { Preview } from './reports.ts'
import { type MessageId, say, sayCount } from './say.ts'
import type { Store } from './store.ts'
import { testId } from './testids.ts'

interface Props {
  store: Store
  actions: Actions
}

/** More of a text than anybody reads; all of it is copied and saved. */
const MOST_SHOWN = 100_000

const FORMAT_WORDS: Readonly<Record<ReportFormat, MessageId>> = {
  text: 'format.text',
  chat: 'format.chat',
  markdown: 'format.markdown',
  jira: 'format.jira',
  html: 'format.html',
  json: 'format.json',
  sarif: 'format.sarif',
  junit: 'format.junit',
  har: 'format.har',
  prompt: 'format.prompt',
}

export function ReportDialog({ store, actions }: Props) {
  const flows = store.reporting.value
  return flows === null ? null : <Dialog flows={flows} store={store} actions={actions} />
}

function Dialog({ flows, store, actions }: Props & { flows: readonly FlowDiagnosis[] }) {
  const format = useSignal<ReportFormat>('markdown')
  const keep = useSignal<readonly string[]>([])
  const preview = useSignal<Preview | null>(null)
  const dialog = useRef<HTMLDialogElement>(null)
  const diagnosis = useMemo(() => store.report(), [store])
  const close = (): void => {
    store.reporting.value = null
  }
  useEffect(() => dialog.current?.showModal(), [])
  useEffect(() => {
    let current = true
    void import('./reports.ts').then(({ previewOf }) => {
      if (current) preview.value = previewOf(format.value, diagnosis, flows, keep.value)
    })
    return () => {
      current = false
    }
  }, [diagnosis, flows, format.value, keep.value, preview])
  return (
    <dialog
      {...testId('report')}
      ref={dialog}
      class="report"
      aria-label={say('report.title')}
      onClose={close}
    >
      <header class="report-head">
        <h2>{sayCount('report.of', flows.length)}</h2>
        <select
          {...testId('report-format')}
          aria-label={say('report.format')}
          value={format.value}
          onChange={(event) => {
            // numbers of placeholders belong to one format
            keep.value = []
            format.value = event.currentTarget.value as ReportFormat
          }}
        >
          {(Object.keys(FORMAT_WORDS) as ReportFormat[]).map((name) => (
            <option key={name} value={name}>
              {say(FORMAT_WORDS[name])}
            </option>
          ))}
        </select>
        <span class="spacer" />
        <button
          {...testId('report-copy')}
          type="button"
          class="tonal-button"
          disabled={preview.value === null}
          onClick={() => preview.value && void actions.copyReport(preview.value)}
        >
          {say('report.copy')}
        </button>
        <button
          {...testId('report-save')}
          type="button"
          class="text-button"
          disabled={preview.value === null}
          onClick={() => preview.value && void actions.saveReport(preview.value)}
        >
          {say('report.save')}
        </button>
        <button {...testId('report-close')} type="button" class="text-button" onClick={close}>
          {say('report.close')}
        </button>
      </header>
      {preview.value !== null && <Taken preview={preview.value} keep={keep} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre {...testId('report-text')} class="report-text" tabIndex={0}>
        {preview.value === null ? say('report.making') : shown(preview.value.text)}
      </pre>
    </dialog>
  )
}

const shown = (text: string): string =>
  text.length > MOST_SHOWN
    ? `${text.slice(0, MOST_SHOWN)}\n\n${say('report.cut', { characters: text.length })}`
    : text

interface TakenProps {
  preview: Preview
  keep: { value: readonly string[] }
}

function Taken({ preview: { redactions, text }, keep }: TakenProps) {
  if (redactions.length === 0) return <p class="report-taken">{say('report.nothing-taken')}</p>
  return (
    <fieldset class="report-taken">
      <legend>{sayCount('report.taken', redactions.length)}</legend>
      {redactions.map(({ placeholder, why }) => (
        <label {...testId('report-redaction')} key={placeholder} class="check">
          <input
            type="checkbox"
            checked={!keep.value.includes(placeholder)}
            onChange={(event) => {
              const others = keep.value.filter((kept) => kept !== placeholder)
              keep.value = event.currentTarget.checked ? others : [...others, placeholder]
            }}
          />
          <code>{placeholder}</code> {why}
          <Times count={text.split(placeholder).length - 1} />
        </label>
      ))}
    </fieldset>
  )
}

/** How often it stands in what is shown; not at all once it is put back. */
const Times = ({ count }: { count: number }) =>
  count < 2 ? null : <span class="quiet"> {sayCount('report.times', count)}</span>
