/** Options of the npm package `cors`, which NestJS, Socket.IO, Vite and others take as Express does. */

import type { Settings } from './cors-settings.ts'
import { credentialsLines } from './existing.ts'
import { js, list } from './literals.ts'

/** The lines between the braces. `by`: what each begins with. */
export function corsOptions(settings: Settings, by: string): string[] {
  const { origins, methods, headers, maxAge, preflighted, expose } = settings
  return [
    `origin: [${list(origins, js)}],`,
    `methods: [${list(methods, js)}],`,
    `allowedHeaders: [${list(headers, js)}],`,
    ...(expose.length > 0 ? [`exposedHeaders: [${list(expose, js)}],`] : []),
    ...credentialsLines(settings, 'credentials: true,', '//'),
    ...(preflighted ? [`maxAge: ${maxAge},`] : []),
  ].map((line) => by + line)
}
