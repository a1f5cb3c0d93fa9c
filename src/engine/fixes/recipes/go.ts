/** Go's net/http, Gin, Echo and Chi, with github.com/rs/cors around the whole handler. */

import {
  cookieNote,
  methodsWithSeen,
  notes,
  openNote,
  type Settings,
  withSettings,
} from '../cors-settings.ts'
import { list, quoted } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'
import { answerWith } from '../response-after.ts'

/** A safelisted name: an empty list means a default of several. */
const ALWAYS_ALLOWED = 'Accept'

const strings = (items: readonly string[]): string => `[]string{${list(items, quoted)}}`

function code(settings: Settings): string {
  const { origins, headers, credentials, maxAge, preflighted, expose } = settings
  return [
    '// import "github.com/rs/cors"',
    'allow := cors.New(cors.Options{',
    `\tAllowedOrigins: ${strings(origins)},`,
    `\tAllowedMethods: ${strings(methodsWithSeen(settings))},`,
    `\tAllowedHeaders: ${strings(headers.length > 0 ? headers : [ALWAYS_ALLOWED])},`,
    ...(expose.length > 0 ? [`\tExposedHeaders: ${strings(expose)},`] : []),
    ...(credentials ? ['\tAllowCredentials: true,'] : []),
    ...(preflighted ? [`\tMaxAge: ${maxAge},`] : []),
    '})',
    '',
    '// Around the whole router, outside of every login check:',
    'http.ListenAndServe(":8080", allow.Handler(mux))',
  ].join('\n')
}

function draft(context: FixContext, settings: Settings): DraftFix {
  return {
    title: 'Wrap the router in rs/cors',
    language: 'go',
    file: 'main.go',
    code: code(settings),
    note: notes(
      'Install it with go get github.com/rs/cors; keep the address you listen on. Routes written as "GET /path" answer OPTIONS with 405, so the wrapper must stand around the router, not on a route.',
      openNote(context),
      cookieNote(context, 'http.Cookie{SameSite: http.SameSiteNoneMode, Secure: true}'),
    ),
    owner: 'back-end',
    after: answerWith(settings, { origins: settings.origins, alwaysHeaders: [ALWAYS_ALLOWED] }),
  }
}

export const go: Framework = {
  id: 'go',
  label: 'Go',
  fixes: withSettings(draft),
}
