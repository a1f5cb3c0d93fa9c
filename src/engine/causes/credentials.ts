/** Causes of a request with credentials that the server does not expect. */
import { allowedOrigin, answerHeader, nameOf, shorten } from '../servers/responses.ts'
import { type Cause, type CauseRow, speak } from './cause.ts'
import type { Scene } from './failure.ts'

export interface CredentialFacts {
  what: string
  origin: string
  value: string
}

export const CREDENTIALS_ROWS = {
  'star-with-credentials': {
    owner: 'back-end',
    title: 'Name the origin: * does not count for a request with cookies',
    text: ({ what, origin }: CredentialFacts) =>
      `The page sends the request with credentials, and ${what} allows everyone (\`*\`). Browsers accept \`*\` only for requests without credentials, or any site could read your users’ data. Name ${origin} and allow credentials, if the API needs cookies. If it does not (an Authorization header is no reason), drop \`credentials: 'include'\` in the page.`,
  },
  'credentials-not-allowed': {
    owner: 'back-end',
    title: 'Allow credentials, or do not send them',
    text: ({ what, origin }: CredentialFacts) =>
      `The page sends the request with credentials, and ${what} allows ${origin} but no credentials. Send Access-Control-Allow-Credentials: true if the API needs cookies. If it does not (an Authorization header is no reason), drop \`credentials: 'include'\` in the page.`,
  },
  'credentials-misspelt': {
    owner: 'back-end',
    title: 'Write Access-Control-Allow-Credentials: true in lower case',
    text: ({ what, value }: CredentialFacts) =>
      `${what} sends Access-Control-Allow-Credentials: “${value}”. The only value that counts is \`true\`, in lower case and once.`,
  },
} as const satisfies Record<string, CauseRow>

export function credentials(scene: Scene): Cause | null {
  const { answer, reason, origin, verdict } = scene
  const certain = verdict.alternatives.length === 0
  const value = answerHeader(answer, 'access-control-allow-credentials')
  const facts = { what: nameOf(answer), origin: origin ?? 'the page’s origin', value: shorten(value ?? '') }
  if (reason === 'allow-origin-star-with-credentials') {
    return speak(CREDENTIALS_ROWS, 'star-with-credentials', facts, certain)
  }
  if (reason !== 'allow-credentials-not-true' || allowedOrigin(answer) === null) return null
  return speak(
    CREDENTIALS_ROWS,
    value === null || value === 'false' ? 'credentials-not-allowed' : 'credentials-misspelt',
    facts,
    certain,
  )
}
