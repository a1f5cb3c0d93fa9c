/** FRAMEWORKS: everything that a fix can be written for, and which of them this failure calls for. */
import type { DraftFix, Fix, FixContext, Framework } from './framework.ts'
import { express } from './frameworks/express.ts'
import { fastapi } from './frameworks/fastapi.ts'
import { fastify } from './frameworks/fastify.ts'
import { frontEnd } from './frameworks/front-end.ts'
import { hono } from './frameworks/hono.ts'
import { nextjs } from './frameworks/nextjs.ts'
import { plain } from './frameworks/plain.ts'
import { simulate } from './simulate.ts'

/** In the order in which a person is offered them to choose from. */
export const FRAMEWORKS: readonly Framework[] = [fastapi, nextjs, express, fastify, hono, plain, frontEnd]

const byId = (id: string | null): Framework[] => FRAMEWORKS.filter((framework) => framework.id === id)

/** Verdicts and causes that are mended on the page, or that it alone can mend where the server is not known. */
const pageFirst = ({ cause, server }: FixContext): boolean =>
  cause?.owner === 'front-end' || (server.framework === null && cause?.id === 'star-with-credentials')

/** Only a server that is known well enough has its own code shown first; a guess comes after the plain headers. */
function serverSide({ server }: FixContext): Framework[] {
  const layers = server.layers.flatMap(byId)
  const own = byId(server.framework)
  const isSure = server.confidence === 'certain' || server.confidence === 'likely'
  return isSure ? [...own, ...layers, plain] : [plain, ...own, ...layers]
}

/** Next.js takes part for its pages too: it can forward a call to whatever server. */
function candidates(context: FixContext): Framework[] {
  const server = serverSide(context)
  const all = pageFirst(context) ? [frontEnd, ...server, nextjs] : [...server, frontEnd, nextjs]
  return [...new Set(all)]
}

/** A fix that passes its simulation, in the shape that is shown; null for any other. */
function prove(framework: Framework, draft: DraftFix, context: FixContext): Fix | null {
  if (simulate(draft, context) !== 'allowed') return null
  const { title, language, file, code, note, owner } = draft
  return { framework: framework.id, title, language, file, code, note, owner, simulated: 'allowed' }
}

function provenBy(framework: Framework, context: FixContext): Fix[] {
  return framework.fixes(context).flatMap((draft) => prove(framework, draft, context) ?? [])
}

/**
 * The fixes for a failure, the one to try first at the front; each has let the request pass in the simulation.
 * Empty when nothing that can be typed would help.
 */
export function fixesFor(context: FixContext): Fix[] {
  const fixes = candidates(context).flatMap((framework) => provenBy(framework, context))
  const pageAlone =
    context.cause?.id === 'method-case' && fixes.some(({ framework }) => framework === frontEnd.id)
  if (pageAlone) return fixes.filter(({ framework }) => framework === frontEnd.id)
  return fixes
}
