/** What the reader knows and the log may not: a CORS set-up that is there already, and whether credentials are sent. */

import type { Settings } from './cors-settings.ts'

const NO_STAR = 'Leave no "*" among the origins: together with credentials it would let every site in.'

/** `what`: how the server's users call the set-up; it stands in brackets behind “set up already”. */
export function existingNote({ credentials, credentialsUnknown }: Settings, what: string): string {
  const told = `If CORS is set up already (${what}), remove that, put this in its place and carry over what else it allows: other origins, methods, headers and credentials.`
  return credentials || credentialsUnknown ? `${told} ${NO_STAR}` : told
}

/**
 * The line that allows credentials. Where the log does not tell whether the request carries them it is printed as a
 * comment, for the reader to decide.
 * @param mark that begins a comment
 */
export function credentialsLines(settings: Settings, line: string, mark: '#' | '//'): string[] {
  if (settings.credentials) return [line]
  if (!settings.credentialsUnknown) return []
  const indent = /^\s*/.exec(line)?.[0] ?? ''
  return [
    `${indent}${mark} Only if the page sends it with credentials: 'include':`,
    `${indent}${mark} ${line.trimStart()}`,
  ]
}

/** The same as a sentence, where a comment has no place in the code. */
export const credentialsNote = ({ credentialsUnknown }: Settings, setting: string): string | null =>
  credentialsUnknown ? `If the page sends the request with credentials: 'include', add ${setting}.` : null
