import { COLUMN_WORDS } from './columns.ts'
import type { PanelHost } from './host.ts'
import { factsOf } from './item.ts'
import { COLUMNS } from './preferences.ts'
import { LANGUAGES, type Language, say, speak } from './say.ts'
import type { Store } from './store.ts'
import { testId } from './testids.ts'
import { visible } from './visible.ts'

interface Props {
  store: Store
  host: PanelHost
}

/** The strip of settings under the toolbar: folding, columns, the software of each server, the language. */
export function SettingsSheet({ store, host }: Props) {
  const { fold, columns, language } = store.preferences
  return (
    <section {...testId('sheet')} class="sheet" aria-label={say('sheet.label')}>
      <fieldset>
        <legend>{say('sheet.list')}</legend>
        <label class="check">
          <input
            {...testId('fold')}
            type="checkbox"
            checked={fold.value}
            onChange={(event) => {
              fold.value = event.currentTarget.checked
            }}
          />
          {say('sheet.fold')}
        </label>
        <label class="check">
          {say('sheet.language')}{' '}
          <select
            {...testId('language')}
            value={language.value ?? 'en'}
            onChange={(event) => {
              language.value = event.currentTarget.value as Language
              void speak(language.value)
            }}
          >
            {LANGUAGES.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </fieldset>
      <fieldset>
        <legend>{say('sheet.columns')}</legend>
        {COLUMNS.filter((column) => column !== 'path').map((column) => (
          <label key={column} class="check">
            <input
              type="checkbox"
              checked={columns.value.includes(column)}
              onChange={(event) => {
                const { checked } = event.currentTarget
                columns.value = COLUMNS.filter((other) =>
                  other === column ? checked : columns.value.includes(other),
                )
              }}
            />
            {say(COLUMN_WORDS[column])}
          </label>
        ))}
      </fieldset>
      {host.can.chooseFramework && <Software store={store} host={host} />}
    </section>
  )
}

/** A page rarely calls more servers than this. */
const MOST_SERVERS = 30

/** What each server of the log runs, where the person knows better than the log. */
function Software({ store, host }: Props) {
  const servers = new Map<string, string>()
  for (const item of store.listed.value) {
    const { server } = factsOf(item)
    if (/^https?:/.test(server) && servers.size < MOST_SERVERS && !servers.has(server))
      servers.set(server, item.id)
  }
  if (servers.size === 0) return null
  return (
    <fieldset>
      <legend>{say('sheet.software')}</legend>
      {[...servers].map(([origin, id]) => {
        const chosen = store.log.diagnosis(id)?.server
        return (
          <label key={origin} class="check">
            <span class="server-name">{visible(origin)}</span>{' '}
            <select
              value={chosen?.chosen ? (chosen.framework ?? '') : ''}
              onChange={(event) =>
                host.send({ type: 'choose-framework', origin, framework: event.currentTarget.value || null })
              }
            >
              <option value="">{say('fix.as-seen')}</option>
              {(host.software ?? []).map((software) => (
                <option key={software.id} value={software.id}>
                  {software.label}
                </option>
              ))}
            </select>
          </label>
        )
      })}
    </fieldset>
  )
}
