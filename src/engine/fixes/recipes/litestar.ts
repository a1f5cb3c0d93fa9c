/** Litestar, whose CORSConfig stands around the whole application. */

import { answering } from '../answering.ts'
import { cookieNote, notes, openNote, type Settings, settingsOf } from '../cors-settings.ts'
import { credentialsLines, existingNote } from '../existing.ts'
import { list, python } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

/** The methods that it knows. */
const METHODS = ['GET', 'POST', 'DELETE', 'PATCH', 'PUT', 'HEAD', 'TRACE', 'OPTIONS']

function code(settings: Settings): string {
  const { origins, methods, headers, maxAge, expose } = settings
  return [
    'from litestar.config.cors import CORSConfig',
    '',
    'cors_config = CORSConfig(',
    `    allow_origins=[${list(origins, python)}],`,
    `    allow_methods=[${list(methods, python)}],`,
    `    allow_headers=[${list(headers, python)}],`,
    ...(expose.length > 0 ? [`    expose_headers=[${list(expose, python)}],`] : []),
    ...credentialsLines(settings, '    allow_credentials=True,', '#'),
    `    max_age=${maxAge},`,
    ')',
    '',
    '# And hand it over where the app is made:',
    '# app = Litestar(route_handlers=[…], cors_config=cors_config)',
  ].join('\n')
}

const draft = (context: FixContext, settings: Settings): DraftFix => ({
  title: 'Give the app a CORSConfig for this origin',
  language: 'python',
  file: 'app.py',
  code: code(settings),
  note: notes(
    existingNote(settings, 'another cors_config'),
    openNote(context),
    cookieNote(context, 'Cookie(..., samesite="none", secure=True)'),
  ),
  owner: 'back-end',
  after: answering(settings),
})

export const litestar: Framework = {
  id: 'litestar',
  label: 'Litestar',
  fixes(context) {
    const settings = settingsOf(context)
    const isKnown = settings?.methods.every((method) => METHODS.includes(method))
    return settings === null || !isKnown ? [] : [draft(context, settings)]
  },
}
