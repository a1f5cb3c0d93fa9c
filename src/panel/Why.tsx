import { type Browser, blockersOf, type Explanation, explain, type FlowDiagnosis } from '../engine/index.ts'
import { codeFor, otherCodeFor } from './codes.ts'
import { Difference } from './Difference.tsx'
import { Blockers } from './Findings.tsx'
import { Prose, Words } from './Prose.tsx'
import { say } from './say.ts'
import { Timeline } from './Timeline.tsx'
import { testId } from './testids.ts'

interface Props {
  diagnosed: FlowDiagnosis
  /** The words of the cause stand here, not above. */
  withCause: boolean
}

/** What came against what had to come, all that must change, and how the exchange went. */
export function Why({ diagnosed, withCause }: Props) {
  const { verdict, cause } = diagnosed
  const explanation = verdict.finding === null ? null : explain(verdict.finding)
  const nothingToSay = cause === null && explanation === null
  const blockers = verdict.outcome === 'blocked' ? blockersOf(diagnosed).length : 0
  return (
    <section class="section" aria-label={say(nothingToSay ? 'why.exchange' : 'why.title')}>
      {!nothingToSay && <h2>{say('why.title')}</h2>}
      {cause !== null && (
        <div
          {...testId('cause')}
          data-cause={cause.id}
          data-owner={cause.owner}
          class={withCause ? 'cause' : 'cause told'}
        >
          {withCause && <Prose text={cause.text} />}
          {!cause.certain && <p class="inferred">{say('why.inferred')}</p>}
          {cause.misleading !== null && (
            <p class="misleading">
              <strong>{say('why.console-misleads')}</strong> <Words text={cause.misleading} />
            </p>
          )}
        </div>
      )}
      {explanation && <Difference explanation={explanation} />}
      {explanation && (
        <Reason
          explanation={explanation}
          folded={cause !== null}
          inferred={cause === null && !verdict.certain && verdict.alternatives.length === 0}
          browser={diagnosed.flow.browser}
        />
      )}
      {blockers > 1 && (
        <>
          <h3>{say('why.must-change', { count: blockers })}</h3>
          <Blockers diagnosed={diagnosed} />
        </>
      )}
      {nothingToSay ? <h2>{say('why.exchange')}</h2> : <h3>{say('why.exchange')}</h3>}
      <Timeline diagnosed={diagnosed} />
    </section>
  )
}

interface ReasonProps {
  explanation: Explanation
  /** The cause says more: the browser's own reason is there for who wants it. */
  folded: boolean
  inferred: boolean
  browser: Browser
}

function Reason({ explanation, folded, inferred, browser }: ReasonProps) {
  const { title, text, clause, docs } = explanation
  const [code, other] = [codeFor(browser, explanation), otherCodeFor(browser, explanation)]
  return (
    <>
      {folded ? (
        <details {...testId('explanation')} class="reason">
          <summary>
            {say('why.browser-says')} <Words text={title} />
          </summary>
          <Prose text={text} />
        </details>
      ) : (
        <div {...testId('explanation')}>
          <Prose text={text} />
          {inferred && <p class="inferred">{say('why.inferred')}</p>}
        </div>
      )}
      <p class="small-print">
        {code !== null && <code {...testId('browser-code')}>{code}</code>}{' '}
        {docs && (
          <a href={docs} target="_blank" rel="noreferrer">
            {say('why.read-more')}
          </a>
        )}{' '}
        <a href={clause.url} target="_blank" rel="noreferrer">
          {/^\d/.test(clause.step) ? say('why.standard', { step: clause.step }) : say('why.standard-plain')}
        </a>{' '}
        {other !== null && (
          <span {...testId('other-code')}>
            {say('why.in-browser', { browser: other.browser })} <code>{other.code}</code>
          </span>
        )}
      </p>
    </>
  )
}
