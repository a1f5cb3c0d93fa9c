/** Amazon CloudFront: the methods that a behaviour lets through, and its response headers policy. */

import { stoppedAt } from '../../causes/failure.ts'
import { answerHeader } from '../../servers/responses.ts'
import { answering } from '../answering.ts'
import { untested } from '../change.ts'
import { underResources } from '../cloudformation.ts'
import { failedPath, isPlainPath, notes, openNote, type Settings, settingsOf } from '../cors-settings.ts'
import { comment, yaml } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

const EVERY_METHOD = 'GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE'
const READING = ['GET', 'HEAD', 'OPTIONS']

const list = (items: readonly string[]): string => items.map(yaml).join(', ')

/** CloudFront refused the request itself: its headers policy has no say in that. */
const isRefused = ({ flow, verdict }: FixContext): boolean => {
  const answer = stoppedAt(flow, verdict)
  return answer.status === 403 && /^CloudFront$/i.test(answerHeader(answer, 'server') ?? '')
}

/** As a behaviour does that allows GET and HEAD alone. */
const isByMethod = ({ flow, verdict }: FixContext): boolean =>
  !['GET', 'HEAD'].includes(stoppedAt(flow, verdict).method)

/** CloudFront takes three lists of methods and no other. */
const allowedMethods = ({ methods }: Settings): string =>
  methods.every((method) => READING.includes(method)) ? READING.join(', ') : EVERY_METHOD

/** With an origin that sets the headers itself, letting OPTIONS through is all that is needed. */
function letThrough(context: FixContext, settings: Settings): DraftFix {
  const path = failedPath(context)
  const { method } = stoppedAt(context.flow, context.verdict)
  return {
    title: `Let the behavior pass ${comment(method)} on to the origin`,
    language: 'yaml',
    file: 'template.yaml',
    code: [
      `# In the cache behavior that covers ${isPlainPath(path) ? path : 'this path'}`,
      `AllowedMethods: [${allowedMethods(settings)}]`,
      'CachedMethods: [GET, HEAD, OPTIONS]',
      '# Managed-CORS-S3Origin: Origin and the Access-Control-Request-… headers reach the origin',
      'OriginRequestPolicyId: 88a5eaf4-2fd4-4709-b370-b4c650ea3fcf',
    ].join('\n'),
    note: notes(
      'In the console: Behaviors, Edit, Allowed HTTP methods. CloudFront offers three sets of methods; the application decides which of them it answers.',
      'The origin behind it must answer the preflight with CORS headers, or the response headers policy below must add them.',
    ),
    owner: 'platform',
    after: untested('the log doesn’t show how the origin behind CloudFront responds'),
  }
}

/** CloudFront adds the headers; it answers no preflight that the origin refuses. */
function headersPolicy(context: FixContext, settings: Settings): DraftFix {
  const { origins, methods, headers, credentials, expose, maxAge } = settings
  return {
    title: 'Attach a response headers policy to the behavior',
    language: 'yaml',
    file: 'template.yaml',
    code: underResources([
      'CorsHeaders:',
      '  Type: AWS::CloudFront::ResponseHeadersPolicy',
      '  Properties:',
      '    ResponseHeadersPolicyConfig:',
      '      Name: cors-headers',
      '      CorsConfig:',
      `        AccessControlAllowOrigins: { Items: [${list(origins)}] }`,
      `        AccessControlAllowMethods: { Items: [${list(methods)}] }`,
      `        AccessControlAllowHeaders: { Items: [${list(headers.length > 0 ? headers : ['Content-Type'])}] }`,
      ...(expose.length > 0 ? [`        AccessControlExposeHeaders: { Items: [${list(expose)}] }`] : []),
      `        AccessControlAllowCredentials: ${credentials}`,
      `        AccessControlMaxAgeSec: ${maxAge}`,
      '        OriginOverride: true',
    ]),
    note: notes(
      'Beside the resources that the template has. Then set ResponseHeadersPolicyId: !Ref CorsHeaders in the behavior. OriginOverride takes the place of headers that the origin sets; the origin must answer OPTIONS with 200 or 204.',
      openNote(context),
    ),
    owner: 'platform',
    after: answering(settings, { preflightStatus: 'kept' }),
  }
}

export const cloudfront: Framework = {
  id: 'cloudfront',
  label: 'Amazon CloudFront',
  fixes(context) {
    const settings = settingsOf(context)
    // before an application it only passes the responses on, unless it refused the preflight itself
    if (settings === null || context.server.framework !== 'cloudfront') return []
    const policy = headersPolicy(context, settings)
    if (!isRefused(context)) return [policy]
    if (!isByMethod(context)) return []
    return stoppedAt(context.flow, context.verdict).isPreflight
      ? [letThrough(context, settings), policy]
      : [letThrough(context, settings)]
  },
}
