/** STACKS: every stack that `npm run stacks` can run, in the order in which people use them. */
import { django, djangoAsgi, djangoWsgi } from './stacks/django.ts'
import { express } from './stacks/express.ts'
import { fastify } from './stacks/fastify.ts'
import { flask, flaskWsgi } from './stacks/flask.ts'
import { hono } from './stacks/hono.ts'
import { koa } from './stacks/koa.ts'
import { litestar } from './stacks/litestar.ts'
import { nestjs, nestjsFastify } from './stacks/nestjs.ts'
import type { Stack } from './support/stack.ts'

export const STACKS: readonly Stack[] = [
  express,
  django,
  djangoWsgi,
  djangoAsgi,
  flask,
  flaskWsgi,
  nestjs,
  nestjsFastify,
  koa,
  fastify,
  hono,
  litestar,
]
