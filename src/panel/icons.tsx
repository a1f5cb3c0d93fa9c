/** Icons, drawn on a grid of 20 with strokes of 1.5, in the colour of the text. They say nothing alone: aria-hidden. */
import type { ComponentChildren } from 'preact'
import type { Outcome } from '../engine/index.ts'
import type { StepState } from './timeline.ts'

function Icon({ children, class: name = '' }: { children: ComponentChildren; class?: string }) {
  return (
    <svg class={`icon ${name}`} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      {children}
    </svg>
  )
}

export const ClearIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="6.25" />
    <path d="M5.6 5.6l8.8 8.8" />
  </Icon>
)
export const ReloadIcon = () => (
  <Icon>
    <path d="M15.5 10a5.5 5.5 0 1 1-1.6-3.9L15.5 7.7M15.5 4v3.7h-3.7" />
  </Icon>
)
export const ExportIcon = () => (
  <Icon>
    <path d="M10 3.5v8.5M6.5 9l3.5 3.5L13.5 9M4 13.5V16h12v-2.5" />
  </Icon>
)
export const OpenIcon = () => (
  <Icon>
    <path d="M10 12.5V4M6.5 7.5L10 4l3.5 3.5M4 13.5V16h12v-2.5" />
  </Icon>
)
export const GroupIcon = () => (
  <Icon>
    <path d="M4 5h12M7 10h9M7 15h9M4 10h.5M4 15h.5" />
  </Icon>
)
export const SettingsIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="2.5" />
    <path d="M10 3v2.2M10 14.8V17M3 10h2.2M14.8 10H17M5.1 5.1l1.5 1.5M13.4 13.4l1.5 1.5M5.1 14.9l1.5-1.5M13.4 6.6l1.5-1.5" />
  </Icon>
)
export const BackIcon = () => (
  <Icon>
    <path d="M16 10H4.5M9 5l-5 5 5 5" />
  </Icon>
)
export const CopyIcon = () => (
  <Icon>
    <path d="M7.25 6.25v-3h9v10h-3M3.75 6.75h9v10h-9z" />
  </Icon>
)
export const FilterIcon = () => (
  <Icon>
    <path d="M3.5 4.5h13l-5 6v5l-3-1.5v-3.5z" />
  </Icon>
)
export const NetworkIcon = () => (
  <Icon>
    <path d="M6.5 16V4M3.5 7l3-3 3 3M13.5 4v12M10.5 13l3 3 3-3" />
  </Icon>
)
export const EyeIcon = () => (
  <Icon>
    <path d="M2.5 10s3-5 7.5-5 7.5 5 7.5 5-3 5-7.5 5-7.5-5-7.5-5z" />
    <circle cx="10" cy="10" r="2.25" />
  </Icon>
)
export const ServerIcon = () => (
  <Icon>
    <path d="M3.5 4h13v5h-13zM3.5 11h13v5h-13zM6 6.5h.5M6 13.5h.5" />
  </Icon>
)
export const CheckIcon = () => (
  <Icon>
    <path d="M4.5 10.5l3.5 3.5 7.5-8" />
  </Icon>
)

const CROSS = <path class="mark" d="M7.3 7.3l5.4 5.4M12.7 7.3l-5.4 5.4" />
const CHECK = <path class="mark" d="M6.5 10.3l2.5 2.5 4.7-5.2" />
const BAR = <path class="mark" d="M6.5 10h7" />
const BANG = <path class="mark" d="M10 6.6v4.2M10 13.2v.4" />
const QUESTION = <path class="mark" d="M8 8.1a2 2 0 1 1 2.9 1.8c-.6.3-.9.6-.9 1.3M10 13.4v.3" />

const disc = <circle class="disc" cx="10" cy="10" r="7" />

const OUTCOME_MARKS: Record<Outcome, ComponentChildren> = {
  blocked: CROSS,
  allowed: CHECK,
  'not-cors': BANG,
  undetermined: QUESTION,
}

export function OutcomeIcon({ outcome }: { outcome: Outcome }) {
  return (
    <Icon class={`outcome ${outcome}`}>
      {disc}
      {OUTCOME_MARKS[outcome]}
    </Icon>
  )
}

const STEP_MARKS: Record<StepState, ComponentChildren> = {
  ok: CHECK,
  failed: CROSS,
  skipped: BAR,
  unknown: QUESTION,
}

export function StepIcon({ state }: { state: StepState }) {
  return (
    <Icon class={`step-mark ${state}`}>
      {disc}
      {STEP_MARKS[state]}
    </Icon>
  )
}
