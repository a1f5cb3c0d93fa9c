/** Express, with its `cors` package. */

import { answering } from '../answering.ts'
import { corsOptions } from '../cors-package.ts'
import { cookieNote, notes, openNote, type Settings, withSettings } from '../cors-settings.ts'
import { existingNote } from '../existing.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

const code = (settings: Settings): string =>
  [
    "import cors from 'cors'",
    '',
    '// Before every route and before any login check.',
    'app.use(',
    '  cors({',
    ...corsOptions(settings, '    '),
    '  }),',
    ')',
  ].join('\n')

function draft(context: FixContext, settings: Settings): DraftFix {
  return {
    title: 'Use the cors package, before the routes',
    language: 'js',
    file: 'app.js',
    code: code(settings),
    note: notes(
      'Install it with npm install cors.',
      existingNote(settings, 'cors(), or Access-Control-… headers set by hand'),
      openNote(context),
      cookieNote(context, "res.cookie(name, value, { sameSite: 'none', secure: true })"),
    ),
    owner: 'back-end',
    after: answering(settings),
  }
}

export const express: Framework = {
  id: 'express',
  label: 'Express',
  fixes: withSettings(draft),
}
