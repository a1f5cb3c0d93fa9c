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
const went: string[] = []
const show = (shown: Shown) =>
  act(() =>
    render(
      <Explained
        shown={shown}
        host={host}
        onGoToTab={() => went.push('tab')}
        onShowInNetwork={shown.state === 'found' && shown.inNetwork ? () => went.push('network') : undefined}
      />,
      document.body,
    ),
  )
const found = (fit: 'element' | 'latest', inNetwork = true): Shown => {
  const failure = refusedPreflight('a')
  return { state: 'found', fit, diagnosis: redactedDiagnosis(diagnosis(failure), failure), inNetwork }
}
const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`)

beforeEach(() => {
  render(null, document.body)
  document.body.replaceChildren()
  commands.length = 0
})

describe('window of the page’s context menu', () => {
  it('explains the failure', () => {
    show(found('element'))
    expect(one('explain')?.dataset.state).toBe('found')
    expect(one('detail')?.dataset.chromiumCode).toBe('MethodDisallowedByPreflightResponse')
    expect(one('fix-code')?.textContent).toContain('CORSMiddleware')
    expect(one('explain')?.textContent).toContain('element that you clicked')
  })

  it('does not pretend that the latest failure is that of the element', () => {
    show(found('latest'))
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

  it('leads to the page and, where DevTools can show it, to the Network panel', () => {
    went.length = 0
    show(found('latest'))
    one('go-to-tab')?.click()
    one('go-to-network')?.click()
    expect(went).toEqual(['tab', 'network'])
    show(found('latest', false))
    expect(one('go-to-network')).toBeNull()
  })

  it('shows what is asked next', () => {
    show({ state: 'devtools-closed' })
    show(found('latest'))
    expect(one('detail-title')?.textContent).toContain('Allow PUT')
  })
})
