import type { FlowDiagnosis } from '../engine/index.ts'
import { costOf, credentialsAllowed, hiddenHeaders } from './allowed.ts'
import { Words } from './Prose.tsx'
import { say } from './say.ts'
import { testId } from './testids.ts'

/** What there is to know of a request that passed. */
export function AllowedFacts({ diagnosed }: { diagnosed: FlowDiagnosis }) {
  const credentials = credentialsAllowed(diagnosed)
  const hidden = hiddenHeaders(diagnosed)
  return (
    <section {...testId('allowed-facts')} class="section" aria-label={say('allowed.cost')}>
      <h2>{say('allowed.cost')}</h2>
      <p>
        <Words text={costOf(diagnosed)} />
      </p>
      {credentials !== null && (
        <p>
          <Words text={credentials} />
        </p>
      )}
      <h2>{say('allowed.hidden')}</h2>
      {hidden.length === 0 ? (
        <p>{say('allowed.hidden-none')}</p>
      ) : (
        <p>
          {say('allowed.hidden-list')} <Words text={hidden.map((name) => `\`${name}\``).join(', ')} />
        </p>
      )}
    </section>
  )
}
