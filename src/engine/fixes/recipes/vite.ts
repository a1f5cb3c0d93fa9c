/** Vite's development server, asked by a page of another origin. */

import { answering } from '../answering.ts'
import { corsOptions } from '../cors-package.ts'
import { notes, openNote, type Settings, withSettings } from '../cors-settings.ts'
import { existingNote } from '../existing.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

const code = (settings: Settings): string =>
  [
    "import { defineConfig } from 'vite'",
    '',
    'export default defineConfig({',
    '  server: {',
    '    cors: {',
    ...corsOptions(settings, '      '),
    '    },',
    '  },',
    '})',
  ].join('\n')

function draft(context: FixContext, settings: Settings): DraftFix {
  return {
    title: 'Let Vite’s development server allow this origin',
    language: 'ts',
    file: 'vite.config.ts',
    code: code(settings),
    note: notes(
      'server.cors takes the place of Vite’s own rule, which lets in pages of localhost only: if such pages load from this server too, list their origins as well. vite preview has preview.cors of its own.',
      existingNote(settings, 'server.cors, or Access-Control-… in server.headers'),
      openNote(context),
    ),
    owner: 'back-end',
    after: answering(settings),
  }
}

export const vite: Framework = {
  id: 'vite',
  label: 'Vite (development server)',
  fixes: withSettings(draft),
}
