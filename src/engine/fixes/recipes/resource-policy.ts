/** Cross-Origin-Resource-Policy keeps a plain image, script or media file out of other origins' pages: no matter of CORS headers. */

import { withHeader } from '../../fetch/headers.ts'
import { requestHeader } from '../../servers/responses.ts'
import { onResponses } from '../change.ts'
import { failedPath, isPlainPath } from '../cors-settings.ts'
import { js } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'
import { answeredAnew } from '../response-after.ts'
import { taskOf } from '../task.ts'

const REASONS: readonly string[] = ['resource-policy-same-origin', 'resource-policy-same-site']

/** As narrow as the page needs it. */
const policyFor = ({ flow, verdict }: FixContext): 'same-site' | 'cross-origin' =>
  requestHeader(flow.exchange, 'sec-fetch-site') === 'same-site' &&
  verdict.finding?.reason === 'resource-policy-same-origin'
    ? 'same-site'
    : 'cross-origin'

function draft(context: FixContext): DraftFix {
  const policy = policyFor(context)
  const path = failedPath(context)
  const isExpress =
    taskOf(context) === 'widen-helmet-policy' ||
    ['express', 'nestjs'].includes(context.server.framework ?? '')
  const shared = {
    owner: 'back-end',
    covers: (url: string) =>
      url.replace(/[?#].*$/s, '') === context.flow.exchange.url.replace(/[?#].*$/s, ''),
    paths: [path],
    after: onResponses((response) =>
      answeredAnew(response, {
        responseHeaders: withHeader(response.responseHeaders, 'Cross-Origin-Resource-Policy', policy),
        status: response.status === 0 ? 200 : response.status,
      }),
    ),
  } as const
  const who = `${policy === 'same-site' ? 'Pages of the same site' : 'Every page'} may then show the file.`
  if (!isExpress)
    return {
      ...shared,
      title: 'Send another Cross-Origin-Resource-Policy for this file',
      language: 'http',
      file: 'the server’s responses',
      code: `Cross-Origin-Resource-Policy: ${policy}`,
      note: `${who} Set it for the files that are meant for others, and leave it as it is for the rest.`,
    }
  return {
    ...shared,
    title: 'Send another Cross-Origin-Resource-Policy for these files',
    language: 'js',
    file: 'app.js',
    code: [
      "import helmet from 'helmet'",
      '',
      '// After app.use(helmet()), before what serves the files.',
      `app.use(${js(isPlainPath(path) ? path : '/')}, helmet.crossOriginResourcePolicy({ policy: ${js(policy)} }))`,
    ].join('\n'),
    note: `${who} Write the folder that is meant for others in place of the path; the rest keeps same-origin.`,
  }
}

/** Not chosen by hand: it is offered wherever the browser named this header. */
export const resourcePolicy: Framework = {
  id: 'plain',
  label: 'Plain headers',
  fixes: (context) => (REASONS.includes(context.verdict.finding?.reason ?? '') ? [draft(context)] : []),
}
