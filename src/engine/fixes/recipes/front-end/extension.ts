/** Requests of a browser extension: its own pages and its service worker may go anywhere that host_permissions names. */

import { originOf } from '../../../fetch/origin.ts'
import { addressOf } from '../../../servers/observed-server.ts'
import { untested } from '../../change.ts'
import { js } from '../../literals.ts'
import { isExtensionOrigin, isWebOrigin } from '../../policy.ts'
import type { DraftFix, FixContext } from '../../recipe.ts'

/** A match pattern for the server: ports have no place in it. */
function patternOf(url: string): string | null {
  const origin = originOf(url)
  return isWebOrigin(origin) ? `${origin.replace(/:\d+$/, '')}/*` : null
}

const isContentScript = ({ flow }: FixContext): boolean =>
  isExtensionOrigin(flow.exchange.initiator.url) && !isExtensionOrigin(flow.origin.initiator)

const permission = (pattern: string): DraftFix => ({
  language: 'json',
  file: 'manifest.json',
  title: 'Give the extension permission for this host',
  code: JSON.stringify({ host_permissions: [pattern] }, null, 2),
  note: 'Beside the permissions that are there. With it, requests of the extension’s own pages and of its service worker need no CORS headers; those of content scripts still do.',
  owner: 'extension',
  after: untested('the log does not show the extension with that permission'),
})

const inWorker = (url: string): DraftFix => ({
  language: 'js',
  file: 'the extension’s service worker',
  title: 'Let the extension’s service worker make the request',
  code: [
    '// service worker',
    'chrome.runtime.onMessage.addListener((message, _sender, reply) => {',
    "  if (message.type !== 'load') return",
    `  fetch(${js(url)}).then((response) => response.json()).then(reply)`,
    '  return true // the reply comes later',
    '})',
    '',
    '// content script, in place of its fetch',
    "const data = await chrome.runtime.sendMessage({ type: 'load' })",
  ].join('\n'),
  note: 'A content script has the rights of the page it runs in; the service worker has those of the extension. It needs host_permissions for this host. Do not pass addresses from the page on to it: any page could then use the extension.',
  owner: 'extension',
  after: untested('the log does not show the request made by the service worker'),
})

/** Both for a content script, the permission alone for a page of the extension. */
export function extensionFixes(context: FixContext): DraftFix[] {
  const { url } = context.flow.exchange
  const pattern = patternOf(url)
  if (pattern === null) return []
  if (isContentScript(context)) return [inWorker(addressOf(url)), permission(pattern)]
  return isExtensionOrigin(context.flow.origin.initiator) ? [permission(pattern)] : []
}
