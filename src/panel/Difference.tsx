import type { Explanation } from '../engine/index.ts'
import { difference, isListHeader, type Part, visible } from './difference.ts'
import { testId } from './testids.ts'

/** The header at fault: what would have passed above what came, with the places marked where they part. */
export function Difference({ explanation }: { explanation: Explanation }) {
  const { header, expected, received } = explanation
  if (header === null && expected === null && received === null) return null
  const parts =
    expected !== null && received !== null && isComparable(header)
      ? difference(visible(expected), visible(received), isListHeader(header))
      : null
  return (
    <section class="section difference-section" aria-label="Expected and received">
      <div class="difference">
        <div class="difference-name" {...testId('header-name')}>
          {header ?? 'Status of the answer'}
        </div>
        <Side
          label="Received"
          sign="−"
          kind="received"
          parts={parts?.received ?? whole(received)}
          absent={header === null ? 'nothing' : 'not sent'}
        />
        <Side
          label="Expected"
          sign="+"
          kind="expected"
          parts={parts?.expected ?? whole(expected)}
          absent="no value of this header would help: see why"
        />
      </div>
    </section>
  )
}

/** A status and the target of a redirect are expected in a sentence, not letter for letter. */
const isComparable = (header: string | null): boolean => header !== null && header !== 'Location'

const whole = (value: string | null): Part[] | null =>
  value === null ? null : [{ text: visible(value), differs: false }]

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
        {parts === null ? <em>{absent}</em> : <Parts parts={parts} />}
      </span>
    </div>
  )
}

function Parts({ parts }: { parts: Part[] }) {
  if (parts.length === 0) return <em>empty</em>
  return (
    <>
      {parts.map(({ text, differs }, index) =>
        differs ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
      )}
    </>
  )
}
