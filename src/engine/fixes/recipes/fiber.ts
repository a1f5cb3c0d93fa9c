/** Fiber, which is no net/http: only its own middleware fits. */

import { answering } from '../answering.ts'
import { cookieNote, notes, openNote, type Settings, withSettings } from '../cors-settings.ts'
import { credentialsLines, existingNote } from '../existing.ts'
import { orAccept } from '../go-code.ts'
import { quoted } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

const joined = (items: readonly string[]): string => quoted(items.join(','))

function code(settings: Settings): string {
  const { origins, methods, headers, maxAge, preflighted, expose } = settings
  return [
    '// With the other imports:',
    'import "github.com/gofiber/fiber/v2/middleware/cors"',
    '',
    '// Right after app := fiber.New(), before every other app.Use and every route:',
    'app.Use(cors.New(cors.Config{',
    `\tAllowOrigins: ${joined(origins)},`,
    `\tAllowMethods: ${joined(methods)},`,
    // an empty one would allow whatever is asked for
    `\tAllowHeaders: ${joined(orAccept(headers))},`,
    ...(expose.length > 0 ? [`\tExposeHeaders: ${joined(expose)},`] : []),
    ...credentialsLines(settings, '\tAllowCredentials: true,', '//'),
    ...(preflighted ? [`\tMaxAge: ${maxAge},`] : []),
    '}))',
  ].join('\n')
}

const draft = (context: FixContext, settings: Settings): DraftFix => ({
  title: 'Use Fiber’s cors middleware, before every other',
  language: 'go',
  file: 'main.go',
  code: code(settings),
  note: notes(
    'In Fiber 3 the import is github.com/gofiber/fiber/v3/middleware/cors, and each list is a []string{…}.',
    existingNote(settings, 'another cors.New, or Access-Control-… headers set by hand'),
    openNote(context),
    cookieNote(context, 'fiber.Cookie{SameSite: "None", Secure: true}'),
  ),
  owner: 'back-end',
  after: answering(settings, { alwaysHeaders: orAccept([]) }),
})

export const fiber: Framework = {
  id: 'fiber',
  label: 'Go Fiber',
  fixes: withSettings(draft),
}
