/** STACKS: every stack that `npm run stacks` can run, in the order in which people use them. */
import { django, djangoAsgi, djangoWsgi } from './stacks/django.ts'
import { express } from './stacks/express.ts'
import { fastapi } from './stacks/fastapi.ts'
import { fastify } from './stacks/fastify.ts'
import { flask, flaskWsgi } from './stacks/flask.ts'
import { goChi, goEcho, goEcho5, goFiber, goFiber3, goGin, goNetHttp } from './stacks/go.ts'
import { hono } from './stacks/hono.ts'
import { koa } from './stacks/koa.ts'
import { litestar } from './stacks/litestar.ts'
import { nestjs, nestjsFastify } from './stacks/nestjs.ts'
import { nextjs, nextjs15 } from './stacks/nextjs.ts'
import { apollo, trpc, webpack } from './stacks/node-more.ts'
import { nitro, socketio, vite, workers } from './stacks/node-servers.ts'
import { apache, caddy, haproxy, nginx } from './stacks/proxies.ts'
import { rails } from './stacks/rails.ts'
import { s3 } from './stacks/s3.ts'
import { springBoot, springSecurity } from './stacks/spring.ts'
import { sveltekit } from './stacks/sveltekit.ts'
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
  goEcho5,
  goFiber3,
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
  webpack,
  apollo,
  trpc,
  sveltekit,
  s3,
]
