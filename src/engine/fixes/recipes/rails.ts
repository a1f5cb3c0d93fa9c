/** Ruby on Rails, with rack-cors. */

import { answering, withSafelisted } from '../answering.ts'
import { cookieNote, notes, openNote, type Settings, settingsOf } from '../cors-settings.ts'
import { credentialsNote, existingNote } from '../existing.ts'
import { list, singleQuoted } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

/** The verbs that rack-cors knows. */
const VERBS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']

function code(settings: Settings): string {
  const { origins, methods, headers, maxAge, expose } = settings
  const options = [
    `headers: [${list(headers, singleQuoted)}]`,
    `methods: [${methods.map((method) => `:${method.toLowerCase()}`).join(', ')}]`,
    ...(expose.length > 0 ? [`expose: [${list(expose, singleQuoted)}]`] : []),
    ...(settings.credentials ? ['credentials: true'] : []),
    `max_age: ${maxAge}`,
  ]
  return [
    'Rails.application.config.middleware.insert_before 0, Rack::Cors do',
    '  allow do',
    `    origins ${list(origins, singleQuoted)}`,
    "    resource '*',",
    options.map((option) => `      ${option}`).join(',\n'),
    '  end',
    'end',
  ].join('\n')
}

function draft(context: FixContext, settings: Settings): DraftFix {
  return {
    title: 'Set up rack-cors, first of all middleware',
    language: 'ruby',
    file: 'config/initializers/cors.rb',
    code: code(settings),
    note: notes(
      'Add gem "rack-cors" to the Gemfile. The first `*` means every path, not every origin.',
      existingNote(settings, 'this file, or another Rack::Cors'),
      credentialsNote(settings, 'credentials: true'),
      openNote(context),
      cookieNote(context, 'cookies[:name] = { value:, same_site: :none, secure: true }'),
    ),
    owner: 'back-end',
    after: answering(settings, { preflightStatus: 200 }),
  }
}

export const rails: Framework = {
  id: 'rails',
  label: 'Ruby on Rails',
  fixes(context) {
    const policy = settingsOf(context)
    const settings = policy === null ? null : withSafelisted(policy)
    if (settings === null || !settings.methods.every((method) => VERBS.includes(method))) return []
    return [draft(context, settings)]
  },
}
