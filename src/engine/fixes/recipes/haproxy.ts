/** HAProxy 2.2 and later: `http-after-response` reaches its own error responses too. */

import { answering } from '../answering.ts'
import { notes, openNote, type Settings, settingsOf } from '../cors-settings.ts'
import { credentialsLines, existingNote } from '../existing.ts'
import { isPlainSettings } from '../proxy-text.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

const IF_ALLOWED = 'if { var(txn.cors_origin) -m found }'

function preflightLine(settings: Settings): string {
  const { methods, headers, maxAge } = settings
  const hdr = (name: string, value: string) => `hdr Access-Control-${name} "${value}"`
  return [
    'http-request return status 204',
    hdr('Allow-Methods', methods.join(', ')),
    ...(headers.length > 0 ? [hdr('Allow-Headers', headers.join(', '))] : []),
    hdr('Max-Age', String(maxAge)),
    'if METH_OPTIONS { var(txn.cors_origin) -m found } { req.hdr(Access-Control-Request-Method) -m found }',
  ].join(' ')
}

function code(settings: Settings): string {
  const { origins, expose, preflighted } = settings
  const set = (name: string, value: string) =>
    `http-after-response set-header Access-Control-${name} ${value} ${IF_ALLOWED}`
  return [
    '# In the frontend, before http-request auth and every other http-request line:',
    `http-request set-var(txn.cors_origin) req.fhdr(Origin) if { req.fhdr(Origin) -m str ${origins.join(' ')} }`,
    ...(preflighted ? [preflightLine(settings)] : []),
    set('Allow-Origin', '%[var(txn.cors_origin)]'),
    ...credentialsLines(settings, set('Allow-Credentials', 'true'), '#'),
    ...(expose.length > 0 ? [set('Expose-Headers', `"${expose.join(', ')}"`)] : []),
    'http-after-response add-header Vary Origin',
  ].join('\n')
}

const draft = (context: FixContext, settings: Settings): DraftFix => ({
  title: 'Let HAProxy answer the preflight and add the headers',
  language: 'haproxy',
  file: 'haproxy.cfg',
  code: code(settings),
  note: notes(
    'set-header takes the place of what the application behind it sends for this origin, so that nothing comes twice.',
    existingNote(settings, 'http-response lines with Access-Control-…'),
    openNote(context),
  ),
  owner: 'proxy',
  after: answering(settings),
})

export const haproxy: Framework = {
  id: 'haproxy',
  label: 'HAProxy',
  fixes(context) {
    const settings = settingsOf(context)
    return settings === null || !isPlainSettings(settings) ? [] : [draft(context, settings)]
  },
}
