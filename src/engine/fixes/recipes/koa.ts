/** Koa, with `@koa/cors`. */
import { cookieNote, notes, openNote, type Settings, withSettings } from '../cors-settings.ts'
import { js, list } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'
import { answerWith } from '../response-after.ts'

/** A safelisted name, for a list that must not be empty. */
const ALWAYS_ALLOWED = 'Accept'

function code({ origins, methods, headers, credentials, maxAge, preflighted, expose }: Settings): string {
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
    ...(credentials ? ['    credentials: true,'] : []),
    ...(preflighted ? [`    maxAge: ${maxAge},`] : []),
    '  }),',
    ')',
  ].join('\n')
}

const after = (settings: Settings): DraftFix['after'] =>
  answerWith(settings, { origins: settings.origins, alwaysHeaders: [ALWAYS_ALLOWED] })

function draft(context: FixContext, settings: Settings): DraftFix {
  return {
    title: 'Use @koa/cors, before the routes',
    language: 'js',
    file: 'app.js',
    code: code(settings),
    note: notes(
      'Install it with npm install @koa/cors. If the app uses it already, change those options in place and keep what is listed there.',
      openNote(context),
      cookieNote(context, "ctx.cookies.set(name, value, { sameSite: 'none', secure: true })"),
    ),
    owner: 'back-end',
    after: after(settings),
  }
}

export const koa: Framework = {
  id: 'koa',
  label: 'Koa',
  fixes: withSettings(draft),
}
