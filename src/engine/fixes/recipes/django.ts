/** Django, with django-cors-headers, under WSGI and ASGI alike. */

import { answering } from '../answering.ts'
import { cookieNote, notes, openNote, type Settings, settingsOf } from '../cors-settings.ts'
import { credentialsLines, existingNote } from '../existing.ts'
import { list, python } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'
import { taskOf } from '../task.ts'

const READS = ['GET', 'HEAD', 'OPTIONS']
const APP = '"corsheaders"'
const MIDDLEWARE = '"corsheaders.middleware.CorsMiddleware"'

const NOT_ALL = 'CORS_ALLOW_ALL_ORIGINS = False'
const CREDENTIALS = 'CORS_ALLOW_CREDENTIALS = True'

/** Once in the list however often it stood there: a second app of one name keeps Django from starting. */
const once = (setting: string, value: string, variable: string): string =>
  `${setting} = [${value}, *(${variable} for ${variable} in ${setting} if ${variable} != ${value})]`

function code(settings: Settings): string {
  const { origins, methods, headers, credentials, credentialsUnknown, maxAge, expose } = settings
  // Django refuses a changing request with cookies from another site unless it trusts its origin
  const needsTrust = credentials && methods.some((method) => !READS.includes(method))
  const allowed = headers.map((name) => name.toLowerCase())
  return [
    '# At the end of the file.',
    once('INSTALLED_APPS', APP, 'app'),
    '# First of all, so that no other middleware answers before it.',
    once('MIDDLEWARE', MIDDLEWARE, 'name'),
    '',
    `CORS_ALLOWED_ORIGINS = [${list(origins, python)}]`,
    ...credentialsLines(settings, CREDENTIALS, '#'),
    // left on beside credentials, it would let in every origin, with cookies
    ...(credentials ? [NOT_ALL] : []),
    ...(credentialsUnknown ? [`# ${NOT_ALL}`] : []),
    `CORS_ALLOW_METHODS = [${list(methods, python)}]`,
    `CORS_ALLOW_HEADERS = [${list(allowed, python)}]`,
    ...(expose.length > 0 ? [`CORS_EXPOSE_HEADERS = [${list(expose, python)}]`] : []),
    `CORS_PREFLIGHT_MAX_AGE = ${maxAge}`,
    ...(needsTrust
      ? [`CSRF_TRUSTED_ORIGINS = [${list(origins, python)}]  # and those that it lists today`]
      : []),
  ].join('\n')
}

const PATTERNS =
  'CORS_ALLOWED_ORIGIN_REGEXES stays as it is: with credentials, every origin that it fits may send cookies.'

function draft(context: FixContext, settings: Settings): DraftFix {
  return {
    title: 'Set up django-cors-headers for this origin',
    language: 'python',
    file: 'settings.py',
    code: code(settings),
    note: notes(
      'Install it with pip install django-cors-headers. A CORS_URLS_REGEX, if there is one, must fit this path.',
      existingNote(settings, 'settings that begin with CORS_'),
      settings.credentials ? PATTERNS : null,
      openNote(context),
      cookieNote(context, 'SESSION_COOKIE_SAMESITE = "None" and SESSION_COOKIE_SECURE = True'),
    ),
    owner: 'back-end',
    after: answering(settings, { preflightStatus: 200 }),
  }
}

/** APPEND_SLASH cannot redirect a request with a body: with DEBUG it answers 500, and the page must call the final address. */
const redirectsBody = (context: FixContext): boolean =>
  taskOf(context) === 'call-declared-path' && !READS.includes(context.flow.exchange.method)

export const django: Framework = {
  id: 'django',
  label: 'Django',
  fixes(context) {
    const settings = settingsOf(context)
    return settings === null || redirectsBody(context) ? [] : [draft(context, settings)]
  },
}
