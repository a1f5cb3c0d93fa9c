/** Laravel, with its own config/cors.php. */

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

function draft(context: FixContext, settings: Settings): DraftFix[] {
  const path = failedPath(context)
  if (!isPlainPath(path)) return []
  const folder = folderOf(path)
  const paths = [folder === '' ? path.slice(1) || '/' : `${folder.slice(1)}/*`]
  return [
    {
      title: 'Allow this origin in config/cors.php',
      language: 'php',
      file: 'config/cors.php',
      code: code(settings, settings.credentials ? [...paths, 'sanctum/csrf-cookie'] : paths),
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
