/** Settings of AWS that let a preflight through: a listener rule of a load balancer, a rule of its firewall. */

import { parseUrl } from '../../fetch/origin.ts'
import { untested } from '../change.ts'
import { failedPath, folderOf, isPlainPath } from '../cors-settings.ts'
import type { DraftFix, FixContext } from '../recipe.ts'

const UNKNOWN = untested('the log doesn’t show how the application behind it responds to OPTIONS')

/** The folder of the failing path and all under it, or that path alone; null where it cannot be written. */
function pathsOf(context: FixContext): { pattern: string; prefix: string } | null {
  const path = failedPath(context)
  if (!isPlainPath(path)) return null
  const folder = folderOf(path)
  return folder === '' ? { pattern: path, prefix: path } : { pattern: `${folder}/*`, prefix: `${folder}/` }
}

/** A rule before the one that logs in: OPTIONS of these paths goes to the application. */
export function forwardOptions(context: FixContext): DraftFix[] {
  const paths = pathsOf(context)
  const host = parseUrl(context.flow.exchange.url)?.hostname ?? ''
  if (paths === null || !/^[a-z0-9.-]+$/.test(host)) return []
  const conditions = [
    { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['OPTIONS'] } },
    { Field: 'host-header', HostHeaderConfig: { Values: [host] } },
    { Field: 'path-pattern', PathPatternConfig: { Values: [paths.pattern] } },
  ]
  return [
    {
      title: 'Add a listener rule that forwards OPTIONS without a login',
      language: 'shell',
      file: 'AWS CLI',
      code: [
        '# The priority must be lower than that of the rule that logs in.',
        'aws elbv2 create-rule --listener-arn LISTENER_ARN --priority 1 \\',
        `  --conditions '${JSON.stringify(conditions)}' \\`,
        '  --actions Type=forward,TargetGroupArn=TARGET_GROUP_ARN',
      ].join('\n'),
      note: 'Only OPTIONS passes without a login, and the application must do nothing on it but answer the preflight with CORS headers. The request itself still needs the session cookie: send it with credentials.',
      owner: 'platform',
      paths: [paths.pattern],
      after: UNKNOWN,
    },
  ]
}

/** Allows a preflight, and nothing but that, before the rules that would stop it. */
export function letOptionsPassFirewall(context: FixContext): DraftFix[] {
  const paths = pathsOf(context)
  if (paths === null) return []
  const bytes = (SearchString: string, FieldToMatch: object, PositionalConstraint: string) => ({
    ByteMatchStatement: {
      SearchString,
      FieldToMatch,
      PositionalConstraint,
      TextTransformations: [{ Priority: 0, Type: 'NONE' }],
    },
  })
  const rule = {
    Name: 'allow-preflights',
    Priority: 0,
    Statement: {
      AndStatement: {
        Statements: [
          bytes('OPTIONS', { Method: {} }, 'EXACTLY'),
          bytes(paths.prefix, { UriPath: {} }, 'STARTS_WITH'),
        ],
      },
    },
    Action: { Allow: {} },
    VisibilityConfig: {
      SampledRequestsEnabled: true,
      CloudWatchMetricsEnabled: true,
      MetricName: 'allow-preflights',
    },
  }
  return [
    {
      title: 'Add a rule to the web ACL that lets preflights of these paths through',
      language: 'json',
      file: 'the rules of the web ACL (AWS WAF)',
      code: JSON.stringify(rule, null, 2),
      note: 'Add it to the rules that are there, with the lowest priority number, so that it is tried first. Look at the sampled requests of the web ACL before: they name the rule that stopped this one. The request itself still has to pass the other rules.',
      owner: 'platform',
      paths: [paths.pattern],
      after: UNKNOWN,
    },
  ]
}
