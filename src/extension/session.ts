/** Session: one DevTools window. Log in, diagnosis out, to the panel and to whoever asks for the tab. */
import { type Browser, type FlowDiagnosis, isFailure } from '../engine/index.ts'
import type { PanelCommand, PanelEvent, PanelHost, Theme } from '../panel/host.ts'
import type { Collector } from './collector.ts'
import { Feed } from './feed.ts'
import { failureAt } from './fit.ts'
import type { Answer, Fit, Message, Place } from './messages.ts'
import type { Prover, ProverOptions } from './proof/prover.ts'
import { bodyOf } from './proof/request-again.ts'
import type { TrialPlan } from './proof/trial-rules.ts'
import { redactedDiagnosis } from './redact.ts'
import { DEFAULT_STORED, type Stored, withFramework } from './settings.ts'

/** The panel's page, as the devtools page reaches it: hand over a host, get the door for events. */
export type ConnectPanel = (host: ExtensionHost) => (event: PanelEvent) => void

/** What the panel's page needs besides, to ask for permissions: only a page where somebody clicked can. */
export interface ExtensionHost extends PanelHost {
  /** From now on a trial is being asked for. Null where there can be none. */
  askTrial(ids: readonly string[]): TrialPlan | null
}

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
  devtools: (command: DevtoolsCommand) => void
  /** Makes what proves verdicts and fixes in the browser at hand. */
  prover: (options: Pick<ProverOptions, 'log' | 'bodyOf' | 'onChange'>) => Prover
}

export type DevtoolsCommand = Extract<
  PanelCommand,
  { type: 'reload' | 'show-in-network' | 'open-source' | 'point-at' }
>

export interface Session {
  settings(): Stored
  /** The log changed. */
  refresh(): void
  useSettings(stored: Stored): void
  themeChanged(): void
  /** The panel is in front; `connect` is that of the page it shows. */
  panelShown(connect: ConnectPanel): void
  panelHidden(): void
  /** Undefined when the message is for somebody else, or asks for nothing. */
  answer(message: Message): Promise<Answer> | undefined
  readonly prover: Prover
}

export function createSession({
  tabId,
  browser,
  collector,
  save,
  theme,
  can,
  devtools,
  prover: createProver,
}: SessionOptions): Session {
  let stored = DEFAULT_STORED
  let receive: ((event: PanelEvent) => void) | null = null
  let shown = false
  /** What the panel is to show once it is there. */
  let wanted: string | null = null
  let explained: { id: string; fit: Fit } | null = null

  const feed = new Feed({
    browser,
    collector,
    frameworkFor: (origin) => stored.frameworkByOrigin[origin],
    onChange: tell,
  })

  const prover = createProver({
    log: feed.log,
    bodyOf: (index) => bodyOf(collector.entry(index)),
    onChange: (state) => receive?.({ type: 'proof', state }),
  })

  function tell(): void {
    prover.look()
    if (!shown) return
    receive?.(feed.changes())
    showWanted()
  }

  /** Judging a long log takes its time, so it is done when somebody looks. */
  function refresh(): void {
    if (shown) void feed.run()
  }

  function change(part: Partial<Stored>): void {
    useSettings({ ...stored, ...part })
    void save(part)
  }

  function useSettings(next: Stored): void {
    const before = stored.frameworkByOrigin
    stored = next
    tellSettings()
    const isOther = (origin: string): boolean => before[origin] !== next.frameworkByOrigin[origin]
    if (![...Object.keys(before), ...Object.keys(next.frameworkByOrigin)].some(isOther)) return
    feed.adviseAgain(isOther)
    tell()
  }

  function tellSettings(): void {
    const { preserveLog, showAll } = stored
    receive?.({ type: 'settings', settings: { preserveLog, showAll } })
  }

  function select(id: string): void {
    wanted = id
    showWanted()
  }

  /** As soon as the panel knows the flow. */
  function showWanted(): void {
    if (!shown || receive === null || wanted === null || feed.log.flow(wanted) === null) return
    receive({ type: 'select', id: wanted })
    wanted = null
  }

  const chooseFramework = (origin: string, framework: string | null): void =>
    change({ frameworkByOrigin: withFramework(stored.frameworkByOrigin, origin, framework) })

  function follow(command: PanelCommand): void {
    switch (command.type) {
      case 'clear':
        collector.clear()
        refresh()
        break
      case 'change-settings':
        change(command.change)
        break
      case 'choose-framework':
        chooseFramework(command.origin, command.framework)
        break
      case 'test-again':
        prover.testAgain(command.id, command.credentials)
        break
      case 'start-trial':
        void prover.startTrial(command.ids)
        break
      case 'end-trial':
        void prover.endTrial()
        break
      default:
        devtools(command)
    }
  }

  function answerAbout(target: { id: string; fit: Fit } | null): Answer {
    explained = target
    const diagnosed: FlowDiagnosis | null = target && feed.log.advice(target.id)
    const flows = feed.log.flows()
    if (target === null || diagnosed === null) return { state: 'nothing-failed', requests: flows.length }
    const diagnosis = redactedDiagnosis(
      { browser, recorder: feed.log.recorder, entries: feed.entries, flows: [] },
      diagnosed,
    )
    return { state: 'found', fit: target.fit, diagnosis, inNetwork: can.showInNetwork }
  }

  async function explain(place: Place): Promise<Answer> {
    await feed.run()
    const found = failureAt(
      feed.log.flows().filter(({ verdict }) => isFailure(verdict)),
      place,
    )
    if (found) select(found.id)
    return answerAbout(found)
  }

  async function explainAgain(): Promise<Answer> {
    await feed.run()
    return answerAbout(explained)
  }

  function showInNetwork(): void {
    const judged = explained && feed.log.flow(explained.id)
    if (judged) devtools({ type: 'show-in-network', url: judged.flow.exchange.url })
  }

  return {
    prover,
    settings: () => stored,
    refresh,
    useSettings,
    themeChanged: () => receive?.({ type: 'theme', theme: theme() }),
    panelShown(connect) {
      shown = true
      receive = connect({
        send: follow,
        diagnosis: (id) => feed.log.advice(id),
        proof: (id) => prover.optionsFor(id),
        askTrial: (ids) => prover.askTrial(ids),
        can: { ...can, chooseFramework: true },
      })
      receive({ type: 'theme', theme: theme() })
      tellSettings()
      if (prover.isBusy) receive({ type: 'proof', state: prover.state })
      feed.forgetTelling()
      void feed.run()
    },
    panelHidden() {
      shown = false
    },
    answer(message) {
      if (message.tabId !== tabId) return undefined
      switch (message.type) {
        case 'explain':
          return explain(message.place)
        case 'choose-framework':
          chooseFramework(message.origin, message.framework)
          return explainAgain()
        case 'select':
          select(message.id)
          return undefined
        case 'show-in-network':
          showInNetwork()
          return undefined
        case 'point-at':
        case 'panel-apart':
          return undefined
      }
    },
  }
}
