/** Answers of every stack that was run, as the wire held them: without CORS, with it, and when they fail. */
import type { Answer, Headers } from '../causes/log.ts'

export interface Recorded {
  stack: string
  what: string
  method: string
  path: string
  answer: Answer
  /** The answer of a preflight. */
  isPreflight?: boolean
}

const NODE: Headers = { Connection: 'keep-alive', 'Keep-Alive': 'timeout=5' }

const get = (stack: string, what: string, path: string, status: number, headers: Headers): Recorded => ({
  stack,
  what,
  method: 'GET',
  path,
  answer: { status, headers },
})
const options = (stack: string, what: string, status: number, headers: Headers): Recorded => ({
  stack,
  what,
  method: 'OPTIONS',
  path: '/x',
  answer: { status, headers },
  isPreflight: true,
})

const FINALHANDLER: Headers = {
  ...NODE,
  'Content-Security-Policy': "default-src 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Content-Type': 'text/html; charset=utf-8',
}
const FASTIFY_JSON: Headers = { ...NODE, 'content-type': 'application/json; charset=utf-8' }
const HONO_TEXT: Headers = { ...NODE, 'Content-Type': 'text/plain; charset=UTF-8' }
const UVICORN: Headers = { server: 'uvicorn', 'content-type': 'application/json' }
const SAFELIST = 'Accept, Accept-Language, Content-Language, Content-Type'
const WERKZEUG: Headers = {
  Server: 'Werkzeug/3.1.9 Python/3.11.7',
  'Content-Type': 'text/html; charset=utf-8',
}
const WSGI: Headers = { Server: 'WSGIServer/0.2 CPython/3.11.7', 'Content-Type': 'application/json' }
const GO_TEXT: Headers = {
  'Content-Type': 'text/plain; charset=utf-8',
  'X-Content-Type-Options': 'nosniff',
  'Content-Length': '19',
}
const RSC = 'rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch'

/** Versions: Express 5.3, cors 2.8, Fastify 5.12, @fastify/cors 11.4, Hono 4.13, Koa 3.3, FastAPI 0.165 on Starlette 1.10, Flask 3.1, Django 5.2, Go 1.26 with rs/cors 1.11, nginx 1.22, Next.js 16.4. */
export const RECORDED: readonly Recorded[] = [
  get('express', 'answer', '/x', 200, {
    ...NODE,
    'X-Powered-By': 'Express',
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': '7',
    ETag: 'W/"7-n4nH"',
  }),
  get('express', '404 with x-powered-by off', '/none', 404, { ...FINALHANDLER, 'Content-Length': '143' }),
  options('express', 'its own OPTIONS', 200, {
    ...NODE,
    Allow: 'GET, HEAD',
    'Content-Length': '9',
    'Content-Type': 'text/plain',
    'X-Content-Type-Options': 'nosniff',
  }),
  options('express', 'cors', 204, {
    ...NODE,
    'X-Powered-By': 'Express',
    Vary: 'Origin, Access-Control-Request-Headers',
    'Access-Control-Allow-Methods': 'GET,HEAD,PUT,PATCH,POST,DELETE',
    'Content-Length': '0',
  }),
  get('fastify', '404', '/none', 404, { ...FASTIFY_JSON, 'content-length': '76' }),
  options('fastify', 'OPTIONS without cors', 404, { ...FASTIFY_JSON, 'content-length': '77' }),
  options('fastify', '@fastify/cors', 204, {
    ...NODE,
    vary: 'Origin, Access-Control-Request-Headers',
    'access-control-allow-methods': 'GET,HEAD,POST',
    'content-length': '0',
  }),
  get('hono', '404', '/none', 404, { ...HONO_TEXT, 'Content-Length': '13' }),
  get('hono', '500', '/boom', 500, { ...HONO_TEXT, 'Content-Length': '21' }),
  options('hono', 'OPTIONS without cors', 404, { ...HONO_TEXT, 'Content-Length': '13' }),
  options('hono', 'cors', 204, {
    ...NODE,
    'access-control-allow-methods': 'GET,HEAD,PUT,POST,DELETE,PATCH,QUERY',
    vary: 'Origin, Access-Control-Request-Headers',
  }),
  options('koa', '@koa/cors', 204, {
    ...NODE,
    Vary: 'Origin',
    'Access-Control-Allow-Methods': 'GET,HEAD,PUT,POST,DELETE,PATCH',
    'Access-Control-Allow-Origin': 'http://other.test',
  }),
  get('koa', '404', '/none', 404, {
    ...NODE,
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': '9',
  }),
  get('fastapi', 'answer', '/x', 200, { ...UVICORN, 'content-length': '2' }),
  options('fastapi', '405', 405, { ...UVICORN, allow: 'PUT', 'content-length': '31' }),
  options('fastapi', 'CORSMiddleware behind nginx', 400, {
    server: 'nginx',
    'content-type': 'text/plain; charset=utf-8',
    'content-length': '22',
    vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers, Access-Control-Request-Private-Network',
    'access-control-allow-methods': 'PUT',
    'access-control-max-age': '600',
    'access-control-allow-headers': `${SAFELIST}, X-Custom`,
  }),
  options('fastapi', 'CORSMiddleware with * for everything', 200, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': '2',
    vary: 'Origin',
    'access-control-allow-methods': 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, QUERY',
    'access-control-max-age': '600',
    'access-control-allow-headers': 'x-custom',
  }),
  get('flask', 'answer', '/x', 200, { ...WERKZEUG, 'Content-Length': '3' }),
  options('flask', 'its own OPTIONS', 200, {
    ...WERKZEUG,
    Allow: 'GET, PUT, OPTIONS, HEAD',
    'Content-Length': '0',
  }),
  get('django', 'development server', '/x', 200, { ...WSGI, 'Content-Length': '2' }),
  options('django', 'default lists of django-cors-headers', 200, {
    'content-length': '0',
    vary: 'origin',
    'access-control-allow-headers':
      'accept, authorization, content-type, user-agent, x-csrftoken, x-requested-with',
  }),
  get('go', '404', '/none', 404, GO_TEXT),
  options('go', '405', 405, { ...GO_TEXT, Allow: 'GET, HEAD, PUT' }),
  options('go', 'rs/cors refuses', 204, {
    Vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
  }),
  get('nginx', '502', '/x', 502, {
    Server: 'nginx/1.22.1',
    'Content-Type': 'text/html',
    'Content-Length': '157',
  }),
  get('nextjs', 'route handler', '/api/x', 200, { ...NODE, vary: RSC, 'content-type': 'application/json' }),
  get('nextjs', 'route handler with merged Vary', '/api/x', 200, {
    ...NODE,
    Vary: `Origin, ${RSC}, Accept-Encoding`,
  }),
  options('nextjs', 'automatic OPTIONS', 204, { ...NODE, vary: RSC, allow: 'GET, HEAD, OPTIONS' }),
  get('nextjs', 'slash redirect', '/api/x/', 308, { ...NODE, location: '/api/x', Refresh: '0;url=/api/x' }),
  get('nextjs', 'not found', '/none', 404, {
    ...NODE,
    'X-Powered-By': 'Next.js',
    'Content-Type': 'text/html; charset=utf-8',
  }),
  get('fastapi', 'forwarded by Next.js', '/backend/x', 200, { ...NODE, server: 'uvicorn', vary: RSC }),
]

/** Answers that name nobody, or that must not be taken for certain: a plain Node server, a static host, a bare 404. */
export const ANONYMOUS: readonly Recorded[] = [
  get('none', 'a plain Node server', '/x', 200, {
    ...NODE,
    'Content-Type': 'application/json',
    'Transfer-Encoding': 'chunked',
  }),
  get('none', 'nothing at all', '/x', 200, {}),
  get('none', 'a 404 of 22 bytes of HTML', '/x', 404, {
    'content-type': 'text/html',
    'content-length': '22',
  }),
  options('none', 'headers written by hand', 204, {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': 'Content-Type',
  }),
  options('none', 'all methods in order, but no text', 204, {
    'access-control-allow-methods': 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT',
    'access-control-max-age': '600',
    vary: 'Origin',
  }),
]
