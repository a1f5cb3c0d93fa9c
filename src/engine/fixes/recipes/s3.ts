/** Amazon S3 and Cloudflare R2: the CORS rules of the bucket. */

import { notes, openNote, type Settings, settingsOf } from '../cors-settings.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'
import { answerWith } from '../response-after.ts'

/** The methods that a rule may name; OPTIONS is answered by itself. */
const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD']

const rule = ({ origins, methods, headers, maxAge, expose }: Settings) => ({
  AllowedOrigins: origins,
  AllowedMethods: methods,
  AllowedHeaders: headers,
  ...(expose.length > 0 ? { ExposeHeaders: expose } : {}),
  MaxAgeSeconds: maxAge,
})

/** A rule with a named origin answers with that origin, and with Access-Control-Allow-Credentials: true. */
const draft = (context: FixContext, settings: Settings, r2: boolean): DraftFix => ({
  title: 'Add a CORS rule to the bucket',
  language: 'json',
  file: r2 ? 'the bucket’s CORS policy' : 'cors.json',
  code: JSON.stringify(r2 ? [rule(settings)] : { CORSRules: [rule(settings)] }, null, 2),
  note: notes(
    r2
      ? 'Under Settings, CORS policy of the bucket.'
      : 'aws s3api put-bucket-cors --bucket NAME --cors-configuration file://cors.json replaces all rules: keep those that are there (get-bucket-cors). In the console, paste the list inside CORSRules.',
    'A cache before the bucket must take Origin into its key.',
    openNote(context),
  ),
  owner: 'platform',
  after: answerWith(settings, { preflightStatus: 200, refusedStatus: 403, origins: settings.origins }),
})

const bucketFixes =
  (r2: boolean) =>
  (context: FixContext): DraftFix[] => {
    const settings = settingsOf(context)
    if (settings === null || !settings.methods.every((method) => METHODS.includes(method))) return []
    return [draft(context, settings, r2)]
  }

export const s3: Framework = { id: 's3', label: 'Amazon S3', fixes: bucketFixes(false) }

export const r2: Framework = { id: 'r2', label: 'Cloudflare R2', fixes: bucketFixes(true) }
