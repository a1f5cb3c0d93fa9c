/** The CORS rules of a bucket: versitygw, a server that speaks S3 and reads them as S3 does, set by the AWS CLI as printed. */
import { join, resolve } from 'node:path'
import { run } from '../../frameworks/support/run.ts'
import { freePorts, listening, ServerProcess } from '../../frameworks/support/server-process.ts'
import { goProgram, type Program, type Python, platformTools } from '../support/install.ts'
import {
  COOKIES,
  type Files,
  GET,
  type Installed,
  LOGIN,
  OTHER,
  OVER_PUT,
  POST_COOKIES,
  PUT,
  type Stack,
} from '../support/stack.ts'

interface Rule {
  AllowedOrigins: string[]
  AllowedMethods: string[]
  AllowedHeaders?: string[]
}
interface Rules {
  CORSRules: Rule[]
}

interface Tools extends Installed {
  gateway: string
  aws: string
}

/** No bucket’s owner, and known to nobody. */
const KEYS = { ROOT_ACCESS_KEY_ID: 'testtesttest', ROOT_SECRET_ACCESS_KEY: 'testtesttest' }
const ENVIRONMENT = {
  ...KEYS,
  AWS_ACCESS_KEY_ID: KEYS.ROOT_ACCESS_KEY_ID,
  AWS_SECRET_ACCESS_KEY: KEYS.ROOT_SECRET_ACCESS_KEY,
  AWS_DEFAULT_REGION: 'us-east-1',
}

/** Beside the objects, and by its whole path: the gateway changes its folder before it reads this. */
const environmentIn = (folder: string) => ({ ...ENVIRONMENT, VGW_META_SIDECAR: resolve(folder, 'meta') })

/** Everybody may read and write the objects: what is left to decide is CORS. */
const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: '*',
      Action: ['s3:GetObject', 's3:PutObject'],
      Resource: 'arn:aws:s3:::api/*',
    },
  ],
})

const bucket = (rules: readonly Rule[] = []): Files => ({
  'items.json': '{"ok":true}',
  'data/empty': '',
  'meta/empty': '',
  'policy.json': POLICY,
  ...(rules.length === 0 ? {} : { 'cors.json': JSON.stringify({ CORSRules: rules }) }),
})

/** As the note prints it; the file says which store it is for. */
const PUT_RULES = 'aws s3api put-bucket-cors --bucket NAME --cors-configuration file://cors.json'

const gatewayAt = (port: number): string[] => ['--port', `127.0.0.1:${port}`, 'posix', 'data']

/** The printed command with what the reader fills in; the endpoint is where the gateway listens while it is set up. */
const filledIn = (command: string, endpoint: string): string =>
  `${command.replace('NAME', 'api').replace(/ --endpoint-url \S+/, '')} --endpoint-url ${endpoint}`

async function setUp(folder: string, { gateway, aws }: Tools): Promise<void> {
  const [port = 0] = await freePorts(1)
  const server = new ServerProcess('versitygw', gateway, gatewayAt(port), {
    cwd: folder,
    env: environmentIn(folder),
  })
  try {
    await server.waitFor('versitygw to listen', () => listening(port))
    const endpoint = `http://127.0.0.1:${port}`
    const at = `--endpoint-url ${endpoint}`
    const { readFile } = await import('node:fs/promises')
    const printed = await readFile(join(folder, 'command.txt'), 'utf8').catch(() => PUT_RULES)
    const hasRules = await readFile(join(folder, 'cors.json')).then(
      () => true,
      () => false,
    )
    const commands = [
      `aws s3api create-bucket ${at} --bucket api`,
      `aws s3api put-bucket-policy ${at} --bucket api --policy file://policy.json`,
      `aws s3api put-object ${at} --bucket api --key items --body items.json --content-type application/json`,
      ...(hasRules ? [filledIn(printed, endpoint)] : []),
    ]
    const env = { ...ENVIRONMENT, PATH: `${aws}:${process.env.PATH}` }
    for (const command of commands) await run('sh', ['-c', command], { cwd: folder, env })
  } finally {
    await server.stop()
  }
}

const rule = (origin: string, methods: string[], headers?: string[]): Rule => ({
  AllowedOrigins: [origin],
  AllowedMethods: methods,
  ...(headers === undefined ? {} : { AllowedHeaders: headers }),
})

const MISSING = { path: '/api/missing' }

export const s3: Stack = {
  name: 's3',
  framework: 's3-compatible',
  alsoNamed: ['s3'],
  install: async () => {
    const gateway = await goProgram('versitygw', 'github.com/versity/versitygw/cmd/versitygw', 'v1.8.0')
    const python = await platformTools()
    if (gateway === null || python === null) return null
    const { path, versions } = gateway as Program
    const { bin, versions: tools } = python as Python
    return { versions: { ...versions, awscli: tools.awscli ?? '' }, gateway: path, aws: bin } as Tools
  },
  build: (folder, installed) => setUp(folder, installed as Tools),
  start: (port, folder, installed) => ({
    command: (installed as Tools).gateway,
    parameters: gatewayAt(port),
    env: environmentIn(folder),
  }),
  // the rules that are there stay, behind the printed one
  apply: (files, { code, note }) => {
    const { CORSRules: before } = JSON.parse(files['cors.json'] ?? '{"CORSRules":[]}') as Rules
    const { CORSRules: printed } = JSON.parse(code) as Rules
    const command = /aws s3api put-bucket-cors .*?file:\/\/cors\.json/.exec(note ?? '')?.[0]
    if (command === undefined) throw new Error(`The note prints no command: ${note}`)
    return {
      ...files,
      'cors.json': JSON.stringify({ CORSRules: [...printed, ...before] }),
      'command.txt': command,
    }
  },
  joins: true,
  cases: [
    { id: '1', situation: 0, files: bucket(), request: GET },
    { id: '2', situation: 1, files: bucket(), request: PUT },
    { id: '3', situation: 2, files: bucket([rule('*', ['GET'])]), request: COOKIES },
    {
      id: '3-put',
      situation: 2,
      files: bucket([rule('*', ['GET', 'PUT'], ['*'])]),
      request: { ...POST_COOKIES, method: 'PUT' },
    },
    {
      id: '4',
      situation: 3,
      files: bucket([rule(OTHER, ['GET', 'PUT'], ['*'])]),
      request: PUT,
      keeps: OTHER,
    },
    { id: '5', situation: 4, files: bucket(), request: MISSING, result: '40[34]' },
    {
      ...OVER_PUT,
      files: bucket([{ ...rule('<page>', ['GET'], ['Authorization']), AllowedOrigins: ['<page>', OTHER] }]),
      keeps: OTHER,
      still: [LOGIN],
    },
    {
      id: '5-over',
      situation: 4,
      over: true,
      files: bucket([rule(OTHER, ['GET'])]),
      request: MISSING,
      result: '40[34]',
      keeps: OTHER,
    },
  ],
}
