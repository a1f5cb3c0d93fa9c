import { blockersOf, explain, type FlowDiagnosis } from '../engine/index.ts'
import { visible } from './difference.ts'
import { Prose, Words } from './Prose.tsx'
import { testId } from './testids.ts'
import { STAGE_WORDS } from './words.ts'

/** Everything that must change before the request passes, so that one change is enough. */
export function Blockers({ diagnosed }: { diagnosed: FlowDiagnosis }) {
  return (
    <ol class="blockers">
      {blockersOf(diagnosed).map(({ reason, stage, title, header, expected, received }, index) => (
        <li key={index} {...testId('blocker')} data-reason={reason} data-stage={stage}>
          <span class="blocker-title">{title}</span> <span class="quiet">{STAGE_WORDS[stage]}</span>
          {expected !== null && (
            <div class="blocker-value">
              <code>
                {header === null ? '' : `${header}: `}
                {visible(expected)}
              </code>
              <span class="quiet">
                {' '}
                {received === null ? (
                  '(not sent now)'
                ) : (
                  <>
                    (now: <code>{visible(received)}</code>)
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

/** Other verdicts that fit the evidence equally well, and what would decide. */
export function Alternatives({ diagnosed }: { diagnosed: FlowDiagnosis }) {
  return (
    <ul class="alternatives">
      {diagnosed.verdict.alternatives.map(({ finding, decidedBy }, index) => {
        const { reason, title, text, codes } = explain(finding)
        return (
          <li
            key={index}
            {...testId('alternative')}
            data-reason={reason}
            data-chromium-code={codes.chromium ?? ''}
          >
            <details>
              <summary>{title}</summary>
              <Prose text={text} />
            </details>
            <p>
              <strong>What would decide:</strong> <Words text={decidedBy} />
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
            <strong>{title}</strong>
            <Prose text={text} />
            {docs && (
              <a href={docs} target="_blank" rel="noreferrer">
                Read more
              </a>
            )}
          </li>
        )
      })}
    </ul>
  )
}
