/**
 * Messages between the pages of the extension, one union. The devtools page of a tab knows its failures and answers
 * for that tab; the service worker and the window of an explanation ask. Nobody answers when DevTools is closed.
 */
import type { Diagnosis } from '../engine/index.ts'

/** What was right-clicked in the page, as `contextMenus.onClicked` tells it. */
export interface Place {
  srcUrl: string | null
  linkUrl: string | null
  frameUrl: string | null
}

export type Message =
  /** To the devtools page: which failure fits this place? It shows it in the panel too. Answered with an Answer. */
  | { type: 'explain'; tabId: number; place: Place }
  /** To the devtools page: write the fix for this framework. Answered with an Answer about the same failure. */
  | { type: 'choose-framework'; tabId: number; origin: string; framework: string | null }
  /** To the devtools page: show this failure in the panel. */
  | { type: 'select'; tabId: number; id: string }
  /** To the devtools page: show the failure that was explained last in the Network panel. */
  | { type: 'show-in-network'; tabId: number }
  /** To the panel: the devtools page cannot reach it, so it has to record for itself. */
  | { type: 'panel-apart'; tabId: number }
  /** To the service worker: a context menu opened over this row of the panel. */
  | { type: 'point-at'; tabId: number; id: string }

/** How a failure was found: it is that of the clicked element, of its frame, or simply the tab's latest. */
export type Fit = 'element' | 'frame' | 'latest'

export type Answer =
  /** `diagnosis` holds the one failure, redacted. `inNetwork`: DevTools can be asked to show it in its Network panel. */
  | { state: 'found'; fit: Fit; diagnosis: Diagnosis; inNetwork: boolean }
  /** `requests`: cross-origin requests seen. */
  | { state: 'nothing-failed'; requests: number }

/** What the window of an explanation shows; kept in `storage.session`. */
export type Shown = Answer | { state: 'devtools-closed' }

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const isTextOrNull = (value: unknown): boolean => value === null || typeof value === 'string'

const isPlace = (value: unknown): boolean =>
  isObject(value) && [value.srcUrl, value.linkUrl, value.frameUrl].every(isTextOrNull)

const MESSAGE_PARTS: Record<Message['type'], (message: Record<string, unknown>) => boolean> = {
  explain: ({ place }) => isPlace(place),
  'choose-framework': ({ origin, framework }) => typeof origin === 'string' && isTextOrNull(framework),
  select: ({ id }) => typeof id === 'string',
  'show-in-network': () => true,
  'panel-apart': () => true,
  'point-at': ({ id }) => typeof id === 'string',
}

export function isMessage(value: unknown): value is Message {
  if (!isObject(value) || typeof value.type !== 'string' || typeof value.tabId !== 'number') return false
  return Object.hasOwn(MESSAGE_PARTS, value.type) && MESSAGE_PARTS[value.type as Message['type']](value)
}

const SHOWN_PARTS: Record<Shown['state'], (shown: Record<string, unknown>) => boolean> = {
  found: ({ diagnosis }) =>
    isObject(diagnosis) && Array.isArray(diagnosis.flows) && diagnosis.flows.length > 0,
  'nothing-failed': ({ requests }) => typeof requests === 'number',
  'devtools-closed': () => true,
}

export function isShown(value: unknown): value is Shown {
  if (!isObject(value) || typeof value.state !== 'string') return false
  return Object.hasOwn(SHOWN_PARTS, value.state) && SHOWN_PARTS[value.state as Shown['state']](value)
}

export const isAnswer = (value: unknown): value is Answer =>
  isShown(value) && value.state !== 'devtools-closed'

/** Key in `storage.session` of what the window for a tab shows. */
export const shownKey = (tabId: number): string => `shown:${tabId}`
