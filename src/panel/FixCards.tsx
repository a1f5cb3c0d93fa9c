import { useSignal } from '@preact/signals'
import { type Fix, type FlowDiagnosis, FRAMEWORKS, type Outcome } from '../engine/index.ts'
import type { Actions } from './actions.ts'
import { CheckIcon, CopyIcon } from './icons.tsx'
import { Words } from './Prose.tsx'
import { testId } from './testids.ts'
import { OWNER_WORDS } from './words.ts'

/** The fixes for this failure; tabs when there are several. */
export function FixCards({ diagnosed, actions }: { diagnosed: FlowDiagnosis; actions: Actions }) {
  const { fixes } = diagnosed
  const shown = useSignal(0)
  const fix = fixes[shown.value] ?? fixes[0]
  if (!fix)
    return (
      <p class="quiet">
        {diagnosed.policy === null
          ? 'No CORS setting cures this one, so there is no code to paste.'
          : 'No code can be suggested for this server. Choose another one above, or see what must change.'}
      </p>
    )
  return (
    <>
      {fixes.length > 1 && (
        <Tabs fixes={fixes} shown={fixes.indexOf(fix)} onShow={(index) => (shown.value = index)} />
      )}
      <FixCard fix={fix} onCopy={() => void actions.copyCode(fix.code)} tabbed={fixes.length > 1} />
    </>
  )
}

interface TabsProps {
  fixes: readonly Fix[]
  shown: number
  onShow: (index: number) => void
}

function Tabs({ fixes, shown, onShow }: TabsProps) {
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = (shown + step + fixes.length) % fixes.length
    onShow(next)
    const tabs = (event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role=tab]')
    tabs[next]?.focus()
  }
  return (
    <div class="tabs" role="tablist" aria-label="Ways to fix it" onKeyDown={onKeyDown}>
      {fixes.map((fix, index) => (
        <button
          {...testId('fix-tab')}
          key={index}
          type="button"
          role="tab"
          id={`fix-tab-${index}`}
          aria-selected={index === shown}
          aria-controls="fix-panel"
          tabIndex={index === shown ? 0 : -1}
          title={fix.title}
          onClick={() => onShow(index)}
        >
          {tabLabel(fix, fixes)}
        </button>
      ))}
    </div>
  )
}

/** What tells the tabs apart in few letters: the file, its framework where there are several, else the title. */
function tabLabel(fix: Fix, fixes: readonly Fix[]): string {
  const ofFramework = fixes.filter(({ framework }) => framework === fix.framework)
  const label = FRAMEWORKS.find(({ id }) => id === fix.framework)?.label ?? fix.framework
  if (ofFramework.length === 1) return label
  const twins = ofFramework.filter(({ file }) => fileName(file) === fileName(fix.file))
  const name = twins.length === 1 ? fileName(fix.file) : fix.title
  return ofFramework.length === fixes.length ? name : `${label}: ${name}`
}

const fileName = (path: string): string => path.split('/').at(-1) ?? path

function FixCard({ fix, onCopy, tabbed }: { fix: Fix; onCopy: () => void; tabbed: boolean }) {
  return (
    <div
      {...testId('fix')}
      class="fix"
      id="fix-panel"
      data-framework={fix.framework}
      {...(tabbed ? { role: 'tabpanel' } : {})}
    >
      <h3 class="fix-title">{fix.title}</h3>
      <div class="code-frame">
        <div class="code-bar">
          <span class="code-file">
            {fix.file} <span class="quiet">in {OWNER_WORDS[fix.owner]}</span>
          </span>
          <button {...testId('copy-fix')} type="button" class="text-button" onClick={onCopy}>
            <CopyIcon /> Copy
          </button>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <pre tabIndex={0}>
          <code {...testId('fix-code')} data-language={fix.language}>
            {fix.code}
          </code>
        </pre>
      </div>
      {fix.note !== null && (
        <p class="fix-note">
          <Words text={fix.note} />
        </p>
      )}
      <Proof outcome={fix.simulated} />
    </div>
  )
}

const UNPROVEN: Record<Exclude<Outcome, 'allowed'>, string> = {
  blocked: 'Not enough alone: judged again with this change, the request is still blocked.',
  'not-cors': 'Not proven: judged again with this change, the request fails for another reason than CORS.',
  undetermined: 'Not proven: the log does not hold enough to judge the request again with this change.',
}

function Proof({ outcome }: { outcome: Outcome }) {
  return (
    <p {...testId('fix-simulated')} class={`proof ${outcome}`} data-outcome={outcome}>
      {outcome === 'allowed' ? (
        <>
          <CheckIcon /> Proven by simulation: judged again with this change, the same request is allowed.
        </>
      ) : (
        UNPROVEN[outcome]
      )}
    </p>
  )
}
