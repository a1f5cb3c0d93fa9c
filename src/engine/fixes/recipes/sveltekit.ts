/** SvelteKit: the handle hook. */

import { answering } from '../answering.ts'
import { cookieNote, notes, openNote, type Settings, withSettings } from '../cors-settings.ts'
import { credentialsLines, existingNote } from '../existing.ts'
import { js, list } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

function code(settings: Settings): string {
  const { origins, methods, headers, maxAge, expose } = settings
  const set = (name: string, value: string) =>
    `response.headers.set(${js(`Access-Control-${name}`)}, ${js(value)})`
  return [
    "import type { Handle } from '@sveltejs/kit'",
    '',
    `const allowedOrigins = [${list(origins, js)}]`,
    '',
    'export const handle: Handle = async ({ event, resolve }) => {',
    "  const origin = event.request.headers.get('origin') ?? ''",
    "  const isPreflight = event.request.method === 'OPTIONS' && event.request.headers.has('access-control-request-method')",
    '  const answer = isPreflight ? new Response(null, { status: 204 }) : await resolve(event)',
    '  const response = new Response(answer.body, answer)',
    "  response.headers.append('Vary', 'Origin')",
    '  if (allowedOrigins.includes(origin)) {',
    "    response.headers.set('Access-Control-Allow-Origin', origin)",
    ...credentialsLines(settings, `    ${set('Allow-Credentials', 'true')}`, '//'),
    ...(expose.length > 0 ? [`    ${set('Expose-Headers', expose.join(', '))}`] : []),
    '    if (isPreflight) {',
    `      ${set('Allow-Methods', methods.join(', '))}`,
    ...(headers.length > 0 ? [`      ${set('Allow-Headers', headers.join(', '))}`] : []),
    `      ${set('Max-Age', String(maxAge))}`,
    '    }',
    '  }',
    '  return response',
    '}',
  ].join('\n')
}

const draft = (context: FixContext, settings: Settings): DraftFix => ({
  title: 'Answer preflights in the handle hook, and add the headers there',
  language: 'ts',
  file: 'src/hooks.server.ts',
  code: code(settings),
  note: notes(
    'If there is a handle already, put this one first: sequence(handle, yours). A form that another site posts is refused with 403 all the same, unless csrf.trustedOrigins in svelte.config.js lists that site.',
    existingNote(settings, 'Access-Control-… headers set in a +server.ts'),
    openNote(context),
    cookieNote(context, "event.cookies.set(name, value, { path: '/', sameSite: 'none', secure: true })"),
  ),
  owner: 'back-end',
  after: answering(settings),
})

export const sveltekit: Framework = {
  id: 'sveltekit',
  label: 'SvelteKit',
  fixes: withSettings(draft),
}
