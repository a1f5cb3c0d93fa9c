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
      title: 'Start the upload session with the page’s origin',
      language: 'python',
      file: 'the code that starts the session',
      code: [
        '# google-cloud-storage; without the library: send this value as the Origin header of the POST that starts the session',
        `url = blob.create_resumable_upload_session(content_type=content_type, origin=${python(initiator)})`,
      ].join('\n'),
      note: 'The bucket’s CORS configuration is right: its preflight allowed this origin. A session that was started without it stays without CORS headers; start a new one.',
      owner: 'back-end',
      after: untested('the log holds no session that was started with an origin'),
    },
  ]
}
