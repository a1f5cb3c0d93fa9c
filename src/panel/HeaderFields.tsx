import { useCover } from './cover.ts'
import { say } from './say.ts'
import { testId } from './testids.ts'
import { type HeaderField, isChanged, isHeaderName, newField } from './what-if.ts'

interface Props {
  headers: readonly HeaderField[]
  onChange: (headers: readonly HeaderField[]) => void
}

/** A header list to type in: what differs from the record is marked, and one click takes it back. */
export function HeaderFields({ headers, onChange }: Props) {
  const change = (field: HeaderField, part: Partial<HeaderField> | null): void =>
    onChange(headers.flatMap((one) => (one !== field ? [one] : part === null ? [] : [{ ...one, ...part }])))
  return (
    <div class="header-fields">
      {headers.map((field) => (
        <Line key={field.key} field={field} onChange={(part) => change(field, part)} />
      ))}
      <button
        {...testId('add-header')}
        type="button"
        class="link"
        onClick={() => onChange([...headers, newField()])}
      >
        {say('whatif.add-header')}
      </button>
    </div>
  )
}

interface LineProps {
  field: HeaderField
  /** Null: the line goes. */
  onChange: (part: Partial<HeaderField> | null) => void
}

function Line({ field, onChange }: LineProps) {
  const { name, value, was, gone } = field
  const cover = useCover()
  const changed = isChanged(field)
  const invalid = name === '' ? value !== '' : !isHeaderName(name)
  const covered = cover.headers([[name, value]])[0]?.[1] ?? value
  // what is covered is not typed over unseen
  const secret = covered !== value && was !== null && was[1] === value
  return (
    <div {...testId('header-line')} data-changed={changed} class={`header-line ${changed ? 'changed' : ''}`}>
      <input
        type="text"
        class="header-name"
        value={name}
        disabled={gone}
        aria-label={say('whatif.header-name')}
        aria-invalid={invalid}
        title={invalid ? say('whatif.no-name') : name}
        placeholder={say('whatif.header-name')}
        onInput={(event) => onChange({ name: event.currentTarget.value.trim() })}
      />
      <input
        type="text"
        class="header-value"
        value={secret ? covered : value}
        disabled={gone}
        readOnly={secret}
        aria-label={say('whatif.header-value', { name })}
        title={secret ? say('whatif.covered') : value}
        onInput={(event) => onChange({ value: event.currentTarget.value })}
      />
      {changed && was !== null ? (
        <button
          {...testId('take-back')}
          type="button"
          class="icon-button"
          title={say('whatif.take-back', { value: cover.headers([was])[0]?.[1] ?? '' })}
          aria-label={say('whatif.take-back', { value: was[0] })}
          onClick={() => onChange({ name: was[0], value: was[1], gone: false })}
        >
          ↶
        </button>
      ) : (
        <button
          {...testId('remove-header')}
          type="button"
          class="icon-button"
          title={say('whatif.remove', { name })}
          aria-label={say('whatif.remove', { name })}
          onClick={() => onChange(was === null ? null : { gone: true })}
        >
          ×
        </button>
      )}
    </div>
  )
}
