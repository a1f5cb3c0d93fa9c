/** A server of Express, Fastify or Hono in a process of its own. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { emptyFolder } from '../support/cache.ts'
import { listening, ServerProcess } from '../support/server-process.ts'

export async function startNodeServer(id: string, source: string, port: number): Promise<ServerProcess> {
  const folder = await emptyFolder('node', 'apps', id)
  await writeFile(join(folder, 'server.mjs'), source)
  const server = new ServerProcess(id, process.execPath, ['server.mjs'], {
    cwd: folder,
    env: { PORT: String(port) },
  })
  await server.waitFor(`${id} to listen`, () => listening(port))
  return server
}
