/** Koa, with `@koa/cors`. */

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
    "import cors from '@koa/cors'",
    '',
    `const allowedOrigins = [${list(origins, js)}]`,
    '',
    '// Before the routes and before any login check.',
    'app.use(',
    '  cors({',
    "    origin: (ctx) => (allowedOrigins.includes(ctx.get('Origin')) ? ctx.get('Origin') : ''),",
    `    allowMethods: [${list(methods, js)}],`,
    `    allowHeaders: [${list(headers.length > 0 ? headers : [ALWAYS_ALLOWED], js)}],`,
    ...(expose.length > 0 ? [`    exposeHeaders: [${list(expose, js)}],`] : []),
    ...credentialsLines(settings, '    credentials: true,', '//'),
    ...(preflighted ? [`    maxAge: ${maxAge},`] : []),
    '  }),',
    ')',
  ].join('\n')
}

function draft(context: FixContext, settings: Settings): DraftFix {
  return {
    title: 'Use @koa/cors, before the routes',
    language: 'js',
    file: 'app.js',
    code: code(settings),
    note: notes(
      'Install it with npm install @koa/cors.',
      existingNote(settings, 'cors(), or Access-Control-… headers set by hand'),
      openNote(context),
      cookieNote(context, "ctx.cookies.set(name, value, { sameSite: 'none', secure: true })"),
    ),
    owner: 'back-end',
    after: answering(settings, { alwaysHeaders: [ALWAYS_ALLOWED] }),
  }
}

export const koa: Framework = {
  id: 'koa',
  label: 'Koa',
  fixes: withSettings(draft),
}
