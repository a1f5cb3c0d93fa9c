/** Azure App Service and Functions: a list of origins of their own, which overrides the CORS code of the application. */

import { parseUrl } from '../../fetch/origin.ts'
import { answering } from '../answering.ts'
import { cookieNote, notes, openNote, type Settings, settingsOf } from '../cors-settings.ts'
import { shell } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

const appOf = (address: string): string =>
  /^([a-z0-9-]+)\.(?:[a-z0-9-]+\.)?azurewebsites\.net$/.exec(parseUrl(address)?.hostname ?? '')?.[1] ?? 'APP'

function draft(context: FixContext, settings: Settings): DraftFix[] {
  const app = appOf(context.flow.exchange.url)
  const origins = settings.origins.map(shell)
  if (origins.includes(null)) return []
  return [
    {
      title: 'Add the origin to the platform’s own list',
      language: 'shell',
      file: 'Azure CLI',
      code: [
        `az webapp cors add --resource-group GROUP --name ${app} --allowed-origins ${origins.join(' ')}`,
        ...(settings.credentials
          ? [
              `az resource update --resource-group GROUP --name web --namespace Microsoft.Web \\`,
              `  --resource-type config --parent sites/${app} --set properties.cors.supportCredentials=true`,
            ]
          : []),
      ].join('\n'),
      note: notes(
        'For Functions: az functionapp cors add with the same options. As soon as this list has an entry, App Service answers preflights itself and the CORS code of the application has no effect: use one of the two, and empty the list (az webapp cors remove) if the code is to decide.',
        openNote(context),
        cookieNote(context, 'SameSite=None; Secure where the application sets it'),
      ),
      owner: 'platform',
      after: answering(settings, { preflightStatus: 200 }),
    },
  ]
}

export const azure: Framework = {
  id: 'azure',
  label: 'Azure App Service and Functions',
  fixes(context) {
    const settings = settingsOf(context)
    return settings === null ? [] : draft(context, settings)
  },
}
