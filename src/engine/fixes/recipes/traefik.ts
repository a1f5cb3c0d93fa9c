/** Traefik: the headers middleware answers preflights itself, for every origin with the same lists and the origin only where it is listed. */

import { answering } from '../answering.ts'
import { notes, openNote, type Settings, settingsOf } from '../cors-settings.ts'
import { credentialsLines, existingNote } from '../existing.ts'
import { list, yaml } from '../literals.ts'
import { isPlainSettings } from '../proxy-text.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

function code(settings: Settings): string {
  const { origins, methods, headers, maxAge, expose } = settings
  const lines = [
    `accessControlAllowOriginList: [${list(origins, yaml)}]`,
    `accessControlAllowMethods: [${list(methods, yaml)}]`,
    `accessControlAllowHeaders: [${list(headers, yaml)}]`,
    ...(expose.length > 0 ? [`accessControlExposeHeaders: [${list(expose, yaml)}]`] : []),
    ...credentialsLines(settings, 'accessControlAllowCredentials: true', '#'),
    `accessControlMaxAge: ${maxAge}`,
    'addVaryHeader: true',
  ]
  return [
    'http:',
    '  middlewares:',
    '    cors:',
    '      headers:',
    ...lines.map((line) => `        ${line}`),
  ].join('\n')
}

const draft = (context: FixContext, settings: Settings): DraftFix => ({
  title: 'Give the router a headers middleware for this origin',
  language: 'yaml',
  file: 'Traefik’s dynamic configuration',
  code: code(settings),
  note: notes(
    'Name it in the router, before any login check: middlewares: [cors@file, …]. As Docker labels the same options are traefik.http.middlewares.cors.headers.accesscontrolalloworiginlist and so on.',
    existingNote(settings, 'a headers middleware with accessControl… options'),
    openNote(context),
  ),
  owner: 'proxy',
  after: answering(settings, { preflightStatus: 200 }),
})

export const traefik: Framework = {
  id: 'traefik',
  label: 'Traefik',
  fixes(context) {
    const settings = settingsOf(context)
    return settings === null || !isPlainSettings(settings) ? [] : [draft(context, settings)]
  },
}
