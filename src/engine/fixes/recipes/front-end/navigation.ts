/** Requests that should be a navigation, or carry cookies: what is changed is the markup or the call, and no server. */

import type { RemedyId } from '../../../causes/cause.ts'
import { parseUrl } from '../../../fetch/origin.ts'
import { addressOf } from '../../../servers/observed-server.ts'
import { untested } from '../../change.ts'
import { html, js } from '../../literals.ts'
import type { DraftFix, FixContext } from '../../recipe.ts'
import { base } from './call.ts'

/** The address that the page asked for, before any redirect. */
const askedUrl = ({ flow }: FixContext): string => flow.hops[0]?.exchange.url ?? flow.exchange.url

/** As the page writes it: its own addresses without the origin. */
function shortened(context: FixContext): string {
  const url = parseUrl(askedUrl(context))
  if (url === null) return '/'
  return url.origin === context.flow.origin.initiator ? url.pathname : addressOf(url.href)
}

const DRAFTS: Readonly<Partial<Record<RemedyId, (context: FixContext) => DraftFix>>> = {
  navigate: (context) => ({
    ...base,
    title: 'Navigate to the address instead of fetching it',
    code: `location.href = ${js(shortened(context))}`,
    note: 'The address starts a login, which is a page of another site: only a navigation can show it. A link works too.',
    after: untested('CORS doesn’t apply to a navigation'),
  }),
  'manifest-credentials': (context) => ({
    ...base,
    language: 'html',
    file: 'the page’s HTML',
    title: 'Let the manifest be fetched with cookies',
    code: `<link rel="manifest" href=${html(shortened(context))} crossorigin="use-credentials">`,
    note: 'Browsers fetch the manifest without cookies unless the link says so, and what checks the login then redirects it.',
    after: untested('the log holds no manifest that was fetched with cookies'),
  }),
  'plain-link': (context) => ({
    ...base,
    language: 'tsx',
    file: 'where the link is',
    title: 'Make the link a plain one, which Next.js does not fetch',
    code: `<a href=${html(shortened(context))}>…</a> {/* in place of <Link> */}`,
    note: 'Or keep <Link> with prefetch={false}: it is then fetched on the click only. Nothing is broken: Next.js falls back to a navigation by itself.',
    after: untested('CORS doesn’t apply to a navigation'),
  }),
  'let-access-answer': () => ({
    ...base,
    title: 'Reload the page when the session is over',
    code: [
      '// Where the call fails: a navigation lets Cloudflare Access show its login.',
      'location.reload()',
    ].join('\n'),
    note: 'No header of the login page helps. In the Access application, under Advanced settings, let it answer 401 to scripts (with the header X-Requested-With: XMLHttpRequest on the request), and let preflights through: “Bypass OPTIONS requests to origin”.',
    after: untested('CORS doesn’t apply to a navigation'),
  }),
  'skip-ngrok-warning': (context) => ({
    ...base,
    title: 'Send the header that skips the warning page',
    code: [
      `const response = await fetch(${js(addressOf(context.flow.exchange.url))}, {`,
      "  headers: { 'ngrok-skip-browser-warning': '1' }, // beside the headers that are there",
      '})',
    ].join('\n'),
    note: 'The header makes the request need a preflight, so that the server must allow ngrok-skip-browser-warning among the request headers. A paid account shows no warning.',
    after: untested('the log doesn’t show how the server behind the tunnel responds'),
  }),
  'fresh-supabase-token': () => ({
    ...base,
    title: 'Send a token that is valid',
    code: [
      'const { data, error } = await supabase.auth.refreshSession()',
      'if (error) throw error // ask the user to log in',
      "const headers = { Authorization: 'Bearer ' + data.session.access_token }",
    ].join('\n'),
    note: 'The gateway refused the token before the function ran. Look at its time of expiry and at the project that it is for; supabase.functions.invoke() sends the current one by itself.',
    after: untested('the log holds no request with another token'),
  }),
}

export function inPlaceOfTheCall(context: FixContext): DraftFix[] {
  const remedy = context.cause?.remedy ?? null
  const draft = remedy === null ? undefined : DRAFTS[remedy]
  return draft === undefined ? [] : [draft(context)]
}
