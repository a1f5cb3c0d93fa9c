/** Rows of the CORS check (#concept-cors-check), on a preflight or on the response itself. */
import { decodeValue } from '../../fetch/bytes.ts'
import { FETCH, MDN_ERRORS, type Row } from '../row.ts'

/** `origin`: the serialized request origin the browser compared with. `received`: the header's lines combined. */
export interface CorsCheckFacts {
  url: string
  status: number
  origin: string
  opaqueBecause: 'redirect' | 'document' | null
  received: string | null
}

const CHECK = `${FETCH}#concept-cors-check`

/** The one value that passes; none can be advised for the opaque origin, since any site can send `Origin: null`. */
const expectedOrigin = ({ origin }: CorsCheckFacts): string | null => (origin === 'null' ? null : origin)

/** Chromium reads the bytes as UTF-8, and gives '' where they are none (measured). */
const decodedOrEmpty = (value: string | null): string => (value === null ? '' : (decodeValue(value) ?? ''))

/** The value as words; a finding that is only a possibility has none. */
const quoted = (value: string | null): string =>
  value === null ? 'a value that the log does not hold' : `“${decodeValue(value) ?? value}”`

const received = (facts: CorsCheckFacts): string | null =>
  facts.received === null ? null : (decodeValue(facts.received) ?? facts.received)

const opaqueNote = ({ origin, opaqueBecause }: CorsCheckFacts): string => {
  if (origin !== 'null') return ''
  return opaqueBecause === 'redirect'
    ? '\n\nThe request was redirected from one foreign origin to another. From then on the browser sends `Origin: null`, and that is what the server would have to allow. The browser’s console still names the page’s own origin, which is misleading. Don’t allow `null`: any site can send it. Call the final address directly, or let the API respond without redirecting.'
    : '\n\nThe request comes from a page with an opaque origin (a sandboxed frame, a data: or a file: page), which is sent as `Origin: null`. Do not allow `null`: any site can send it. Serve the page from an http(s) address.'
}

const hiddenStatus = ({ status }: CorsCheckFacts): string =>
  status >= 400
    ? `\n\nThe response has the status ${status}. The page can’t see that, because it may not read the response. Look at the ${status} first: it may be the real problem.`
    : ''

export const CORS_CHECK_ROWS = {
  'allow-origin-missing': {
    kind: 'cors',
    title: 'Send Access-Control-Allow-Origin with the page’s origin',
    clause: CHECK,
    step: '2',
    chromium: { response: 'MissingAllowOriginHeader', preflight: 'PreflightMissingAllowOriginHeader' },
    firefox: 'CORSMissingAllowOrigin',
    header: 'Access-Control-Allow-Origin',
    explain: (facts: CorsCheckFacts) =>
      `The response has no Access-Control-Allow-Origin header, so the browser didn’t let ${facts.origin === 'null' ? 'the page' : facts.origin} read it.` +
      hiddenStatus(facts) +
      opaqueNote(facts),
    expected: expectedOrigin,
    received,
    fix: 'allow-origin',
    docs: `${MDN_ERRORS}CORSMissingAllowOrigin`,
  },
  'allow-origin-star-with-credentials': {
    kind: 'cors',
    title: 'Name the page’s origin instead of * when cookies are sent',
    clause: CHECK,
    step: '4',
    chromium: { response: 'WildcardOriginNotAllowed', preflight: 'PreflightWildcardOriginNotAllowed' },
    firefox: 'CORSNotSupportingCredentials',
    header: 'Access-Control-Allow-Origin',
    explain: (facts: CorsCheckFacts) =>
      'The request was made with credentials (`credentials: "include"` or `withCredentials`), and the server allows the origin `*`. With credentials the star does not count as “everyone”: the server must name the origin, and send Access-Control-Allow-Credentials: true. If the request needs no cookies, drop the credentials instead, and the star is enough.' +
      opaqueNote(facts),
    expected: expectedOrigin,
    received,
    fix: 'allow-origin',
    docs: `${MDN_ERRORS}CORSNotSupportingCredentials`,
  },
  'allow-origin-multiple': {
    kind: 'cors',
    title: 'Send exactly one value in Access-Control-Allow-Origin',
    clause: CHECK,
    step: '4',
    chromium: { response: 'MultipleAllowOriginValues', preflight: 'PreflightMultipleAllowOriginValues' },
    firefox: 'CORSAllowOriginNotMatchingOrigin',
    header: 'Access-Control-Allow-Origin',
    explain: (facts: CorsCheckFacts) =>
      `Access-Control-Allow-Origin must hold one origin, but the response has ${quoted(facts.received)}. A list is never accepted, not even the same value twice. Either the server writes a list into one header, or two layers (the application and a proxy, say) each add the header.` +
      opaqueNote(facts),
    expected: expectedOrigin,
    received,
    failedParameter: (facts: CorsCheckFacts) => decodedOrEmpty(facts.received),
    fix: 'allow-origin',
    docs: `${MDN_ERRORS}CORSMultipleAllowOriginNotAllowed`,
  },
  'allow-origin-invalid': {
    kind: 'cors',
    title: 'Send the page’s origin, scheme and port included',
    clause: CHECK,
    step: '4',
    chromium: { response: 'InvalidAllowOriginValue', preflight: 'PreflightInvalidAllowOriginValue' },
    firefox: 'CORSAllowOriginNotMatchingOrigin',
    header: 'Access-Control-Allow-Origin',
    explain: (facts: CorsCheckFacts) =>
      `Access-Control-Allow-Origin was ${quoted(facts.received)}, which isn’t an origin. Browsers compare the value character by character with the request’s Origin: scheme, host and port, no pattern, no quotes, nothing after it.` +
      opaqueNote(facts),
    expected: expectedOrigin,
    received,
    failedParameter: (facts: CorsCheckFacts) => decodedOrEmpty(facts.received),
    fix: 'allow-origin',
    docs: `${MDN_ERRORS}CORSAllowOriginNotMatchingOrigin`,
  },
  'allow-origin-mismatch': {
    kind: 'cors',
    title: 'Allow this page’s origin, exactly as written',
    clause: CHECK,
    step: '4',
    chromium: { response: 'AllowOriginMismatch', preflight: 'PreflightAllowOriginMismatch' },
    firefox: 'CORSAllowOriginNotMatchingOrigin',
    header: 'Access-Control-Allow-Origin',
    explain: (facts: CorsCheckFacts) =>
      `The server allows ${quoted(facts.received)}, and the request came from “${facts.origin}”. Browsers compare the two values character by character: scheme, host and port, case-sensitively, and no slash at the end.` +
      opaqueNote(facts),
    expected: expectedOrigin,
    received,
    failedParameter: (facts: CorsCheckFacts) => decodedOrEmpty(facts.received),
    fix: 'allow-origin',
    docs: `${MDN_ERRORS}CORSAllowOriginNotMatchingOrigin`,
  },
  'allow-credentials-not-true': {
    kind: 'cors',
    title: 'Send Access-Control-Allow-Credentials: true',
    clause: CHECK,
    step: '8',
    chromium: { response: 'InvalidAllowCredentials', preflight: 'PreflightInvalidAllowCredentials' },
    firefox: 'CORSMissingAllowCredentials',
    header: 'Access-Control-Allow-Credentials',
    explain: (facts: CorsCheckFacts) =>
      `The request was made with credentials (\`credentials: "include"\` or \`withCredentials\`). Then the response must also have Access-Control-Allow-Credentials with the value \`true\`, in lower case; it sent ${facts.received === null ? 'no such header' : `“${facts.received}”`}. If the request needs no cookies, drop the credentials instead.`,
    expected: () => 'true',
    received,
    failedParameter: (facts: CorsCheckFacts) => decodedOrEmpty(facts.received),
    fix: 'allow-credentials',
    docs: `${MDN_ERRORS}CORSMIssingAllowCredentials`,
  },
} as const satisfies Record<string, Row>
