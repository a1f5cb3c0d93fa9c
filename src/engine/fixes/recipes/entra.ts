/** Microsoft Entra: only redirect URIs registered for single-page applications may ask for tokens from a page. */

import { untested } from '../change.ts'
import { isWebOrigin } from '../policy.ts'
import type { Framework } from '../recipe.ts'

export const entra: Framework = {
  id: 'entra',
  label: 'Microsoft Entra ID',
  fixes({ flow }) {
    const { initiator } = flow.origin
    if (!isWebOrigin(initiator)) return []
    return [
      {
        title: 'Register the redirect URI as a single-page application',
        language: 'shell',
        file: 'Azure CLI',
        code: [
          '# OBJECT_ID is that of the app registration. The list takes the place of the one that is there: keep its entries.',
          'az rest --method PATCH --uri https://graph.microsoft.com/v1.0/applications/OBJECT_ID \\',
          '  --headers Content-Type=application/json \\',
          `  --body '{"spa":{"redirectUris":["${initiator}/"]}}'`,
        ].join('\n'),
        note: 'In the portal: App registrations, Authentication, Add a platform, Single-page application. The URI must be the one that the page sends as redirect_uri; remove it from the platform Web. A page must use the authorization code flow with PKCE and no client secret.',
        owner: 'front-end',
        after: untested('the log does not show how the app is registered'),
      },
    ]
  },
}
