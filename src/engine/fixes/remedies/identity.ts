/** Identity servers with a list of origins or clients of their own: Auth0 and Amazon Cognito. */

import { untested } from '../change.ts'
import { isWebOrigin } from '../policy.ts'
import type { DraftFix, FixContext } from '../recipe.ts'

export function auth0Origins({ flow }: FixContext): DraftFix[] {
  const { initiator } = flow.origin
  if (!isWebOrigin(initiator)) return []
  return [
    {
      title: 'Add the page’s origin to the application in Auth0',
      language: 'shell',
      file: 'Auth0 CLI',
      code: [
        'auth0 apps show CLIENT_ID # the lists below take the place of those that are there: keep their entries',
        `auth0 apps update CLIENT_ID --web-origins ${initiator} --origins ${initiator}`,
      ].join('\n'),
      note: 'In the dashboard: Applications, the application, Settings, Allowed Web Origins and Allowed Origins (CORS). The application must be a Single Page Application: a page has no client secret. Monitoring, Logs shows why the request was refused.',
      owner: 'platform',
      after: untested('the log does not show how the application is set up'),
    },
  ]
}

export function cognitoClient({ flow }: FixContext): DraftFix[] {
  const { initiator } = flow.origin
  if (!isWebOrigin(initiator)) return []
  return [
    {
      title: 'Use an app client without a secret, with the page’s own callback URL',
      language: 'shell',
      file: 'AWS CLI',
      code: [
        'aws cognito-idp create-user-pool-client --user-pool-id POOL_ID --client-name web --no-generate-secret \\',
        '  --allowed-o-auth-flows code --allowed-o-auth-flows-user-pool-client \\',
        `  --allowed-o-auth-scopes openid --supported-identity-providers COGNITO --callback-urls ${initiator}/`,
      ].join('\n'),
      note: 'Only if the client that the page uses has a secret: whether it has cannot be changed later. The callback URL must be the redirect_uri that the page sends, to the last slash. Read the error of the response first.',
      owner: 'platform',
      after: untested('the log does not show how the app client is set up'),
    },
  ]
}
