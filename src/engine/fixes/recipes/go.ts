/** Go's net/http, with github.com/rs/cors around the whole handler. Gin, Echo, Fiber and chi have files of their own. */

import { answering, withSafelisted } from '../answering.ts'
import { cookieNote, notes, openNote, type Settings, withSettings } from '../cors-settings.ts'
import { credentialsLines, existingNote } from '../existing.ts'
import { orAccept, strings } from '../go-code.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

function code(settings: Settings): string {
  const { origins, headers, maxAge, preflighted, expose } = settings
  return [
    '// With the other imports:',
    'import "github.com/rs/cors"',
    '',
    '// In main, around the whole router (mux here), outside of every login check:',
    'handler := cors.New(cors.Options{',
    `\tAllowedOrigins: ${strings(origins)},`,
    `\tAllowedMethods: ${strings(settings.methods)},`,
    `\tAllowedHeaders: ${strings(orAccept(headers))},`,
    ...(expose.length > 0 ? [`\tExposedHeaders: ${strings(expose)},`] : []),
    ...credentialsLines(settings, '\tAllowCredentials: true,', '//'),
    ...(preflighted ? [`\tMaxAge: ${maxAge},`] : []),
    '}).Handler(mux)',
    '',
    '// It takes the place of the router where the server listens, at the address you use today:',
    'http.ListenAndServe(":8080", handler)',
  ].join('\n')
}

function draft(context: FixContext, settings: Settings): DraftFix {
  return {
    title: 'Wrap the router in rs/cors',
    language: 'go',
    file: 'main.go',
    code: code(settings),
    note: notes(
      'Install it with go get github.com/rs/cors. Routes written as "GET /path" answer OPTIONS with 405, so that the wrapper must stand around the router and not on a route. With Gin, Echo, Fiber or chi, choose that one in the list: each has a middleware of its own.',
      existingNote(settings, 'another CORS handler, or Access-Control-… headers set by hand'),
      openNote(context),
      cookieNote(context, 'http.Cookie{SameSite: http.SameSiteNoneMode, Secure: true}'),
    ),
    owner: 'back-end',
    after: answering(settings, { alwaysHeaders: orAccept([]) }),
  }
}

export const go: Framework = {
  id: 'go',
  label: 'Go (net/http)',
  fixes: withSettings((context, settings) => draft(context, withSafelisted(settings))),
}
