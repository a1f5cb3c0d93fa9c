/** Gin, with github.com/gin-contrib/cors, which answers 403 to every origin that it does not list. */

import { answering } from '../answering.ts'
import { cookieNote, notes, openNote, type Settings, settingsOf } from '../cors-settings.ts'
import { credentialsLines, existingNote } from '../existing.ts'
import { strings } from '../go-code.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'
import { taskOf } from '../task.ts'

function code(settings: Settings): string {
  const { origins, methods, headers, maxAge, preflighted, expose } = settings
  return [
    '// With the other imports:',
    ...(preflighted ? ['import "time"'] : []),
    'import "github.com/gin-contrib/cors"',
    '',
    '// Right after router := gin.Default(), before every other router.Use and every route:',
    'router.Use(cors.New(cors.Config{',
    `\tAllowOrigins: ${strings(origins)},`,
    `\tAllowMethods: ${strings(methods)},`,
    ...(headers.length > 0 ? [`\tAllowHeaders: ${strings(headers)},`] : []),
    ...(expose.length > 0 ? [`\tExposeHeaders: ${strings(expose)},`] : []),
    ...credentialsLines(settings, '\tAllowCredentials: true,', '//'),
    ...(preflighted ? [`\tMaxAge: ${maxAge} * time.Second,`] : []),
    '}))',
  ].join('\n')
}

const draft = (context: FixContext, settings: Settings): DraftFix => ({
  title: 'Use gin-contrib/cors, before every other middleware',
  language: 'go',
  file: 'main.go',
  code: code(settings),
  note: notes(
    'Install it with go get github.com/gin-contrib/cors. It answers 403 to every origin that is not listed: two of it, or one with an old list, would refuse what the other allows.',
    existingNote(settings, 'cors.Default(), cors.New, or Access-Control-… headers set by hand'),
    openNote(context),
    cookieNote(context, 'c.SetSameSite(http.SameSiteNoneMode) before c.SetCookie(…, true, true)'),
  ),
  owner: 'back-end',
  after: answering(settings, { refusedStatus: 403 }),
})

export const gin: Framework = {
  id: 'gin',
  label: 'Go Gin',
  fixes(context) {
    const settings = settingsOf(context)
    // Gin redirects to the address with or without the slash before its middlewares run
    return settings === null || taskOf(context) === 'call-declared-path' ? [] : [draft(context, settings)]
  },
}
