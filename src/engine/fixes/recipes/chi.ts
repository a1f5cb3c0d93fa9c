/** chi, with its own github.com/go-chi/cors. */

import { answering, withSafelisted } from '../answering.ts'
import { cookieNote, notes, openNote, type Settings, withSettings } from '../cors-settings.ts'
import { credentialsLines, existingNote } from '../existing.ts'
import { orAccept, strings } from '../go-code.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

function code(settings: Settings): string {
  const { origins, headers, maxAge, preflighted, expose } = settings
  return [
    '// With the other imports:',
    'import "github.com/go-chi/cors"',
    '',
    '// Right after r := chi.NewRouter(), before every other r.Use and every route:',
    'r.Use(cors.Handler(cors.Options{',
    `\tAllowedOrigins: ${strings(origins)},`,
    `\tAllowedMethods: ${strings(settings.methods)},`,
    `\tAllowedHeaders: ${strings(orAccept(headers))},`,
    ...(expose.length > 0 ? [`\tExposedHeaders: ${strings(expose)},`] : []),
    ...credentialsLines(settings, '\tAllowCredentials: true,', '//'),
    ...(preflighted ? [`\tMaxAge: ${maxAge},`] : []),
    '}))',
  ].join('\n')
}

const draft = (context: FixContext, settings: Settings): DraftFix => ({
  title: 'Use go-chi/cors, before every other middleware',
  language: 'go',
  file: 'main.go',
  code: code(settings),
  note: notes(
    'Install it with go get github.com/go-chi/cors. It belongs on the outermost router: on one that is mounted it comes too late for OPTIONS.',
    existingNote(settings, 'another CORS handler, or Access-Control-… headers set by hand'),
    openNote(context),
    cookieNote(context, 'http.Cookie{SameSite: http.SameSiteNoneMode, Secure: true}'),
  ),
  owner: 'back-end',
  after: answering(settings, { preflightStatus: 200, alwaysHeaders: orAccept([]) }),
})

export const chi: Framework = {
  id: 'chi',
  label: 'Go chi',
  fixes: withSettings((context, settings) => draft(context, withSafelisted(settings))),
}
