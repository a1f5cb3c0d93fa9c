/** Host: whoever shows the panel. What the panel is told, and what it asks for; its only ties to the outside. */
import type { Diagnosis } from '../engine/index.ts'

export type Theme = 'light' | 'dark'

export interface Settings {
  /** Keep the failures of the pages before this one. */
  preserveLog: boolean
  /** List the requests that succeeded too. */
  showAll: boolean
}

export const DEFAULT_SETTINGS: Settings = { preserveLog: false, showAll: false }

export type PanelEvent =
  | { type: 'diagnosis'; diagnosis: Diagnosis }
  | { type: 'settings'; settings: Settings }
  | { type: 'theme'; theme: Theme }
  /** Show the explanation of one flow. */
  | { type: 'select'; id: string }

export type PanelCommand =
  | { type: 'clear' }
  | { type: 'reload' }
  | { type: 'change-settings'; change: Partial<Settings> }
  /** `framework` null: back to what the wire shows. */
  | { type: 'choose-framework'; origin: string; framework: string | null }
  | { type: 'show-in-network'; url: string }
  /** `line` and `column` count from zero. */
  | { type: 'open-source'; url: string; line: number; column: number }
  /** The row under the pointer when a context menu opened. */
  | { type: 'point-at'; id: string }

export interface PanelHost {
  send(command: PanelCommand): void
  /** What this host can do; buttons for the rest are not drawn. */
  can: { showInNetwork: boolean; openSource: boolean; chooseFramework: boolean }
}
