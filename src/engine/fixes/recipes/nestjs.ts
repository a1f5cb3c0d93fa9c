/** NestJS: its own enableCors, which hands the options to `cors` or `@fastify/cors`. */

import { answering } from '../answering.ts'
import { corsOptions } from '../cors-package.ts'
import { cookieNote, notes, openNote, type Settings, withSettings } from '../cors-settings.ts'
import { existingNote } from '../existing.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

const code = (settings: Settings): string =>
  [
    '// Right after NestFactory.create(…), before every other app.use.',
    'app.enableCors({',
    ...corsOptions(settings, '  '),
    '})',
  ].join('\n')

function draft(context: FixContext, settings: Settings): DraftFix {
  return {
    title: 'Call app.enableCors with this origin',
    language: 'ts',
    file: 'main.ts',
    code: code(settings),
    note: notes(
      'It works with the Express and the Fastify adapter alike. A WebSocket gateway has a cors option of its own in @WebSocketGateway.',
      existingNote(settings, 'another enableCors, or { cors: true } in NestFactory.create'),
      openNote(context),
      cookieNote(context, "response.cookie(name, value, { sameSite: 'none', secure: true })"),
    ),
    owner: 'back-end',
    after: answering(settings),
  }
}

export const nestjs: Framework = {
  id: 'nestjs',
  label: 'NestJS',
  fixes: withSettings(draft),
}
