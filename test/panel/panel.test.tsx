// @vitest-environment happy-dom
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  API,
  allowed,
  ambiguous,
  diagnosis,
  fix,
  mismatch,
  missing,
  PAGE,
  policy,
  redirected,
  refusedPreflight,
  undetermined,
} from './fixtures.ts'
import { type Mounted, mount } from './mount.tsx'

let panel: Mounted
beforeEach(() => {
  panel = mount()
})

const show = (...flows: Parameters<typeof diagnosis>) =>
  panel.receive({ type: 'diagnosis', diagnosis: diagnosis(...flows) })

describe('list', () => {
  it('names method, path, host, remedy and status of each failure', () => {
    show(refusedPreflight('put'))
    const text = panel.one('flow-row').textContent
    for (const part of [
      'PUT',
      '/items/7?expand=owner',
      'api.example',
      'Allow PUT in the CORS settings',
      '200',
      'preflight',
    ])
      expect(text).toContain(part)
  })

  it('carries what tests look for, and the explanation its verdict', () => {
    show(refusedPreflight('put'))
    const url = `${API}/items/7?expand=owner`
    expect({ ...panel.one('flow-row').dataset }).toMatchObject({
      id: 'put',
      outcome: 'blocked',
      url,
      count: '1',
    })
    expect({ ...panel.one('detail').dataset }).toMatchObject({
      id: 'put',
      outcome: 'blocked',
      reason: 'method-not-allowed',
      stage: 'preflight',
      chromiumCode: 'MethodDisallowedByPreflightResponse',
      failedParameter: 'PUT',
      method: 'PUT',
      url,
    })
  })

  it('counts repetitions', () => {
    show(missing('a'), missing('b'))
    expect(panel.all('flow-row')).toHaveLength(1)
    expect(panel.one('flow-row').dataset.count).toBe('2')
    expect(panel.one('flow-row').textContent).toContain('×2')
  })

  it('hides what the filter does not match', () => {
    show(missing('a', `${API}/orders`), missing('b', `${API}/users`))
    panel.type(panel.one('filter'), 'users')
    expect(panel.all('flow-row').map((row) => row.dataset.id)).toEqual(['b'])
  })

  it('shows what succeeded when asked', () => {
    show(allowed('fine'), missing('a'))
    expect(panel.all('flow-row').map((row) => row.dataset.id)).toEqual(['a'])
    panel.click(panel.one('show-all'))
    expect(panel.all('flow-row').map((row) => row.dataset.id)).toEqual(['fine', 'a'])
    expect(panel.commands).toContainEqual({ type: 'change-settings', change: { showAll: true } })
  })
})

describe('keyboard', () => {
  beforeEach(() => {
    show(missing('a', `${API}/a`), missing('b', `${API}/b`), missing('c', `${API}/c`))
    act(() => {
      panel.store.preferences.grouped.value = false
    })
    panel.one('flow-list').focus()
  })
  const selected = () => panel.all('flow-row').find((row) => row.getAttribute('aria-selected') === 'true')

  it('moves through the list, and not beyond its ends', () => {
    const seen = ['ArrowDown', 'ArrowUp', 'End', 'ArrowDown', 'Home', 'ArrowUp'].map((key) => {
      panel.press(key)
      return selected()?.dataset.id
    })
    expect(seen).toEqual(['c', 'b', 'c', 'c', 'a', 'a'])
  })

  it('names the active option of the listbox', () => {
    panel.press('ArrowDown')
    expect(panel.one('flow-list').getAttribute('aria-activedescendant')).toBe(selected()?.id)
  })

  it('opens the explanation with Enter', () => {
    expect(panel.one('panel').dataset.view).toBe('list')
    panel.press('Enter')
    expect(panel.one('panel').dataset.view).toBe('detail')
    panel.click(panel.one('back'))
    expect(panel.one('panel').dataset.view).toBe('list')
  })

  it('goes to the explanation in a panel that has room for one of the two, and back', () => {
    const narrow = document.head.appendChild(document.createElement('style'))
    narrow.textContent =
      '.panel[data-view="detail"] .list, .panel[data-view="list"] .detail { display: none }'
    panel.press('Enter')
    expect(document.activeElement).toBe(panel.one('detail'))
    panel.press('Escape')
    expect(document.activeElement).toBe(panel.one('flow-list'))
    expect(panel.one('panel').dataset.view).toBe('list')
    narrow.remove()
  })

  it('goes from the list to the explanation and back with F6', () => {
    panel.press('F6')
    expect(document.activeElement).toBe(panel.one('detail'))
    panel.press('F6')
    expect(document.activeElement).toBe(panel.one('flow-list'))
  })

  it('unfolds a cause and folds it again', () => {
    act(() => {
      panel.store.preferences.grouped.value = true
    })
    expect(panel.all('flow-row')).toHaveLength(1)
    panel.press('ArrowRight')
    expect(panel.all('flow-row')).toHaveLength(4)
    expect(panel.all('flow-row')[0]?.getAttribute('aria-expanded')).toBe('true')
    panel.press('ArrowDown')
    panel.press('ArrowLeft')
    panel.press('ArrowLeft')
    expect(panel.all('flow-row')).toHaveLength(1)
  })

  it.each([
    ['the menu key', 'ContextMenu', {}],
    ['Shift+F10', 'F10', { shiftKey: true }],
  ])('opens the menu with %s, walks it and closes it', (_, key, modifiers) => {
    panel.press(key, document.activeElement ?? undefined, modifiers)
    expect(document.activeElement).toBe(panel.one('menu-explain'))
    panel.press('ArrowDown')
    expect(document.activeElement).toBe(panel.one('menu-copy-explanation'))
    panel.press('End')
    expect(document.activeElement).toBe(panel.one('menu-export-json'))
    panel.press('Escape')
    expect(panel.all('context-menu')).toEqual([])
    expect(document.activeElement).toBe(panel.one('flow-list'))
  })
})

describe('explanation', () => {
  it('says remedy, header, both values and why', () => {
    show(mismatch('a', `${PAGE}/`))
    expect(panel.one('detail-title').textContent).not.toBe('')
    expect(panel.one('header-name').textContent).toBe('Access-Control-Allow-Origin')
    expect(panel.one('expected').textContent).toBe(PAGE)
    expect(panel.one('received').textContent).toBe(`${PAGE}/`)
    expect(panel.one('received').querySelector('mark')?.textContent).toBe('/')
    expect(panel.one('explanation').textContent).toContain('character by character')
  })

  it('says that a header was not sent', () => {
    show(missing('a'))
    expect(panel.one('received').textContent).toBe('not sent')
    expect(panel.one('expected').textContent).toBe(PAGE)
  })

  it('advises no value where none may be allowed', () => {
    show(redirected('a'))
    expect(panel.one('expected').dataset.absent).toBe('true')
    expect(panel.one('expected').textContent).not.toContain('null')
  })

  it('names who has to change what, and where the console misleads', () => {
    show(redirected('a'))
    expect(panel.one('cause').dataset).toMatchObject({ cause: 'login-redirect', owner: 'front-end' })
    expect(panel.one('owner').textContent).toBe('Front end')
    expect(panel.one('cause').textContent).toContain('inferred')
    expect(panel.one('cause').textContent).toContain('The console misleads here.')
  })

  it('lists everything that must change', () => {
    show(refusedPreflight('a'))
    expect(panel.all('blocker').map((item) => item.dataset.reason)).toEqual([
      'method-not-allowed',
      'header-not-allowed',
      'allow-origin-missing',
    ])
  })

  it('offers the other verdict that fits, and what would decide', () => {
    show(ambiguous('a'))
    expect(panel.one('alternative').dataset.chromiumCode).toBe('InvalidAllowCredentials')
    expect(panel.one('alternative').textContent).toContain(
      'Whether the page calls fetch with credentials: "include"',
    )
    expect(panel.one('credentials').dataset.mode).toBe('unknown')
  })

  it('says what is inferred', () => {
    show(undetermined('a'))
    expect(panel.one('explanation').textContent).toContain('inferred')
  })

  it('links the clause and the documentation', () => {
    show(missing('a'))
    const links = [...panel.one('detail').querySelectorAll('a')].map((link) => link.href)
    expect(links).toContain('https://fetch.spec.whatwg.org/#concept-cors-check')
    expect(links.some((link) => link.startsWith('https://developer.mozilla.org/'))).toBe(true)
  })

  it('opens the line that made the request', () => {
    show(missing('a'))
    const link = panel.one('open-initiator')
    expect(link.textContent).toBe('app.js:42')
    panel.click(link)
    expect(panel.commands).toContainEqual({
      type: 'open-source',
      url: `${PAGE}/assets/app.js`,
      line: 41,
      column: 7,
    })
  })
})

describe('fixes', () => {
  it('shows the code and its proof', () => {
    show(missing('a'))
    expect(panel.one('fix-code').textContent).toBe(fix().code)
    expect(panel.one('fix-check').dataset.proof).toBe('simulated')
    expect(panel.one('fix-check').textContent).toContain('Checked by simulation')
  })

  const choose = (value: string): void => {
    const menu = panel.one('fix-choice') as HTMLSelectElement
    menu.value = value
    act(() => {
      menu.dispatchEvent(new Event('change', { bubbles: true }))
    })
  }
  const choices = () =>
    [...(panel.one('fix-choice') as HTMLSelectElement).options].filter(({ value }) =>
      value.startsWith('fix:'),
    )

  it('shows one at a time, and does not call checked what is not', () => {
    show(refusedPreflight('a'))
    expect(choices()).toHaveLength(2)
    choose('fix:1')
    expect(panel.one('fix-code').textContent).toContain('Access-Control-Allow-Methods')
    expect(panel.one('fix-check').dataset.proof).toBe('untested')
    expect(panel.one('fix-check').textContent).not.toContain('Checked')
  })

  it('marks the lines that hold what was missing', () => {
    show(refusedPreflight('a'))
    const lines = [...panel.one('fix-code').querySelectorAll('.matters')].map((line) =>
      line.textContent?.trim(),
    )
    expect(lines).toContain('allow_methods=["PUT"],')
    expect(lines.join('')).not.toContain('import')
  })

  it.each([
    ['two frameworks', [fix(), fix({ framework: 'nextjs', file: 'proxy.ts' })], ['FastAPI', 'Next.js']],
    [
      'two files',
      [fix({ file: 'app/api/route.ts' }), fix({ file: 'proxy.ts' })],
      ['FastAPI: route.ts', 'FastAPI: proxy.ts'],
    ],
    ['one file', [fix({ title: 'a' }), fix({ title: 'b' })], ['FastAPI: a', 'FastAPI: b']],
  ])('tells those of %s apart', (_, fixes, labels) => {
    show({ ...missing('a'), fixes })
    const shown = choices().map((option) => option.textContent?.replace('FastAPI / Starlette', 'FastAPI'))
    expect(shown).toEqual(labels)
  })

  it('lets the software be picked by hand, for the origin of the server', () => {
    show({ ...missing('a'), policy: policy() })
    choose('software:nextjs')
    expect(panel.commands).toContainEqual({ type: 'choose-framework', origin: API, framework: 'nextjs' })
    const picked = { ...missing('a'), policy: policy() }
    show({ ...picked, server: { ...picked.server, chosen: true } })
    choose('software:')
    expect(panel.commands).toContainEqual({ type: 'choose-framework', origin: API, framework: null })
    expect(panel.one('server').textContent).toContain('chosen by you')
  })

  it('offers no choice where nothing is to be fixed', () => {
    panel.receive({ type: 'settings', settings: { preserveLog: false, showAll: true } })
    show(allowed('a'))
    expect(panel.all('fix-choice')).toEqual([])
    expect(panel.one('allowed-facts').textContent).toContain('preflight')
  })
})

describe('menu of a row', () => {
  let saved: { name: string; text: Promise<string> }[]
  beforeEach(() => {
    saved = []
    vi.spyOn(navigator, 'clipboard', 'get').mockReturnValue({
      writeText: (text: string) => {
        copied.push(text)
        return Promise.resolve()
      },
    } as Clipboard)
    copied = []
    let blob = new Blob()
    vi.spyOn(URL, 'createObjectURL').mockImplementation((object) => {
      blob = object as Blob
      return 'blob:test'
    })
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push({ name: this.download, text: blob.text() })
    })
    show(missing('older', `${API}/older?token=q8Zr71mPfX2c`), refusedPreflight('newer'))
    panel.store.receive({ type: 'select', id: 'newer' })
    panel.rightClick(panel.all('flow-row')[0] as HTMLElement)
  })
  let copied: string[]
  afterEach(() => vi.restoreAllMocks())

  it('is for the row under the pointer, which it selects', () => {
    expect(panel.one('context-menu').getAttribute('role')).toBe('menu')
    expect(panel.one('detail').dataset.id).toBe('older')
    expect(panel.commands).toContainEqual({ type: 'point-at', id: 'older' })
  })

  it('explains', () => {
    panel.click(panel.one('menu-explain'))
    expect(panel.one('panel').dataset.view).toBe('detail')
    expect(panel.all('context-menu')).toEqual([])
  })

  it('copies the explanation without secrets', async () => {
    panel.click(panel.one('menu-copy-explanation'))
    await vi.waitFor(() => expect(copied).toHaveLength(1))
    expect(copied[0]).toContain('/older')
    expect(copied[0]).toContain('Access-Control-Allow-Origin')
    expect(copied[0]).not.toContain('q8Zr71mPfX2c')
    await vi.waitFor(() => expect(panel.one('notice').textContent).toBe('Answer copied'))
  })

  it('copies the fix', async () => {
    panel.click(panel.one('menu-copy-fix'))
    await vi.waitFor(() => expect(copied).toEqual([fix().code]))
  })

  it('copies a task for an assistant, without secrets', async () => {
    panel.click(panel.one('menu-copy-prompt'))
    await vi.waitFor(() => expect(copied).toHaveLength(1))
    expect(copied[0]).toContain('Fix the CORS failure below in this repository.')
    expect(copied[0]).toContain('/older')
    expect(copied[0]).not.toContain('q8Zr71mPfX2c')
  })

  it.each([
    ['menu-export-markdown', 'corscope-api.example-allow-origin-missing.md'],
    ['menu-export-json', 'corscope-api.example-allow-origin-missing.json'],
  ] as const)('%s saves %s, this failure only and without secrets', async (item, name) => {
    panel.click(panel.one(item))
    await vi.waitFor(() => expect(saved.map((file) => file.name)).toEqual([name]))
    const text = await saved[0]?.text
    expect(text).toContain('/older')
    expect(text).not.toContain('/items/7')
    expect(text).not.toContain('q8Zr71mPfX2c')
  })

  it('exports all from the toolbar', async () => {
    panel.press('Escape', panel.one('context-menu'))
    panel.click(panel.one('export-all'))
    panel.click(panel.one('export-all-json'))
    await vi.waitFor(() => expect(saved).toHaveLength(1))
    const report = JSON.parse((await saved[0]?.text) ?? '')
    expect(report.flows.map((flow: { method: string }) => flow.method)).toEqual(['GET', 'PUT'])
  })

  it('shows the request in the Network panel', () => {
    panel.click(panel.one('menu-show-in-network'))
    expect(panel.commands).toContainEqual({ type: 'show-in-network', url: `${API}/older?token=q8Zr71mPfX2c` })
  })

  it('cannot copy a fix that is not there', () => {
    panel.press('Escape', panel.one('context-menu'))
    show(mismatch('a', 'https://x.example'))
    panel.rightClick(panel.one('flow-row'))
    expect(panel.one('menu-copy-fix')).toHaveProperty('disabled', true)
  })
})

describe('what a host cannot do', () => {
  it('is not offered', () => {
    panel = mount({ showInNetwork: false, openSource: false, chooseFramework: false })
    show(missing('a'))
    expect(panel.all('show-in-network')).toEqual([])
    expect(panel.all('open-initiator')).toEqual([])
    panel.rightClick(panel.one('flow-row'))
    expect(panel.all('menu-show-in-network')).toEqual([])
  })
})

describe('empty state', () => {
  it('says what to do when nothing is recorded, and what no log shows', () => {
    show()
    expect(panel.one('empty').dataset.why).toBe('nothing-recorded')
    panel.click(panel.one('empty-reload'))
    expect(panel.commands).toEqual([{ type: 'reload' }])
    for (const part of ['connect-src', 'same-origin', 'new Worker()', 'no-cors', 'neither http nor https'])
      expect(panel.one('no-entry').textContent).toContain(part)
  })

  it('says so when nothing failed', () => {
    show(allowed('a'), allowed('b', `${API}/fine-too`))
    expect(panel.one('empty').dataset.why).toBe('nothing-failed')
    expect(panel.one('empty').textContent).toContain('2 cross-origin requests')
    panel.click(panel.one('empty-show-all'))
    expect(panel.all('flow-row')).toHaveLength(2)
  })

  it('says so when the filter hides all', () => {
    show(missing('a'))
    panel.type(panel.one('filter'), 'nothing of the kind')
    expect(panel.one('empty').dataset.why).toBe('filtered')
    panel.click(panel.one('empty-clear-filter'))
    expect(panel.all('flow-row')).toHaveLength(1)
  })
})

describe('toolbar', () => {
  it('asks to clear, to reload and to preserve the log', () => {
    panel.click(panel.one('clear'))
    panel.click(panel.one('reload'))
    panel.click(panel.one('preserve-log'))
    expect(panel.commands).toEqual([
      { type: 'clear' },
      { type: 'reload' },
      { type: 'change-settings', change: { preserveLog: true } },
    ])
    expect(panel.one('preserve-log')).toHaveProperty('checked', true)
  })

  it('follows the theme of DevTools', () => {
    expect(panel.one('panel').dataset.theme).toBe('system')
    panel.receive({ type: 'theme', theme: 'dark' })
    expect(panel.one('panel').dataset.theme).toBe('dark')
  })
})

describe('every button', () => {
  it('has a name', () => {
    show(refusedPreflight('a'))
    const nameless = [...document.querySelectorAll('button, input, select')].filter(
      (element) =>
        !element.textContent?.trim() &&
        !element.getAttribute('aria-label') &&
        !element.closest('label')?.textContent,
    )
    expect(nameless).toEqual([])
  })
})
