/** The bucket in an address of Google Cloud Storage or Firebase Storage. */
import { parseUrl } from '../../../fetch/origin.ts'

const NAME = '[a-z0-9][a-z0-9._-]{1,220}'
/** `storage.googleapis.com/BUCKET/…`, its upload addresses, `BUCKET.storage.googleapis.com`, `firebasestorage.googleapis.com/v0/b/BUCKET/…`. */
const IN_HOST = new RegExp(`^(${NAME})\\.storage\\.googleapis\\.com$`)
const IN_PATH = new RegExp(
  `^/(?:(?:upload/|resumable/upload/)?storage/v1/b/|v0/b/|download/storage/v1/b/)?(${NAME})(?:/|$)`,
)

/** Null where the address names none. */
export function bucketOf(address: string): string | null {
  const url = parseUrl(address)
  if (url === null) return null
  return IN_HOST.exec(url.hostname)?.[1] ?? IN_PATH.exec(url.pathname)?.[1] ?? null
}
