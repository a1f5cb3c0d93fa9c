/** Words of the causes at gateways, firewalls, stores and identity servers that have a setting of their own, in English. */
import type { CauseMessages } from '../message.ts'

const BEFORE = 'The platform responds before your code runs, so your CORS headers aren’t sent.'
const HIDES = 'The console reports a missing header and hides the {status}.'

export const SERVICES_EN = {
  'api-gateway-authorizer-at-preflight': {
    answer: 'OPTIONS {path} returns {status}: API Gateway’s authorizer refuses the preflight',
    title: 'Take the authorizer off the OPTIONS method',
    text: `{what} comes from API Gateway itself: the OPTIONS method of this path has an authorizer, and a preflight never carries an Authorization header. Give OPTIONS a method without an authorizer and without an API key (in SAM: \`AddDefaultAuthorizerToCorsPreflight: false\`). ${BEFORE}`,
    misleading: HIDES,
  },
  'api-gateway-no-route': {
    answer: '{what}: API Gateway has no such path and method',
    title: 'Check the address: API Gateway has no such path and method',
    text: '{what} comes from API Gateway itself. “Missing Authentication Token” is its way to say that the stage has no resource and method at this address: a missing stage name, a typo, a method that isn’t set up, or a change that isn’t deployed. No token is missing, and no CORS header helps.',
    misleading: 'The console reports a missing header, and the body a missing token; neither is the matter.',
  },
  'cloudfront-forbidden': {
    answer: '{what}: CloudFront itself refuses the request',
    title: 'Find out why CloudFront refuses it: method, WAF, country or signature',
    text: `{what} comes from CloudFront itself. Look at these: the behavior for this path may not allow {method}; a rule of AWS WAF may have blocked it; a geographic restriction, or a missing or expired signed URL or cookie. ${BEFORE}`,
    misleading: HIDES,
  },
  'alb-forbidden': {
    answer: '{what}: the load balancer itself refuses the request, by AWS WAF or a listener rule',
    title: 'Find the rule of AWS WAF or of the listener that refuses it',
    text: `{what} comes from the AWS load balancer itself: its web ACL (AWS WAF) blocked the request, or a listener rule gives this fixed response. The access log tells which (\`actions_executed\`: waf or fixed-response). ${BEFORE}`,
    misleading: HIDES,
  },
  'waf-challenge': {
    answer: '{what}: AWS WAF answers with a {sign}, which a plain fetch can’t pass',
    title: 'Exempt the path from the WAF challenge, or use its JavaScript integration',
    text: `{what} comes from AWS WAF (\`x-amzn-waf-action: {sign}\`): the rule wants proof that a browser is there. A preflight can’t give it, and a plain fetch can’t either. Leave OPTIONS and this path out of the rule, or load the WAF’s JavaScript integration in the page and call \`AwsWafIntegration.fetch()\`. ${BEFORE}`,
    misleading: HIDES,
  },
  'platform-app-down': {
    answer: '{call} got {status} from {maker}, which could not reach the application',
    title: 'Find out why the application doesn’t respond: read its log on the platform',
    text: 'The real problem isn’t CORS: {what} was made by {maker}, because the application behind it crashed, is still starting, took too long, or listens on another port than the platform expects. Such a response never has the application’s CORS headers. Read the application’s log there.',
    misleading:
      'The console reports a missing Access-Control-Allow-Origin header and never mentions the status {status}.',
  },
  'supabase-function-failed': {
    answer: '{what}: Supabase reports {error}, so the function made no response',
    title: 'Read the function’s log: it failed to start or was stopped',
    text: '{what} comes from Supabase itself ({error}): the function didn’t start (a syntax error, a missing import) or was stopped for taking too much time or memory. CORS headers in its code are never reached. Read its log, or start it locally with `supabase functions serve`.',
    misleading: 'The console reports a missing header; the function never responded.',
  },
  'iis-windows-authentication': {
    answer: 'OPTIONS {path} returns 401: IIS asks the preflight for Windows authentication',
    title: 'Let the IIS CORS module answer preflights, or allow anonymous OPTIONS',
    text: '{what} comes from IIS: Windows authentication runs before the application, and a preflight never carries credentials. CORS code in the application never sees it. Install the IIS CORS module, which answers before authentication; or allow anonymous authentication too and require the login in the application.',
    misleading: HIDES,
  },
  'bucket-file-without-cors': {
    answer: '{what}: the bucket has no CORS rule that fits {origin}',
    title: 'Add a CORS rule to the bucket',
    text: '{what} comes from an object store ({maker}), which sends CORS headers only for origins and methods that a CORS rule of the bucket lists. Add a rule for {origin}.',
    misleading: 'The console reports a missing header; the bucket’s rules decide it.',
  },
  'bucket-file-behind-cdn': {
    answer: '{what}: the bucket has no CORS rule for {origin}, or the CDN doesn’t pass Origin on to it',
    title: 'Add a CORS rule to the bucket, and let the CDN pass Origin on',
    text: '{what} was served by a CDN in front of an object store ({maker}). The store sends CORS headers only if a rule of the bucket lists {origin} and the request that reaches it carries Origin. So check both: the bucket’s CORS rules, and that the CDN passes the Origin header on and keeps a copy for each. `curl -I -H "Origin: {origin}"` to the bucket’s own address tells which one it is. Purge the CDN afterwards.',
    misleading: 'The console reports a missing header, and not which of the two leaves it out.',
  },
  'auth0-error': {
    answer:
      '{what}: Auth0 refuses the request; read its error, then check the application’s type and origins',
    title: 'Read Auth0’s error, then check the application’s settings',
    text: 'Auth0 sends CORS headers only to origins that the application lists, and hides its errors from the others. Look up the request in the tenant’s log. In the application’s settings, list {origin} under “Allowed Web Origins” (and “Allowed Origins (CORS)”), without a trailing slash; a page needs the type “Single Page Application” and no client secret. Headers can’t be set there by hand.',
    misleading: HIDES,
  },
  'cognito-error': {
    answer: '{what}: Cognito refuses the request; read its error first',
    title: 'Read Cognito’s error, then check the app client',
    text: '{what} is an error of Amazon Cognito, and it carries no CORS headers. Read it with curl: an expired or used code, a redirect_uri that isn’t exactly the registered one, or an app client with a secret, which a page must not have. Create an app client without a secret for the page. Headers can’t be set there by hand.',
    misleading: HIDES,
  },
  'identity-server-error': {
    answer: '{what}: the identity server {host} reports an error without CORS headers',
    title: 'Read the error of the identity server first',
    text: '{what} is an error of the identity server at {host}, and such responses often have no CORS headers. Read it with curl first: an expired or used code, a wrong redirect URI, a client that isn’t registered for browsers. Then look in its settings for the origins or redirect URIs of single-page applications.',
    misleading: HIDES,
  },
  'github-download': {
    answer: '{what}: GitHub lets no page read release files and archives',
    title: 'Fetch the file through your own server, or publish it where CORS is allowed',
    text: '{what}: GitHub sends no CORS headers for release downloads and archives, and neither do the hosts it redirects to. Publish the file on GitHub Pages or in the repository itself (raw.githubusercontent.com and jsDelivr allow every origin), or fetch it through your own server. A plain link or navigation still downloads it.',
    misleading: 'The console reports a missing or foreign header; nobody but GitHub can change it.',
  },
  'resource-policy': {
    answer: '{what}: Cross-Origin-Resource-Policy: {value} keeps it out of pages of {origin}',
    title: 'Widen Cross-Origin-Resource-Policy for this file, or load it from the same origin',
    text: 'This isn’t the CORS check: {what} says `Cross-Origin-Resource-Policy: {value}`, so the browser doesn’t show it in pages of {origin}, whatever CORS headers it has. Where others may embed it, send `cross-origin` for that path alone.',
  },
} as const satisfies Record<string, CauseMessages>
