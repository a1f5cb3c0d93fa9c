/** Socket.IO: its HTTP requests pass by the middleware of the server that it is attached to, and have an option of their own. */

import { answering } from '../answering.ts'
import { corsOptions } from '../cors-package.ts'
import { cookieNote, notes, openNote, type Settings, withSettings } from '../cors-settings.ts'
import { existingNote } from '../existing.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

const code = (settings: Settings): string =>
  [
    "import { Server } from 'socket.io'",
    '',
    'const io = new Server(httpServer, {',
    '  cors: {',
    ...corsOptions(settings, '    '),
    '  },',
    '})',
  ].join('\n')

function draft(context: FixContext, settings: Settings): DraftFix {
  return {
    title: 'Set the cors option of the Socket.IO server',
    language: 'js',
    file: 'server.js',
    code: code(settings),
    note: notes(
      'It goes into the options of the Server that you have. CORS set up for Express or another framework does not reach Socket.IO, and this does not reach the routes of the framework.',
      existingNote(settings, 'another cors option of this Server'),
      openNote(context),
      cookieNote(context, "cookie: { name: 'io', sameSite: 'none', secure: true }"),
    ),
    owner: 'back-end',
    after: answering(settings),
  }
}

export const socketio: Framework = {
  id: 'socketio',
  label: 'Socket.IO',
  fixes: withSettings(draft),
}
