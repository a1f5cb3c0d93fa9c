/** A REST API of Amazon API Gateway: an OPTIONS method of its own, which asks for no login and reaches no code. */

import { untested } from '../../change.ts'
import { notes, openNote, type Settings } from '../../cors-settings.ts'
import { yaml } from '../../literals.ts'
import type { DraftFix, FixContext } from '../../recipe.ts'

/** API Gateway wants literals in single quotes. */
const literal = (value: string): string => yaml(`'${value}'`)

function headersOf(settings: Settings): [string, string][] {
  const { origin, methods, headers, credentials, maxAge } = settings
  return [
    ['Access-Control-Allow-Origin', origin],
    ['Access-Control-Allow-Methods', methods.join(',')],
    ...(headers.length > 0 ? [['Access-Control-Allow-Headers', headers.join(',')] as [string, string]] : []),
    ...(credentials ? [['Access-Control-Allow-Credentials', 'true'] as [string, string]] : []),
    ['Access-Control-Max-Age', String(maxAge)],
  ]
}

/** For the preflight alone: the headers of the response itself are set by the function or its integration. */
export function optionsMethod(context: FixContext, settings: Settings): DraftFix {
  const headers = headersOf(settings)
  return {
    title: 'REST API: give the path an OPTIONS method without an authorizer',
    language: 'yaml',
    file: 'template.yaml',
    code: [
      'PreflightOfThisPath:',
      '  Type: AWS::ApiGateway::Method',
      '  Properties:',
      '    RestApiId: !Ref Api # the id of your API in this template',
      '    ResourceId: !Ref Resource # and that of the path',
      '    HttpMethod: OPTIONS',
      '    AuthorizationType: NONE',
      '    ApiKeyRequired: false',
      '    Integration:',
      '      Type: MOCK',
      '      RequestTemplates:',
      `        application/json: ${yaml('{"statusCode": 204}')}`,
      '      IntegrationResponses:',
      `        - StatusCode: ${yaml('204')}`,
      '          ResponseParameters:',
      ...headers.map(([name, value]) => `            method.response.header.${name}: ${literal(value)}`),
      '    MethodResponses:',
      `      - StatusCode: ${yaml('204')}`,
      '        ResponseParameters:',
      ...headers.map(([name]) => `          method.response.header.${name}: true`),
    ].join('\n'),
    note: notes(
      'The request itself needs Access-Control-Allow-Origin too: the function returns it, and for errors of the gateway DEFAULT_4XX does. In SAM with a default authorizer: AddDefaultAuthorizerToCorsPreflight: false beside Cors. Deploy the stage again.',
      openNote(context),
    ),
    owner: 'platform',
    after: untested('the log doesn’t show how the code behind it responds to the request itself'),
  }
}
