/** Keycloak: the web origins of the client decide who may read its token endpoint. */

import { pathOf } from '../../servers/responses.ts'
import { untested } from '../change.ts'
import { notes } from '../cors-settings.ts'
import { isWebOrigin } from '../policy.ts'
import type { FixContext, Framework } from '../recipe.ts'

const realmOf = ({ flow }: FixContext): string =>
  /\/realms\/([A-Za-z0-9_-]+)\//.exec(pathOf(flow.exchange.url))?.[1] ?? 'REALM'

export const keycloak: Framework = {
  id: 'keycloak',
  label: 'Keycloak',
  fixes(context) {
    const { initiator } = context.flow.origin
    const { status } = context.flow.exchange
    // its pages are for navigation alone
    const isPage = /\/openid-connect\/(auth|logout)\/?$/.test(pathOf(context.flow.exchange.url))
    if (!isWebOrigin(initiator) || isPage) return []
    return [
      {
        title: 'Add the page’s origin to the client’s web origins',
        language: 'shell',
        file: 'Keycloak Admin CLI',
        code: [
          `kcadm.sh get clients -r ${realmOf(context)} -q clientId=CLIENT --fields id,webOrigins`,
          `# ID is the id from above; webOrigins takes the place of the whole list, so write down those that are there too`,
          `kcadm.sh update clients/ID -r ${realmOf(context)} -s 'webOrigins=["${initiator}"]'`,
        ].join('\n'),
        note: notes(
          'In the admin console: Clients, the client, Settings, Web origins. No slash at the end.',
          status >= 400
            ? `Read the error first (${status}): Keycloak leaves the headers out when it cannot tell which client asks, for example with a wrong client id, secret or redirect address.`
            : null,
        ),
        owner: 'back-end',
        after: untested('the log does not show the settings of the client'),
      },
    ]
  },
}
