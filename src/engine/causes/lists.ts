/** Causes of a preflight whose lists do not cover the request: a wrong method or header, on one side or the other. */

import { normalizeMethod } from '../fetch/safelist.ts'
import type { Exchange } from '../har/exchange.ts'
import {
  askedHeaders,
  askedMethod,
  grantedHeaders,
  grantedMethods,
  isUnparsable,
  missingHeaders,
} from '../servers/preflights.ts'
import { letsIn, nameOf, shorten } from '../servers/responses.ts'
import { editDistance } from './allowed-origin.ts'
import { type Cause, type CauseRow, speak } from './cause.ts'
import type { Scene } from './failure.ts'

export interface ListFacts {
  what: string
  /** The methods or headers in question, joined for reading. */
  names: string
  /** What the server allows, joined for reading. */
  allowed: string
}

export const LIST_ROWS = {
  'method-case': {
    owner: 'front-end',
    title: 'Write the method in capitals',
    text: ({ names }: ListFacts) =>
      `The page uses the method \`${names}\`. Browsers write get, post, put, delete, head and options in capitals by themselves, and no other: \`${names}\` and \`${names.toUpperCase()}\` are two methods. Write \`method: '${names.toUpperCase()}'\`.`,
    misleading: () => 'The console blames the server’s list of methods.',
  },
  'method-listed-in-lower-case': {
    owner: 'back-end',
    title: 'Write the methods in capitals',
    text: ({ what, names, allowed }: ListFacts) =>
      `${what} allows “${allowed}”. Methods are compared with upper and lower case, so that does not cover ${names}.`,
  },
  'response-header-sent-by-page': {
    owner: 'front-end',
    title: 'Remove the Access-Control-… headers from the request',
    text: ({ names }: ListFacts) =>
      `The page sends ${names} with its request. Those are headers of an answer: only the server can allow something with them. In a request they do nothing, except that the browser now has to ask permission for them. Remove them from the page’s code.`,
  },
  'header-misspelt': {
    owner: 'front-end',
    title: 'Correct the spelling of the request header',
    text: ({ names, allowed }: ListFacts) =>
      `The page sends the header ${names}, and the server allows one of nearly the same name: ${allowed}. This looks like a spelling mistake on one of the two sides.`,
  },
  'header-from-extension': {
    owner: 'extension',
    title: 'Switch off the extension that adds request headers',
    text: ({ names }: ListFacts) =>
      `The request carries ${names}, which a browser extension for changing headers adds, and the server does not know it. Try a window without extensions.`,
  },
  'list-unparsable': {
    owner: 'back-end',
    title: 'Write the lists as names divided by commas',
    text: ({ what, names, allowed }: ListFacts) =>
      `${what} sends ${names}: “${allowed}”. That is no list of names divided by commas, so the browser discards the whole answer.`,
  },
  'method-not-listed': {
    owner: 'back-end',
    title: 'Add the method to the allowed methods',
    text: ({ what, names, allowed }: ListFacts) =>
      `CORS is set up and the origin is allowed, but the method ${names} is not: ${what} allows ${allowed === '' ? 'none by name' : allowed}.`,
  },
  'header-not-listed': {
    owner: 'back-end',
    title: 'Add the request header to the allowed headers',
    text: ({ what, names, allowed }: ListFacts) =>
      `CORS is set up and the origin is allowed, but the request header ${names} is not: ${what} allows ${allowed === '' ? 'none' : allowed}.`,
  },
  'star-in-list-with-credentials': {
    owner: 'back-end',
    title: 'Name methods and headers: * does not count with credentials',
    text: ({ what, names }: ListFacts) =>
      `${what} allows \`*\`. For a request with credentials that is a name like any other and covers nothing. Name ${names}.`,
  },
} as const satisfies Record<string, CauseRow>

const STANDARD_METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'QUERY']
/** Headers that extensions for changing or intercepting requests are known to add. */
const EXTENSION_HEADER = /^x-(rq|requestly|modheader|mod-header|tweak|interceptor|cors-unblock)\b/

/** The preflight of the failed request, where its answer's lists decide. */
const preflightOf = (scene: Scene) => (scene.atPreflight && scene.answer.isPreflight ? scene.answer : null)

/** Mistakes that the page made, whatever the server says: looked for before the server is blamed. */
export function pageMistakes(scene: Scene): Cause | null {
  const preflight = preflightOf(scene)
  // where the origin is refused already, the server comes first
  if (preflight === null || !letsIn(preflight, scene.origin)) return null
  const what = nameOf(preflight)
  const asked = askedHeaders(preflight)
  const responseHeaders = asked.filter((name) => name.startsWith('access-control-'))
  if (responseHeaders.length > 0) {
    return speak(
      LIST_ROWS,
      'response-header-sent-by-page',
      { what, names: join(responseHeaders), allowed: '' },
      true,
    )
  }
  const method = askedMethod(preflight)
  if (
    method !== method.toUpperCase() &&
    STANDARD_METHODS.includes(method.toUpperCase()) &&
    normalizeMethod(method) === method
  ) {
    return speak(LIST_ROWS, 'method-case', { what, names: shorten(method, 40), allowed: '' }, true)
  }
  const added = missingHeaders(preflight).filter((name) => EXTENSION_HEADER.test(name))
  if (added.length > 0) {
    return speak(LIST_ROWS, 'header-from-extension', { what, names: join(added), allowed: '' }, false)
  }
  return misspelt(preflight)
}

const join = (names: readonly string[]): string => shorten(names.join(', '), 200)

/** A requested header that the server does not name although it names its near twin. */
export function misspeltHeader(preflight: Exchange): { name: string; twin: string } | null {
  const asked = askedHeaders(preflight)
  const unused = grantedHeaders(preflight).filter((name) => !asked.includes(name))
  for (const name of missingHeaders(preflight)) {
    const twin = unused.find((granted) => granted.length > 5 && editDistance(granted, name) <= 2)
    if (twin !== undefined) return { name, twin }
  }
  return null
}

function misspelt(preflight: Exchange): Cause | null {
  const found = misspeltHeader(preflight)
  if (found === null) return null
  const facts = { what: nameOf(preflight), names: shorten(found.name, 60), allowed: shorten(found.twin, 60) }
  return speak(LIST_ROWS, 'header-misspelt', facts, false)
}

/** The browser's own verdict named a list. */
export function lists(scene: Scene): Cause | null {
  const preflight = preflightOf(scene)
  if (preflight === null) return null
  const what = nameOf(preflight)
  const methods = grantedMethods(preflight)
  const headers = grantedHeaders(preflight)
  const method = askedMethod(preflight)
  const missing = missingHeaders(preflight)
  switch (scene.reason) {
    case 'allow-methods-unparsable':
    case 'allow-headers-unparsable': {
      const name = isUnparsable(preflight, 'access-control-allow-methods')
        ? 'Access-Control-Allow-Methods'
        : 'Access-Control-Allow-Headers'
      const value =
        preflight.responseHeaders.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1] ?? ''
      return speak(LIST_ROWS, 'list-unparsable', { what, names: name, allowed: shorten(value) }, true)
    }
    case 'method-not-allowed': {
      if (methods.includes('*'))
        return speak(
          LIST_ROWS,
          'star-in-list-with-credentials',
          { what, names: join([method, ...missing]), allowed: '*' },
          true,
        )
      const lower = methods.some((granted) => granted.toUpperCase() === method && granted !== method)
      return speak(
        LIST_ROWS,
        lower ? 'method-listed-in-lower-case' : 'method-not-listed',
        { what, names: shorten(method, 40), allowed: join(methods) },
        true,
      )
    }
    case 'header-not-allowed':
      return speak(
        LIST_ROWS,
        headers.includes('*') ? 'star-in-list-with-credentials' : 'header-not-listed',
        { what, names: join(missing), allowed: join(headers) },
        true,
      )
    default:
      return null
  }
}
