/** A resumable upload of Google Cloud Storage: its CORS headers are for the Origin that began the session. */
import { untested } from '../../change.ts'
import { python } from '../../literals.ts'
import { isAllowableOrigin } from '../../policy.ts'
import type { DraftFix, FixContext } from '../../recipe.ts'

/** The session was begun by a server, without an Origin. */
export function beginWithOrigin({ flow }: FixContext): DraftFix[] {
  const { initiator } = flow.origin
  if (!/[?&]upload_id=/.test(flow.exchange.url) || !isAllowableOrigin(initiator)) return []
  return [
    {
      title: 'Begin the upload session with the page’s origin',
      language: 'python',
      file: 'the code that begins the session',
      code: [
        '# google-cloud-storage; without the library: send this value as the Origin header of the POST that begins the session',
        `url = blob.create_resumable_upload_session(content_type=content_type, origin=${python(initiator)})`,
      ].join('\n'),
      note: 'The bucket’s CORS configuration is right: its preflight let this origin in. A session that was begun without it stays without CORS headers; begin a new one.',
      owner: 'back-end',
      after: untested('the log does not hold a session that was begun with an origin'),
    },
  ]
}
