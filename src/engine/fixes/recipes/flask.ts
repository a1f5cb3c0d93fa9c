/** Flask, with flask-cors, which adds headers to whatever answers OPTIONS: also to the 401 of a login check. */

import { answering } from '../answering.ts'
import { cookieNote, notes, openNote, type Settings, settingsOf } from '../cors-settings.ts'
import { credentialsLines, existingNote } from '../existing.ts'
import { list, python } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

/** flask-cors takes a string with one of these for a regular expression. */
const LOOKS_LIKE_REGEX = /[*\\\][?$^()]/

/** Something in the application, or before it, answered OPTIONS in Flask's place. */
function isStopped({ flow: { preflight } }: FixContext): boolean {
  return preflight !== null && preflight.status >= 300
}

const ANSWER_FIRST = [
  '',
  '',
  '# Before every other before_request: a preflight carries no login.',
  '@app.before_request',
  'def answer_preflight():',
  '    if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:',
  '        return "", 204',
]

function code(settings: Settings, stopped: boolean): string {
  const { origins, methods, headers, maxAge, preflighted, expose } = settings
  return [
    ...(stopped ? ['from flask import request'] : []),
    'from flask_cors import CORS',
    '',
    '# Right after app = Flask(…).',
    'CORS(',
    '    app,',
    `    origins=[${list(origins, python)}],`,
    `    methods=[${list(methods, python)}],`,
    `    allow_headers=[${list(headers, python)}],`,
    ...(expose.length > 0 ? [`    expose_headers=[${list(expose, python)}],`] : []),
    ...credentialsLines(settings, '    supports_credentials=True,', '#'),
    ...(preflighted ? [`    max_age=${maxAge},`] : []),
    ')',
    ...(stopped ? ANSWER_FIRST : []),
  ].join('\n')
}

function draft(context: FixContext, settings: Settings): DraftFix {
  const stopped = isStopped(context)
  const isKept = !stopped && (context.flow.preflight?.status ?? 0) > 0
  return {
    title: stopped
      ? 'Use flask-cors for this origin, and let preflights pass the login check'
      : 'Use flask-cors for this origin',
    language: 'python',
    file: 'app.py',
    code: code(settings, stopped),
    note: notes(
      'Install it with pip install flask-cors.',
      existingNote(settings, 'CORS(app), @cross_origin, or Access-Control-… headers set by hand'),
      openNote(context),
      cookieNote(context, 'response.set_cookie(..., samesite="None", secure=True)'),
    ),
    owner: 'back-end',
    after: answering(settings, { preflightStatus: isKept ? 'kept' : stopped ? 204 : 200 }),
  }
}

export const flask: Framework = {
  id: 'flask',
  label: 'Flask',
  fixes(context) {
    const settings = settingsOf(context)
    if (settings === null) return []
    const values = [...settings.origins, ...settings.headers]
    return values.some((value) => LOOKS_LIKE_REGEX.test(value)) ? [] : [draft(context, settings)]
  },
}
