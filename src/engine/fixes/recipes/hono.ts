/** Hono, with the cors middleware that it brings along. */

import { answering } from '../answering.ts'
import { cookieNote, notes, openNote, type Settings, withSettings } from '../cors-settings.ts'
import { credentialsLines, existingNote } from '../existing.ts'
import { js, list } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

/** A safelisted name, for a list that must not be empty. */
const ALWAYS_ALLOWED = 'Accept'

function code(settings: Settings): string {
  const { origins, methods, headers, maxAge, preflighted, expose } = settings
  return [
    "import { cors } from 'hono/cors'",
    '',
    '// Before the routes and before any login check.',
    'app.use(',
    '  cors({',
    `    origin: [${list(origins, js)}],`,
    `    allowMethods: [${list(methods, js)}],`,
    headers.length > 0
      ? `    allowHeaders: [${list(headers, js)}],`
      : `    allowHeaders: [${js(ALWAYS_ALLOWED)}], // an empty list would allow every header`,
    ...(expose.length > 0 ? [`    exposeHeaders: [${list(expose, js)}],`] : []),
    ...credentialsLines(settings, '    credentials: true,', '//'),
    ...(preflighted ? [`    maxAge: ${maxAge},`] : []),
    '  }),',
    ')',
  ].join('\n')
}

function draft(context: FixContext, settings: Settings): DraftFix {
  return {
    title: 'Use Hono’s cors, before the routes',
    language: 'ts',
    file: 'index.ts',
    code: code(settings),
    note: notes(
      existingNote(settings, 'cors(), or Access-Control-… headers set by hand'),
      openNote(context),
      cookieNote(context, "setCookie(c, name, value, { sameSite: 'None', secure: true })"),
    ),
    owner: 'back-end',
    after: answering(settings),
  }
}

export const hono: Framework = {
  id: 'hono',
  label: 'Hono',
  fixes: withSettings(draft),
}
