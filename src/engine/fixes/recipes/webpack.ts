/** webpack-dev-server, asked by a page of another origin. */

import { answering } from '../answering.ts'
import { corsOptions } from '../cors-package.ts'
import { notes, openNote, type Settings, withSettings } from '../cors-settings.ts'
import { existingNote } from '../existing.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

const code = (settings: Settings): string =>
  [
    "import cors from 'cors'",
    '',
    'export default {',
    '  devServer: {',
    '    // Before everything else that answers.',
    '    setupMiddlewares: (middlewares) => [',
    '      cors({',
    ...corsOptions(settings, '        '),
    '      }),',
    '      ...middlewares,',
    '    ],',
    '  },',
    '}',
  ].join('\n')

function draft(context: FixContext, settings: Settings): DraftFix {
  return {
    title: 'Put the cors package first in webpack-dev-server',
    language: 'js',
    file: 'webpack.config.js',
    code: code(settings),
    note: notes(
      'Install it with npm install --save-dev cors; where the file is CommonJS, write require and module.exports. devServer goes into the configuration that you have.',
      existingNote(settings, 'Access-Control-… in devServer.headers'),
      openNote(context),
    ),
    owner: 'back-end',
    after: answering(settings),
  }
}

export const webpack: Framework = {
  id: 'webpack',
  label: 'webpack-dev-server',
  fixes: withSettings(draft),
}
