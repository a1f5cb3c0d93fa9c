/** Host: whoever shows the panel. What the panel is told, and what it asks for; its only ties to the outside. */
import type { Browser, Diagnosis, FlowDiagnosis } from '../engine/index.ts'
import type { Item } from './item.ts'
import type { CredentialsChoice, ProofOptions, ProofState } from './proof.ts'

export type Theme = 'light' | 'dark'

export interface Settings {
  /** Keep the failures of the pages before this one. */
  preserveLog: boolean
  /** List the requests that succeeded too. */
  showAll: boolean
}

export const DEFAULT_SETTINGS: Settings = { preserveLog: false, showAll: false }

/** What became of the log. `changed` keep their place. */
export interface LogChanges {
  type: 'changes'
  browser: Browser
  /** Entries in the log, same-origin ones too. */
  entries: number
  /** The oldest entries, dropped because there were too many. */
  dropped: number
  added: readonly Item[]
  changed: readonly Item[]
  removed: readonly string[]
  /** All that was told before is void. */
  reset?: boolean
}

export type PanelEvent =
  | { type: 'diagnosis'; diagnosis: Diagnosis }
  /** Who tells of changes answers `host.diagnosis` too. */
  | LogChanges
  | { type: 'settings'; settings: Settings }
  | { type: 'theme'; theme: Theme }
  /** Show the explanation of one flow. */
  | { type: 'select'; id: string }
  /** DevTools' own search, as `ExtensionPanel.onSearch` tells it. */
  | { type: 'search'; action: SearchAction; query: string }
  /** Requests made again, and the trial that is on. */
  | { type: 'proof'; state: ProofState }
  /** The extension was updated or removed under the open panel. */
  | { type: 'orphaned' }

export type SearchAction = 'performSearch' | 'nextSearchResult' | 'previousSearchResult' | 'cancelSearch'

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
  /** Make the request anew from the page. The person was asked where that changes something. */
  | { type: 'test-again'; id: string; credentials: CredentialsChoice }
  /** Let this tab see what the mended server would send. Sent at a click: it asks for host permissions. `ids`: the failures it is for. */
  | { type: 'start-trial'; ids: readonly string[] }
  | { type: 'end-trial' }

/** What a fix can be written for. */
export interface Software {
  id: string
  label: string
}

export interface PanelHost {
  send(command: PanelCommand): void
  /** All that is known of one flow; null when it is gone. Needed where events bring no diagnoses. */
  diagnosis?: (id: string) => FlowDiagnosis | null
  /** What can be tried about one failure; absent where nothing can be sent (a file, a browser without the API). */
  proof?: (id: string) => ProofOptions | null
  /** What may be chosen as the software of a server. */
  software?: readonly Software[]
  /** What this host can do; buttons for the rest are not drawn. */
  can: {
    showInNetwork: boolean
    openSource: boolean
    chooseFramework: boolean
    /** False where there is no live log, only files. */
    record?: boolean
  }
}
