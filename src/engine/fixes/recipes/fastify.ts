/** Fastify, with `@fastify/cors`, whose default methods are GET, HEAD and POST. */

import { answering } from '../answering.ts'
import { cookieNote, notes, openNote, type Settings, withSettings } from '../cors-settings.ts'
import { credentialsLines, existingNote } from '../existing.ts'
import { js, list } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

function code(settings: Settings): string {
  const { origins, methods, headers, maxAge, preflighted, expose } = settings
  return [
    "import cors from '@fastify/cors'",
    '',
    '// Before the routes are registered, and before any hook that asks for a login.',
    'await app.register(cors, {',
    `  origin: [${list(origins, js)}],`,
    `  methods: [${list(methods, js)}],`,
    `  allowedHeaders: [${list(headers, js)}],`,
    ...(expose.length > 0 ? [`  exposedHeaders: [${list(expose, js)}],`] : []),
    ...credentialsLines(settings, '  credentials: true,', '//'),
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
      'Install it with npm install @fastify/cors. `app` is the Fastify instance.',
      existingNote(settings, '@fastify/cors, or Access-Control-… headers set by hand'),
      openNote(context),
      cookieNote(context, "reply.setCookie(name, value, { sameSite: 'none', secure: true })"),
    ),
    owner: 'back-end',
    after: answering(settings),
  }
}

export const fastify: Framework = {
  id: 'fastify',
  label: 'Fastify',
  fixes: withSettings(draft),
}
