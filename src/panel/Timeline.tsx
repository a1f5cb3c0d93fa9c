import type { FlowDiagnosis } from '../engine/index.ts'
import { visible } from './difference.ts'
import { StepIcon } from './icons.tsx'
import { testId } from './testids.ts'
import { type Step, type StepState, stepsOf } from './timeline.ts'
import { shortened } from './words.ts'

const STATE_WORDS: Record<StepState, string> = {
  ok: 'went well',
  failed: 'stopped here',
  skipped: 'did not happen',
  unknown: 'not in the log',
}

/** What the browser did, in order. */
export function Timeline({ diagnosed }: { diagnosed: FlowDiagnosis }) {
  return (
    <ol class="timeline">
      {stepsOf(diagnosed).map((step, index) => (
        <TimelineStep key={index} step={step} />
      ))}
    </ol>
  )
}

function TimelineStep({ step }: { step: Step }) {
  return (
    <li {...testId('step')} class={`step ${step.state}`} data-kind={step.kind} data-state={step.state}>
      <StepIcon state={step.state} />
      <div class="step-body">
        <div class="step-title">
          <span class="visually-hidden">{STATE_WORDS[step.state]}: </span>
          {shortened(step.title)}
        </div>
        <div class="step-result">{step.result}</div>
        {step.state === 'failed' && step.headers.length > 0 && (
          <dl class="headers">
            {step.headers.map(([name, value], index) => (
              <div key={index}>
                <dt>{name}:</dt> <dd>{visible(value)}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </li>
  )
}
