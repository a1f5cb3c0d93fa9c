/** Amazon API Gateway (HTTP API and REST API) and Lambda function URLs. */

import { answerHeader, exchangesOf, isAnswered } from '../../servers/responses.ts'
import { underResources } from '../cloudformation.ts'
import { notes, openNote, type Settings, settingsOf } from '../cors-settings.ts'
import { js, yaml } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'
import { answerWith } from '../response-after.ts'
import { taskOf } from '../task.ts'
import { optionsMethod } from './api-gateway/options-method.ts'

const configuration = ({ origins, methods, headers, credentials, maxAge, expose }: Settings) => ({
  AllowOrigins: origins,
  AllowMethods: methods,
  AllowHeaders: headers,
  ...(expose.length > 0 ? { ExposeHeaders: expose } : {}),
  AllowCredentials: credentials,
  MaxAge: maxAge,
})

const answers = (settings: Settings): DraftFix['after'] => answerWith(settings, { origins: settings.origins })

/** The gateway answers OPTIONS itself and adds the headers to what the integration answers. */
const httpApi = (context: FixContext, settings: Settings): DraftFix => ({
  title: 'HTTP API: set its CORS configuration',
  language: 'json',
  file: 'cors.json',
  code: JSON.stringify(configuration(settings), null, 2),
  note: notes(
    'aws apigatewayv2 update-api --api-id ID --cors-configuration file://cors.json replaces the whole configuration: keep what is there. With it, drop CORS headers set in the code.',
    openNote(context),
  ),
  owner: 'platform',
  after: answers(settings),
})

/** A REST API answers errors of its own without headers unless its gateway responses have them. */
const gatewayResponses = (settings: Settings): DraftFix => {
  const origin = yaml(`'${settings.origin}'`)
  const response = (name: string, type: string) => [
    `${name}:`,
    '  Type: AWS::ApiGateway::GatewayResponse',
    '  Properties:',
    '    RestApiId: !Ref Api # the id of your API in this template',
    `    ResponseType: ${type}`,
    '    ResponseParameters:',
    `      gatewayresponse.header.Access-Control-Allow-Origin: ${origin}`,
    ...(settings.credentials
      ? [`      gatewayresponse.header.Access-Control-Allow-Credentials: ${yaml("'true'")}`]
      : []),
  ]
  return {
    title: 'REST API: let its own error answers carry the headers',
    language: 'yaml',
    file: 'template.yaml',
    code: underResources([
      ...response('ErrorsOfTheClient', 'DEFAULT_4XX'),
      ...response('ErrorsOfTheServer', 'DEFAULT_5XX'),
    ]),
    note: 'Beside the resources that the template has. The inner quotes belong to the value: API Gateway wants literals in single quotes. Deploy the stage again.',
    owner: 'platform',
    after: answerWith(settings, { fixedOrigin: true, preflightStatus: 'kept' }),
  }
}

/** With proxy integration the function sets the headers itself. */
const lambda = (context: FixContext, settings: Settings): DraftFix => {
  const { origins, credentials } = settings
  return {
    title: 'Lambda behind a REST API: return the headers from the function',
    language: 'js',
    file: 'index.mjs',
    code: [
      `const allowedOrigins = [${origins.map(js).join(', ')}]`,
      '',
      'function corsHeaders(event) {',
      "  const origin = event.headers?.origin ?? event.headers?.Origin ?? ''",
      "  if (!allowedOrigins.includes(origin)) return { Vary: 'Origin' }",
      '  return {',
      "    'Access-Control-Allow-Origin': origin,",
      ...(credentials ? ["    'Access-Control-Allow-Credentials': 'true',"] : []),
      ...(settings.preflighted
        ? [
            `    'Access-Control-Allow-Methods': ${js(settings.methods.join(', '))},`,
            ...(settings.headers.length > 0
              ? [`    'Access-Control-Allow-Headers': ${js(settings.headers.join(', '))},`]
              : []),
            `    'Access-Control-Max-Age': '${settings.maxAge}',`,
          ]
        : []),
      "    Vary: 'Origin',",
      '  }',
      '}',
      '',
      'export async function handler(event) {',
      "  if (event.httpMethod === 'OPTIONS') return { statusCode: 204, headers: corsHeaders(event) }",
      '  const body = { ok: true } // in place of this line: what your function does',
      '  return { statusCode: 200, headers: corsHeaders(event), body: JSON.stringify(body) }',
      '}',
    ].join('\n'),
    note: notes(
      'The REST API needs an OPTIONS method with the same integration on this path, and neither an authorizer nor an API key on it. Deploy the stage again.',
      openNote(context),
    ),
    // the method for OPTIONS belongs to the API
    owner: 'platform',
    after: answers(settings),
  }
}

/** A function URL takes the same configuration; headers set in the code as well would come twice. */
const functionUrl = (context: FixContext, settings: Settings): DraftFix => ({
  title: 'Set the CORS configuration of the function URL',
  language: 'json',
  file: 'cors.json',
  code: JSON.stringify(configuration(settings), null, 2),
  note: notes(
    'aws lambda update-function-url-config --function-name NAME --cors file://cors.json. Remove CORS headers from the code: both together send everything twice.',
    openNote(context),
  ),
  owner: 'platform',
  after: answers(settings),
})

/** What the gateway's own headers tell of the API: each kind writes its request id under a name of its own. */
function kindOf(context: FixContext): 'rest' | 'http' | null {
  const responses = exchangesOf(context.flow).filter(isAnswered)
  const has = (name: string) => responses.some((exchange) => answerHeader(exchange, name) !== null)
  if (has('apigw-requestid')) return 'http'
  return has('x-amz-apigw-id') || has('x-amzn-errortype') ? 'rest' : null
}

export const apiGateway: Framework = {
  id: 'api-gateway',
  label: 'Amazon API Gateway',
  fixes(context) {
    const settings = settingsOf(context)
    if (settings === null) return []
    const kind = kindOf(context)
    const errors =
      taskOf(context) === 'headers-on-gateway-errors' && kind !== 'http' ? [gatewayResponses(settings)] : []
    const options =
      context.cause?.remedy === 'gateway-options' && settings.origins.length === 1 && kind !== 'http'
        ? [optionsMethod(context, settings)]
        : []
    const rest = [...errors, ...options, lambda(context, settings)]
    const http = [httpApi(context, settings)]
    if (kind !== null) return kind === 'rest' ? rest : http
    return [...errors, ...http, ...options, lambda(context, settings)]
  },
}

export const lambdaUrl: Framework = {
  id: 'lambda-url',
  label: 'AWS Lambda function URL',
  fixes(context) {
    const settings = settingsOf(context)
    return settings === null ? [] : [functionUrl(context, settings)]
  },
}
