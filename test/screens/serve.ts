/** The page of states, served from the sources: a change shows at once. */
import { createServer } from 'vite'

export interface Served {
  address: string
  close: () => Promise<void>
}

export async function serveStates(port = 0): Promise<Served> {
  const server = await createServer({
    configFile: false,
    root: 'test/screens/page',
    logLevel: 'warn',
    cacheDir: `${process.cwd()}/node_modules/.vite-screens`,
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    server: { host: '127.0.0.1', port, fs: { allow: [process.cwd()] } },
  })
  await server.listen()
  const [address = ''] = server.resolvedUrls?.local ?? []
  return { address, close: () => server.close() }
}
