/** Causes of a request with credentials that the server does not expect. */
import { answerHeader, shorten } from '../servers/responses.ts'
import type { CauseRow } from './cause.ts'
import type { Scene } from './failure.ts'

const isOnlyReading = ({ verdict }: Scene): boolean => verdict.alternatives.length === 0
const credentialsValue = ({ answer }: Scene): string | null =>
  answerHeader(answer, 'access-control-allow-credentials')
const isOff = (value: string | null): boolean => value === null || value === 'false'

export const CREDENTIALS_ROWS = {
  'star-with-credentials': {
    task: 'name-origins',
    shows: ['allowed-origin', 'credentials'],
    responsible: 'back-end',
    weight: 540,
    pageFirst: true,
    needs: ({ reason }) => reason === 'allow-origin-star-with-credentials',
    certain: isOnlyReading,
  },
  'credentials-not-allowed': {
    shows: ['allowed-origin', 'credentials'],
    responsible: 'back-end',
    weight: 540,
    needs: (scene) =>
      scene.reason === 'allow-credentials-not-true' &&
      scene.allowed !== null &&
      isOff(credentialsValue(scene)),
    certain: isOnlyReading,
  },
  'credentials-misspelt': {
    shows: ['allowed-credentials', 'credentials'],
    responsible: 'back-end',
    weight: 540,
    needs: (scene) =>
      scene.reason === 'allow-credentials-not-true' &&
      scene.allowed !== null &&
      !isOff(credentialsValue(scene)),
    certain: isOnlyReading,
    facts: (scene) => ({ value: shorten(credentialsValue(scene) ?? '') }),
  },
} as const satisfies Record<string, CauseRow>
