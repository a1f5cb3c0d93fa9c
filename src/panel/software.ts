/** Software: what a fix can be written for. Apart, because it brings all fixes with it. */
import { FRAMEWORKS } from '../engine/index.ts'
import type { Software } from './host.ts'

/** Those that answer requests: what is to change on the page itself needs no choosing. */
export const SOFTWARE: readonly Software[] = FRAMEWORKS.filter(({ id }) => id !== 'front-end').map(
  ({ id, label }) => ({ id, label }),
)
