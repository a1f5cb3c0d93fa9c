/** Django, with django-cors-headers. */

import { cookieNote, notes, openNote, type Settings, withSettings } from '../cors-settings.ts'
import { list, python } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'
import { answerWith } from '../response-after.ts'

const READS = ['GET', 'HEAD', 'OPTIONS']

function code({ origins, methods, headers, credentials, maxAge, expose }: Settings): string {
  // Django refuses a changing request with cookies from another site unless it trusts its origin
  const needsTrust = credentials && methods.some((method) => !READS.includes(method))
  return [
    'INSTALLED_APPS += ["corsheaders"]',
    '',
    '# First of all, so that no other middleware answers before it.',
    'MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware", *MIDDLEWARE]',
    '',
    `CORS_ALLOWED_ORIGINS = [${list(origins, python)}]`,
    `CORS_ALLOW_METHODS = [${list(methods, python)}]`,
    `CORS_ALLOW_HEADERS = [${list(
      headers.map((name) => name.toLowerCase()),
      python,
    )}]`,
    ...(expose.length > 0 ? [`CORS_EXPOSE_HEADERS = [${list(expose, python)}]`] : []),
    ...(credentials ? ['CORS_ALLOW_CREDENTIALS = True'] : []),
    `CORS_PREFLIGHT_MAX_AGE = ${maxAge}`,
    ...(needsTrust ? [`CSRF_TRUSTED_ORIGINS = [${list(origins, python)}]`] : []),
  ].join('\n')
}

function draft(context: FixContext, settings: Settings): DraftFix {
  return {
    title: 'Set up django-cors-headers for this origin',
    language: 'python',
    file: 'settings.py',
    code: code(settings),
    note: notes(
      'At the end of settings.py; install it with pip install django-cors-headers. If it is set up already, change these settings in place and keep what is listed there.',
      openNote(context),
      cookieNote(context, 'SESSION_COOKIE_SAMESITE = "None" and SESSION_COOKIE_SECURE = True'),
    ),
    owner: 'back-end',
    after: answerWith(settings, { preflightStatus: 200, origins: settings.origins }),
  }
}

export const django: Framework = {
  id: 'django',
  label: 'Django',
  fixes: withSettings(draft),
}
