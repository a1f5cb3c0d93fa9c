import { type FlowDiagnosis, FRAMEWORKS } from '../engine/index.ts'
import type { PanelHost } from './host.ts'
import { Words } from './Prose.tsx'
import { testId } from './testids.ts'
import { CONFIDENCE_WORDS, serverOrigin } from './words.ts'

/** Those that answer requests: what is to change on the page itself needs no choosing. */
const SERVERS = FRAMEWORKS.filter(({ id }) => id !== 'front-end')

interface Props {
  diagnosed: FlowDiagnosis
  host: PanelHost
}

/** Who answered, from what that was read, and the choice by hand. */
export function Server({ diagnosed, host }: Props) {
  const { server } = diagnosed
  const origin = serverOrigin(diagnosed)
  return (
    <div
      {...testId('server')}
      data-framework={server.framework ?? ''}
      data-confidence={server.confidence}
      data-chosen={String(server.chosen)}
    >
      <p class="server-line">
        <span>
          Server: <strong>{server.label}</strong> <span class="quiet">({certainty(diagnosed)})</span>
        </span>
        {host.can.chooseFramework && origin !== 'null' && (
          <label class="choice">
            Write the fix for{' '}
            <select
              {...testId('framework-select')}
              value={server.chosen ? (server.framework ?? '') : ''}
              onChange={(event) =>
                host.send({ type: 'choose-framework', origin, framework: event.currentTarget.value || null })
              }
            >
              <option value="">the server seen here</option>
              {SERVERS.map(({ id, label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
            </select>
          </label>
        )}
      </p>
      {server.because.length === 1 && (
        <p class="because">
          <Words text={server.because[0] ?? ''} />
        </p>
      )}
      {server.because.length > 1 && (
        <details class="because">
          <summary>What shows it</summary>
          <ul>
            {server.because.map((sentence, index) => (
              <li key={index}>
                <Words text={sentence} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {server.layers.length > 0 && <p class="quiet">In front of it: {server.layers.join(', ')}</p>}
    </div>
  )
}

const certainty = ({ server }: FlowDiagnosis): string =>
  server.chosen ? 'chosen by you for this origin' : CONFIDENCE_WORDS[server.confidence]

const MODE_WORDS = {
  include: 'with credentials (cookies)',
  'not-include': 'without credentials',
  unknown: 'with or without credentials: the log does not say',
} as const

/** The credentials mode is in no network log; this is what it was read from. */
export function CredentialsEvidence({ diagnosed }: { diagnosed: FlowDiagnosis }) {
  const { mode, because } = diagnosed.verdict.credentials
  return (
    <p {...testId('credentials')} data-mode={mode}>
      The request was made <strong>{MODE_WORDS[mode]}</strong>.{' '}
      <span class="quiet">
        <Words text={because} />
      </span>
    </p>
  )
}
