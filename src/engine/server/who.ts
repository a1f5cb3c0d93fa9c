/** Who answered: framework, proxy or platform, from the wire. */

export type Confidence = 'certain' | 'likely' | 'possible' | 'none'

/** Plain JSON. */
export interface ServerGuess {
  /** Id of the software whose configuration is to change: a framework where one shows, else proxy or platform; null when nothing shows. */
  framework: string | null
  label: string
  confidence: Confidence
  /** The evidence, a sentence each. */
  because: string[]
  /** Proxies and platforms seen in front of it, by id. */
  layers: string[]
  /** The user's own choice for this origin overrode the guess. */
  chosen: boolean
}

export const NOBODY: ServerGuess = {
  framework: null,
  label: 'unknown server',
  confidence: 'none',
  because: ['No answer of this origin names its software.'],
  layers: [],
  chosen: false,
}
