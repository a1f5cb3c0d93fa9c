// @vitest-environment happy-dom
/** The exchange as fields: the verdict follows as one types, what differs is marked, one click takes it back. */
import { describe, expect, it, vi } from 'vitest'
import { diagnose } from '../../src/engine/index.ts'
import { type Asked, logOf, PAGE } from '../engine/model-browser.ts'
import { mount } from './mount.tsx'

const GET: Asked = {
  method: 'GET',
  names: [],
  credentials: 'include',
  preflight: { status: 204, headers: [] },
  answer: { status: 200, headers: [{ name: 'Access-Control-Allow-Origin', value: '*' }] },
}

/** The engine that judges edits is loaded at the first click. */
async function startEditing(panel: ReturnType<typeof mount>): Promise<void> {
  panel.click(panel.one('edit'))
  await vi.waitFor(() => panel.one('what-if-outcome'))
}

async function edited(request: Asked = GET) {
  const panel = mount()
  panel.receive({ type: 'diagnosis', diagnosis: diagnose(logOf(request), { pageUrl: `${PAGE}/` }) })
  await startEditing(panel)
  const outcome = () => panel.one('what-if-outcome').dataset.outcome
  const input = (line: HTMLElement, kind: 'name' | 'value') =>
    line.querySelector(`.header-${kind}`) as HTMLInputElement
  const line = (name: string) =>
    panel.all('header-line').find((one) => input(one, 'name').value.toLowerCase() === name) as HTMLElement
  const add = (name: string, value: string) => {
    panel.click(panel.all('add-header').at(-1) as HTMLElement)
    panel.type(input(panel.all('header-line').at(-1) as HTMLElement, 'name'), name)
    panel.type(input(panel.all('header-line').at(-1) as HTMLElement, 'value'), value)
  }
  return { panel, outcome, input, line, add }
}

describe('what if', () => {
  it('follows as one types, on the whole page', async () => {
    const { panel, outcome, input, line, add } = await edited()
    expect(outcome()).toBe('blocked')
    expect(panel.all('edited')).toEqual([])
    panel.type(input(line('access-control-allow-origin'), 'value'), PAGE)
    expect(panel.one('detail').dataset.reason).toBe('allow-credentials-not-true')
    add('Access-Control-Allow-Credentials', 'true')
    expect(outcome()).toBe('allowed')
    expect(panel.one('detail').dataset.outcome).toBe('allowed')
    expect(panel.one('edited').textContent).toContain('not observed')
    expect(panel.one('basis').dataset.basis).toBe('what-if')
  })

  it('marks what differs, and takes back one value, or all', async () => {
    const { panel, input, line } = await edited()
    const marked = () => panel.all('header-line').filter(({ dataset }) => dataset.changed === 'true').length
    panel.type(input(line('access-control-allow-origin'), 'value'), PAGE)
    panel.type(panel.one('edit-status'), '500')
    expect(marked()).toBe(1)
    expect(panel.all('take-back')).toHaveLength(2)
    panel.click(line('access-control-allow-origin').querySelector('[data-testid="take-back"]') as HTMLElement)
    expect(marked()).toBe(0)
    expect(panel.one('edited').textContent).toContain('1 value')
    panel.click(panel.one('as-recorded'))
    expect(panel.all('edited')).toEqual([])
    expect(panel.one('detail').dataset.reason).toBe('allow-origin-star-with-credentials')
  })

  it('takes a header out, and puts it back', async () => {
    const { panel, line } = await edited()
    panel.click(
      line('access-control-allow-origin').querySelector('[data-testid="remove-header"]') as HTMLElement,
    )
    expect(panel.one('detail').dataset.reason).toBe('allow-origin-missing')
    panel.click(line('access-control-allow-origin').querySelector('[data-testid="take-back"]') as HTMLElement)
    expect(panel.one('detail').dataset.reason).toBe('allow-origin-star-with-credentials')
  })

  it('says what a value has to be, and does not judge by one that cannot be', async () => {
    const { panel, outcome } = await edited()
    panel.type(panel.one('edit-status'), '99')
    expect(panel.one('edit-status').getAttribute('aria-invalid')).toBe('true')
    expect(panel.one('what-if').textContent).toContain('three digits')
    panel.type(panel.one('edit-origin'), 'https://app.example/')
    expect(panel.one('edit-origin').getAttribute('aria-invalid')).toBe('true')
    panel.type(panel.one('edit-method'), 'DE LETE')
    expect(panel.one('edit-method').getAttribute('aria-invalid')).toBe('true')
    expect(outcome()).toBe('blocked')
    expect(panel.all('edited')).toEqual([])
  })

  it('shows the preflight that comes to be, and that nobody answered it', async () => {
    const { panel, outcome } = await edited()
    const parts = () => panel.all('edit-response').map(({ dataset }) => dataset.part)
    expect(parts()).toEqual(['response'])
    panel.type(panel.one('edit-method'), 'DELETE')
    expect(parts()).toEqual(['preflight', 'response'])
    expect(outcome()).toBe('undetermined')
  })

  it('ends with another request', async () => {
    const panel = mount()
    const [first, second] = [GET, { ...GET, method: 'POST' }].map((request) =>
      diagnose(logOf(request), { pageUrl: `${PAGE}/` }),
    )
    panel.receive({ type: 'diagnosis', diagnosis: first as never })
    await startEditing(panel)
    const other = second?.flows[0]
    panel.receive({
      type: 'diagnosis',
      diagnosis: { ...first, flows: [{ ...other, id: 'other' }] } as never,
    })
    expect(panel.all('what-if-outcome')).toEqual([])
  })
})
