import type { FlowDiagnosis } from '../engine/index.ts'
import { StepIcon } from './icons.tsx'
import { Long, Value, Words } from './Prose.tsx'
import { preflightBecause } from './preflight-reasons.ts'
import { say } from './say.ts'
import { testId } from './testids.ts'
import { type Step, stepsOf } from './timeline.ts'

/** What the browser did, in order, and what forced it to ask first. */
export function Timeline({ diagnosed }: { diagnosed: FlowDiagnosis }) {
  const because = preflightBecause(diagnosed.flow)
  return (
    <>
      <ol class="timeline">
        {stepsOf(diagnosed).map((step, index) => (
          <TimelineStep key={index} step={step} />
        ))}
      </ol>
      {because !== null && (
        <p {...testId('preflight-because')} class="quiet">
          <Words text={because} />
        </p>
      )}
    </>
  )
}

function TimelineStep({ step }: { step: Step }) {
  return (
    <li {...testId('step')} class={`step ${step.state}`} data-kind={step.kind} data-state={step.state}>
      <StepIcon state={step.state} />
      <div class="step-body">
        <div class="step-title">
          <span class="visually-hidden">{say(`step.${step.state}`)}: </span>
          <Long>
            <Value text={step.title} />
          </Long>
        </div>
        <div class="step-result">
          <Value text={step.result} />
        </div>
        {step.state === 'failed' && step.headers.length > 0 && <Headers headers={step.headers} />}
      </div>
    </li>
  )
}

export function Headers({ headers }: { headers: readonly (readonly [string, string])[] }) {
  return (
    <dl class="headers">
      {headers.map(([name, value], index) => (
        <div key={index}>
          <dt>
            <Value text={name} />:
          </dt>{' '}
          <dd>
            <Long>
              <Value text={value} />
            </Long>
          </dd>
        </div>
      ))}
    </dl>
  )
}
