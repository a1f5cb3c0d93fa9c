/** oauth2-proxy: preflights pass its login check, in front of the application or asked by nginx. */

import { stoppedAt } from '../../causes/failure.ts'
import { parseUrl } from '../../fetch/origin.ts'
import { answerHeader } from '../../servers/responses.ts'
import { untested } from '../change.ts'
import { type Settings, settingsOf } from '../cors-settings.ts'
import { js, nginx } from '../literals.ts'
import type { DraftFix, FixContext } from '../recipe.ts'

const UNKNOWN = untested('the log doesn’t show how the application behind the login responds')

/** It makes the response itself, with a cookie of its own; else a proxy asked it. */
const isInFront = ({ flow, verdict }: FixContext): boolean =>
  /_oauth2_proxy/.test(answerHeader(stoppedAt(flow, verdict), 'set-cookie')?.slice(0, 4096) ?? '')

const flag: DraftFix = {
  title: 'Let oauth2-proxy pass preflights on without a login',
  language: 'shell',
  file: 'oauth2-proxy’s options',
  code: 'oauth2-proxy --skip-auth-preflight=true # beside the options that are there',
  note: 'In a file of options: skip_auth_preflight = true. Every OPTIONS request then reaches the application, which must answer it with CORS headers and do nothing else on it.',
  owner: 'proxy',
  after: UNKNOWN,
}

/** `return` in `if` runs before `auth_request` does. */
function answeredByNginx({ origins, methods, headers, credentials, maxAge }: Settings): string[] | null {
  const [origin] = origins
  const values = [origin, methods.join(', '), headers.join(', ')].map((value) => nginx(value ?? ''))
  const [allowOrigin, allowMethods, allowHeaders] = values
  if (origins.length !== 1 || values.includes(null)) return null
  return [
    '# In the location that has auth_request: nginx answers preflights of this origin before it asks for a login.',
    'set $preflight "$request_method $http_origin";',
    `if ($preflight = "OPTIONS ${origin}") {`,
    `  add_header Access-Control-Allow-Origin ${allowOrigin} always;`,
    ...(credentials ? ['  add_header Access-Control-Allow-Credentials "true" always;'] : []),
    `  add_header Access-Control-Allow-Methods ${allowMethods} always;`,
    ...(headers.length > 0 ? [`  add_header Access-Control-Allow-Headers ${allowHeaders} always;`] : []),
    `  add_header Access-Control-Max-Age ${maxAge} always;`,
    '  add_header Vary Origin always;',
    '  return 204;',
    '}',
  ]
}

function askedByNginx(context: FixContext): DraftFix[] {
  const settings = settingsOf(context)
  const code = settings === null ? null : answeredByNginx(settings)
  if (code === null) return []
  return [
    {
      title: 'Let nginx answer preflights before it asks oauth2-proxy',
      language: 'nginx',
      file: 'nginx.conf',
      code: code.join('\n'),
      note: '--skip-auth-preflight does nothing here: nginx asks oauth2-proxy with a GET of its own. With ingress-nginx: the annotations nginx.ingress.kubernetes.io/enable-cors: "true" and cors-allow-origin with this origin. The response to the request itself needs Access-Control-Allow-Origin too, from the application.',
      owner: 'proxy',
      after: UNKNOWN,
    },
  ]
}

export const passPreflights = (context: FixContext): DraftFix[] =>
  isInFront(context) ? [flag] : askedByNginx(context)

/** A navigation shows the login; the address that the redirect names brings the user back. */
export function goToLogin({ actor }: FixContext): DraftFix[] {
  const to = parseUrl(actor.redirectUrl)
  const leadsBack = to !== null && /\/oauth2\/(start|sign_in)$/.test(to.pathname)
  return [
    {
      language: 'js',
      file: 'the page’s own code',
      title: 'Where the call fails, navigate to the login instead of fetching it',
      code: leadsBack
        ? `location.href = ${js(`${to.origin}${to.pathname}?rd=`)} + encodeURIComponent(location.href)`
        : '// The login is a page: only a navigation can show it.\nlocation.reload()',
      note: "If the page itself is not behind the same login, reloading it shows none: navigate to an address of the protected server instead. Check as well that the call sends its cookies (credentials: 'include').",
      owner: 'front-end',
      after: untested('CORS doesn’t apply to a navigation'),
    },
  ]
}
