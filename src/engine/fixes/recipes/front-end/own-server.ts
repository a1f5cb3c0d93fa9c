/** Somebody else's server: the page asks its own server, which asks that one. No CORS takes part between servers. */

import { addressOf } from '../../../servers/observed-server.ts'
import { untested } from '../../change.ts'
import { js } from '../../literals.ts'
import type { DraftFix, FixContext } from '../../recipe.ts'

export function throughOwnServer({ flow }: FixContext): DraftFix {
  const address = addressOf(flow.exchange.url)
  const method = flow.exchange.method.toUpperCase()
  return {
    language: 'js',
    file: 'your own server',
    title: 'Call it from your own server, and let the page call that',
    code: [
      '// A route of the server that the page comes from: Request in, Response out.',
      'export async function handle(request) {',
      `  const answer = await fetch(${js(address)}, {`,
      `    method: ${js(/^[A-Z]{1,20}$/.test(method) ? method : 'GET')},`,
      ...(['GET', 'HEAD'].includes(method) ? [] : ['    body: await request.text(),']),
      "    headers: { Accept: 'application/json' }, // and what that server needs: its keys stay here, off the page",
      '  })',
      '  return new Response(answer.body, {',
      '    status: answer.status,',
      "    headers: { 'Content-Type': answer.headers.get('Content-Type') ?? 'text/plain' },",
      '  })',
      '}',
    ].join('\n'),
    note: 'Forward to this one address only, never to an address that the page names. If this server is yours, choose its software and set its CORS headers instead.',
    owner: 'front-end',
    after: untested('your own server is not in this log'),
  }
}
