/** Echo, with the CORS middleware that it brings along. */

import { answering } from '../answering.ts'
import { cookieNote, notes, openNote, type Settings, withSettings } from '../cors-settings.ts'
import { credentialsLines, existingNote } from '../existing.ts'
import { orAccept, strings } from '../go-code.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

function code(settings: Settings): string {
  const { origins, methods, headers, maxAge, preflighted, expose } = settings
  return [
    '// With the other imports:',
    'import "github.com/labstack/echo/v4/middleware"',
    '',
    '// Right after e := echo.New(), before every other e.Use and every route:',
    'e.Use(middleware.CORSWithConfig(middleware.CORSConfig{',
    `\tAllowOrigins: ${strings(origins)},`,
    `\tAllowMethods: ${strings(methods)},`,
    // an empty list would allow whatever is asked for
    `\tAllowHeaders: ${strings(orAccept(headers))},`,
    ...(expose.length > 0 ? [`\tExposeHeaders: ${strings(expose)},`] : []),
    ...credentialsLines(settings, '\tAllowCredentials: true,', '//'),
    ...(preflighted ? [`\tMaxAge: ${maxAge},`] : []),
    '}))',
  ].join('\n')
}

const draft = (context: FixContext, settings: Settings): DraftFix => ({
  title: 'Use Echo’s CORS middleware, before every other',
  language: 'go',
  file: 'main.go',
  code: code(settings),
  note: notes(
    'In Echo 5 the import ends in echo/v5/middleware. If the import is there already, leave that line out.',
    existingNote(settings, 'middleware.CORS, CORSWithConfig, or Access-Control-… headers set by hand'),
    openNote(context),
    cookieNote(context, 'http.Cookie{SameSite: http.SameSiteNoneMode, Secure: true}'),
  ),
  owner: 'back-end',
  after: answering(settings, { alwaysHeaders: orAccept([]) }),
})

export const echo: Framework = {
  id: 'echo',
  label: 'Go Echo',
  fixes: withSettings(draft),
}
