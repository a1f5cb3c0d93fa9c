// @vitest-environment happy-dom
/** What comes from a log is shown as the text it is, and its secrets stay covered. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { API, diagnosis, fix, mismatch, missing, refusedPreflight } from './fixtures.ts'
import { type Mounted, mount } from './mount.tsx'

let panel: Mounted
beforeEach(() => {
  panel = mount()
})

const show = (...flows: Parameters<typeof diagnosis>) =>
  panel.receive({ type: 'diagnosis', diagnosis: diagnosis(...flows) })

describe('raw headers', () => {
  const open = () => {
    const details = panel.one('raw-headers') as HTMLDetailsElement
    details.open = true
    details.dispatchEvent(new Event('toggle'))
  }

  it('covers secrets until asked for them', async () => {
    show(refusedPreflight('a'))
    open()
    await vi.waitFor(() => expect(panel.one('raw-headers').textContent).toContain('set-cookie'))
    expect(panel.one('raw-headers').textContent).not.toContain('8f3kq0zx71m')
    panel.click(panel.one('show-secrets'))
    expect(panel.one('raw-headers').textContent).toContain('session=8f3kq0zx71m')
  })

  it('shows no secret anywhere else', () => {
    show(refusedPreflight('a'))
    expect(document.body.innerHTML).not.toContain('8f3kq0zx71m')
  })
})

describe('hostile text', () => {
  const HOSTILE = '<img src=x onerror="globalThis.hacked=1"><script>globalThis.hacked=1</script>'

  it('is shown as the text it is, wherever it came from', () => {
    const hostile = mismatch('a', HOSTILE)
    show({
      ...hostile,
      server: { ...hostile.server, label: HOSTILE, because: [HOSTILE] },
      cause: {
        id: 'cors-not-set-up',
        owner: 'proxy',
        answer: HOSTILE,
        title: HOSTILE,
        text: `\`${HOSTILE}\``,
        misleading: HOSTILE,
        certain: true,
        serverFix: 'headers',
        remedy: null,
        evidence: { for: [], against: [] },
      },
      fixes: [fix({ code: HOSTILE, title: HOSTILE, note: HOSTILE, file: HOSTILE })],
    })
    expect(panel.one('received').textContent).toBe(HOSTILE)
    expect(panel.one('fix-code').textContent).toBe(HOSTILE)
    expect(panel.one('cause').textContent).toContain(HOSTILE)
    expect(document.querySelectorAll('img, script')).toHaveLength(0)
    expect(globalThis).not.toHaveProperty('hacked')
  })

  it('does not fill the panel with an address that is a whole file', () => {
    show(missing('a', `data:text/plain,${'x'.repeat(100_000)}`))
    expect(panel.one('flow-row').textContent.length).toBeLessThan(500)
    expect(panel.one('detail').querySelector('.request')?.textContent?.length).toBeLessThan(3000)
  })

  it('makes no link of a script address', () => {
    show(
      missing('a', `${API}/x`, {
        initiator: { type: 'script', url: 'javascript:alert(1)', requestId: null, line: 1, column: 1 },
      }),
    )
    const links = [...panel.one('detail').querySelectorAll('a')].map(
      (link) => link.getAttribute('href') ?? '',
    )
    expect(links.filter((link) => !link.startsWith('https://'))).toEqual([])
    expect(panel.one('detail').textContent).not.toContain('javascript:')
  })
})

describe('marks', () => {
  const RTL = 'https://\u202egpj.exe\u2066'

  it('stand where a character would reorder the text around it', () => {
    show({ ...mismatch('a', RTL), fixes: [fix({ code: `origins = ["${RTL}"]` })] })
    const text = document.body.textContent ?? ''
    expect(text).not.toMatch(/\p{Cf}/u)
    expect(panel.one('received').textContent).toContain('\\u202e')
    expect(panel.one('fix-code').textContent).toContain('\\u2066')
  })
})

describe('a password in an address', () => {
  it('is covered in every part of the panel until asked for', () => {
    show(missing('a', 'https://user:hunter2secret@api.example/items?token=q8Zr71mPfX2c'))
    const said = [...document.querySelectorAll<HTMLElement>('[title], [aria-label]')].map(
      (element) => element.title + element.ariaLabel,
    )
    expect([document.body.textContent, ...said].join('\n')).not.toMatch(/hunter2secret|q8Zr71mPfX2c/)
    expect(panel.one('flow-row').textContent).toContain('/items?token=‹token 1›')
    panel.click(panel.one('show-secrets'))
    expect(panel.one('detail').textContent).toContain('hunter2secret')
  })
})
