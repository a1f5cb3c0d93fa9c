/** Express, with its `cors` package. */

import { cookieNote, notes, openNote, type Settings, withSettings } from '../cors-settings.ts'
import { js, list } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'
import { answerWith } from '../response-after.ts'

function code(settings: Settings): string {
  const { origins, methods, headers, credentials, maxAge, preflighted, expose } = settings
  return [
    "import cors from 'cors'",
    '',
    '// Before every route and before any login check.',
    'app.use(',
    '  cors({',
    `    origin: [${list(origins, js)}],`,
    `    methods: [${list(methods, js)}],`,
    `    allowedHeaders: [${list(headers, js)}],`,
    ...(expose.length > 0 ? [`    exposedHeaders: [${list(expose, js)}],`] : []),
    ...(credentials ? ['    credentials: true,'] : []),
    ...(preflighted ? [`    maxAge: ${maxAge},`] : []),
    '  }),',
    ')',
  ].join('\n')
}

function draft(context: FixContext, settings: Settings): DraftFix {
  return {
    title: 'Use the cors package, before the routes',
    language: 'js',
    file: 'app.js',
    code: code(settings),
    note: notes(
      'Install it with npm install cors. If the app uses cors() already, change those options in place and keep what is listed there.',
      openNote(context),
      cookieNote(context, "res.cookie(name, value, { sameSite: 'none', secure: true })"),
    ),
    owner: 'back-end',
    after: answerWith(settings, { origins: settings.origins }),
  }
}

export const express: Framework = {
  id: 'express',
  label: 'Express',
  fixes: withSettings(draft),
}
