/** The apps that the cases share: all files of a setup's cases, and one next.config for them. */
import { join } from 'node:path'
import { type Addresses, withAddresses } from '../support/case.ts'
import type { Files } from './app.ts'
import type { NextCase, Setup } from './cases.ts'
import { config } from './sources.ts'

const CONFIG_LINES: Readonly<Record<Setup, readonly string[]>> = {
  plain: [],
  guarded: [],
  slash: ['trailingSlash: true'],
  based: ["basePath: '/app'"],
}

/** @param root folder that `copyOf` starts from */
export function filesOf(setup: Setup, cases: readonly NextCase[], addresses: Addresses, root: string): Files {
  const own = cases.filter((item) => item.setup === setup)
  const rules = own.flatMap((item) => item.rules)
  const files: Files = {
    ...Object.assign({}, ...own.map((item) => item.files)),
    'next.config.ts': config(rules, CONFIG_LINES[setup]),
  }
  return Object.fromEntries(
    Object.entries(files).map(([path, content]) => [
      path,
      typeof content === 'string'
        ? withAddresses(content, addresses)
        : { copyOf: join(root, content.copyOf) },
    ]),
  )
}
