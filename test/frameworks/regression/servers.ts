/** Servers of three frameworks, each broken and mended in the same place. */

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { NextApp } from '../next/app.ts'
import { startNodeServer } from '../node/server.ts'
import { emptyFolder } from '../support/cache.ts'
import type { NodePackages } from '../support/node-packages.ts'
import { freePorts, listening, ServerProcess } from '../support/server-process.ts'

export const PAGE = 'http://localhost:3000'

export interface BreakableServer {
  url: string
  /** What the app consists of, for tests that import it. */
  files: (state: State) => Readonly<Record<string, string>>
  serve: (state: State) => Promise<void>
  stop: () => Promise<void>
}

export type State = 'broken' | 'mended'

const fastApiSource = (state: State): string => `from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(
    CORSMiddleware,
    allow_origins=["${PAGE}"],
    allow_methods=${state === 'broken' ? '["GET"]' : '["GET", "PUT"]'},
    allow_headers=["x-trace", "content-type"],
)


@app.put("/orders/{order}")
def put(order: int):
    return {"order": order}
`

export async function fastApiServer(python: string): Promise<BreakableServer> {
  const [port = 0] = await freePorts(1)
  const folder = await emptyFolder('regression', 'fastapi-app')
  let server: ServerProcess | null = null
  const files = (state: State) => ({ 'main.py': fastApiSource(state) })
  return {
    url: `http://127.0.0.1:${port}/orders/1`,
    files,
    serve: async (state) => {
      await server?.stop()
      await writeFile(join(folder, 'main.py'), files(state)['main.py'])
      server = new ServerProcess('FastAPI', python, ['-m', 'uvicorn', 'main:app', '--port', String(port)], {
        cwd: folder,
      })
      await server.waitFor('FastAPI to listen', () => listening(port))
    },
    stop: async () => server?.stop(),
  }
}

const expressSource = (state: State): string => `import cors from 'cors'
import express from 'express'

const app = express()
app.use(cors({ origin: '${PAGE}', methods: ${state === 'broken' ? "['GET']" : "['GET', 'PUT']"} }))
app.put('/orders/:order', (request, response) => response.json({ order: request.params.order }))
app.listen(process.env.PORT, '127.0.0.1')
`

export async function expressServer(): Promise<BreakableServer> {
  const [port = 0] = await freePorts(1)
  let server: ServerProcess | null = null
  return {
    url: `http://127.0.0.1:${port}/orders/1`,
    files: () => ({}),
    serve: async (state) => {
      await server?.stop()
      server = await startNodeServer('regression', expressSource(state), port)
    },
    stop: async () => server?.stop(),
  }
}

const NEXT_GRANT = `{
  'Access-Control-Allow-Origin': '${PAGE}',
  'Access-Control-Allow-Methods': 'PUT',
  'Access-Control-Allow-Headers': 'x-trace, content-type',
}`
const nextSource = (state: State): string => `const HEADERS = ${NEXT_GRANT}

export const OPTIONS = () => new Response(null, { status: 204, headers: ${state === 'broken' ? '{}' : 'HEADERS'} })
export const PUT = () => Response.json({}, { headers: HEADERS })
`

export async function nextServer(packages: NodePackages): Promise<BreakableServer> {
  const app = await NextApp.create(packages, 'regression')
  return {
    url: `http://127.0.0.1:${app.port}/orders`,
    files: () => ({}),
    serve: async (state) => {
      await app.write({ 'app/orders/route.ts': nextSource(state) })
      await app.start('dev')
    },
    stop: () => app.stop(),
  }
}
