/** NestJS 12 over Express and over Fastify. */
import { join } from 'node:path'
import { CACHE } from '../../frameworks/support/cache.ts'
import { insertedAfter, withoutAll } from '../support/apply.ts'
import { nodePackages } from '../support/install.ts'
import {
  BOOM,
  COOKIES,
  type Files,
  GET,
  LOGIN,
  OTHER,
  OVER_LOGIN,
  OVER_PUT,
  POST_COOKIES,
  PUT,
  type Stack,
} from '../support/stack.ts'

interface Parts {
  setup?: string
  create?: string
  fastify?: boolean
}

const app = ({ setup = '', create = '', fastify = false }: Parts = {}): Files => ({
  'main.ts': `import 'reflect-metadata'
import { Controller, Delete, Get, Module, Post, Put } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
${fastify ? "import { FastifyAdapter } from '@nestjs/platform-fastify'" : ''}

@Controller('api')
class ItemsController {
  @Get('items') get() { return { ok: true } }
  @Post('items') post() { return { ok: true } }
  @Put('items') put() { return { ok: true } }
  @Delete('items') del() { return { ok: true } }
  @Get('boom') boom() { throw new Error('boom') }
}
@Module({ controllers: [ItemsController] })
class AppModule {}

const app = await NestFactory.create(AppModule${fastify ? ', new FastifyAdapter()' : ''}${create})
${setup}
await app.listen(Number(process.env.PORT), '127.0.0.1')
`,
  'tsconfig.json':
    '{"compilerOptions":{"experimentalDecorators":true,"emitDecoratorMetadata":true,"module":"esnext","moduleResolution":"bundler","target":"es2022"}}',
  'package.json': '{"type":"module"}',
})

const LOGIN_CHECK = `app.use((request, response, next) => {
  if (request.headers.authorization) return next()
  response.statusCode = 401
  response.end('login')
})`

/** The same for Fastify: middlewares run before its routes and hooks alike. */
const LOGIN_HOOK = `app.getHttpAdapter().getInstance().addHook('onRequest', async (request, reply) => {
  if (request.headers.authorization === undefined) return reply.code(401).send('login')
})`

/** Lets two origins read. */
const READERS = `app.enableCors({
  origin: ['<page>', '${OTHER}'],
  methods: ['GET'],
  allowedHeaders: ['Authorization'],
})`

const loader = join(CACHE, 'stacks-node', 'node_modules', 'tsx', 'dist', 'loader.mjs')

const base = {
  framework: 'nestjs',
  install: nodePackages,
  start: () => ({ command: process.execPath, parameters: ['--import', loader, 'main.ts'] }),
  apply: (files, { code }) => {
    const rest = withoutAll(files['main.ts'] ?? '', [/^app\.enableCors\(/m]).replace(', { cors: true }', '')
    return { ...files, 'main.ts': insertedAfter(rest, /^const app = .*$/m, code) }
  },
} satisfies Partial<Stack>

export const nestjs: Stack = {
  ...base,
  name: 'nestjs',
  alsoNamed: ['express'],
  cases: [
    { id: '1', situation: 0, files: app(), request: GET },
    { id: '2', situation: 1, files: app(), request: PUT },
    { id: '3', situation: 2, files: app({ setup: 'app.enableCors()' }), request: COOKIES },
    { id: '3-create', situation: 2, files: app({ create: ', { cors: true }' }), request: COOKIES },
    {
      id: '3-post',
      situation: 2,
      files: app({ setup: 'app.enableCors({\n  credentials: true,\n})' }),
      request: POST_COOKIES,
      result: '201',
    },
    {
      id: '4',
      situation: 3,
      files: app({ setup: `app.enableCors({ origin: ['${OTHER}'] })` }),
      request: PUT,
      keeps: OTHER,
    },
    { id: '5', situation: 4, files: app(), request: BOOM, result: '500' },
    { id: '5-login', situation: 4, files: app({ setup: LOGIN_CHECK }), request: LOGIN },
    { ...OVER_PUT, files: app({ setup: READERS }), keeps: OTHER },
    { ...OVER_LOGIN, files: app({ setup: `${LOGIN_CHECK}\napp.enableCors({ origin: '<page>' })` }) },
  ],
}

export const nestjsFastify: Stack = {
  ...base,
  name: 'nestjs-fastify',
  alsoNamed: ['fastify'],
  cases: [
    { id: '1', situation: 0, files: app({ fastify: true }), request: GET },
    { id: '2', situation: 1, files: app({ fastify: true }), request: PUT },
    {
      id: '3',
      situation: 2,
      files: app({ fastify: true, setup: "app.enableCors({ origin: '*' })" }),
      request: COOKIES,
    },
    {
      id: '4',
      situation: 3,
      files: app({ fastify: true, setup: `app.enableCors({ origin: ['${OTHER}'] })` }),
      request: PUT,
      keeps: OTHER,
    },
    { id: '5', situation: 4, files: app({ fastify: true }), request: BOOM, result: '500' },
    { id: '5-login', situation: 4, files: app({ fastify: true, setup: LOGIN_HOOK }), request: LOGIN },
    { ...OVER_PUT, files: app({ fastify: true, setup: READERS }), keeps: OTHER },
    {
      ...OVER_LOGIN,
      files: app({ fastify: true, setup: `${LOGIN_HOOK}\napp.enableCors({ origin: '<page>' })` }),
    },
  ],
}
