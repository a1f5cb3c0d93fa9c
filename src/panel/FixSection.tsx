import type { Signal } from '@preact/signals'
import { blockersOf, checkWords, type Fix, type FlowDiagnosis, softwareName } from '../engine/index.ts'
import { Code } from './Code.tsx'
import { CopyButton } from './CopyButton.tsx'
import { wantedValues } from './code-lines.ts'
import { useCover } from './cover.ts'
import type { PanelHost } from './host.ts'
import { CheckIcon } from './icons.tsx'
import { shortTime } from './ProofResults.tsx'
import { Value, Words } from './Prose.tsx'
import { type MessageId, say } from './say.ts'
import { testId } from './testids.ts'
import { marked } from './visible.ts'
import { serverOrigin } from './words.ts'

interface Props {
  diagnosed: FlowDiagnosis
  host: PanelHost
  /** Index of the fix that is shown. */
  shown: Signal<number>
  onCopy: (code: string) => Promise<boolean>
}

/** One way to fix it at a time, and a menu of the others. */
export function FixSection({ diagnosed, host, shown, onCopy }: Props) {
  const { fixes, policy } = diagnosed
  const fix = fixes[shown.value] ?? fixes[0]
  const mayChoose = host.can.chooseFramework && policy !== null && serverOrigin(diagnosed) !== 'null'
  if (!fix && !mayChoose) return null
  return (
    <section class="section fix-section" aria-label={say('fix.title')}>
      <div class="fix-head">
        <h2>{say('fix.title')}</h2>
        <FixChoice
          diagnosed={diagnosed}
          host={host}
          shown={fix ? fixes.indexOf(fix) : -1}
          mayChoose={mayChoose}
          onShow={(index) => {
            shown.value = index
          }}
        />
      </div>
      {fix ? (
        <FixCard fix={fix} diagnosed={diagnosed} onCopy={onCopy} />
      ) : (
        <p class="quiet">{say('fix.none-for-server')}</p>
      )}
    </section>
  )
}

interface ChoiceProps {
  diagnosed: FlowDiagnosis
  host: PanelHost
  shown: number
  mayChoose: boolean
  onShow: (index: number) => void
}

/** The fixes at hand, and the software to write another one for: one menu. */
function FixChoice({ diagnosed, host, shown, mayChoose, onShow }: ChoiceProps) {
  const { fixes, server } = diagnosed
  const listed = fixes.map((fix, index) => ({ fix, index }))
  const group = (label: MessageId, members: typeof listed) =>
    members.length > 0 && (
      <optgroup label={say(label)}>
        {members.map(({ fix, index }) => (
          <option key={index} value={`fix:${index}`}>
            {marked(fixLabel(fix, fixes))}
          </option>
        ))}
      </optgroup>
    )
  const onChange = (event: Event): void => {
    const [kind, id = ''] = splitOnce((event.currentTarget as HTMLSelectElement).value)
    if (kind === 'fix') onShow(Number(id))
    else host.send({ type: 'choose-framework', origin: serverOrigin(diagnosed), framework: id || null })
  }
  return (
    <label class="choice">
      <span class="visually-hidden">{say('fix.choose')}</span>
      <select {...testId('fix-choice')} value={`fix:${shown}`} onChange={onChange}>
        {shown < 0 && <option value="fix:-1">—</option>}
        {group(
          'fix.server-side',
          listed.filter(({ fix }) => fix.owner !== 'front-end'),
        )}
        {group(
          'fix.page-side',
          listed.filter(({ fix }) => fix.owner === 'front-end'),
        )}
        {mayChoose && (
          <optgroup label={say('fix.other-software')}>
            {server.chosen && <option value="software:">{say('fix.as-seen')}</option>}
            {(host.software ?? [])
              .filter(({ id }) => !fixes.some(({ framework }) => framework === id))
              .map(({ id, label }) => (
                <option key={id} value={`software:${id}`}>
                  {label}
                </option>
              ))}
          </optgroup>
        )}
      </select>
    </label>
  )
}

const splitOnce = (text: string): [string, string] => {
  const at = text.indexOf(':')
  return [text.slice(0, at), text.slice(at + 1)]
}

const labelOf = (id: string): string => {
  if (id === 'plain') return say('fix.plain')
  return id === 'front-end' ? say('owner.front-end') : softwareName(id)
}

/** What tells the fixes apart in few letters: the software, its file where there are several, else the title. */
export function fixLabel(fix: Fix, fixes: readonly Fix[]): string {
  const ofFramework = fixes.filter(({ framework }) => framework === fix.framework)
  const label = labelOf(fix.framework)
  if (ofFramework.length === 1) return label
  const twins = ofFramework.filter(({ file }) => fileName(file) === fileName(fix.file))
  return `${label}: ${twins.length === 1 ? fileName(fix.file) : fix.title}`
}

const fileName = (path: string): string => path.split('/').at(-1) ?? path

/** A proven fix says when, as the person's clock has it. */
function checked({ check }: Fix): string {
  if (check.proof !== 'proven') return checkWords(check)
  const simulated = checkWords({ proof: 'simulated', loses: check.loses })
  return `${say('proof.proven', { time: shortTime(check.at) })} ${simulated}`
}

interface CardProps {
  fix: Fix
  diagnosed: FlowDiagnosis
  onCopy: (code: string) => Promise<boolean>
}

function FixCard({ fix, diagnosed, onCopy }: CardProps) {
  const cover = useCover()
  const code = marked(cover.words(fix.code))
  return (
    <div {...testId('fix')} class="fix" data-framework={fix.framework}>
      <div class="code-frame">
        <div class="code-bar">
          <span class="code-file">
            <Value text={fix.file} />
          </span>
          <CopyButton small id="copy-code" label={say('action.copy-fix')} onCopy={() => onCopy(code)} />
        </div>
        <Code code={code} language={fix.language} wanted={wantedValues(blockersOf(diagnosed))} />
      </div>
      {fix.note !== null && (
        <p class="fix-note">
          <Words text={fix.note} />
        </p>
      )}
      <p {...testId('fix-check')} class={`proof ${fix.check.proof}`} data-proof={fix.check.proof}>
        {fix.check.proof !== 'untested' && <CheckIcon />}
        <Words text={checked(fix)} />
      </p>
    </div>
  )
}
