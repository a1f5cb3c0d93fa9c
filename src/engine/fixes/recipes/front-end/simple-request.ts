/** A service that answers no OPTIONS: the page must make a request that needs no preflight. */

import { parseUrl } from '../../../fetch/origin.ts'
import { untested } from '../../change.ts'
import type { DraftFix, FixContext } from '../../recipe.ts'
import { base, fetchCall } from './call.ts'

const isAppsScript = ({ flow }: FixContext): boolean =>
  /^script\.google(usercontent)?\.com$/.test(parseUrl(flow.exchange.url)?.hostname ?? '')

export function withoutPreflight(context: FixContext): DraftFix[] {
  const { flow } = context
  if (!isAppsScript(context) || flow.preflight === null || flow.exchange.method !== 'POST') return []
  return [
    {
      ...base,
      title: 'Send the JSON as plain text, which needs no preflight',
      code: fetchCall(flow.exchange.url, [
        "method: 'POST',",
        "headers: { 'Content-Type': 'text/plain;charset=utf-8' }, // in place of application/json, and no other header",
        'body: JSON.stringify(data),',
      ]),
      note: 'In the script, doPost(e) reads it with JSON.parse(e.postData.contents). Deploy it as a web app that “Anyone” may call: with a login page in between the call fails again.',
      after: untested('the log holds no such request'),
    },
  ]
}
