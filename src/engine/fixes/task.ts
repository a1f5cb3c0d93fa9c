/** What has to be done on the server, as the cause's own row says it: recipes differ by that, not by causes. */

import type { TaskId } from '../causes/cause.ts'
import { rowOfCause } from '../causes/causes.ts'
import type { FixContext } from './recipe.ts'

export const taskOf = ({ cause }: Pick<FixContext, 'cause'>): TaskId | null =>
  cause === null ? null : (rowOfCause(cause.id).task ?? null)
