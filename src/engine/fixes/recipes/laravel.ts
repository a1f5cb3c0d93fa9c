/** Laravel, with its own config/cors.php. */

import type { Exchange } from '../../har/exchange.ts'
import { allowedOrigin, pathOf } from '../../servers/responses.ts'
import { answering } from '../answering.ts'
import {
  cookieNote,
  failedPath,
  folderOf,
  isPlainPath,
  notes,
  openNote,
  type Settings,
  settingsOf,
} from '../cors-settings.ts'
import { credentialsNote, existingNote } from '../existing.ts'
import { list, singleQuoted } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

function code(
  { origins, methods, headers, credentials, maxAge, expose }: Settings,
  paths: readonly string[],
): string {
  return [
    '<?php',
    '',
    'return [',
    `    'paths' => [${list(paths, singleQuoted)}],`,
    `    'allowed_methods' => [${list(methods, singleQuoted)}],`,
    `    'allowed_origins' => [${list(origins, singleQuoted)}],`,
    "    'allowed_origins_patterns' => [],",
    `    'allowed_headers' => [${list(headers, singleQuoted)}],`,
    `    'exposed_headers' => [${list(expose, singleQuoted)}],`,
    `    'max_age' => ${maxAge},`,
    `    'supports_credentials' => ${credentials},`,
    '];',
  ].join('\n')
}

/** The folder of a path with all under it, as `paths` writes it. */
function pathFor(path: string): string {
  const folder = folderOf(path)
  return folder === '' ? path.slice(1) || '/' : `${folder.slice(1)}/*`
}

/** What is covered today, as far as the log shows; a reading of an observed server. */
const coveredPaths = (responses: readonly Exchange[]): readonly string[] => [
  ...new Set(
    responses
      .filter((response) => allowedOrigin(response) !== null)
      .map(({ url }) => pathOf(url))
      .filter(isPlainPath)
      .map(pathFor),
  ),
]

const withSanctum = (paths: readonly string[], { credentials }: Settings): readonly string[] =>
  credentials && !paths.includes('sanctum/*') ? [...paths, 'sanctum/csrf-cookie'] : paths

function draft(context: FixContext, settings: Settings): DraftFix[] {
  const path = failedPath(context)
  if (!isPlainPath(path)) return []
  const paths = [...new Set([pathFor(path), ...context.observed.read(coveredPaths)])]
  return [
    {
      title: 'Allow this origin in config/cors.php',
      language: 'php',
      file: 'config/cors.php',
      code: code(settings, withSanctum(paths, settings)),
      note: notes(
        'Then run php artisan config:clear. paths must cover the route.',
        existingNote(settings, 'this file, whose published form has a * in allowed_origins'),
        credentialsNote(settings, "'supports_credentials' => true and no * among the origins"),
        openNote(context),
        cookieNote(context, 'SESSION_SAME_SITE=none and SESSION_SECURE_COOKIE=true'),
      ),
      owner: 'back-end',
      after: answering(settings),
    },
  ]
}

export const laravel: Framework = {
  id: 'laravel',
  label: 'Laravel',
  fixes(context) {
    const settings = settingsOf(context)
    return settings === null ? [] : draft(context, settings)
  },
}
