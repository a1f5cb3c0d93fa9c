/** A tracing SDK adds headers to whatever the page fetches: let it add them to calls of the page's own servers alone. */

import { stoppedAt } from '../../../causes/failure.ts'
import { askedHeaders } from '../../../servers/preflights.ts'
import { untested } from '../../change.ts'
import { escapeRegex } from '../../literals.ts'
import { isWebOrigin } from '../../policy.ts'
import type { DraftFix, FixContext } from '../../recipe.ts'
import { base } from './call.ts'

interface Sdk {
  name: string
  headers: RegExp
  /** `own`: source of a regular expression for addresses of the page's own origin. */
  code: (own: string) => string[]
  file: string
}

const SDKS: readonly Sdk[] = [
  {
    name: 'Sentry',
    headers: /^sentry-trace$/,
    file: 'where Sentry.init is called',
    code: (own) => [
      'Sentry.init({',
      `  tracePropagationTargets: [/^${own}/], // beside the options that are there`,
      '})',
    ],
  },
  {
    name: 'Datadog RUM',
    headers: /^x-datadog-/,
    file: 'where datadogRum.init is called',
    code: (own) => [
      'datadogRum.init({',
      `  allowedTracingUrls: [/^${own}/], // beside the options that are there`,
      '})',
    ],
  },
  {
    name: 'New Relic',
    headers: /^(x-)?newrelic/,
    file: 'the configuration of the browser agent',
    code: () => [
      'NREUM.init.distributed_tracing = {',
      '  enabled: true,',
      '  cors_use_newrelic_header: false,',
      '  cors_use_tracecontext_headers: false,',
      '}',
    ],
  },
  {
    name: 'OpenTelemetry',
    headers: /^(traceparent|tracestate|b3|x-b3-|baggage)/,
    file: 'where the instrumentation is set up',
    code: (own) => [
      'new FetchInstrumentation({',
      `  propagateTraceHeaderCorsUrls: [/^${own}/], // likewise for XMLHttpRequestInstrumentation`,
      '})',
    ],
  },
]

export function restrictTracing(context: FixContext): DraftFix[] {
  const asked = askedHeaders(stoppedAt(context.flow, context.verdict))
  const sdk = SDKS.find(({ headers }) => asked.some((name) => headers.test(name)))
  const page = context.flow.origin.initiator
  if (context.cause?.remedy !== 'restrict-tracing' || sdk === undefined || !isWebOrigin(page)) return []
  const found = asked.filter((name) => SDKS.some(({ headers }) => headers.test(name)))
  return [
    {
      ...base,
      title: `Let ${sdk.name} add its headers to your own servers alone`,
      file: sdk.file,
      code: sdk.code(`${escapeRegex(page)}\\/`).join('\n'),
      note: `The SDK adds ${found.join(', ')} to requests of the page. Add the addresses of your own APIs to the list; a server that is to take part in the tracing must allow these headers.`,
      after: untested('the log does not show the request without these headers'),
    },
  ]
}
