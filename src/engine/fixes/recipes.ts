/** FRAMEWORKS: everything that a fix can be written for, and which of them this failure calls for. */

import { rowOfCause } from '../causes/causes.ts'
import { hostOf } from '../fetch/origin.ts'
import { makerOf } from '../servers/maker.ts'
import { type Ownership, ownershipOf } from '../servers/ownership.ts'
import { isStackId, STACKS } from '../servers/software.ts'
import { checkOf } from './check.ts'
import type { DraftFix, Fix, FixContext, Framework } from './recipe.ts'
import { apache } from './recipes/apache.ts'
import { apiGateway, lambdaUrl } from './recipes/api-gateway.ts'
import { apollo } from './recipes/apollo.ts'
import { aspnet } from './recipes/aspnet.ts'
import { azure } from './recipes/azure.ts'
import { azureStorage } from './recipes/azure-storage.ts'
import { caddy } from './recipes/caddy.ts'
import { chi } from './recipes/chi.ts'
import { cloudflareWorkers } from './recipes/cloudflare-workers.ts'
import { cloudfront } from './recipes/cloudfront.ts'
import { django } from './recipes/django.ts'
import { echo } from './recipes/echo.ts'
import { entra } from './recipes/entra.ts'
import { express } from './recipes/express.ts'
import { fastapi } from './recipes/fastapi.ts'
import { fastify } from './recipes/fastify.ts'
import { fiber } from './recipes/fiber.ts'
import { firebaseFunctions } from './recipes/firebase-functions.ts'
import { flask } from './recipes/flask.ts'
import { inCapitals, isGrantedInCapitals } from './recipes/front-end/method.ts'
import { throughOwnServer } from './recipes/front-end/own-server.ts'
import { frontEnd } from './recipes/front-end.ts'
import { gcs } from './recipes/gcs.ts'
import { gin } from './recipes/gin.ts'
import { go } from './recipes/go.ts'
import { haproxy } from './recipes/haproxy.ts'
import { hono } from './recipes/hono.ts'
import { iis } from './recipes/iis.ts'
import { keycloak } from './recipes/keycloak.ts'
import { koa } from './recipes/koa.ts'
import { laravel } from './recipes/laravel.ts'
import { litestar } from './recipes/litestar.ts'
import { nestjs } from './recipes/nestjs.ts'
import { nextjs } from './recipes/nextjs.ts'
import { nginx } from './recipes/nginx.ts'
import { nuxt } from './recipes/nuxt.ts'
import { plain } from './recipes/plain-headers.ts'
import { rails } from './recipes/rails.ts'
import { resourcePolicy } from './recipes/resource-policy.ts'
import { r2, s3, s3Compatible } from './recipes/s3.ts'
import { singleHeader } from './recipes/single-header.ts'
import { socketio } from './recipes/socketio.ts'
import { spring } from './recipes/spring.ts'
import { cloudflareAssets, netlify, vercel } from './recipes/static-hosts.ts'
import { supabase } from './recipes/supabase.ts'
import { sveltekit } from './recipes/sveltekit.ts'
import { traefik } from './recipes/traefik.ts'
import { trpc } from './recipes/trpc.ts'
import { vite } from './recipes/vite.ts'
import { webpack } from './recipes/webpack.ts'
import { REMEDIES } from './remedies.ts'
import { answer401 } from './unauthorized.ts'

/** In the order in which a person is offered them to choose from. */
export const FRAMEWORKS: readonly Framework[] = [
  express,
  nextjs,
  spring,
  aspnet,
  fastapi,
  nestjs,
  django,
  flask,
  hono,
  koa,
  fastify,
  go,
  gin,
  echo,
  fiber,
  chi,
  rails,
  laravel,
  litestar,
  nuxt,
  sveltekit,
  socketio,
  apollo,
  trpc,
  vite,
  webpack,
  nginx,
  apache,
  caddy,
  haproxy,
  traefik,
  iis,
  cloudflareWorkers,
  cloudflareAssets,
  vercel,
  netlify,
  supabase,
  firebaseFunctions,
  azure,
  apiGateway,
  lambdaUrl,
  cloudfront,
  s3,
  s3Compatible,
  r2,
  gcs,
  azureStorage,
  keycloak,
  entra,
  plain,
  frontEnd,
]

/** The application’s own code reaches the response; else it is made before it. */
const reachesApplication = ({ cause }: FixContext): boolean => cause === null || cause.serverFix !== 'before'

const isApplication = ({ id }: Framework): boolean => isStackId(id) && STACKS[id].kind === 'framework'

/** Mended on the page, or by the page alone where the server is not known. */
const pageFirst = ({ cause, server }: FixContext): boolean =>
  cause?.owner === 'front-end' ||
  (server.framework === null && cause !== null && rowOfCause(cause.id).pageFirst === true)

const ownershipIn = ({ actor, flow }: FixContext): Ownership => ownershipOf(actor.url, flow.origin.initiator)

/** The stacks that are known well enough for their own code: a mere possibility is not guessed at. */
function knownStacks(context: FixContext): Framework[] {
  const { framework, layers, confidence } = context.server
  const isSure = confidence === 'certain' || confidence === 'likely' || context.server.isUsual === true
  const isService = framework !== null && isStackId(framework) && STACKS[framework].kind === 'service'
  // a service has its own setting, whatever stands before it
  const ids = isService ? [framework] : isSure ? [framework, ...layers] : layers
  const stacks = ids.flatMap((id) => FRAMEWORKS.filter((candidate) => candidate.id === id))
  return reachesApplication(context) ? stacks : stacks.filter((stack) => !isApplication(stack))
}

/** A fix in the shape that is shown; null for one that its simulation shows to fail. */
function prove(id: string, draft: DraftFix, context: FixContext): Fix | null {
  const check = checkOf(draft, context, id)
  if (check === null) return null
  const { title, language, file, code, note, owner, paths = [] } = draft
  const reach = { maker: draft.after.of === 'request' ? 'page' : id, paths: [...paths] }
  return { framework: id, title, language, file, code, note, owner, reach, check }
}

const provenBy = (framework: Framework, context: FixContext): Fix[] =>
  framework.fixes(context).flatMap((draft) => prove(framework.id, draft, context) ?? [])

/** The server to change is the one that redirected, not the one that answered last. */
function loginFixes(context: FixContext): Fix[] {
  const found = answer401(context)
  const framework = FRAMEWORKS.find(({ id }) => id === found?.framework)
  const fix = found && framework ? prove(framework.id, found.draft, context) : null
  return fix === null ? [] : [fix]
}

/** What the server can do: its own code where it is known, the bare headers where it is not. */
function serverFixes(context: FixContext): Fix[] {
  if (context.cause?.serverFix === 'none') return []
  // nobody is told to change a server that is not his
  if (ownershipIn(context) === 'other') return []
  // the software that shows is that of the server at the end, and another one sent the request there
  if (hostOf(context.actor.url) !== hostOf(context.flow.exchange.url)) return loginFixes(context)
  const own = [
    ...provenBy(resourcePolicy, context),
    ...loginFixes(context),
    ...knownStacks(context).flatMap((framework) => provenBy(framework, context)),
  ]
  if (!reachesApplication(context) || (own.length > 0 && context.server.isUsual !== true)) return own
  const single = provenBy(singleHeader, context)
  return [...own, ...(single.length > 0 ? single : provenBy(plain, context))]
}

/** The way out that the cause's own row names, where it is no change of the page. */
function remedies(context: FixContext): Fix[] {
  const remedy = REMEDIES[context.cause?.remedy ?? 'navigate']
  if (remedy === undefined) return []
  const id = remedy.software ?? makerOf(context.actor, context.observed).software ?? 'plain'
  return remedy.drafts(context).flatMap((draft) => prove(id, draft, context) ?? [])
}

/** Next.js takes part for its pages too: it can forward a call to whatever server. */
const pageFixes = (context: FixContext): Fix[] => [
  ...provenBy(frontEnd, context),
  ...(context.server.framework === 'nextjs' || knownStacks(context).includes(nextjs)
    ? []
    : provenBy(nextjs, context)),
]

/** Somebody else's server cannot be changed: a server of one's own can call it, where the call itself is answered well. */
function elsewhere(context: FixContext): Fix[] {
  const { cause, policy } = context
  if (cause === null || ownershipIn(context) === 'reader') return []
  const { ownServerHelps, serverFix } = rowOfCause(cause.id)
  const isTheirs = ownershipIn(context) === 'other' && policy !== null && serverFix !== 'none'
  if (!ownServerHelps && !isTheirs) return []
  const fix = prove(frontEnd.id, throughOwnServer(context), context)
  return fix === null ? [] : [fix]
}

/**
 * The fixes for a failure, the one to try first at the front; each has let the request pass in the simulation.
 * Empty when nothing that can be typed would help.
 */
export function fixesFor(context: FixContext): Fix[] {
  const own = remedies(context)
  if (own.length > 0) return own
  if (context.cause?.owner === 'extension') return []
  const page = pageFixes(context)
  const corrected = inCapitals(context)
  const server = corrected !== null && isGrantedInCapitals(corrected) ? [] : serverFixes(corrected ?? context)
  const found = pageFirst(context) ? [...page, ...server] : [...server, ...page]
  // both ways where nobody knows whose it is, the server's own first
  return found.length > 0 && ownershipIn(context) === 'other' ? found : [...found, ...elsewhere(context)]
}
