/** Cloud Functions for Firebase. Their own `cors` option lets every method and header in; the package behind it takes lists. */

import { parseUrl } from '../../fetch/origin.ts'
import { answering } from '../answering.ts'
import { corsOptions } from '../cors-package.ts'
import { notes, openNote, type Settings, settingsOf } from '../cors-settings.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

const isFunction = ({ flow }: FixContext): boolean =>
  /\.cloudfunctions\.net$/.test(parseUrl(flow.exchange.url)?.hostname ?? '')

const draft = (context: FixContext, settings: Settings): DraftFix => ({
  title: 'Let the cors package answer in the function',
  language: 'ts',
  file: 'functions/src/index.ts',
  code: [
    "import cors from 'cors'",
    "import { onRequest } from 'firebase-functions/https'",
    '',
    'const allow = cors({',
    ...corsOptions(settings, '  '),
    '})',
    '',
    'export const api = onRequest((request, response) => {',
    '  allow(request, response, () => {',
    '    response.json({ ok: true }) // in place of this line: what the function does',
    '  })',
    '})',
  ].join('\n'),
  note: notes(
    'Install it with npm install cors in functions/. Keep the options that the function has (region, memory), and set no cors option beside it: the headers would be set twice. onCall() has a cors option of its own, a list of origins.',
    openNote(context),
  ),
  owner: 'back-end',
  after: answering(settings),
})

export const firebaseFunctions: Framework = {
  id: 'cloud-run',
  label: 'Cloud Functions for Firebase',
  fixes(context) {
    const settings = settingsOf(context)
    return settings === null || !isFunction(context) ? [] : [draft(context, settings)]
  },
}
