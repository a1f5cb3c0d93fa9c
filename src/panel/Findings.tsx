import { blockersOf, explain, type FlowDiagnosis } from '../engine/index.ts'
import { Prose, Value, Words } from './Prose.tsx'
import { say } from './say.ts'
import { testId } from './testids.ts'

/** Everything that must change before the request passes, so that one change is enough. */
export function Blockers({ diagnosed }: { diagnosed: FlowDiagnosis }) {
  return (
    <ol class="blockers">
      {blockersOf(diagnosed).map(({ reason, stage, title, header, expected, received }, index) => (
        <li key={index} {...testId('blocker')} data-reason={reason} data-stage={stage}>
          <Words text={title} /> <span class="quiet">{say(`stage.${stage}`)}</span>
          {expected !== null && (
            <div class="blocker-value">
              <code>
                {header === null ? '' : `${header}: `}
                <Value text={expected} />
              </code>{' '}
              <span class="quiet">
                {received === null ? (
                  say('why.not-sent-now')
                ) : (
                  <>
                    {say('why.now')}{' '}
                    <code>
                      <Value text={received} />
                    </code>
                  </>
                )}
              </span>
            </div>
          )}
        </li>
      ))}
    </ol>
  )
}

/** More than this is no help. */
const MOST_ALTERNATIVES = 3

/** Other verdicts that fit the evidence equally well, and what would decide. */
export function Alternatives({ diagnosed }: { diagnosed: FlowDiagnosis }) {
  return (
    <ul class="alternatives">
      {diagnosed.verdict.alternatives.slice(0, MOST_ALTERNATIVES).map(({ finding, decidedBy }, index) => {
        const { reason, title, text, codes } = explain(finding)
        return (
          <li
            key={index}
            {...testId('alternative')}
            data-reason={reason}
            data-chromium-code={codes.chromium ?? ''}
          >
            <details>
              <summary>
                <Words text={title} />
              </summary>
              <Prose text={text} />
            </details>
            <p>
              <strong>{say('evidence.decides')}</strong> <Words text={decidedBy} />
            </p>
          </li>
        )
      })}
    </ul>
  )
}

/** What does not block now, and is unwise or will break next. */
export function Warnings({ diagnosed }: { diagnosed: FlowDiagnosis }) {
  return (
    <ul class="warnings">
      {diagnosed.warnings.map((finding, index) => {
        const { reason, title, text, docs } = explain(finding)
        return (
          <li key={index} {...testId('warning')} data-reason={reason}>
            <strong>
              <Words text={title} />
            </strong>
            <Prose text={text} />
            {docs && (
              <a href={docs} target="_blank" rel="noreferrer">
                {say('why.read-more')}
              </a>
            )}
          </li>
        )
      })}
    </ul>
  )
}
