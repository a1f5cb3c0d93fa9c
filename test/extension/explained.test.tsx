// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { Explained } from '../../src/extension/Explained.tsx'
import type { Shown } from '../../src/extension/messages.ts'
import { redactedDiagnosis } from '../../src/extension/redact.ts'
import type { PanelCommand } from '../../src/panel/host.ts'
import { diagnosis, refusedPreflight } from '../panel/fixtures.ts'

const commands: PanelCommand[] = []
const host = {
  send: (command: PanelCommand) => commands.push(command),
  can: { showInNetwork: false, openSource: false, chooseFramework: true },
}
const show = (shown: Shown) => act(() => render(<Explained shown={shown} host={host} />, document.body))
const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`)

beforeEach(() => {
  render(null, document.body)
  document.body.replaceChildren()
  commands.length = 0
})

describe('window of the page’s context menu', () => {
  it('explains the failure', () => {
    const failure = refusedPreflight('a')
    show({ state: 'found', fit: 'element', diagnosis: redactedDiagnosis(diagnosis(failure), failure) })
    expect(one('explain')?.dataset.state).toBe('found')
    expect(one('detail')?.dataset.chromiumCode).toBe('MethodDisallowedByPreflightResponse')
    expect(one('fix-code')?.textContent).toContain('CORSMiddleware')
    expect(one('explain')?.textContent).toContain('element that you clicked')
  })

  it('does not pretend that the latest failure is that of the element', () => {
    const failure = refusedPreflight('a')
    show({ state: 'found', fit: 'latest', diagnosis: redactedDiagnosis(diagnosis(failure), failure) })
    expect(one('explain')?.textContent).toContain('None belongs to the element that you clicked.')
  })

  it('says what to do when DevTools is closed', () => {
    show({ state: 'devtools-closed' })
    expect(one('explain')?.dataset.state).toBe('devtools-closed')
    expect(one('explain')?.textContent).toContain('F12')
    expect(one('explain')?.textContent).toContain('Reload the page')
  })

  it('says that nothing failed, and what no log shows', () => {
    show({ state: 'nothing-failed', requests: 1 })
    expect(one('explain')?.textContent).toContain('1 cross-origin request of that tab')
    expect(one('no-entry')?.textContent).toContain('connect-src')
  })

  it('shows what is asked next', () => {
    show({ state: 'devtools-closed' })
    const failure = refusedPreflight('a')
    show({ state: 'found', fit: 'latest', diagnosis: redactedDiagnosis(diagnosis(failure), failure) })
    expect(one('detail-title')?.textContent).toContain('Allow PUT')
  })
})
