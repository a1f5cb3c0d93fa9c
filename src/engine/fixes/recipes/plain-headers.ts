/** The headers themselves, for every server that has no file of its own. */

import { notes, openNote, type Settings, withSettings } from '../cors-settings.ts'
import { comment } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'
import { answerWith } from '../response-after.ts'

function originLines({ origin, credentials }: Settings): string[] {
  const lines = [`Access-Control-Allow-Origin: ${origin}`]
  return credentials ? [...lines, 'Access-Control-Allow-Credentials: true'] : lines
}

function preflightLines(settings: Settings, url: string): string[] {
  const { methods, headers, maxAge } = settings
  return [
    `# Answer OPTIONS ${comment(url)} with status 204 and`,
    ...originLines(settings),
    `Access-Control-Allow-Methods: ${methods.join(', ')}`,
    ...(headers.length > 0 ? [`Access-Control-Allow-Headers: ${headers.join(', ')}`] : []),
    `Access-Control-Max-Age: ${maxAge}`,
    'Vary: Origin',
    '',
  ]
}

function draft(context: FixContext, settings: Settings): DraftFix {
  const { method, url } = context.flow.exchange
  const address = url.replace(/\?.*$/s, '')
  const code = [
    ...(settings.preflighted ? preflightLines(settings, address) : []),
    `# Answer ${comment(method)} ${comment(address)} with, besides its own headers, error answers included`,
    ...originLines(settings),
    ...(settings.expose.length > 0 ? [`Access-Control-Expose-Headers: ${settings.expose.join(', ')}`] : []),
    'Vary: Origin',
  ].join('\n')
  return {
    title: 'Send these headers',
    language: 'http',
    file: 'the server’s responses',
    code,
    note: notes(
      'If more than one origin may use the API, compare the request’s Origin header with a list and send back the one that matches; never send back just any.',
      openNote(context),
    ),
    owner: 'back-end',
    after: answerWith(settings),
  }
}

export const plain: Framework = {
  id: 'plain',
  label: 'Plain headers',
  fixes: withSettings(draft),
}
