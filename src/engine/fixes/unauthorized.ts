/** A call that was redirected to a login page: the API should say 401, and the page send its user to the login. */

import { isLoginRedirect } from '../causes/redirects.ts'
import type { Hop } from '../log/flow.ts'
import { observeAlone } from '../servers/observed-server.ts'
import { whoAnswered } from '../servers/who.ts'
import { onPage } from './change.ts'
import type { DraftFix, FixContext } from './recipe.ts'
import { answeredAnew } from './response-after.ts'
import { taskOf } from './task.ts'

interface Snippet {
  language: string
  file: string
  code: string
}

const js = (line: string, file: string): Snippet => ({
  language: 'js',
  file,
  code: `// In place of the redirect to the login page:\n${line}`,
})

const python = (lines: readonly string[], file: string): Snippet => ({
  language: 'python',
  file,
  code: lines.join('\n'),
})

const SNIPPETS: Readonly<Record<string, Snippet>> = {
  fastapi: python(
    [
      'from fastapi import HTTPException',
      '',
      '# In place of the redirect to the login page:',
      'raise HTTPException(status_code=401, detail="Not authenticated")',
    ],
    'main.py',
  ),
  flask: python(
    ['from flask import abort', '', '# In place of the redirect to the login page:', 'abort(401)'],
    'app.py',
  ),
  django: python(
    [
      'from django.http import JsonResponse',
      '',
      '# In place of the redirect to the login page (login_required redirects):',
      'return JsonResponse({"detail": "Not authenticated"}, status=401)',
    ],
    'views.py',
  ),
  express: js("return res.status(401).json({ error: 'Not authenticated' })", 'app.js'),
  fastify: js("return reply.code(401).send({ error: 'Not authenticated' })", 'server.js'),
  hono: js("return c.json({ error: 'Not authenticated' }, 401)", 'index.ts'),
  nextjs: js(
    "return Response.json({ error: 'Not authenticated' }, { status: 401 })",
    'proxy.ts or the route handler',
  ),
}

/** The hop that sent the call to the login page, where the call went on from there. */
const loginHop = ({ flow }: FixContext): Hop | undefined =>
  flow.hops.find(({ exchange }) => isLoginRedirect(exchange))

/** Drafts for the server that redirects, with the id of its framework. */
export function answer401(context: FixContext): { framework: string; draft: DraftFix } | null {
  const hop = loginHop(context)
  if (taskOf(context) !== 'answer-401' || hop === undefined) return null
  const redirector = { ...context.flow, ...hop, hops: [] }
  const { framework, confidence, isUsual } = whoAnswered(redirector, observeAlone(redirector))
  const snippet = SNIPPETS[framework ?? '']
  if (framework === null || snippet === undefined || (confidence === 'possible' && !isUsual)) return null
  return {
    framework,
    draft: {
      ...snippet,
      title: 'Answer 401 in place of the redirect to the login page',
      note: 'The page then sees the 401 and can send the user to the login itself.',
      owner: 'back-end',
      after: onPage((flow) => ({
        ...flow,
        ...hop,
        hops: [],
        exchange: answeredAnew(hop.exchange, { status: 401, redirectUrl: null }),
      })),
    },
  }
}
