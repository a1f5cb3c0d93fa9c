/** The page's own side: offered where the page is what has to change, or can. */

import { onPage } from '../change.ts'
import { sentCookies } from '../cors-settings.ts'
import { html } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'
import { answeredAnew } from '../response-after.ts'
import { base, fetchCall, methodLine, sentAnyway } from './front-end/call.ts'
import { canonicalAddress, viteProxy, withBasePath } from './front-end/called-address.ts'
import { extensionFixes } from './front-end/extension.ts'
import { upperCaseMethod } from './front-end/method.ts'
import { inPlaceOfTheCall } from './front-end/navigation.ts'
import { correctSpelling, dropHeaders } from './front-end/request-headers.ts'
import { withoutPreflight } from './front-end/simple-request.ts'
import { restrictTracing } from './front-end/tracing.ts'

const WITH_CREDENTIALS = ['allow-origin-star-with-credentials', 'allow-credentials-not-true']

/** The request needs no cookies, mostly: an Authorization header is no reason for `include`. */
function dropCredentials(context: FixContext): DraftFix[] {
  const { flow, verdict } = context
  if (!WITH_CREDENTIALS.includes(verdict.finding?.reason ?? '')) return []
  return [
    {
      ...base,
      title: 'Send the request without credentials',
      code: fetchCall(flow.exchange.url, [
        ...methodLine(flow.exchange.method),
        "credentials: 'same-origin', // in place of 'include'",
      ]),
      note: `${sentCookies(context) ? 'The request did send cookies: only if the API does not need them. ' : ''}With XMLHttpRequest, axios and EventSource the setting is called withCredentials, in HTML crossorigin="use-credentials".`,
      after: onPage((after) => ({ ...after, exchange: sentAnyway(after) })),
      dropsCredentials: true,
    },
  ]
}

/** Elements that load without CORS unless `crossorigin` is set; `<script type="module">` and fonts always use CORS. */
const ELEMENTS = new Map<string, (url: string) => string>([
  ['image', (url) => `<img src=${html(url)}>`],
  ['media', (url) => `<video src=${html(url)}></video>`],
  ['stylesheet', (url) => `<link rel="stylesheet" href=${html(url)}>`],
])

/** The element without `crossorigin`: shown, and not readable by script. */
function withoutCrossorigin({ flow }: FixContext): DraftFix[] {
  const element = ELEMENTS.get(flow.exchange.resourceType ?? '')
  if (element === undefined || flow.hops.length > 0) return []
  return [
    {
      ...base,
      language: 'html',
      title: 'Load it without the crossorigin attribute',
      code: element(flow.exchange.url),
      note: 'Then no CORS takes part, and no script can read it: not the pixels of an image drawn on a canvas, not the rules of a style sheet. Images of CSS masks and shapes always need CORS.',
      after: onPage((after) => ({
        ...after,
        crossOrigin: false,
        exchange: answeredAnew(after.exchange, {}),
      })),
    },
  ]
}

export const frontEnd: Framework = {
  id: 'front-end',
  label: 'The page itself',
  fixes: (context) => [
    ...extensionFixes(context),
    ...inPlaceOfTheCall(context),
    ...withoutPreflight(context),
    ...restrictTracing(context),
    ...upperCaseMethod(context),
    ...dropHeaders(context),
    ...correctSpelling(context),
    ...canonicalAddress(context),
    ...withBasePath(context),
    ...dropCredentials(context),
    ...viteProxy(context),
    ...withoutCrossorigin(context),
  ],
}
