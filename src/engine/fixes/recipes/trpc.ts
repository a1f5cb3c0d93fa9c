/** tRPC's standalone server, which takes Express' `cors` as its middleware; under an adapter the framework's own code is right. */

import { answering } from '../answering.ts'
import { corsOptions } from '../cors-package.ts'
import { notes, openNote, type Settings, withSettings } from '../cors-settings.ts'
import { existingNote } from '../existing.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

const code = (settings: Settings): string =>
  [
    "import { createHTTPServer } from '@trpc/server/adapters/standalone'",
    "import cors from 'cors'",
    '',
    'const server = createHTTPServer({',
    '  middleware: cors({',
    ...corsOptions(settings, '    '),
    '  }),',
    '  router: appRouter,',
    '})',
  ].join('\n')

function draft(context: FixContext, settings: Settings): DraftFix {
  return {
    title: 'Give tRPC’s standalone server the cors package as its middleware',
    language: 'ts',
    file: 'server.ts',
    code: code(settings),
    note: notes(
      'Install it with npm install cors; keep your own createContext. Under the adapter of Express, Fastify or Next.js, set CORS up there.',
      existingNote(settings, 'another middleware'),
      openNote(context),
    ),
    owner: 'back-end',
    after: answering(settings),
  }
}

export const trpc: Framework = {
  id: 'trpc',
  label: 'tRPC (standalone)',
  fixes: withSettings(draft),
}
