/** STACKS: every stack that `npm run stacks` can run, in the order in which people use them. */
import { django, djangoAsgi, djangoWsgi } from './stacks/django.ts'
import { express } from './stacks/express.ts'
import { fastapi } from './stacks/fastapi.ts'
import { fastify } from './stacks/fastify.ts'
import { flask, flaskWsgi } from './stacks/flask.ts'
import { goChi, goEcho, goFiber, goGin, goNetHttp } from './stacks/go.ts'
import { hono } from './stacks/hono.ts'
import { koa } from './stacks/koa.ts'
import { litestar } from './stacks/litestar.ts'
import { nestjs, nestjsFastify } from './stacks/nestjs.ts'
import { nextjs, nextjs15 } from './stacks/nextjs.ts'
import { nitro, socketio, vite, workers } from './stacks/node-servers.ts'
import { apache, caddy, haproxy, nginx } from './stacks/proxies.ts'
import { rails } from './stacks/rails.ts'
import { springBoot, springSecurity } from './stacks/spring.ts'
import type { Stack } from './support/stack.ts'

export const STACKS: readonly Stack[] = [
  express,
  nextjs,
  nextjs15,
  springBoot,
  springSecurity,
  fastapi,
  django,
  djangoWsgi,
  djangoAsgi,
  flask,
  flaskWsgi,
  nestjs,
  nestjsFastify,
  goNetHttp,
  goGin,
  goEcho,
  goFiber,
  goChi,
  koa,
  fastify,
  hono,
  rails,
  litestar,
  nginx,
  apache,
  caddy,
  haproxy,
  socketio,
  vite,
  nitro,
  workers,
]
