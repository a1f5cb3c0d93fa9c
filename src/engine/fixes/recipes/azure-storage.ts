/** Azure Storage: the CORS rules of one service of the storage account. */

import { parseUrl } from '../../fetch/origin.ts'
import { answering } from '../answering.ts'
import { notes, openNote, type Settings, settingsOf } from '../cors-settings.ts'
import { shell } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

/** The methods that a rule may name. */
const METHODS = ['DELETE', 'GET', 'HEAD', 'MERGE', 'OPTIONS', 'PATCH', 'POST', 'PUT']

const SERVICES: Readonly<Record<string, string>> = { blob: 'b', file: 'f', queue: 'q', table: 't' }

/** Account and service from `ACCOUNT.blob.core.windows.net`. */
function accountOf(address: string): { account: string; service: string } {
  const [account = '', service = ''] = (parseUrl(address)?.hostname ?? '').split('.')
  return {
    account: /^[a-z0-9]{3,24}$/.test(account) ? account : 'ACCOUNT',
    service: SERVICES[service] ?? 'b',
  }
}

function draft(context: FixContext, settings: Settings): DraftFix | null {
  const { account, service } = accountOf(context.flow.exchange.url)
  const { origins, methods, headers, expose, maxAge } = settings
  const values = [...origins, ...methods, ...headers, ...expose].map(shell)
  if (values.includes(null)) return null
  const all = (list: readonly string[]) => list.map(shell).join(' ')
  return {
    title: 'Add a CORS rule to the storage account',
    language: 'shell',
    file: 'Azure CLI',
    code: [
      `az storage cors add --account-name ${account} --services ${service} \\`,
      `  --origins ${all(origins)} \\`,
      `  --methods ${all(methods)} \\`,
      ...(headers.length > 0 ? [`  --allowed-headers ${all(headers)} \\`] : []),
      ...(expose.length > 0 ? [`  --exposed-headers ${all(expose)} \\`] : []),
      `  --max-age ${maxAge}`,
    ].join('\n'),
    note: notes(
      'It adds a rule beside those that are there; the first one that fits counts, and there can be five. In the portal: Settings, Resource sharing (CORS).',
      openNote(context),
    ),
    owner: 'platform',
    after: answering(settings, { preflightStatus: 200, refusedStatus: 403 }),
  }
}

export const azureStorage: Framework = {
  id: 'azure-storage',
  label: 'Azure Storage',
  fixes(context) {
    const settings = settingsOf(context)
    if (settings === null || !settings.methods.every((method) => METHODS.includes(method))) return []
    const found = draft(context, settings)
    return found === null ? [] : [found]
  },
}
