/** Cloudflare Workers and Pages Functions: a wrapper around the fetch handler. */

import { answering } from '../answering.ts'
import { cookieNote, notes, openNote, type Settings, withSettings } from '../cors-settings.ts'
import { credentialsLines, existingNote } from '../existing.ts'
import { js, list } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

function code(settings: Settings): string {
  const { origins, methods, headers, maxAge, expose } = settings
  const set = (target: string, name: string, value: string) =>
    `${target}.set(${js(`Access-Control-${name}`)}, ${js(value)})`
  return [
    `const allowedOrigins = [${list(origins, js)}]`,
    '',
    'function withCors(request, response) {',
    '  const answer = new Response(response.body, response)',
    "  const origin = request.headers.get('Origin') ?? ''",
    "  answer.headers.append('Vary', 'Origin')",
    '  if (allowedOrigins.includes(origin)) {',
    "    answer.headers.set('Access-Control-Allow-Origin', origin)",
    ...credentialsLines(settings, `    ${set('answer.headers', 'Allow-Credentials', 'true')}`, '//'),
    ...(expose.length > 0 ? [`    ${set('answer.headers', 'Expose-Headers', expose.join(', '))}`] : []),
    '  }',
    '  return answer',
    '}',
    '',
    'function preflight(request) {',
    '  const answer = withCors(request, new Response(null, { status: 204 }))',
    "  if (answer.headers.has('Access-Control-Allow-Origin')) {",
    `    ${set('answer.headers', 'Allow-Methods', methods.join(', '))}`,
    ...(headers.length > 0 ? [`    ${set('answer.headers', 'Allow-Headers', headers.join(', '))}`] : []),
    `    ${set('answer.headers', 'Max-Age', String(maxAge))}`,
    '  }',
    '  return answer',
    '}',
    '',
    'export default {',
    '  async fetch(request, env, ctx) {',
    "    if (request.method === 'OPTIONS' && request.headers.has('Access-Control-Request-Method')) return preflight(request)",
    '    try {',
    '      return withCors(request, await handle(request, env, ctx)) // handle: what your worker does today',
    '    } catch (error) {',
    '      console.error(error)',
    "      return withCors(request, new Response('Internal error', { status: 500 }))",
    '    }',
    '  },',
    '}',
  ].join('\n')
}

function draft(context: FixContext, settings: Settings): DraftFix {
  return {
    title: 'Answer the preflight in the worker, and add the headers to every answer',
    language: 'js',
    file: 'worker.js',
    code: code(settings),
    note: notes(
      existingNote(settings, 'Access-Control-… headers that the worker sets itself'),
      openNote(context),
      cookieNote(context, "'Set-Cookie': 'name=value; SameSite=None; Secure'"),
    ),
    owner: 'back-end',
    after: answering(settings),
  }
}

export const cloudflareWorkers: Framework = {
  id: 'cloudflare-workers',
  label: 'Cloudflare Workers',
  fixes: withSettings(draft),
}
