/** Amazon S3, Cloudflare R2 and the stores that speak like S3: the CORS rules of the bucket. */

import { parseUrl } from '../../fetch/origin.ts'
import { answering } from '../answering.ts'
import { notes, openNote, type Settings, settingsOf } from '../cors-settings.ts'
import { shell } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'
import { signForRegion } from './s3/region.ts'

/** The methods that a rule may name; OPTIONS is answered by itself. */
const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD']

const rule = ({ origins, methods, headers, maxAge, expose }: Settings) => ({
  AllowedOrigins: origins,
  AllowedMethods: methods,
  AllowedHeaders: headers,
  ...(expose.length > 0 ? { ExposeHeaders: expose } : {}),
  MaxAgeSeconds: maxAge,
})

type Store = 's3' | 'r2' | 's3-compatible'

/** `https://BUCKET.s3.REGION.example` and `https://s3.REGION.example/BUCKET`: the endpoint is what stands behind the bucket. */
function endpointOf(address: string): string {
  const { host = '', protocol = 'https:' } = parseUrl(address) ?? {}
  const match =
    /^(?:[^.]+\.)?((?:s3[.-]|[a-z0-9-]+\.(?:digitaloceanspaces|linodeobjects|vultrobjects)\.com).*)$/.exec(
      host,
    )
  return shell(`${protocol}//${match?.[1] ?? host}`) ?? 'ENDPOINT'
}

const KEEP =
  'It replaces all rules: keep those that are there (get-bucket-cors), behind this one, since the first that fits counts.'

function noteFor(context: FixContext, store: Store): string {
  if (store === 'r2') return 'Under Settings, CORS policy of the bucket, before the rules that are there.'
  if (store === 's3')
    return `aws s3api put-bucket-cors --bucket NAME --cors-configuration file://cors.json. ${KEEP} In the console, paste the list inside CORSRules.`
  const endpoint = endpointOf(context.flow.exchange.url)
  return `aws s3api put-bucket-cors --endpoint-url ${endpoint} --bucket NAME --cors-configuration file://cors.json, with the keys of that store. ${KEEP}`
}

/** A rule with a named origin answers with that origin, and with Access-Control-Allow-Credentials: true. */
const draft = (context: FixContext, settings: Settings, store: Store): DraftFix => ({
  title: 'Add a CORS rule to the bucket',
  language: 'json',
  file: store === 'r2' ? 'the bucket’s CORS policy' : 'cors.json',
  code: JSON.stringify(store === 'r2' ? [rule(settings)] : { CORSRules: [rule(settings)] }, null, 2),
  note: notes(
    noteFor(context, store),
    'A cache before the bucket must take Origin into its key.',
    openNote(context),
  ),
  owner: 'platform',
  after: answering(settings, { preflightStatus: 200, refusedStatus: 403 }),
})

const bucketFixes =
  (store: Store) =>
  (context: FixContext): DraftFix[] => {
    const sign = signForRegion(context)
    if (sign !== null) return [sign]
    const settings = settingsOf(context)
    if (settings === null || !settings.methods.every((method) => METHODS.includes(method))) return []
    return [draft(context, settings, store)]
  }

export const s3: Framework = { id: 's3', label: 'Amazon S3', fixes: bucketFixes('s3') }

export const r2: Framework = { id: 'r2', label: 'Cloudflare R2', fixes: bucketFixes('r2') }

export const s3Compatible: Framework = {
  id: 's3-compatible',
  label: 'S3-compatible store (B2, Spaces, MinIO, Wasabi…)',
  fixes: bucketFixes('s3-compatible'),
}
