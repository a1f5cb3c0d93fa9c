/** `headers()` of next.config: the smallest change, and the one that keeps the headers on error answers. */

import { cookieNote, exposeNote, notes, openNote, type Settings } from '../../cors-settings.ts'
import { credentialsLines } from '../../existing.ts'
import { js } from '../../literals.ts'
import type { DraftFix, FixContext } from '../../recipe.ts'
import { answerWith } from '../../response-after.ts'
import { configFile, coveredBy, inBoth, type Language, nextConfig, sourceFor } from './source.ts'

type HeaderLine = readonly [key: string, value: string]

const EXPORT_NOTE =
  'With `output: "export"` next.config sets no headers: set them on the host that serves the files.'

/** The headers after Access-Control-Allow-Origin. */
export function furtherHeaders({
  credentials,
  methods,
  headers,
  maxAge,
  preflighted,
  expose,
}: Settings): HeaderLine[] {
  const lines: HeaderLine[] = []
  if (credentials) lines.push(['Access-Control-Allow-Credentials', 'true'])
  if (preflighted) {
    lines.push(['Access-Control-Allow-Methods', methods.join(', ')])
    if (headers.length > 0) lines.push(['Access-Control-Allow-Headers', headers.join(', ')])
    lines.push(['Access-Control-Max-Age', String(maxAge)])
  }
  if (expose.length > 0) lines.push(['Access-Control-Expose-Headers', expose.join(', ')])
  return lines
}

/** Printed as a comment where the log does not tell whether the request carries credentials. */
const maybeCredentials = (settings: Settings, indent: string): string[] =>
  credentialsLines(settings, entry(['Access-Control-Allow-Credentials', 'true'], indent), '//').filter(
    () => settings.credentialsUnknown,
  )

const entry = ([key, value]: HeaderLine, indent: string): string =>
  `${indent}{ key: ${js(key)}, value: ${js(value)} },`

/** Says that caches must tell the origins apart, to everybody. */
const varyRule = (source: string): string =>
  `      { source: ${js(source)}, headers: [{ key: 'Vary', value: 'Origin' }] },`

/** The value of a condition is a regular expression, which Next.js anchors. */
const SPECIAL = /[.[\]]/g

/** One origin. The rule is for its requests alone: what other rules give to others stays. */
function ruleForOne(source: string, settings: Settings): string[] {
  return [
    '  async headers() {',
    '    return [',
    varyRule(source),
    '      {',
    `        source: ${js(source)},`,
    `        has: [{ type: 'header', key: 'origin', value: ${js(settings.origin.replace(SPECIAL, '\\$&'))} }],`,
    '        headers: [',
    entry(['Access-Control-Allow-Origin', settings.origin], '          '),
    ...maybeCredentials(settings, '          '),
    ...furtherHeaders(settings).map((line) => entry(line, '          ')),
    "          { key: 'Vary', value: 'Origin' },",
    '        ],',
    '      },',
    '    ]',
    '  },',
  ]
}

/** Several origins: one rule each, which applies to requests of that origin only. */
function rulePerOrigin(language: Language, source: string, settings: Settings): string[] {
  const header = language === 'ts' ? "'header' as const" : "'header'"
  return [
    '  async headers() {',
    '    return [',
    varyRule(source),
    '      ...allowedOrigins.map((origin) => ({',
    `        source: ${js(source)},`,
    `        has: [{ type: ${header}, key: 'origin', value: origin.replace(/[.[\\]]/g, '\\\\$&') }],`,
    '        headers: [',
    "          { key: 'Access-Control-Allow-Origin', value: origin },",
    ...maybeCredentials(settings, '          '),
    ...furtherHeaders(settings).map((line) => entry(line, '          ')),
    "          { key: 'Vary', value: 'Origin' },",
    '        ],',
    '      })),',
    '    ]',
    '  },',
  ]
}

const originConstant = ({ origins }: Settings): string[] => [
  `const allowedOrigins = [${origins.map(js).join(', ')}]`,
]

/** How wide the rule is, and what a wider one does. */
const coverNote = (source: string): string =>
  source.endsWith('*')
    ? `This covers ${source}.`
    : `This covers ${source} alone. A pattern such as ${source.replace(/[^/]*$/, ':path*')} covers more, and takes the place of what the handlers under it set themselves, a \`*\` too.`

/** `extra`: further lines of the config object, and what they change in the answer. */
export interface ConfigExtra {
  title: string
  lines: readonly string[]
  /** Whether OPTIONS is answered with a good status whatever the log shows. */
  answersPreflight: boolean
  status?: number
}

export function headersConfig(context: FixContext, settings: Settings, extra?: ConfigExtra): DraftFix[] {
  const source = sourceFor(context)
  if (source === null) return []
  const several = settings.origins.length > 1
  return inBoth((language) => ({
    title:
      extra?.title ??
      (several
        ? 'Set the headers in next.config, one rule for each origin'
        : 'Set the headers in next.config'),
    language,
    file: configFile(language),
    code: nextConfig(
      language,
      [
        ...(extra?.lines ?? []),
        ...(several ? rulePerOrigin(language, source, settings) : ruleForOne(source, settings)),
      ],
      several ? originConstant(settings) : [],
    ),
    note: notes(
      coverNote(source),
      'If next.config has a headers() already, add the rule to its list; of two rules that fit, the last one counts.',
      EXPORT_NOTE,
      openNote(context),
      exposeNote(context, 'Access-Control-Expose-Headers'),
      cookieNote(context, "cookies().set(name, value, { sameSite: 'none', secure: true })"),
    ),
    owner: 'back-end',
    paths: [source],
    covers: coveredBy(source, context),
    after: answerWith(settings, {
      preflightStatus: extra?.answersPreflight ? 204 : 'kept',
      origins: settings.origins,
      ...(extra?.status === undefined ? {} : { status: extra.status }),
    }),
  }))
}
