import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { FlowDiagnosis } from '../../src/engine/index.ts'
import type { Place } from '../../src/extension/messages.ts'
import { Prover } from '../../src/extension/proof/prover.ts'
import { createSession, type Session } from '../../src/extension/session.ts'
import { DEFAULT_STORED, type Stored } from '../../src/extension/settings.ts'
import type { PanelCommand, PanelEvent, PanelHost, Theme } from '../../src/panel/host.ts'
import { API, documentEntry, failed, harEntry, PAGE } from './har.ts'

const ORIGIN = new URL(API).origin
const PLACE: Place = { srcUrl: null, linkUrl: null, frameUrl: null }

/** Machines may be busy. */
const PATIENT = { timeout: 30_000 }

/** What the tab has logged, by number; and how much of it was taken. */
let log: unknown[]
let taken: number
let session: Session
let saved: Partial<Stored>[]
let followed: PanelCommand[]
let theme: Theme
let cleared: number
let read: number

beforeEach(() => {
  log = [documentEntry(PAGE, 500), failed({ at: 600 })]
  taken = 0
  saved = []
  followed = []
  theme = 'light'
  cleared = 0
  read = 0
  session = createSession({
    tabId: 7,
    browser: 'chromium',
    collector: {
      start: async () => {},
      take: () => {
        read++
        const fresh = log.slice(taken).map((entry, place) => ({ index: taken + place, entry }))
        taken = log.length
        return { fresh, again: [], removed: [], pages: [], pageUrl: PAGE, entries: log.length, dropped: 0 }
      },
      entry: (index) => log[index],
      clear: () => {
        cleared++
      },
    },
    save: async (change) => {
      saved.push(change)
    },
    theme: () => theme,
    can: { showInNetwork: true, openSource: false },
    devtools: (command) => followed.push(command),
    prover: (options) =>
      new Prover({
        ...options,
        tabId: 7,
        evaluate: async () => true,
        send: async () => null,
        connect: () => ({ close: () => {} }),
        mayTry: true,
      }),
  })
})

/** A panel that keeps what it is told. */
function showPanel() {
  const events: PanelEvent[] = []
  let host: PanelHost | null = null
  session.panelShown((given) => {
    host = given
    return (event) => events.push(event)
  })
  const send = (command: PanelCommand) => (host as PanelHost | null)?.send(command)
  const last = <Type extends PanelEvent['type']>(type: Type) =>
    events.findLast((event) => event.type === type) as Extract<PanelEvent, { type: Type }> | undefined
  const diagnosis = (id: string) => (host as PanelHost | null)?.diagnosis?.(id) ?? null
  return { events, send, last, diagnosis, can: () => (host as PanelHost | null)?.can }
}

/** The flows the panel was told of and that are still there. */
function idsShown(panel: ReturnType<typeof showPanel>): string[] {
  const ids = new Set<string>()
  for (const event of panel.events) {
    if (event.type !== 'changes') continue
    if (event.reset) ids.clear()
    for (const id of event.removed) ids.delete(id)
    for (const { id } of [...event.added, ...event.changed]) ids.add(id)
  }
  return [...ids]
}

/** All that the panel can know of them. */
const flowsShown = (panel: ReturnType<typeof showPanel>): FlowDiagnosis[] =>
  idsShown(panel).flatMap((id) => panel.diagnosis(id) ?? [])

describe('panel', () => {
  it('is told theme, settings and failures when it is shown', () => {
    const panel = showPanel()
    expect(panel.events.map(({ type }) => type)).toEqual(['theme', 'settings', 'changes'])
    expect(flowsShown(panel).map(({ verdict }) => verdict.finding?.reason)).toEqual(['allow-origin-missing'])
    expect(panel.can()).toEqual({ showInNetwork: true, openSource: false, chooseFramework: true })
  })

  it('is told again when the log grows', async () => {
    const panel = showPanel()
    log.push(failed({ at: 700, url: `${API}/2` }))
    session.refresh()
    await vi.waitFor(() => expect(flowsShown(panel)).toHaveLength(2))
  })

  it('costs nothing while nobody looks, and is complete when somebody does', () => {
    const panel = showPanel()
    session.panelHidden()
    read = 0
    log.push(failed({ at: 700, url: `${API}/2` }))
    session.refresh()
    expect(read).toBe(0)
    expect(flowsShown(panel)).toHaveLength(1)
    expect(flowsShown(showPanel())).toHaveLength(2)
  })

  it('is told of a long log bit by bit, and misses nothing', async () => {
    log = Array.from({ length: 1500 }, (_, index) => failed({ at: 700 + index, url: `${API}/${index}` }))
    const panel = showPanel()
    await vi.waitFor(() => expect(panel.last('changes')?.entries).toBe(1500))
    await vi.waitFor(() => expect(idsShown(panel)).toHaveLength(1500), PATIENT)
    log.push(failed({ at: 9000, url: `${API}/late` }))
    session.refresh()
    await vi.waitFor(() => expect(idsShown(panel)).toHaveLength(1501), PATIENT)
    const last = panel.last('changes')
    expect([last?.added.length, last?.changed.length, last?.removed.length]).toEqual([1, 0, 0])
  })

  it('is told all again when it was away', () => {
    showPanel()
    session.panelHidden()
    expect(showPanel().last('changes')).toMatchObject({ reset: true, added: [{ flow: { hops: [] } }] })
  })

  it('is told when the theme changes', () => {
    const panel = showPanel()
    theme = 'dark'
    session.themeChanged()
    expect(panel.last('theme')).toEqual({ type: 'theme', theme: 'dark' })
  })

  it('clears the log', () => {
    showPanel().send({ type: 'clear' })
    expect(cleared).toBe(1)
  })

  it('hands on what only DevTools can do', () => {
    const panel = showPanel()
    panel.send({ type: 'reload' })
    panel.send({ type: 'show-in-network', url: API })
    expect(followed).toEqual([{ type: 'reload' }, { type: 'show-in-network', url: API }])
  })
})

describe('settings', () => {
  it('are kept and told', () => {
    const panel = showPanel()
    panel.send({ type: 'change-settings', change: { preserveLog: true } })
    expect(session.settings().preserveLog).toBe(true)
    expect(saved).toEqual([{ preserveLog: true }])
    expect(panel.last('settings')?.settings).toEqual({ preserveLog: true, showAll: false })
  })

  it('of another DevTools window are taken over', () => {
    const panel = showPanel()
    session.useSettings({ ...DEFAULT_STORED, showAll: true })
    expect(panel.last('settings')?.settings.showAll).toBe(true)
  })

  it('remember the framework picked by hand for the origin, and judge again', () => {
    const panel = showPanel()
    panel.send({ type: 'choose-framework', origin: ORIGIN, framework: 'nextjs' })
    expect(saved).toEqual([{ frameworkByOrigin: { [ORIGIN]: 'nextjs' } }])
    expect(flowsShown(panel)[0]?.server).toMatchObject({ framework: 'nextjs', chosen: true })
    panel.send({ type: 'choose-framework', origin: ORIGIN, framework: null })
    expect(saved.at(-1)).toEqual({ frameworkByOrigin: {} })
    expect(flowsShown(panel)[0]?.server.chosen).toBe(false)
  })

  it('remembered from before are used', () => {
    session.useSettings({ ...DEFAULT_STORED, frameworkByOrigin: { [ORIGIN]: 'fastapi' } })
    expect(flowsShown(showPanel())[0]?.server).toMatchObject({ framework: 'fastapi', chosen: true })
  })
})

describe('question from the page’s context menu', () => {
  it('is answered for this tab only', () => {
    expect(session.answer({ type: 'explain', tabId: 8, place: PLACE })).toBeUndefined()
  })

  it('is answered with the failure, without secrets', async () => {
    log = [
      failed({ sent: { Host: 'api.example', Origin: 'https://app.example', Cookie: 'sid=8f3kq0zx71m' } }),
    ]
    const answer = await session.answer({ type: 'explain', tabId: 7, place: PLACE })
    expect(answer).toMatchObject({ state: 'found', fit: 'latest' })
    expect(JSON.stringify(answer)).toContain(API)
    expect(JSON.stringify(answer)).not.toContain('8f3kq0zx71m')
  })

  it('is answered from the newest entries, though nobody has looked yet', async () => {
    log = [failed({ url: `${API}/newest` })]
    session.refresh()
    expect(JSON.stringify(await session.answer({ type: 'explain', tabId: 7, place: PLACE }))).toContain(
      `${API}/newest`,
    )
  })

  it('selects the failure in the panel, now or when it is shown', async () => {
    await session.answer({ type: 'explain', tabId: 7, place: PLACE })
    const panel = showPanel()
    const [flow] = flowsShown(panel)
    expect(panel.events.at(-1)).toEqual({ type: 'select', id: flow?.id })
    session.panelHidden()
    expect(showPanel().last('select')).toBeUndefined()
  })

  it('says how many requests there were when none failed', async () => {
    log = [documentEntry(PAGE, 500), harEntry({ at: 600, answered: { 'access-control-allow-origin': '*' } })]
    expect(await session.answer({ type: 'explain', tabId: 7, place: PLACE })).toEqual({
      state: 'nothing-failed',
      requests: 1,
    })
  })

  it('may be followed by a choice of framework, answered about the same failure', async () => {
    await session.answer({ type: 'explain', tabId: 7, place: PLACE })
    const answer = await session.answer({
      type: 'choose-framework',
      tabId: 7,
      origin: ORIGIN,
      framework: 'nextjs',
    })
    expect(answer).toMatchObject({
      state: 'found',
      diagnosis: { flows: [{ server: { framework: 'nextjs', chosen: true } }] },
    })
    expect(saved).toEqual([{ frameworkByOrigin: { [ORIGIN]: 'nextjs' } }])
  })

  it('from inside the panel selects the row that was pointed at', () => {
    const panel = showPanel()
    const [flow] = flowsShown(panel)
    expect(session.answer({ type: 'select', tabId: 7, id: flow?.id ?? '' })).toBeUndefined()
    expect(panel.last('select')).toEqual({ type: 'select', id: flow?.id })
  })
})
