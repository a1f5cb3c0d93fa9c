/** Next.js, App Router and Pages Router: where its headers come from depends on what answered. */

import { stoppedAt } from '../../causes/failure.ts'
import { parseUrl } from '../../fetch/origin.ts'
import { isNextAppRouter } from '../../servers/fingerprints.ts'
import { allowedOrigin, answerHeader } from '../../servers/responses.ts'
import { onResponses, untested } from '../change.ts'
import { narrowSettingsOf, type Settings } from '../cors-settings.ts'
import { js } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'
import { answeredAnew } from '../response-after.ts'
import { taskOf } from '../task.ts'
import { headersConfig } from './nextjs/config.ts'
import {
  forwardInProxy,
  letInBefore,
  middlewareFile,
  optionsExport,
  pagesApi,
  proxyFile,
  routeHandler,
} from './nextjs/handlers.ts'
import { keepSlash, rewrites } from './nextjs/same-origin.ts'
import { configFile, inBoth, nextConfig } from './nextjs/source.ts'

/** A guard of Next.js that is none of CORS lets the request through: its own refusal is replaced by the answer. */
const passed = onResponses((response) => answeredAnew(response, { status: 200 }))

function pageHost({ flow }: FixContext): string | null {
  const host = parseUrl(flow.origin.initiator ?? flow.pageUrl)?.host ?? ''
  return /^[a-z0-9.:[\]-]+$/.test(host) ? host : null
}

function allowedDevOrigins(context: FixContext, settings: Settings | null): DraftFix[] {
  const host = pageHost(context)?.replace(/:\d+$/, '')
  if (!host) return []
  // a load with CORS (a module, a font) needs the headers besides
  if (settings !== null) {
    return headersConfig(context, settings, {
      title: 'Add the host to allowedDevOrigins, and set the headers',
      lines: [`  allowedDevOrigins: [${js(host)}],`],
      answersPreflight: false,
      status: 200,
    })
  }
  return inBoth((language) => ({
    title: 'Add the host to allowedDevOrigins',
    language,
    file: configFile(language),
    code: nextConfig(language, [`  allowedDevOrigins: [${js(host)}],`]),
    note: 'Host names only, without scheme and port. Keep those that are listed there.',
    owner: 'back-end',
    after: passed,
  }))
}

function serverActions(context: FixContext): DraftFix[] {
  const host = pageHost(context)
  if (host === null) return []
  return inBoth((language) => ({
    title: 'Let Server Actions be called from this host',
    language,
    file: configFile(language),
    code: nextConfig(language, [`  experimental: { serverActions: { allowedOrigins: [${js(host)}] } },`]),
    note: 'Better still, let the proxy in front pass on the Host header unchanged.',
    owner: 'back-end',
    after: passed,
  }))
}

const skipSlashRedirect = (context: FixContext, settings: Settings): DraftFix[] =>
  headersConfig(context, settings, {
    title: 'Serve both spellings without the redirect, and set the headers',
    lines: ['  skipTrailingSlashRedirect: true,'],
    answersPreflight: true,
    status: 200,
  })

/** TypeScript before JavaScript, the order kept otherwise. */
const typescriptFirst = (drafts: readonly DraftFix[]): DraftFix[] => [
  ...drafts.filter(({ language }) => language !== 'js'),
  ...drafts.filter(({ language }) => language === 'js'),
]

/**
 * A handler of pages/api that sets the header itself wins over next.config and over proxy.ts, so that only the
 * handler can be mended. Its answers lack the mark of the App Router, which those of every route handler bear.
 */
function ownHandler(context: FixContext, settings: Settings): DraftFix[] | null {
  const answer = stoppedAt(context.flow, context.verdict)
  if (allowedOrigin(answer) === null || isNextAppRouter(answer)) return null
  const drafts = pagesApi(context, settings)
  return drafts.length > 0 ? drafts : null
}

/** Handlers here let everybody in, and go on doing so: nothing that sets its own headers there may take their place. */
function letsEverybodyIn(context: FixContext, { credentials, origin }: Settings): boolean {
  if (credentials) return false
  const seen = letInBefore(context, origin)
  return seen !== null && allowedOrigin(seen.response) === '*'
}

/** Next.js answered OPTIONS by itself, and a rule set headers of CORS on it: a handler would add its own beside them. */
function isByRule({ flow, verdict }: FixContext): boolean {
  const answer = stoppedAt(flow, verdict)
  return allowedOrigin(answer) !== null && answerHeader(answer, 'allow') !== null
}

/** Which responses of the optimizer the rules of next.config reach differs from version to version. */
const onOptimizer = (drafts: readonly DraftFix[]): DraftFix[] =>
  drafts.map((draft) => ({
    ...draft,
    after: untested('whether headers() reaches the image optimizer must be tried in your version'),
  }))

/** What to do where Next.js itself made the answer, best first. */
function ownAnswer(context: FixContext, settings: Settings): DraftFix[] {
  const options =
    letsEverybodyIn(context, settings) && !isByRule(context) ? optionsExport(context, settings) : []
  if (options.length > 0) return options
  const config = headersConfig(context, settings)
  const proxy = proxyFile(context, settings)
  const handler = routeHandler(context, settings)
  const old = middlewareFile(context, settings)
  switch (taskOf(context)) {
    case 'skip-slash-redirect':
      return skipSlashRedirect(context, settings)
    case 'answer-options-before-files':
      return [...proxy, ...old]
    case 'answer-options-in-handler':
      return [...pagesApi(context, settings), ...proxy, ...old, ...config]
    case 'answer-401':
    case 'run-cors-first':
      return [...proxy, ...old]
    case 'headers-on-optimizer':
      return onOptimizer(config)
    case 'headers-on-files':
    case 'keep-headers-when-thrown':
      return config
    default:
      return ownHandler(context, settings) ?? [...config, ...handler, ...proxy, ...old]
  }
}

export const nextjs: Framework = {
  id: 'nextjs',
  label: 'Next.js',
  fixes(context) {
    const settings = narrowSettingsOf(context)
    switch (taskOf(context)) {
      case 'allow-dev-origin':
        return allowedDevOrigins(context, settings)
      case 'allow-server-action':
        return serverActions(context)
      case 'serve-both-spellings':
        return keepSlash(context)
    }
    if (settings === null) return rewrites(context)
    if (context.server.framework === 'nextjs')
      return typescriptFirst([...ownAnswer(context, settings), ...rewrites(context)])
    const forwarded = context.server.layers.includes('nextjs') ? forwardInProxy(context, settings) : []
    return typescriptFirst([...forwarded, ...rewrites(context)])
  },
}
