/** REMEDIES: the ways out of causes that no setting of CORS ends, or not that alone. A cause's row names its own. */

import type { RemedyId } from '../causes/cause.ts'
import type { DraftFix, FixContext } from './recipe.ts'
import { entra } from './recipes/entra.ts'
import { gcs } from './recipes/gcs.ts'
import { keycloak } from './recipes/keycloak.ts'
import { s3 } from './recipes/s3.ts'
import { forwardOptions, letOptionsPassFirewall } from './remedies/aws.ts'
import { auth0Origins, cognitoClient } from './remedies/identity.ts'
import { goToLogin, passPreflights } from './remedies/oauth2-proxy.ts'
import { raiseBodyLimit, readPlatformLog } from './remedies/operation.ts'

export interface Remedy {
  /** Id of the software whose setting it is; that of the maker of the response where it is null. */
  software: string | null
  drafts: (context: FixContext) => DraftFix[]
}

/** The others are changes of the page and stand among its own fixes, or are one of a recipe’s drafts. */
export const REMEDIES: Readonly<Partial<Record<RemedyId, Remedy>>> = {
  's3-region': { software: 's3', drafts: (context) => s3.fixes(context) },
  'gcs-session-origin': { software: 'gcs', drafts: (context) => gcs.fixes(context) },
  'keycloak-web-origins': { software: 'keycloak', drafts: (context) => keycloak.fixes(context) },
  'entra-spa': { software: 'entra', drafts: (context) => entra.fixes(context) },
  'auth0-origins': { software: 'auth0', drafts: auth0Origins },
  'cognito-client': { software: 'cognito', drafts: cognitoClient },
  'alb-options-rule': { software: 'alb', drafts: forwardOptions },
  'waf-options-rule': { software: 'aws-waf', drafts: letOptionsPassFirewall },
  'oauth2-proxy-preflight': { software: 'oauth2-proxy', drafts: passPreflights },
  'go-to-login': { software: 'front-end', drafts: goToLogin },
  'body-limit': { software: 'nginx', drafts: raiseBodyLimit },
  'platform-log': { software: null, drafts: readPlatformLog },
}
