/** Apache httpd: the origin is compared once; `always` keeps the headers on error responses, those of the proxy included. */

import { answering } from '../answering.ts'
import { failedPath, notes, openNote, type Settings, settingsOf } from '../cors-settings.ts'
import { credentialsLines, existingNote } from '../existing.ts'
import { escapeRegex, list, quoted } from '../literals.ts'
import { isPlainSettings } from '../proxy-text.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

/** Headers that an application behind it may send, and that would come twice. */
const DOUBLED = ['Origin', 'Credentials', 'Methods', 'Headers']

const header = (name: string, value: string, variable: string): string =>
  `Header always set ${name} ${quoted(value)} env=${variable}`

function preflightLines(settings: Settings): string[] {
  const { methods, headers, maxAge } = settings
  return [
    '',
    '# The preflight is answered before a login is asked for and before the application.',
    'RewriteEngine On',
    'RewriteCond %{REQUEST_METHOD} =OPTIONS',
    'RewriteCond %{HTTP:Access-Control-Request-Method} !=""',
    'RewriteCond %{ENV:CORS_ORIGIN} !=""',
    'RewriteRule ^ - [E=CORS_PREFLIGHT:1,R=204,L]',
    header('Access-Control-Allow-Methods', methods.join(', '), 'CORS_PREFLIGHT'),
    ...(headers.length > 0
      ? [header('Access-Control-Allow-Headers', headers.join(', '), 'CORS_PREFLIGHT')]
      : []),
    header('Access-Control-Max-Age', String(maxAge), 'CORS_PREFLIGHT'),
  ]
}

function code(settings: Settings): string {
  const { origins, expose, preflighted } = settings
  const origin = `^(${list(origins, escapeRegex).replaceAll(', ', '|')})$`
  return [
    '# In the <VirtualHost>, outside of <Location> and <Directory>:',
    `SetEnvIf Origin "${origin}" CORS_ORIGIN=$0`,
    '# What the application adds itself for this origin is dropped, so that nothing comes twice.',
    ...DOUBLED.map((name) => `Header onsuccess unset Access-Control-Allow-${name} env=CORS_ORIGIN`),
    header('Access-Control-Allow-Origin', '%{CORS_ORIGIN}e', 'CORS_ORIGIN'),
    ...credentialsLines(settings, header('Access-Control-Allow-Credentials', 'true', 'CORS_ORIGIN'), '#'),
    ...(expose.length > 0 ? [header('Access-Control-Expose-Headers', expose.join(', '), 'CORS_ORIGIN')] : []),
    'Header always merge Vary "Origin"',
    ...(preflighted ? preflightLines(settings) : []),
  ].join('\n')
}

const MODULES =
  'Needs mod_headers, mod_setenvif and mod_rewrite: a2enmod headers setenvif rewrite, then restart. In .htaccess the preflight is answered only after a login is asked for.'

const draft = (context: FixContext, settings: Settings): DraftFix => ({
  title: 'Let Apache answer the preflight and add the headers',
  language: 'apache',
  file: 'the site’s <VirtualHost>',
  code: code(settings),
  note: notes(
    MODULES,
    failedPath(context).endsWith('.php')
      ? 'A header() of the PHP script for another origin stays as it is.'
      : null,
    existingNote(settings, 'Header lines with Access-Control-…'),
    openNote(context),
  ),
  owner: 'proxy',
  after: answering(settings),
})

export const apache: Framework = {
  id: 'apache',
  label: 'Apache httpd',
  fixes(context) {
    const settings = settingsOf(context)
    return settings === null || !isPlainSettings(settings) ? [] : [draft(context, settings)]
  },
}
