/** Copies of a request for other places: a shell, a console, an assistant. Secrets are left out of all of them. */
import { curlCommand, type Diagnosis, type FlowDiagnosis, redactorFor, render } from '../engine/index.ts'

/** For a shell of Unix; '' where no command can be made of it safely. */
export const curlOf = (_: Diagnosis, diagnosed: FlowDiagnosis): string => curlCommand(diagnosed)?.bash ?? ''

/** Headers that script cannot set, or that the browser sets by itself. */
const NOT_OF_SCRIPT =
  /^(:|sec-|proxy-|accept-encoding$|accept-language$|access-control-|connection$|content-length$|cookie$|dnt$|host$|origin$|referer$|user-agent$|te$|trailer$|transfer-encoding$|upgrade$|via$|priority$|pragma$|cache-control$)/i

/** For the page's console. */
export function fetchOf(_: Diagnosis, diagnosed: FlowDiagnosis): string {
  const { flow, verdict } = diagnosed
  const { method, url, requestHeaders } = (flow.hops[0] ?? flow).exchange
  const redactor = redactorFor(diagnosed)
  const headers = redactor
    .headers(requestHeaders)
    .filter(
      ([name, value]) => !NOT_OF_SCRIPT.test(name) && !(name.toLowerCase() === 'accept' && value === '*/*'),
    )
  const options = {
    ...(method === 'GET' ? {} : { method }),
    ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) }),
    ...(verdict.credentials.mode === 'include' ? { credentials: 'include' } : {}),
  }
  const address = JSON.stringify(redactor.url(url))
  const rest = Object.keys(options).length === 0 ? '' : `, ${JSON.stringify(options, null, 2)}`
  return `await fetch(${address}${rest})`
}

/** For an assistant: the task, and everything that is known. */
export const promptOf = (diagnosis: Diagnosis, diagnosed: FlowDiagnosis): string =>
  render('prompt', { diagnosis, flows: [diagnosed] })
