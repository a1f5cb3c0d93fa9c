/** Caddy: matchers on the exact origin, the preflight answered before anything else. */

import { notes, openNote, type Settings, settingsOf } from '../cors-settings.ts'
import { caddy as quote } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'
import { answerWith } from '../response-after.ts'

const headerLine = (name: string, value: string): string => `Access-Control-${name} ${value}`

interface Quoted {
  origin: string
  methods: string
  headers: string
  expose: string
}

function quotedValues(origin: string, { methods, headers, expose }: Settings): Quoted | null {
  const [o, m, h, e] = [origin, methods.join(', '), headers.join(', '), expose.join(', ')].map(quote)
  return o == null || m == null || h == null || e == null
    ? null
    : { origin: o, methods: m, headers: h, expose: e }
}

function block(settings: Settings, values: Quoted, name: string): string[] {
  const credentials = settings.credentials ? [headerLine('Allow-Credentials', 'true')] : []
  const indent = (lines: readonly string[], by: string) => lines.map((line) => by + line)
  const preflight = [
    `@preflight_${name} {`,
    '\tmethod OPTIONS',
    `\theader Origin ${values.origin}`,
    '\theader Access-Control-Request-Method *',
    '}',
    `handle @preflight_${name} {`,
    '\theader {',
    ...indent(
      [
        headerLine('Allow-Origin', values.origin),
        ...credentials,
        headerLine('Allow-Methods', values.methods),
        ...(settings.headers.length > 0 ? [headerLine('Allow-Headers', values.headers)] : []),
        headerLine('Max-Age', String(settings.maxAge)),
        'Vary Origin',
      ],
      '\t\t',
    ),
    '\t}',
    '\trespond 204',
    '}',
  ]
  const actual = [
    `@origin_${name} header Origin ${values.origin}`,
    `header @origin_${name} {`,
    ...indent(
      [
        headerLine('Allow-Origin', values.origin),
        ...credentials,
        ...(settings.expose.length > 0 ? [headerLine('Expose-Headers', values.expose)] : []),
        'defer',
      ],
      '\t',
    ),
    '}',
  ]
  return [...(settings.preflighted ? preflight : []), ...actual]
}

function draft(context: FixContext, settings: Settings): DraftFix[] {
  const values = settings.origins.map((origin) => quotedValues(origin, settings))
  const written = values.filter((value) => value !== null)
  if (written.length < values.length) return []
  return [
    {
      title: 'Let Caddy answer the preflight and add the headers',
      language: 'caddyfile',
      file: 'Caddyfile',
      code: [
        '# In the site block, before reverse_proxy or file_server:',
        ...written.flatMap((value, index) => block(settings, value, String(index + 1))),
        'header +Vary Origin',
      ].join('\n'),
      note: notes(
        '`defer` replaces what the application sends, so that nothing comes twice.',
        openNote(context),
      ),
      owner: 'proxy',
      after: answerWith(settings, { origins: settings.origins }),
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
