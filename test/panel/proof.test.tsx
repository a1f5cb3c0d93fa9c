// @vitest-environment happy-dom
/** What the tab says by itself of a failure that was mended, and of the fix that a trial proved. */
import { describe, expect, it } from 'vitest'
import { diagnose } from '../../src/engine/index.ts'
import { NO_PROOF } from '../../src/panel/proof.ts'
import { scene } from '../support/scene.ts'
import { type Mounted, mount } from './mount.tsx'

const PAGE = 'https://app.example'
const ASK = '> GET https://api.example/items'
const BLOCKED = [ASK, '< 200', '! net::ERR_FAILED']
const PASSED = [
  ASK,
  '< 200',
  `access-control-allow-origin: ${PAGE}`,
  'access-control-allow-credentials: true',
]

const show = (panel: Mounted, ...requests: string[][]) =>
  panel.receive({
    type: 'diagnosis',
    diagnosis: diagnose(scene([`page ${PAGE}/`, ...requests.flat()].join('\n'))),
  })

describe.each([true, false])('grouped: %s', (grouped) => {
  it('a mend is told, whether the failure or what passes now is explained', () => {
    const panel = mount()
    panel.store.preferences.grouped.value = grouped
    show(panel, BLOCKED)
    expect(panel.all('proven')).toEqual([])
    show(panel, BLOCKED, PASSED)
    expect(panel.one('proven').dataset.kind).toBe('mended')
    expect(panel.one('proven').textContent).toContain('access-control-allow-origin')
  })
})

it('a trial that passed is told at the fix', () => {
  const panel = mount()
  show(panel, BLOCKED, [ASK, '< 200'])
  expect(panel.one('fix-check').dataset.proof).toBe('simulated')
  const set = [['Access-Control-Allow-Origin', PAGE]] as const
  const trial = {
    serverOrigin: 'https://api.example',
    pageOrigin: PAGE,
    paths: ['/items'],
    set,
    from: 0,
    to: null,
  }
  panel.receive({ type: 'proof', state: { ...NO_PROOF, trials: [trial] } })
  expect(panel.one('fix-check').dataset.proof).toBe('proven')
  expect(panel.one('fix-check').textContent).toMatch(/Proven in this tab, \d/)
})
