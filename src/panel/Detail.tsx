import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { type FlowDiagnosis, redactorFor } from '../engine/index.ts'
import { AllowedFacts } from './AllowedFacts.tsx'
import { AnswerHead } from './AnswerHead.tsx'
import type { Actions } from './actions.ts'
import { CoverProvider, hasSecrets, useCoverFor } from './cover.ts'
import { Evidence } from './Evidence.tsx'
import { FixSection } from './FixSection.tsx'
import type { PanelHost } from './host.ts'
import { Prose } from './Prose.tsx'
import { say, sayCount } from './say.ts'
import { testId } from './testids.ts'
import { verdictData } from './verdict-data.ts'
import { WhatIf } from './WhatIf.tsx'
import { Why } from './Why.tsx'
import { type Draft, editsOf } from './what-if.ts'

interface Props {
  diagnosed: FlowDiagnosis
  host: PanelHost
  actions: Actions
  /** Other requests that fail for the same reason. */
  children?: ComponentChildren
}

/** One failure: the answer, the fix, why, and the evidence, in this order in the document too. */
export function Detail({ diagnosed: recorded, host, actions, children }: Props) {
  const draft = useSignal<Draft | null>(null)
  const engine = useSignal<typeof import('./edited.ts') | null>(null)
  const open = useRef(recorded.id)
  open.current = recorded.id
  const edit = async (next: Draft | null): Promise<void> => {
    engine.value ??= await import('./edited.ts')
    // somebody may have gone to another request while it loaded
    if (open.current === recorded.id) draft.value = next
  }
  const diagnosed = useMemo(
    () =>
      draft.value === null || engine.value === null
        ? recorded
        : engine.value.whatIf(recorded, editsOf(draft.value, recorded)),
    [recorded, draft.value, engine.value],
  )
  const { id, verdict, cause, fixes } = diagnosed
  const uncovered = useSignal(false)
  const shown = useSignal(0)
  const cover = useCoverFor(diagnosed, uncovered.value)
  const scroller = useRef<HTMLElement>(null)
  useEffect(() => {
    if (scroller.current) scroller.current.scrollTop = 0
    uncovered.value = false
    shown.value = 0
    draft.value = null
  }, [id])
  const secret = uncovered.value || hasSecrets(diagnosed, redactorFor(diagnosed))
  const hasFix = fixes.length > 0
  const endEdit = (): void => {
    draft.value = null
  }
  return (
    <CoverProvider value={cover}>
      <article
        {...testId('detail')}
        {...verdictData(diagnosed)}
        class="detail"
        ref={scroller}
        aria-label={say('detail.label')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
      >
        {diagnosed.edited !== undefined && <EditedBanner count={diagnosed.edited.length} onEnd={endEdit} />}
        <AnswerHead
          diagnosed={diagnosed}
          host={host}
          actions={actions}
          shown={shown.value}
          uncovered={secret ? uncovered.value : null}
          onUncover={(wanted) => {
            uncovered.value = wanted
          }}
        />
        <div class="columns">
          <div class="column">
            {!hasFix && cause !== null && (
              <section class="section" {...testId('to-do')}>
                <h2>{say('why.to-do')}</h2>
                <Prose text={cause.text} />
              </section>
            )}
            {verdict.outcome !== 'allowed' && (
              <FixSection diagnosed={diagnosed} host={host} shown={shown} onCopy={actions.copyCode} />
            )}
            {verdict.outcome === 'allowed' && <AllowedFacts diagnosed={diagnosed} />}
            {children}
          </div>
          <div class="column">
            <Why diagnosed={diagnosed} withCause={hasFix} />
          </div>
        </div>
        <WhatIf
          recorded={recorded}
          expected={diagnosed}
          draft={draft.value}
          actions={actions}
          onDraft={(next) => void edit(next)}
        />
        <Evidence key={id} diagnosed={diagnosed} />
      </article>
    </CoverProvider>
  )
}

/** All below is about values that a person typed. */
function EditedBanner({ count, onEnd }: { count: number; onEnd: () => void }) {
  return (
    <p {...testId('edited')} class="banner what-if-banner" role="status">
      <span>{sayCount('whatif.banner', count)}</span>
      <button type="button" class="link" onClick={onEnd}>
        {say('whatif.as-recorded')}
      </button>
    </p>
  )
}
