/** Caddy: matchers on the exact origin, the preflight answered before anything else. */

import { stoppedAt } from '../../causes/failure.ts'
import { answering } from '../answering.ts'
import { failedPath, notes, openNote, type Settings, settingsOf } from '../cors-settings.ts'
import { credentialsLines, existingNote } from '../existing.ts'
import { comment, caddy as quote } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

const headerLine = (name: string, value: string): string => `Access-Control-${name} ${value}`
const indented = (lines: readonly string[], by = '\t') => lines.map((line) => by + line)

interface Quoted {
  origin: string
  methods: string
  headers: string
  expose: string
}

/** Where the failing answer was made decides what is needed beside the headers. */
interface Needs {
  /** Caddy's own login check answers the preflight: it runs before every `handle`. */
  login: boolean
  /** Caddy's own error responses, which `header` in the site block does not reach. */
  errors: boolean
}

function quotedValues(origin: string, { methods, headers, expose }: Settings): Quoted | null {
  const [o, m, h, e] = [origin, methods.join(', '), headers.join(', '), expose.join(', ')].map(quote)
  return o == null || m == null || h == null || e == null
    ? null
    : { origin: o, methods: m, headers: h, expose: e }
}

const preflightMatch = (values: Quoted): string[] => [
  'method OPTIONS',
  `header Origin ${values.origin}`,
  'header Access-Control-Request-Method *',
]

function preflightLines(settings: Settings, values: Quoted, name: string, needs: Needs): string[] {
  const headers = [
    headerLine('Allow-Origin', values.origin),
    ...credentialsLines(settings, headerLine('Allow-Credentials', 'true'), '#'),
    headerLine('Allow-Methods', values.methods),
    ...(settings.headers.length > 0 ? [headerLine('Allow-Headers', values.headers)] : []),
    headerLine('Max-Age', String(settings.maxAge)),
    'Vary Origin',
  ]
  const answer = ['header {', ...indented(headers), '}', 'respond 204']
  return [
    `@preflight_${name} {`,
    ...indented(preflightMatch(values)),
    '}',
    `handle @preflight_${name} {`,
    ...indented(answer),
    '}',
    ...(needs.login
      ? [
          `# Let the login check leave it out, by this name behind its own: basic_auth @login_${name} {`,
          `@login_${name} not {`,
          ...indented(preflightMatch(values)),
          '}',
        ]
      : []),
  ]
}

const actualHeaders = (settings: Settings, values: Quoted): string[] => [
  headerLine('Allow-Origin', values.origin),
  ...credentialsLines(settings, headerLine('Allow-Credentials', 'true'), '#'),
  ...(settings.expose.length > 0 ? [headerLine('Expose-Headers', values.expose)] : []),
]

const matched = (name: string, values: Quoted, lines: readonly string[]): string[] => [
  `@${name} header Origin ${values.origin}`,
  `header @${name} {`,
  ...indented(lines),
  '}',
]

function errorLines(settings: Settings, all: readonly Quoted[]): string[] {
  return [
    '# The responses that Caddy makes itself when something fails, in a handle_errors block (yours, if there is one):',
    'handle_errors {',
    ...all.flatMap((values, index) =>
      indented(matched(`failed_${index + 1}`, values, actualHeaders(settings, values))),
    ),
    '\theader +Vary Origin',
    '\trespond "{err.status_code} {err.status_text}"',
    '}',
  ]
}

function code(settings: Settings, all: readonly Quoted[], path: string, needs: Needs): string {
  return [
    `# In the site block; where a handle block answers ${comment(path)}, at the top of that block:`,
    ...all.flatMap((values, index) => {
      const name = String(index + 1)
      return [
        ...(settings.preflighted ? preflightLines(settings, values, name, needs) : []),
        ...matched(`origin_${name}`, values, [...actualHeaders(settings, values), 'defer']),
      ]
    }),
    'header +Vary Origin',
    ...(needs.errors ? ['', ...errorLines(settings, all)] : []),
  ].join('\n')
}

function needsOf(context: FixContext): Needs {
  const { status, isPreflight } = stoppedAt(context.flow, context.verdict)
  return {
    login: isPreflight && [401, 403].includes(status),
    errors: status >= 400 && (!isPreflight || [401, 403].includes(status)),
  }
}

function draft(context: FixContext, settings: Settings): DraftFix[] {
  const values = settings.origins.map((origin) => quotedValues(origin, settings))
  const written = values.filter((value) => value !== null)
  if (written.length < values.length) return []
  const needs = needsOf(context)
  return [
    {
      title: 'Let Caddy answer the preflight and add the headers',
      language: 'caddyfile',
      file: 'Caddyfile',
      code: code(settings, written, failedPath(context), needs),
      note: notes(
        '`defer` replaces what the application sends for this origin, so that nothing comes twice.',
        needs.login
          ? 'Caddy asks for the login before every handle block: only the matcher keeps basic_auth (basicauth before 2.8) and forward_auth away from the preflight.'
          : null,
        existingNote(settings, 'header lines with Access-Control-…'),
        openNote(context),
      ),
      owner: 'proxy',
      after: answering(settings),
    },
  ]
}

export const caddy: Framework = {
  id: 'caddy',
  label: 'Caddy',
  fixes(context) {
    const settings = settingsOf(context)
    return settings === null ? [] : draft(context, settings)
  },
}
