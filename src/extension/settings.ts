/** Settings: what CORScope remembers between sessions, in `storage.local`. */
import type { Storage } from 'webextension-polyfill'
import { DEFAULT_SETTINGS, type Settings } from '../panel/host.ts'

export interface Stored extends Settings {
  /** The framework picked by hand, by server origin. */
  frameworkByOrigin: Readonly<Record<string, string>>
}

export const DEFAULT_STORED: Stored = { ...DEFAULT_SETTINGS, frameworkByOrigin: {} }

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** Whatever is stored, read as settings; what is missing or of another shape gets its default. */
export function readStored(value: unknown): Stored {
  const stored = isRecord(value) ? value : {}
  const frameworks = isRecord(stored.frameworkByOrigin) ? Object.entries(stored.frameworkByOrigin) : []
  return {
    preserveLog: stored.preserveLog === true,
    showAll: stored.showAll === true,
    frameworkByOrigin: Object.fromEntries(
      frameworks.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ),
  }
}

/** The framework of an origin, changed or (null) forgotten. */
export function withFramework(
  frameworkByOrigin: Stored['frameworkByOrigin'],
  origin: string,
  framework: string | null,
): Stored['frameworkByOrigin'] {
  const others = Object.entries(frameworkByOrigin).filter(([key]) => key !== origin)
  return Object.fromEntries(framework === null ? others : [...others, [origin, framework]])
}

export type SettingsArea = Pick<Storage.StorageArea, 'get' | 'set'>

export const loadSettings = async (area: SettingsArea): Promise<Stored> => readStored(await area.get(null))

export const saveSettings = (area: SettingsArea, change: Partial<Stored>): Promise<void> => area.set(change)
