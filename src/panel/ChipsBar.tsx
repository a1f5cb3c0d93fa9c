import type { Outcome } from '../engine/index.ts'
import type { Chips } from './filter.ts'
import { say } from './say.ts'
import type { Store } from './store.ts'
import { testId } from './testids.ts'

const OUTCOMES: readonly Outcome[] = ['blocked', 'not-cors', 'undetermined', 'allowed']
const OWNERS = ['back-end', 'front-end', 'proxy', 'platform', 'browser', 'extension'] as const

/** How many requests there are of each outcome and each owner; a click shows those alone. */
export function ChipsBar({ store }: { store: Store }) {
  const { chips } = store.preferences
  store.summaries.version.value
  const items = store.listed.value
  const outcomes = count(items.map(({ verdict }) => verdict.outcome))
  const owners = count(items.map((item) => store.summaries.of(item).owner ?? 'unknown'))
  const { outcomes: shownOutcomes, owners: shownOwners } = chips.value
  const none = shownOutcomes.length + shownOwners.length === 0
  const toggle = <Kind extends keyof Chips>(kind: Kind, id: Chips[Kind][number]): void => {
    const list = chips.value[kind] as readonly string[]
    const next = list.includes(id) ? list.filter((other) => other !== id) : [...list, id]
    chips.value = { ...chips.value, [kind]: next }
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of buttons is no set of fields
    <div {...testId('chips')} class="chips" role="group" aria-label={say('chips.label')}>
      <Chip
        label={say('chips.all')}
        count={items.length}
        pressed={none}
        onClick={() => {
          chips.value = { owners: [], outcomes: [] }
        }}
      />
      <span class="divider" />
      {OUTCOMES.filter((id) => outcomes.has(id) || shownOutcomes.includes(id)).map((id) => (
        <Chip
          key={id}
          label={say(`chips.${id}`)}
          count={outcomes.get(id) ?? 0}
          pressed={shownOutcomes.includes(id)}
          onClick={() => toggle('outcomes', id)}
        />
      ))}
      <span class="divider" />
      {OWNERS.filter((id) => owners.has(id) || shownOwners.includes(id)).map((id) => (
        <Chip
          key={id}
          label={say(`owner.${id}`)}
          count={owners.get(id) ?? 0}
          pressed={shownOwners.includes(id)}
          onClick={() => toggle('owners', id)}
        />
      ))}
    </div>
  )
}

interface ChipProps {
  label: string
  count: number
  pressed: boolean
  onClick: () => void
}

function Chip({ label, count, pressed, onClick }: ChipProps) {
  return (
    <button type="button" class="chip" aria-pressed={pressed} onClick={onClick}>
      {label} <span class="chip-count">{count}</span>
    </button>
  )
}

function count<Key>(keys: readonly Key[]): Map<Key, number> {
  const counts = new Map<Key, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}
