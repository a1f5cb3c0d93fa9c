/** Finds the installed Firefox. */
import { execFileSync } from 'node:child_process'

const NAMES = ['firefox-esr', 'firefox', '/Applications/Firefox.app/Contents/MacOS/firefox']

const versionOf = (binary: string): string | null => {
  try {
    return execFileSync(binary, ['--version'], { encoding: 'utf8', timeout: 30_000 }).trim()
  } catch {
    return null
  }
}

export interface FoundFirefox {
  binary: string
  /** `Mozilla Firefox 153.7.0esr` */
  version: string
}

/** `CORSCOPE_FIREFOX` names another one. Null where none is installed. */
export function findFirefox(): FoundFirefox | null {
  const chosen = process.env.CORSCOPE_FIREFOX
  for (const binary of chosen === undefined ? NAMES : [chosen]) {
    const version = versionOf(binary)
    if (version !== null) return { binary, version }
  }
  return null
}
