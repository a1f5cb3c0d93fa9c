/** Words of the signs that speak for a cause or against it, in English. */
import type { SignFacts, SignId } from '../../causes/signs.ts'
import type { PlaceholdersOf } from '../message.ts'

const SIGNS = {
  status: '{what} has the status {value}.',
  maker: '{value}',
  server: '{value}',
  'no-cors-headers': '{what} has no Access-Control-Allow-… header.',
  'allowed-origin': '{what} has Access-Control-Allow-Origin: {value}.',
  'allowed-credentials': '{what} has Access-Control-Allow-Credentials: {value}.',
  'origin-sent': '{what} was requested with Origin: {value}.',
  redirect: '{what} redirects to {value}.',
  'preflight-passed': 'The preflight of the same request, {what}, allows {value}.',
  'let-in-elsewhere': '{what} of the same server allows {value}.',
  'let-in-here': '{what} at the same address allows {value}.',
  'varies-by-origin': '{what} has Vary: {value}.',
  challenge: '{what} has WWW-Authenticate: {value}.',
  'error-name': '{what} has {value}.',
  initiator: 'The initiator of {what} is {value}.',
  'resource-type': 'The type of {what} is {value}.',
  'worker-twin': 'The same request was made through the service worker {value} ms apart: {what}.',
  'asked-for': 'The preflight {what} asks for {value}.',
  'allowed-methods': '{what} has Access-Control-Allow-Methods: {value}.',
  'allowed-headers': '{what} has Access-Control-Allow-Headers: {value}.',
  'from-cache': '{what} has {value}.',
  length: '{what} has a body of {value} bytes.',
  address: 'The address of {what} is {value}.',
  page: 'The page that requested {what} is {value}.',
  credentials: '{value}',
  'no-login-sent': '{what} was sent with neither a cookie nor an Authorization header.',
  'login-sent': '{what} was sent with a cookie or an Authorization header.',
  'allow-list': '{what} has Allow: {value}.',
  'html-page': '{what} is an HTML page.',
  'resource-policy': '{what} has Cross-Origin-Resource-Policy: {value}.',
  'browser-made': '{what} was made by the browser itself ({value}).',
  'next-router': '{what} carries the request header {value} of Next.js’ router.',
  'request-method': 'The method of {what} is {value}.',
  'maker-unknown': 'Nothing in {what} names the program that made it.',
  'server-unsure': 'That the server is {value} is only possible.',
  'other-origin-allowed': 'The same server allows another origin, {value}.',
} as const satisfies Record<SignId, string>

/** `never` where every placeholder is one that a sign has. */
type Fault = Exclude<PlaceholdersOf<(typeof SIGNS)[SignId]>, keyof SignFacts>

export const SIGNS_EN: [Fault] extends [never] ? Readonly<Record<SignId, string>> : { fault: Fault } = SIGNS
