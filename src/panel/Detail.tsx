import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { blockersOf, type Explanation, type FlowDiagnosis } from '../engine/index.ts'
import type { Actions } from './actions.ts'
import { Difference } from './Difference.tsx'
import { CredentialsEvidence, Server } from './Evidence.tsx'
import { Alternatives, Blockers, Warnings } from './Findings.tsx'
import { FixCards } from './FixCards.tsx'
import { verdictData } from './FlowList.tsx'
import type { PanelHost } from './host.ts'
import { CopyIcon, ExportIcon, NetworkIcon, OutcomeIcon } from './icons.tsx'
import { Prose, Words } from './Prose.tsx'
import { RawHeaders } from './RawHeaders.tsx'
import type { Row } from './rows.ts'
import { Timeline } from './Timeline.tsx'
import { testId } from './testids.ts'
import { OUTCOME_WORDS, OWNER_WORDS, placeInSource, STAGE_WORDS, shortened } from './words.ts'

interface Props {
  row: Row
  host: PanelHost
  actions: Actions
}

/** The explanation of one failure. */
export function Detail({ row, host, actions }: Props) {
  const { diagnosed, explanation } = row
  const { verdict, cause, warnings } = diagnosed
  const blockers = verdict.outcome === 'blocked' ? blockersOf(diagnosed).length : 0
  const scroller = useRef<HTMLElement>(null)
  useEffect(() => {
    if (scroller.current) scroller.current.scrollTop = 0
  }, [row.key])

  return (
    <article
      {...testId('detail')}
      {...verdictData(row)}
      class="detail"
      ref={scroller}
      aria-label="Explanation"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
    >
      <header class="heading">
        <Heading row={row} host={host} />
        <ActionBar row={row} host={host} actions={actions} />
      </header>
      <div class="columns">
        <div class="column">
          {cause && <WhoChanges diagnosed={diagnosed} />}
          {explanation && <Difference explanation={explanation} />}
          {explanation && (
            <Why explanation={explanation} inferred={!verdict.certain && verdict.alternatives.length === 0} />
          )}
          {verdict.alternatives.length > 0 && (
            <Section title="It could also be this" place={5}>
              <p class="quiet">The log fits more than one reason equally well.</p>
              <Alternatives diagnosed={diagnosed} />
            </Section>
          )}
          {verdict.outcome === 'blocked' && (
            <Section title="Fix" place={7}>
              <Server diagnosed={diagnosed} host={host} />
              <FixCards key={row.key} diagnosed={diagnosed} actions={actions} />
            </Section>
          )}
          {verdict.outcome !== 'blocked' && diagnosed.fixes.length > 0 && (
            <Section title="Fix" place={7}>
              <FixCards key={row.key} diagnosed={diagnosed} actions={actions} />
            </Section>
          )}
        </div>
        <div class="column">
          <Section title="What the browser did" place={3}>
            <Timeline diagnosed={diagnosed} />
          </Section>
          {blockers > 1 && (
            <Section title={`All ${blockers} things that must change`} place={6}>
              <Blockers diagnosed={diagnosed} />
            </Section>
          )}
          <Section title="Credentials" place={8}>
            <CredentialsEvidence diagnosed={diagnosed} />
          </Section>
          {verdict.outcome !== 'blocked' && (
            <Section title="Who answered" place={9}>
              <Server diagnosed={diagnosed} host={host} />
            </Section>
          )}
          {warnings.length > 0 && (
            <Section title="Not blocking, but worth a change" place={10}>
              <Warnings diagnosed={diagnosed} />
            </Section>
          )}
          <RawHeaders key={row.key} diagnosed={diagnosed} />
        </div>
      </div>
    </article>
  )
}

/** `place`: where it stands when there is room for one column only. */
function Section({ title, place, children }: { title: string; place: number; children: ComponentChildren }) {
  return (
    <section class="section" style={{ order: place }}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

function Heading({ row, host }: { row: Row; host: PanelHost }) {
  const { diagnosed, explanation, title } = row
  const { flow, verdict } = diagnosed
  const { method, url, initiator, resourceType } = flow.exchange
  const { url: source, line, column } = initiator
  const facts = [
    explanation === null ? null : STAGE_WORDS[explanation.stage],
    resourceType,
    explanation?.codes.chromium ?? explanation?.codes.firefox ?? null,
  ].filter((fact) => fact !== null && fact !== '')
  return (
    <div class="heading-text">
      <p class={`verdict ${verdict.outcome}`}>
        <OutcomeIcon outcome={verdict.outcome} /> {OUTCOME_WORDS[verdict.outcome]}
        {facts.map((fact) => (
          <span key={fact} class="fact">
            {fact}
          </span>
        ))}
      </p>
      <h1 {...testId('detail-title')}>{title}</h1>
      <p class="request">
        <span class="method">{method}</span> {shortened(url, 2000)}
        {source !== null && /^https?:/.test(source) && (
          <span class="initiator">
            asked for by{' '}
            {host.can.openSource ? (
              <button
                type="button"
                class="link"
                title={source}
                onClick={() =>
                  host.send({ type: 'open-source', url: source, line: line ?? 0, column: column ?? 0 })
                }
              >
                {placeInSource(source, line)}
              </button>
            ) : (
              <span title={source}>{placeInSource(source, line)}</span>
            )}
          </span>
        )}
      </p>
    </div>
  )
}

function ActionBar({ row, host, actions }: Props) {
  return (
    <div class="actions">
      <button
        {...testId('copy-explanation')}
        type="button"
        class="text-button"
        title="Copy the explanation"
        onClick={() => void actions.copyExplanation(row)}
      >
        <CopyIcon /> Copy
      </button>
      <button
        {...testId('export-markdown')}
        type="button"
        class="text-button"
        title="Save the explanation as a Markdown file, secrets removed"
        onClick={() => actions.exportRow(row, 'markdown')}
      >
        <ExportIcon /> Markdown
      </button>
      <button
        {...testId('export-json')}
        type="button"
        class="text-button"
        title="Save the explanation as a JSON file, secrets removed"
        onClick={() => actions.exportRow(row, 'json')}
      >
        <ExportIcon /> JSON
      </button>
      {host.can.showInNetwork && (
        <button
          {...testId('show-in-network')}
          type="button"
          class="text-button"
          title="Show the request in the Network panel"
          onClick={() => actions.showInNetwork(row)}
        >
          <NetworkIcon /> Show in Network
        </button>
      )}
    </div>
  )
}

function Why({ explanation, inferred }: { explanation: Explanation; inferred: boolean }) {
  const { text, clause, docs } = explanation
  return (
    <Section title="Why" place={2}>
      <div {...testId('explanation')}>
        <Prose text={text} />
        {inferred && <p class="inferred">This is inferred: the log does not say it outright.</p>}
      </div>
      <p class="links">
        {docs && (
          <a href={docs} target="_blank" rel="noreferrer">
            Read more
          </a>
        )}
        <a href={clause.url} target="_blank" rel="noreferrer">
          The standard, step {clause.step}
        </a>
      </p>
    </Section>
  )
}

function WhoChanges({ diagnosed: { cause } }: { diagnosed: FlowDiagnosis }) {
  if (cause === null) return null
  const { id, owner, title, text, misleading, certain } = cause
  return (
    <Section title="Who has to change what" place={1}>
      <div {...testId('cause')} data-cause={id} data-owner={owner} class="cause">
        <p class="cause-title">
          <span class="owner">{OWNER_WORDS[owner]}</span> <strong>{title}</strong>
          {!certain && <span class="quiet"> (inferred)</span>}
        </p>
        <Prose text={text} />
        {misleading !== null && (
          <p class="misleading">
            <strong>The console misleads here.</strong> <Words text={misleading} />
          </p>
        )}
      </div>
    </Section>
  )
}
