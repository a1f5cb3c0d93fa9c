/** Session: one DevTools window. Log in, diagnosis out, to the panel and to whoever asks for the tab. */
import { type Browser, type Diagnosis, diagnose, recorderOf } from '../engine/index.ts'
import type { PanelCommand, PanelEvent, PanelHost, Theme } from '../panel/host.ts'
import type { Collector } from './collector.ts'
import { failureAt } from './fit.ts'
import type { Answer, Fit, Message } from './messages.ts'
import { redactedDiagnosis } from './redact.ts'
import { DEFAULT_STORED, type Stored, withFramework } from './settings.ts'

/** The panel's page, as the devtools page reaches it: hand over a host, get the door for events. */
export type ConnectPanel = (host: PanelHost) => (event: PanelEvent) => void

/** The panel's window: both pages are of one origin and one process, so that nothing need be copied between them. */
export interface PanelWindow {
  corscope?: ConnectPanel
}

export interface SessionOptions {
  tabId: number
  browser: Browser
  collector: Collector
  save: (change: Partial<Stored>) => Promise<void>
  theme: () => Theme
  can: Pick<PanelHost['can'], 'showInNetwork' | 'openSource'>
  /** Commands that only DevTools itself can follow. */
  devtools: (
    command: Extract<PanelCommand, { type: 'reload' | 'show-in-network' | 'open-source' | 'point-at' }>,
  ) => void
}

/** After judging, this many times its duration passes before the log is judged anew: a long log must not fill the day. */
const REST = 4

export interface Session {
  settings(): Stored
  /** The log changed. */
  refresh(): void
  useSettings(stored: Stored): void
  themeChanged(): void
  /** The panel is in front; `connect` is that of the page it shows. */
  panelShown(connect: ConnectPanel): void
  panelHidden(): void
  /** Undefined when the message is for somebody else. */
  answer(message: Message): Answer | undefined
}

export function createSession({
  tabId,
  browser,
  collector,
  save,
  theme,
  can,
  devtools,
}: SessionOptions): Session {
  let stored = DEFAULT_STORED
  let diagnosis: Diagnosis = { browser, recorder: recorderOf({ browser }), entries: 0, flows: [] }
  let outdated = true
  let receive: ((event: PanelEvent) => void) | null = null
  let shown = false
  /** What the panel is to show once it is there. */
  let wanted: string | null = null
  let restUntil = 0
  let resting: ReturnType<typeof setTimeout> | undefined
  let explained: { id: string; fit: Fit } | null = null

  /** Judging a long log takes its time, so it is done when somebody looks. */
  function current(): Diagnosis {
    if (outdated) {
      const begun = performance.now()
      const { entries, pages, pageUrl } = collector.recorded()
      diagnosis = diagnose(entries, {
        browser,
        pages,
        frameworkByOrigin: stored.frameworkByOrigin,
        ...(pageUrl === null ? {} : { pageUrl }),
      })
      outdated = false
      restUntil = performance.now() + REST * (performance.now() - begun)
    }
    return diagnosis
  }

  function tell(): void {
    clearTimeout(resting)
    resting = undefined
    if (shown) receive?.({ type: 'diagnosis', diagnosis: current() })
  }

  function refresh(): void {
    outdated = true
    if (!shown || resting !== undefined) return
    const rest = restUntil - performance.now()
    if (rest <= 0) tell()
    else resting = setTimeout(tell, rest)
  }

  function change(part: Partial<Stored>): void {
    useSettings({ ...stored, ...part })
    void save(part)
  }

  function useSettings(next: Stored): void {
    const rejudge = JSON.stringify(next.frameworkByOrigin) !== JSON.stringify(stored.frameworkByOrigin)
    stored = next
    tellSettings()
    if (rejudge) {
      outdated = true
      tell()
    }
  }

  function tellSettings(): void {
    const { preserveLog, showAll } = stored
    receive?.({ type: 'settings', settings: { preserveLog, showAll } })
  }

  function select(id: string): void {
    wanted = id
    if (!shown || receive === null) return
    receive({ type: 'select', id })
    wanted = null
  }

  const chooseFramework = (origin: string, framework: string | null): void =>
    change({ frameworkByOrigin: withFramework(stored.frameworkByOrigin, origin, framework) })

  function follow(command: PanelCommand): void {
    switch (command.type) {
      case 'clear':
        collector.clear()
        tell()
        break
      case 'change-settings':
        change(command.change)
        break
      case 'choose-framework':
        chooseFramework(command.origin, command.framework)
        break
      default:
        devtools(command)
    }
  }

  function answerAbout(target: { id: string; fit: Fit } | null): Answer {
    explained = target
    const log = current()
    const diagnosed = log.flows.find(({ id }) => id === target?.id)
    if (target === null || !diagnosed) return { state: 'nothing-failed', requests: log.flows.length }
    return { state: 'found', fit: target.fit, diagnosis: redactedDiagnosis(log, diagnosed) }
  }

  return {
    settings: () => stored,
    refresh,
    useSettings,
    themeChanged: () => receive?.({ type: 'theme', theme: theme() }),
    panelShown(connect) {
      shown = true
      receive = connect({ send: follow, can: { ...can, chooseFramework: true } })
      receive({ type: 'theme', theme: theme() })
      tellSettings()
      receive({ type: 'diagnosis', diagnosis: current() })
      if (wanted !== null) select(wanted)
    },
    panelHidden() {
      shown = false
    },
    answer(message) {
      if (message.tabId !== tabId) return undefined
      switch (message.type) {
        case 'explain': {
          const found = failureAt(current(), message.place)
          if (found) select(found.diagnosed.id)
          return answerAbout(found && { id: found.diagnosed.id, fit: found.fit })
        }
        case 'choose-framework':
          chooseFramework(message.origin, message.framework)
          return answerAbout(explained)
        case 'select':
          select(message.id)
          return undefined
        case 'point-at':
          return undefined
      }
    },
  }
}
