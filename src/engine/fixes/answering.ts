/** The usual model of a server with these settings: origins are compared, the rest is as the software has it. */

import type { ResponseChange } from './change.ts'
import { methodsWithSeen, type Settings } from './cors-settings.ts'
import { type AnswerOptions, answerWith } from './response-after.ts'

export const answering = (settings: Settings, options: AnswerOptions = {}): ResponseChange =>
  answerWith(settings, { origins: settings.origins, ...options })

/** What such servers allow where no list is written. */
const SAFELISTED = ['GET', 'HEAD', 'POST']

/**
 * For servers that compare simple requests with their list too (Spring, rs/cors, rack-cors), where others let an
 * allowed origin read any of them: a list of the failing method alone would stop what passes today.
 */
export const withSafelisted = (settings: Settings): Settings => ({
  ...settings,
  methods: [...new Set([...methodsWithSeen(settings), ...SAFELISTED])],
})
