import type { Explanation } from '../engine/index.ts'
import { useCover } from './cover.ts'
import { difference, isListHeader, type Part } from './difference.ts'
import { Long } from './Prose.tsx'
import { say } from './say.ts'
import { testId } from './testids.ts'
import { visible } from './visible.ts'

/** The header at fault: what would have passed above what came, with the places marked where they part. */
export function Difference({ explanation }: { explanation: Explanation }) {
  const { header } = explanation
  const cover = useCover()
  const shown = (value: string | null): string | null => (value === null ? null : visible(cover.text(value)))
  const expected = shown(explanation.expected)
  const received = shown(explanation.received)
  if (header === null && expected === null && received === null) return null
  const parts =
    expected !== null && received !== null && isComparable(header)
      ? difference(expected, received, isListHeader(header))
      : null
  return (
    <div class="difference">
      <div class="difference-name" {...testId('header-name')}>
        {header ?? say('why.status-of-response')}
      </div>
      <Side
        label={say('why.received')}
        sign="−"
        kind="received"
        parts={parts?.received ?? whole(received)}
        absent={say(header === null ? 'why.nothing' : 'why.not-sent')}
      />
      <Side
        label={say('why.expected')}
        sign="+"
        kind="expected"
        parts={parts?.expected ?? whole(expected)}
        absent={say('why.no-value-helps')}
      />
    </div>
  )
}

/** A status and the target of a redirect are expected in a sentence, not letter for letter. */
const isComparable = (header: string | null): boolean => header !== null && header !== 'Location'

const whole = (value: string | null): Part[] | null =>
  value === null ? null : [{ text: value, differs: false }]

interface SideProps {
  label: string
  sign: string
  kind: 'expected' | 'received'
  parts: Part[] | null
  absent: string
}

function Side({ label, sign, kind, parts, absent }: SideProps) {
  return (
    <div class={`side ${parts === null && kind === 'expected' ? 'absent' : kind}`}>
      <span class="side-label">
        <span aria-hidden="true">{sign}</span> {label}
      </span>
      <span class="side-value" {...testId(kind)} data-absent={parts === null ? 'true' : 'false'}>
        {parts === null ? (
          <em>{absent}</em>
        ) : (
          <Long>
            <Parts parts={parts} />
          </Long>
        )}
      </span>
    </div>
  )
}

function Parts({ parts }: { parts: Part[] }) {
  if (parts.length === 0) return <em>{say('why.empty')}</em>
  return (
    <>
      {parts.map(({ text, differs }, index) =>
        differs ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
      )}
    </>
  )
}
