/** A failure that is taken for CORS, or CORS in disguise: the scene that provokes it and what it is. */
import type { Outcome, ReasonId } from '../../src/engine/index.ts'
import type { Truth } from '../support/cdp-truth.ts'
import type { Addresses, Scene } from './stage.ts'

export interface LookAlike {
  name: string
  scene: (at: Addresses) => Scene
  /** What the browser says of the request over CDP: it shows that the scene provoked what it claims. */
  truth: Partial<Pick<Truth, 'outcome' | 'errorText' | 'blockedReason' | 'corsError'>>
  expects: { outcome: Outcome; reason: ReasonId | null }
  /** What the engine warns of besides. */
  warns?: ReasonId
}

/** A look-alike of browsers that leaves nothing in the network log. */
export interface Unlogged {
  name: string
  scene: (at: Addresses) => Scene
}
