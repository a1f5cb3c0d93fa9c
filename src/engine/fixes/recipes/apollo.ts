/** Apollo Server: startStandaloneServer has a fixed CORS setting, so that the Express integration takes its place. */

import { answering } from '../answering.ts'
import { corsOptions } from '../cors-package.ts'
import { failedPath, isPlainPath, notes, openNote, type Settings, settingsOf } from '../cors-settings.ts'
import { existingNote } from '../existing.ts'
import { js } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

const code = (settings: Settings, path: string): string =>
  [
    "import cors from 'cors'",
    "import express from 'express'",
    "import { expressMiddleware } from '@as-integrations/express5'",
    '',
    'await server.start()',
    'const app = express()',
    '// Before every login check: a preflight carries no login.',
    'app.use(',
    `  ${js(path)},`,
    '  cors({',
    ...corsOptions(settings, '    '),
    '  }),',
    ')',
    `app.use(${js(path)}, express.json(), expressMiddleware(server))`,
    'app.listen(4000)',
  ].join('\n')

const draft = (context: FixContext, settings: Settings, path: string): DraftFix => ({
  title: 'Run Apollo Server in Express, behind the cors package',
  language: 'js',
  file: 'index.js',
  code: code(settings, path),
  note: notes(
    'In place of startStandaloneServer, which lets every origin in and takes no setting for it; keep your port and your context. Install npm install express cors @as-integrations/express5 (express4 for Express 4).',
    existingNote(settings, 'cors() on this path'),
    openNote(context),
  ),
  owner: 'back-end',
  after: answering(settings),
})

export const apollo: Framework = {
  id: 'apollo',
  label: 'Apollo Server',
  fixes(context) {
    const settings = settingsOf(context)
    const path = failedPath(context)
    return settings === null || !isPlainPath(path) ? [] : [draft(context, settings, path)]
  },
}
