/** How a printed fix goes into a server of Express, Fastify or Hono: as its comments and its note tell the reader to. */
import type { Fix } from '../../../src/engine/index.ts'
import { insertedAfter, splitImports, withoutStatements } from '../support/source.ts'

/** The statement that sets CORS up already, and its import. */
const PRESENT = /^(app\.use\((?:'\*', )?cors\(|await app\.register\(cors\b|import (?:\{ )?cors\b)/m
const APP = /^const app = .*$/m

/** Imports go to the top, the rest right behind the line that makes the app: before routes and checks. */
export function applyToServer(source: string, { code }: Fix): string {
  const { imports, rest } = splitImports(code)
  return `${imports}\n${insertedAfter(withoutStatements(source, PRESENT), APP, rest)}`
}
