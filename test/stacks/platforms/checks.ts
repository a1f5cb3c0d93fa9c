/** What is printed for platforms that run nowhere here, and the makers' own tools that read it: cfn-lint, the AWS CLI, Google's description of its API, the Azure CLI. */
import type { Fix } from '../../../src/engine/index.ts'
import type { Files } from '../support/stack.ts'
import type { Failure } from './logs.ts'

export interface PlatformCheck {
  id: string
  /** Name of `npm run stacks NAME`. */
  tool: 'cfn' | 'aws' | 'gcs' | 'azure'
  framework: string
  failure: Failure
  /** Part of the title of the fix. */
  fix: string
  /** The files that the reader ends up with. */
  files(fix: Fix): Files
  /** Run in their folder; `$BIN` holds the tools. It ends with 0 where the tool takes what is printed. */
  command(fix: Fix): string
}

const PUT = {
  method: 'PUT',
  headers: { 'Content-Type': 'application/json', 'X-Request-Id': '1' },
} as const

const LINT = '"$BIN/cfn-lint" --non-zero-exit-code warning template.yaml'

const indented = (text: string, by: string): string => text.replace(/^(?=.)/gm, by)

/** A distribution with lines more in its behavior. */
const distribution = (lines: string): string => `  Distribution:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Enabled: true
        Origins:
          - Id: back
            DomainName: back.example.com
            CustomOriginConfig: { OriginProtocolPolicy: https-only }
        DefaultCacheBehavior:
          TargetOriginId: back
          ViewerProtocolPolicy: redirect-to-https
          CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6
${indented(lines, '          ')}
`

const CDN = {
  url: 'https://d111111abcdef8.cloudfront.net/api/items',
  answered: { via: '1.1 x.cloudfront.net (CloudFront)', 'x-amz-cf-id': 'x' },
}
const REST = {
  url: 'https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/prod/items',
  answered: {
    'x-amzn-requestid': 'x',
    'x-amz-apigw-id': 'x',
    'x-amzn-errortype': 'InternalServerErrorException',
  },
}
const HTTP_API = {
  url: 'https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/items',
  answered: { 'apigw-requestid': 'x' },
}

/** Neither account nor network: the CLI reads the parameters first, and then finds nobody to send them to. */
const OFFLINE =
  'export AWS_ACCESS_KEY_ID=x AWS_SECRET_ACCESS_KEY=x AWS_DEFAULT_REGION=eu-west-1 AWS_MAX_ATTEMPTS=1'
const aws = (command: string): string =>
  `${OFFLINE}; "$BIN/"${command} --endpoint-url http://127.0.0.1:1 2>&1 | tee out.txt; grep -q "Could not connect to the endpoint" out.txt`

/** The command that a note prints. */
function commandIn({ note }: Fix, start: RegExp): string {
  const found = new RegExp(`${start.source}.*?file://cors\\.json`).exec(note ?? '')?.[0]
  if (found === undefined) throw new Error(`No command ${start} in: ${note}`)
  return found
}

const json =
  (file: string) =>
  ({ code }: Fix): Files => ({ [file]: code })

const cloudfront = (id: string, failure: Failure): PlatformCheck => ({
  id,
  tool: 'cfn',
  framework: 'cloudfront',
  failure,
  fix: 'response headers policy',
  files: ({ code }) => ({
    'template.yaml': `${code}\n${distribution('ResponseHeadersPolicyId: !Ref CorsHeaders')}`,
  }),
  command: () => LINT,
})

const GCS_SCHEMA = `import json, jsonschema, pathlib, googleapiclient
folder = pathlib.Path(googleapiclient.__file__).parent / "discovery_cache/documents"
cors = json.loads((folder / "storage.v1.json").read_text())["schemas"]["Bucket"]["properties"]["cors"]
cors["items"]["additionalProperties"] = False
jsonschema.validate(json.loads(pathlib.Path("cors.json").read_text()), cors)
`

const gcs = (id: string, failure: Failure): PlatformCheck => ({
  id,
  tool: 'gcs',
  framework: 'gcs',
  failure,
  fix: 'CORS entry',
  files: (fix) => ({ ...json('cors.json')(fix), 'check.py': GCS_SCHEMA }),
  command: () => '"$BIN/python" check.py',
})

/** Status 2 is the word of the CLI for what it cannot parse; without an account it gets no further than that. */
const AZ = 'AZURE_CONFIG_DIR=. AZURE_CORE_COLLECT_TELEMETRY=no PATH="$BIN:$PATH" sh'
const azure = (id: string, framework: string, fix: string, failure: Failure): PlatformCheck => ({
  id,
  tool: 'azure',
  framework,
  failure,
  fix,
  files: json('az.sh'),
  command: () =>
    `! grep -q "^-" az.sh && ${AZ} az.sh > out.txt 2>&1; cat out.txt; ! grep -Eq "unrecognized|required|invalid choice|misspelled|expected" out.txt && grep -Eq "az login|Failed to establish|resolve|refused" out.txt`,
})

const BLOB = 'https://account1.blob.core.windows.net/files/a.json'
const APP = 'https://app1.azurewebsites.net/api/items'
const BUCKET = 'https://storage.googleapis.com/bucket1/a.json'
const S3 = {
  url: 'https://bucket1.s3.eu-west-1.amazonaws.com/a.json',
  answered: { server: 'AmazonS3', 'x-amz-request-id': 'x' },
}

export const PLATFORM_CHECKS: readonly PlatformCheck[] = [
  cloudfront('cloudfront-get', { ...CDN, status: 200 }),
  cloudfront('cloudfront-put', { ...CDN, ...PUT, status: 200 }),
  cloudfront('cloudfront-cookie', { ...CDN, cookie: true, status: 200 }),
  {
    id: 'cloudfront-options',
    tool: 'cfn',
    framework: 'cloudfront',
    failure: {
      ...CDN,
      ...PUT,
      status: 403,
      answered: { ...CDN.answered, server: 'CloudFront', 'x-cache': 'Error from cloudfront' },
    },
    fix: 'pass OPTIONS',
    files: ({ code }) => ({ 'template.yaml': `Resources:\n${distribution(code)}` }),
    command: () => LINT,
  },
  {
    id: 'api-gateway-responses',
    tool: 'cfn',
    framework: 'api-gateway',
    failure: { ...REST, status: 500 },
    fix: 'error answers',
    files: ({ code }) => ({
      'template.yaml': `${code}\n  Api:\n    Type: AWS::ApiGateway::RestApi\n    Properties: { Name: api }\n`,
    }),
    command: () => LINT,
  },
  {
    id: 'api-gateway-http',
    tool: 'aws',
    framework: 'api-gateway',
    failure: { ...HTTP_API, ...PUT, status: 404 },
    fix: 'HTTP API',
    files: json('cors.json'),
    command: (fix) => aws(commandIn(fix, /aws apigatewayv2 update-api/)),
  },
  {
    id: 'lambda-url',
    tool: 'aws',
    framework: 'lambda-url',
    failure: { url: 'https://abc.lambda-url.eu-west-1.on.aws/items', ...PUT, status: 403 },
    fix: 'function URL',
    files: json('cors.json'),
    command: (fix) => aws(commandIn(fix, /aws lambda update-function-url-config/)),
  },
  {
    id: 's3',
    tool: 'aws',
    framework: 's3',
    failure: { ...S3, ...PUT, status: 403 },
    fix: 'CORS rule',
    files: json('cors.json'),
    command: (fix) => aws(commandIn(fix, /aws s3api put-bucket-cors/)),
  },
  gcs('gcs-get', { url: BUCKET, status: 200, answered: { server: 'UploadServer' } }),
  gcs('gcs-put', { url: BUCKET, ...PUT, status: 200, answered: { server: 'UploadServer' } }),
  azure('azure-storage', 'azure-storage', 'CORS rule', { url: BLOB, ...PUT, status: 403 }),
  azure('azure', 'azure', 'own list', { url: APP, status: 200 }),
]
