import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { suggestions } from './filter.ts'
import { FilterIcon } from './icons.tsx'
import { say } from './say.ts'
import type { Store } from './store.ts'
import { testId } from './testids.ts'

/** The filter of the Network panel: words, properties with completion, minus, regular expressions. */
export function FilterField({ store }: { store: Store }) {
  const { filter } = store.preferences
  const open = useSignal(false)
  const active = useSignal(-1)
  const input = useRef<HTMLInputElement>(null)
  const offered = open.value ? suggestions(filter.value, store.log.items.value, store.summaries.of) : []

  const take = (text: string): void => {
    filter.value = text
    active.value = -1
    // after the name of a property its values are offered
    open.value = text.endsWith(':')
    input.current?.focus()
  }
  const move = (step: number): void => {
    active.value = (active.value + step + offered.length + 1) % (offered.length + 1)
    if (active.value === offered.length) active.value = -1
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const chosen = offered[active.value] ?? (event.key === 'Tab' ? offered[0] : undefined)
    const moves: Record<string, (() => void) | undefined> = {
      ArrowDown: offered.length > 0 ? () => move(1) : undefined,
      ArrowUp: offered.length > 0 ? () => move(-1) : undefined,
      Enter: chosen === undefined ? undefined : () => take(chosen),
      Tab: chosen === undefined || active.value < 0 ? undefined : () => take(chosen),
      Escape:
        offered.length > 0
          ? () => {
              open.value = false
            }
          : filter.value === ''
            ? undefined
            : () => take(''),
    }
    const move_ = moves[event.key]
    if (!move_) return
    event.preventDefault()
    event.stopPropagation()
    move_()
  }

  return (
    <div class="filter">
      <FilterIcon />
      <input
        {...testId('filter')}
        ref={input}
        type="text"
        role="combobox"
        placeholder={say('filter.placeholder')}
        aria-label={say('filter.label')}
        aria-expanded={offered.length > 0}
        aria-controls="filter-suggestions"
        aria-autocomplete="list"
        aria-activedescendant={active.value < 0 ? undefined : `suggestion-${active.value}`}
        title={say('filter.title')}
        spellcheck={false}
        autocomplete="off"
        value={filter.value}
        onInput={(event) => {
          filter.value = event.currentTarget.value
          open.value = true
          active.value = -1
        }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          open.value = false
        }}
      />
      {filter.value !== '' && (
        <button
          {...testId('clear-filter')}
          type="button"
          class="clear-filter"
          aria-label={say('empty.clear-filter')}
          onClick={() => take('')}
        >
          ×
        </button>
      )}
      <div
        id="filter-suggestions"
        class="suggestions"
        role="listbox"
        aria-label={say('filter.suggestions')}
        hidden={offered.length === 0}
      >
        {offered.map((text, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field answers the keyboard
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus
          <div
            key={text}
            {...testId('suggestion')}
            id={`suggestion-${index}`}
            role="option"
            aria-selected={index === active.value}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => take(text)}
          >
            {text.slice(text.lastIndexOf(' ') + 1)}
          </div>
        ))}
      </div>
    </div>
  )
}
