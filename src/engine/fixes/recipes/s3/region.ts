/** A presigned address for the wrong region: S3 redirects, a preflight follows no redirect, and the signature covers the host. */
import { stoppedAt } from '../../../causes/failure.ts'
import { answerHeader } from '../../../servers/responses.ts'
import { untested } from '../../change.ts'
import { js } from '../../literals.ts'
import type { DraftFix, FixContext } from '../../recipe.ts'

/** The region that the redirecting response names; null where it is none. */
function regionOf({ flow, verdict }: FixContext): string | null {
  const answer = stoppedAt(flow, verdict)
  const region = answerHeader(answer, 'x-amz-bucket-region') ?? ''
  return answer.status >= 300 && answer.status < 400 && /^[a-z]{2}(-[a-z]+)+-\d$/.test(region) ? region : null
}

export function signForRegion(context: FixContext): DraftFix | null {
  const region = regionOf(context)
  if (region === null) return null
  return {
    title: 'Sign the address for the bucket’s own region',
    language: 'js',
    file: 'the code that signs',
    code: [
      "import { S3Client } from '@aws-sdk/client-s3'",
      '',
      '// The client that getSignedUrl() is given. With the region, the address names it and nothing redirects.',
      `const client = new S3Client({ region: ${js(region)} })`,
    ].join('\n'),
    note: `In other SDKs: the same region, and its regional endpoint (s3.${region}.amazonaws.com). The address that S3 redirects to cannot be called instead, since the signature covers the host. The bucket needs a CORS rule all the same.`,
    owner: 'back-end',
    after: untested('the log does not hold a request signed for that region'),
  }
}
