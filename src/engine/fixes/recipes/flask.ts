/** Flask, with flask-cors. */

import { cookieNote, notes, openNote, type Settings, settingsOf } from '../cors-settings.ts'
import { list, python } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'
import { answerWith } from '../response-after.ts'

/** flask-cors takes a string with one of these for a regular expression. */
const LOOKS_LIKE_REGEX = /[*\\\][?$^()]/

function code({ origins, methods, headers, credentials, maxAge, preflighted, expose }: Settings): string {
  return [
    'from flask_cors import CORS',
    '',
    'CORS(',
    '    app,',
    `    origins=[${list(origins, python)}],`,
    `    methods=[${list(methods, python)}],`,
    `    allow_headers=[${list(headers, python)}],`,
    ...(expose.length > 0 ? [`    expose_headers=[${list(expose, python)}],`] : []),
    ...(credentials ? ['    supports_credentials=True,'] : []),
    ...(preflighted ? [`    max_age=${maxAge},`] : []),
    ')',
  ].join('\n')
}

function draft(context: FixContext, settings: Settings): DraftFix {
  return {
    title: 'Use flask-cors for this origin',
    language: 'python',
    file: 'app.py',
    code: code(settings),
    note: notes(
      'Install it with pip install flask-cors. If the app uses it already, change those arguments in place and keep what is listed there.',
      openNote(context),
      cookieNote(context, 'response.set_cookie(..., samesite="None", secure=True)'),
    ),
    owner: 'back-end',
    after: answerWith(settings, { preflightStatus: 200, origins: settings.origins }),
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
