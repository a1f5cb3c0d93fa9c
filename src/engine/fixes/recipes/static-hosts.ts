/** Static files on Cloudflare, Netlify and Vercel: a file of header rules, which functions do not obey. */

import { parseUrl } from '../../fetch/origin.ts'
import {
  failedPath,
  folderOf,
  isPlainPath,
  narrowSettingsOf,
  notes,
  type Settings,
} from '../cors-settings.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'
import { answerWith } from '../response-after.ts'
import { taskOf } from '../task.ts'

/** The folder of the failed path with everything under it, and what else it covers; null where the path is not plain. */
function rule(context: FixContext): { folder: string; covers: (url: string) => boolean } | null {
  const path = failedPath(context)
  if (!isPlainPath(path)) return null
  const folder = folderOf(path)
  return {
    folder: folder === '' ? path : folder,
    covers: (url) => {
      const asked = parseUrl(url)?.pathname ?? ''
      return folder === '' ? asked === path : asked.startsWith(`${folder}/`)
    },
  }
}

function headerLines({
  origin,
  credentials,
  expose,
  methods,
  headers,
  preflighted,
}: Settings): [string, string][] {
  return [
    ['Access-Control-Allow-Origin', origin],
    ...(credentials ? [['Access-Control-Allow-Credentials', 'true'] as [string, string]] : []),
    ...(preflighted ? [['Access-Control-Allow-Methods', methods.join(', ')] as [string, string]] : []),
    ...(preflighted && headers.length > 0
      ? [['Access-Control-Allow-Headers', headers.join(', ')] as [string, string]]
      : []),
    ...(expose.length > 0 ? [['Access-Control-Expose-Headers', expose.join(', ')] as [string, string]] : []),
  ]
}

interface Host {
  title: string
  file: string
  language: string
  pattern: (folder: string, isFolder: boolean) => string
  code: (pattern: string, lines: readonly [string, string][]) => string
  note: string
}

const HEADERS_FILE = {
  title: 'Set the headers in the _headers file',
  file: '_headers',
  language: 'text',
  pattern: (folder: string, isFolder: boolean) => (isFolder ? `${folder}/*` : folder),
  code: (pattern: string, lines: readonly [string, string][]) =>
    [pattern, ...lines.map(([name, value]) => `  ${name}: ${value}`)].join('\n'),
} as const

const CLOUDFLARE: Host = {
  ...HEADERS_FILE,
  note: 'The file lies among the static assets (in public/ for most frameworks) and is deployed with them. It covers files alone: what a Worker or a Pages Function answers sets its own headers, and next.config does not reach the files. A copy in the cache of browsers stays without them until it ends.',
}

const NETLIFY: Host = {
  ...HEADERS_FILE,
  note: 'The file lies in the publish directory. It covers files alone: functions, proxied addresses and server-rendered pages set their own headers.',
}

const VERCEL: Host = {
  title: 'Set the headers in vercel.json',
  file: 'vercel.json',
  language: 'json',
  pattern: (folder, isFolder) => (isFolder ? `${folder}/(.*)` : folder),
  code: (source, lines) =>
    JSON.stringify(
      { headers: [{ source, headers: lines.map(([key, value]) => ({ key, value })) }] },
      null,
      2,
    ),
  note: 'Add the rule to the headers that vercel.json has already. A function must answer OPTIONS with 200 or 204 itself, and must not set these headers a second time.',
}

const LOADED_AS_FILES = ['font', 'stylesheet', 'script', 'image', 'media', 'manifest']

/** A file by how it is loaded or by its name, that was served. */
function isFile({ flow }: FixContext): boolean {
  const { status, resourceType, url } = flow.exchange
  if (status >= 400 || (flow.preflight !== null && flow.preflight.status >= 400)) return false
  const path = parseUrl(url)?.pathname ?? ''
  return LOADED_AS_FILES.includes(resourceType ?? '') || /\.[a-z0-9]{2,8}$/i.test(path)
}

function draft(context: FixContext, id: string, host: Host): DraftFix[] {
  // before an application these only pass its responses on
  const isHost = taskOf(context) === 'headers-on-files' && context.server.layers.includes(id)
  if (context.server.framework !== id && !isHost) return []
  // and their rules cover files: neither what a function answers nor an error of their own
  if (!isHost && !isFile(context)) return []
  const settings = narrowSettingsOf(context)
  const found = rule(context)
  if (settings === null || found === null) return []
  const pattern = host.pattern(found.folder, folderOf(failedPath(context)) !== '')
  return [
    {
      title: host.title,
      language: host.language,
      file: host.file,
      code: host.code(pattern, headerLines(settings)),
      note: notes(`This covers ${pattern}.`, host.note),
      owner: 'platform',
      paths: [pattern],
      covers: found.covers,
      after: answerWith(settings, { fixedOrigin: true, preflightStatus: 'kept' }),
    },
  ]
}

/** Files that Cloudflare serves for a Worker or a Pages project. */
export const cloudflareAssets: Framework = {
  id: 'cloudflare',
  label: 'Cloudflare (static assets)',
  fixes: (context) => draft(context, 'cloudflare', CLOUDFLARE),
}

export const netlify: Framework = {
  id: 'netlify',
  label: 'Netlify',
  fixes: (context) => draft(context, 'netlify', NETLIFY),
}

export const vercel: Framework = {
  id: 'vercel',
  label: 'Vercel',
  fixes: (context) => draft(context, 'vercel', VERCEL),
}
