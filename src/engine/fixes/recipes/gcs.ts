/** Google Cloud Storage, and Firebase Storage on top of it: the CORS configuration of the bucket. */

import { answering } from '../answering.ts'
import { notes, openNote, type Settings, withSettings } from '../cors-settings.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'
import { bucketOf } from './gcs/bucket.ts'
import { beginWithOrigin } from './gcs/session.ts'

/** `responseHeader` lists the headers that scripts may read and those that requests may carry, both in one. */
const entry = ({ origins, methods, headers, expose, maxAge }: Settings) => ({
  origin: origins,
  method: methods,
  responseHeader: [...new Set([...headers, ...expose])],
  maxAgeSeconds: maxAge,
})

function draft(context: FixContext, settings: Settings): DraftFix {
  const bucket = bucketOf(context.flow.exchange.url) ?? 'BUCKET'
  return {
    title: 'Give the bucket a CORS entry that lists every header of the request',
    language: 'json',
    file: 'cors.json',
    code: JSON.stringify([entry(settings)], null, 2),
    note: notes(
      `gcloud storage buckets update gs://${bucket} --cors-file=cors.json replaces the whole list: keep the entries that are there (gcloud storage buckets describe gs://${bucket} --format="default(cors_config)").`,
      'An entry fits only if it lists every header that the request carries, Content-Type among them; otherwise the response has no CORS headers at all.',
      openNote(context),
    ),
    owner: 'platform',
    // the store sends no Access-Control-Allow-Credentials: requests with credentials stay blocked
    after: answering({ ...settings, credentials: false }, { preflightStatus: 200 }),
  }
}

export const gcs: Framework = {
  id: 'gcs',
  label: 'Google Cloud Storage',
  fixes(context) {
    const session = beginWithOrigin(context)
    return session.length > 0 && context.flow.preflight !== null ? session : withSettings(draft)(context)
  },
}
