/**
 * Trials: the service worker's part. A trial is on while its tab, its DevTools and the browser are, and while somebody
 * answers for it; whatever ends it takes its rules, its badge and its host permissions with it. What is on stands in
 * `storage.session`, since this worker may be gone at any moment; each time it starts it sweeps what nobody answers for.
 */
import type { Browser } from 'webextension-polyfill'
import { ASKING, askingKey, permissionsOf } from './permissions.ts'
import { isTrialPlan, rulesOf, type TrialPlan } from './trial-rules.ts'

export interface Trial extends TrialPlan {
  ruleIds: number[]
  /** Milliseconds since the epoch. */
  startedAt: number
}

export type TrialMessage =
  /** To the worker: begin. The permissions were given already. Answered with the Trial, or null where it may not be. */
  | { type: 'start-trial'; tabId: number; plan: TrialPlan }
  /** To the worker: end what is on in this tab. */
  | { type: 'end-trial'; tabId: number }
  /** To the devtools page of a tab: is this trial shown? Answered with true. */
  | { type: 'trial-alive'; tabId: number }
  /** To the devtools page of a tab: it ended. */
  | { type: 'trial-ended'; tabId: number }

const KEY = 'trial:'
const keyOf = (tabId: number): string => `${KEY}${tabId}`

/** The devtools page holds a port of this name open while a trial is on: it closes with DevTools. */
export const trialPort = (tabId: number): string => `trial:${tabId}`
const tabOfPort = (name: string): number | null => {
  const match = /^trial:(\d+)$/.exec(name)
  return match === null ? null : Number(match[1])
}

export function isTrialMessage(value: unknown): value is TrialMessage {
  const message = value as Partial<TrialMessage> | null
  if (typeof message !== 'object' || message === null || !Number.isInteger(message.tabId)) return false
  if (message.type === 'start-trial') return isTrialPlan(message.plan) && message.plan.tabId === message.tabId
  return (['end-trial', 'trial-alive', 'trial-ended'] as unknown[]).includes(message.type)
}

export interface Trials {
  start(plan: TrialPlan): Promise<Trial | null>
  end(tabId: number): Promise<void>
  /** Ends what nobody answers for, and gives back what no trial needs. */
  sweep(): Promise<void>
}

export function createTrials(browser: Browser): Trials {
  const { session } = browser.storage
  /** One change after the other: rule ids and permissions are counted over all trials. */
  let last: Promise<unknown> = Promise.resolve()
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = last.then(work, work)
    last = turn.catch(() => null)
    return turn
  }

  async function under<Item>(prefix: string): Promise<Item[]> {
    const stored = await session.get(null)
    return Object.entries(stored).flatMap(([key, value]) => (key.startsWith(prefix) ? [value as Item] : []))
  }

  const all = (): Promise<Trial[]> => under<Trial>(KEY)
  const asked = (): Promise<TrialPlan[]> => under<TrialPlan>(ASKING)

  async function giveBack(): Promise<void> {
    const needed = new Set([...(await all()), ...(await asked())].flatMap(permissionsOf))
    const { origins = [] } = await browser.permissions.getAll()
    const unneeded = origins.filter((origin) => !needed.has(origin))
    // those that the manifest itself names cannot be given back
    if (unneeded.length > 0) await browser.permissions.remove({ origins: unneeded }).catch(() => false)
  }

  async function mark(tabId: number, text: string): Promise<void> {
    try {
      await browser.action.setBadgeText({ tabId, text })
    } catch {
      // the tab is gone, and its badge with it
    }
  }

  async function begin(plan: TrialPlan): Promise<Trial | null> {
    await finish(plan.tabId)
    await session.remove(askingKey(plan.tabId))
    const allowed = await browser.permissions.contains({ origins: permissionsOf(plan) })
    if (!allowed) {
      await giveBack()
      return null
    }
    const taken = (await browser.declarativeNetRequest.getSessionRules()).map(({ id }) => id)
    const rules = rulesOf(plan, Math.max(0, ...taken) + 1)
    const trial: Trial = { ...plan, ruleIds: rules.map(({ id }) => id), startedAt: Date.now() }
    // written down before it is on: what is on is always known
    await session.set({ [keyOf(plan.tabId)]: trial })
    await browser.declarativeNetRequest.updateSessionRules({ addRules: rules })
    await mark(plan.tabId, 'try')
    return trial
  }

  async function stop(tabId: number): Promise<void> {
    await session.remove(askingKey(tabId))
    await finish(tabId)
    await giveBack()
  }

  async function finish(tabId: number): Promise<void> {
    const trial = (await session.get(keyOf(tabId)))[keyOf(tabId)] as Trial | undefined
    if (trial === undefined) return
    await browser.declarativeNetRequest.updateSessionRules({ removeRuleIds: trial.ruleIds })
    await session.remove(keyOf(tabId))
    await giveBack()
    await mark(tabId, '')
    await tell({ type: 'trial-ended', tabId })
  }

  async function tell(message: TrialMessage): Promise<unknown> {
    try {
      return await browser.runtime.sendMessage(message)
    } catch {
      // no page of the extension is open
      return undefined
    }
  }

  async function clean(): Promise<void> {
    for (const { tabId } of [...(await all()), ...(await asked())])
      if ((await tell({ type: 'trial-alive', tabId })) !== true) await stop(tabId)
    const known = new Set((await all()).flatMap(({ ruleIds }) => ruleIds))
    const rules = await browser.declarativeNetRequest.getSessionRules()
    const strays = rules.map(({ id }) => id).filter((id) => !known.has(id))
    if (strays.length > 0) await browser.declarativeNetRequest.updateSessionRules({ removeRuleIds: strays })
    await giveBack()
  }

  const trials: Trials = {
    start: (plan) => inTurn(() => begin(plan)),
    end: (tabId) => inTurn(() => stop(tabId)),
    sweep: () => inTurn(clean),
  }

  browser.runtime.onMessage.addListener((message: unknown) => {
    if (!isTrialMessage(message)) return undefined
    if (message.type === 'start-trial') return trials.start(message.plan)
    if (message.type === 'end-trial') return trials.end(message.tabId).then(() => true)
    return undefined
  })
  browser.runtime.onConnect.addListener((port) => {
    const tabId = tabOfPort(port.name)
    if (tabId !== null) port.onDisconnect.addListener(() => void trials.end(tabId))
  })
  browser.tabs.onRemoved.addListener((tabId) => void trials.end(tabId))
  browser.runtime.onStartup.addListener(() => void trials.sweep())
  void trials.sweep()
  return trials
}
