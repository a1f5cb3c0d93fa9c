/** nginx: the one place, in the proxy itself. `always` keeps the headers on error answers, the proxy's own included. */

import type { Exchange } from '../../har/exchange.ts'
import { speaksCors } from '../../servers/responses.ts'
import { answering } from '../answering.ts'
import {
  failedPath,
  folderOf,
  isPlainPath,
  notes,
  openNote,
  type Settings,
  settingsOf,
} from '../cors-settings.ts'
import { credentialsLines, existingNote } from '../existing.ts'
import { nginx as quote } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'
import { taskOf } from '../task.ts'

const HIDDEN = ['Origin', 'Credentials', 'Methods', 'Headers'].map((name) => `Access-Control-Allow-${name}`)

const header = (name: string, value: string): string => `add_header ${name} ${value} always;`

/** Every value quoted, or null where one cannot be written. */
function quotedLists({
  methods,
  headers,
  expose,
}: Settings): { methods: string; headers: string; expose: string } | null {
  const [m, h, e] = [methods, headers, expose].map((names) => quote(names.join(', ')))
  return m == null || h == null || e == null ? null : { methods: m, headers: h, expose: e }
}

function mapLines(origins: readonly string[]): string[] {
  return [
    '# In the http block, outside of server:',
    'map $http_origin $cors_origin {',
    '    default "";',
    ...origins.map((origin) => `    ${quote(origin)} $http_origin;`),
    '}',
  ]
}

function locationLines(
  settings: Settings,
  lists: NonNullable<ReturnType<typeof quotedLists>>,
  hides: boolean,
): string[] {
  const origin = header('Access-Control-Allow-Origin', '$cors_origin')
  const credentials = credentialsLines(settings, header('Access-Control-Allow-Credentials', 'true'), '#')
  const expose = settings.expose.length > 0 ? [header('Access-Control-Expose-Headers', lists.expose)] : []
  const preflight = [
    'if ($request_method = OPTIONS) {',
    ...[
      origin,
      ...credentials,
      header('Access-Control-Allow-Methods', lists.methods),
      ...(settings.headers.length > 0 ? [header('Access-Control-Allow-Headers', lists.headers)] : []),
      header('Access-Control-Max-Age', String(settings.maxAge)),
      header('Vary', 'Origin'),
      'return 204;',
    ].map((line) => `    ${line}`),
    '}',
  ]
  return [
    ...(hides
      ? [
          '# What the application adds itself is dropped, so that nothing comes twice.',
          ...HIDDEN.map((name) => `proxy_hide_header ${name};`),
        ]
      : []),
    ...(settings.preflighted ? preflight : []),
    origin,
    ...credentials,
    ...expose,
    header('Vary', 'Origin'),
  ]
}

/** Written as a directive it would stand twice where it is set already, and nginx would not start. */
const TOO_LARGE =
  'With these headers the page can read the 413. To take a request as large as this one, raise client_max_body_size, which is 1m where it is not set.'

/** The prefix of the location that answers the failed path; null where it cannot be written. */
function locationOf(context: FixContext): string | null {
  const path = failedPath(context)
  if (!isPlainPath(path)) return null
  const folder = folderOf(path)
  return folder === '' ? '/' : `${folder}/`
}

const someSpeakCors = (responses: readonly Exchange[]): boolean => responses.some(speaksCors)

function draft(context: FixContext, settings: Settings): DraftFix[] {
  const lists = quotedLists(settings)
  const location = locationOf(context)
  if (lists === null || location === null || settings.origins.some((origin) => quote(origin) === null))
    return []
  // the application sets them, on these responses or on others
  const hides = taskOf(context) === 'let-one-layer-speak' || context.observed.read(someSpeakCors)
  const isTooLarge = context.flow.exchange.status === 413
  return [
    {
      title: 'Let nginx answer the preflight and add the headers',
      language: 'nginx',
      file: 'nginx.conf',
      code: [
        ...mapLines(settings.origins),
        '',
        `# In the location that answers ${location}, before its other lines:`,
        ...locationLines(settings, lists, hides),
      ].join('\n'),
      note: notes(
        hides
          ? 'proxy_hide_header drops what an application behind proxy_pass sends, for every origin; with fastcgi_pass or uwsgi_pass the word begins with fastcgi or uwsgi.'
          : 'If the application behind nginx sets CORS headers too, choose one of the two places.',
        'An add_header in a block hides those of the blocks around it.',
        isTooLarge ? TOO_LARGE : null,
        existingNote(settings, 'add_header lines with Access-Control-…'),
        openNote(context),
      ),
      owner: 'proxy',
      after: answering(settings),
    },
  ]
}

export const nginx: Framework = {
  id: 'nginx',
  label: 'nginx',
  fixes(context) {
    const settings = settingsOf(context)
    return settings === null ? [] : draft(context, settings)
  },
}
