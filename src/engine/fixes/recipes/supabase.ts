/** Supabase Edge Functions: the function itself answers OPTIONS and sets the headers. */

import { answering } from '../answering.ts'
import { notes, openNote, type Settings, withSettings } from '../cors-settings.ts'
import { js, list } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

function code({ origins, methods, headers, credentials, maxAge, expose }: Settings): string {
  const line = (name: string, value: string) => `    ${js(`Access-Control-${name}`)}: ${js(value)},`
  return [
    `const allowedOrigins = [${list(origins, js)}]`,
    '',
    'function corsHeaders(request: Request): Record<string, string> {',
    "  const origin = request.headers.get('Origin') ?? ''",
    "  if (!allowedOrigins.includes(origin)) return { Vary: 'Origin' }",
    '  return {',
    "    'Access-Control-Allow-Origin': origin,",
    ...(credentials ? [line('Allow-Credentials', 'true')] : []),
    line('Allow-Methods', methods.join(', ')),
    ...(headers.length > 0 ? [line('Allow-Headers', headers.join(', '))] : []),
    ...(expose.length > 0 ? [line('Expose-Headers', expose.join(', '))] : []),
    line('Max-Age', String(maxAge)),
    "    Vary: 'Origin',",
    '  }',
    '}',
    '',
    'Deno.serve(async (request) => {',
    "  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: corsHeaders(request) })",
    '  const data = { ok: true } // in place of this line: what the function does',
    '  return Response.json(data, { headers: corsHeaders(request) })',
    '})',
  ].join('\n')
}

const draft = (context: FixContext, settings: Settings): DraftFix => ({
  title: 'Answer OPTIONS in the Edge Function, and set the headers on every response',
  language: 'ts',
  file: 'supabase/functions/NAME/index.ts',
  code: code(settings),
  note: notes(
    'Errors need the headers too. A function that does not start, or whose token the gateway refuses, is never asked: look at its log first.',
    openNote(context),
  ),
  owner: 'back-end',
  after: answering(settings),
})

export const supabase: Framework = {
  id: 'supabase',
  label: 'Supabase Edge Functions',
  fixes: withSettings(draft),
}
