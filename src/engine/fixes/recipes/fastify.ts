/** Fastify, with `@fastify/cors`, whose default methods are GET, HEAD and POST. */

import { cookieNote, notes, openNote, type Settings, withSettings } from '../cors-settings.ts'
import { js, list } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'
import { answerWith } from '../response-after.ts'

function code(settings: Settings): string {
  const { origins, methods, headers, credentials, maxAge, preflighted, expose } = settings
  return [
    "import cors from '@fastify/cors'",
    '',
    '// Before the routes are registered.',
    'await app.register(cors, {',
    `  origin: [${list(origins, js)}],`,
    `  methods: [${list(methods, js)}],`,
    `  allowedHeaders: [${list(headers, js)}],`,
    ...(expose.length > 0 ? [`  exposedHeaders: [${list(expose, js)}],`] : []),
    ...(credentials ? ['  credentials: true,'] : []),
    ...(preflighted ? [`  maxAge: ${maxAge},`] : []),
    '})',
  ].join('\n')
}

function draft(context: FixContext, settings: Settings): DraftFix {
  return {
    title: 'Register @fastify/cors',
    language: 'js',
    file: 'server.js',
    code: code(settings),
    note: notes(
      'Install it with npm install @fastify/cors. `app` is the Fastify instance. If it is registered already, change those options in place and keep what is listed there.',
      openNote(context),
      cookieNote(context, "reply.setCookie(name, value, { sameSite: 'none', secure: true })"),
    ),
    owner: 'back-end',
    after: answerWith(settings, { origins: settings.origins }),
  }
}

export const fastify: Framework = {
  id: 'fastify',
  label: 'Fastify',
  fixes: withSettings(draft),
}
