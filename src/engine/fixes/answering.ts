/** The usual model of a server with these settings: origins are compared, the rest is as the software has it. */

import type { ResponseChange } from './change.ts'
import type { Settings } from './cors-settings.ts'
import { type AnswerOptions, answerWith } from './response-after.ts'

export const answering = (settings: Settings, options: AnswerOptions = {}): ResponseChange =>
  answerWith(settings, { origins: settings.origins, ...options })
