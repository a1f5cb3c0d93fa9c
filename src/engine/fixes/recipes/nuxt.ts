/** Nuxt and Nitro: a server middleware with h3's handleCors. */

import { answering } from '../answering.ts'
import { cookieNote, notes, openNote, type Settings, withSettings } from '../cors-settings.ts'
import { credentialsLines, existingNote } from '../existing.ts'
import { js, list } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

/** A safelisted name: an empty list would allow whatever is asked for. */
const ALWAYS_ALLOWED = 'Accept'

function code(settings: Settings): string {
  const { origins, methods, headers, maxAge, expose } = settings
  return [
    "import { defineEventHandler, handleCors } from 'h3'",
    '',
    'export default defineEventHandler((event) => {',
    '  handleCors(event, {',
    `    origin: [${list(origins, js)}],`,
    `    methods: [${list(methods, js)}],`,
    `    allowHeaders: [${list(headers.length > 0 ? headers : [ALWAYS_ALLOWED], js)}],`,
    ...(expose.length > 0 ? [`    exposeHeaders: [${list(expose, js)}],`] : []),
    ...credentialsLines(settings, '    credentials: true,', '//'),
    `    maxAge: ${js(String(maxAge))},`,
    '  })',
    '})',
  ].join('\n')
}

const draft = (context: FixContext, settings: Settings): DraftFix => ({
  title: 'Answer with handleCors in a server middleware',
  language: 'ts',
  file: 'server/middleware/0.cors.ts',
  code: code(settings),
  note: notes(
    'A new file (in Nitro without Nuxt: middleware/0.cors.ts); the name puts it before other middlewares, a login check among them. In h3 2, return what handleCors gives back where it is not false.',
    existingNote(settings, 'cors: true or Access-Control-… headers in routeRules'),
    openNote(context),
    cookieNote(context, "setCookie(event, name, value, { sameSite: 'none', secure: true })"),
  ),
  owner: 'back-end',
  after: answering(settings, { alwaysHeaders: [ALWAYS_ALLOWED] }),
})

export const nuxt: Framework = {
  id: 'nuxt',
  label: 'Nuxt / Nitro',
  fixes: withSettings(draft),
}
