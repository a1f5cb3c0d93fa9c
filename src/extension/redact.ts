/** A diagnosis of one flow without its secrets, to be kept outside of DevTools. */
import { type Diagnosis, type FlowDiagnosis, type HeaderList, redactorFor } from '../engine/index.ts'

type Redactor = ReturnType<typeof redactorFor>

/** Fields of an Exchange that hold more than text. */
const HEADERS = ['requestHeaders', 'responseHeaders']
const URLS = ['url', 'redirectUrl', 'pageUrl']
/** Texts of the log as they came; all others are sentences of ours that may quote it. */
const RAW = ['method', 'statusText', 'error', 'failedParameter']

function redactValue(value: unknown, key: string, redactor: Redactor): unknown {
  if (typeof value === 'string') {
    if (URLS.includes(key)) return redactor.url(value)
    return RAW.includes(key) ? redactor.text(value) : redactor.words(value)
  }
  if (HEADERS.includes(key)) return redactor.headers(value as HeaderList)
  if (Array.isArray(value)) return value.map((item) => redactValue(item, key, redactor))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, redactValue(inner, name, redactor)]),
  )
}

/** The one flow, redacted. Its id holds the URL as it came, so it goes too. */
export function redactedDiagnosis(diagnosis: Diagnosis, diagnosed: FlowDiagnosis): Diagnosis {
  const { id: _id, ...rest } = diagnosed
  const redacted = redactValue(rest, '', redactorFor(diagnosed)) as Omit<FlowDiagnosis, 'id'>
  return { ...diagnosis, flows: [{ ...redacted, id: 'explained' }] }
}
