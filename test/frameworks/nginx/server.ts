/** nginx with one location, and an application behind it. */
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Fix } from '../../../src/engine/index.ts'
import { emptyFolder } from '../support/cache.ts'
import { listening, ServerProcess } from '../support/server-process.ts'

/** nginx.conf in its parts, so that a printed fix can be put where it says. */
export interface Configuration {
  /** Lines of the http block before the server. */
  http: string
  /** Lines of the location. */
  location: string
}

const indented = (text: string, by: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '' : by + line))
    .join('\n')

const nginxConf = ({ http, location }: Configuration, port: number): string => `daemon off;
worker_processes 1;
pid nginx.pid;
error_log stderr;
events {}
http {
  types { application/json json; }
  access_log off;
  client_body_temp_path temp;
  proxy_temp_path temp;
  fastcgi_temp_path temp;
  uwsgi_temp_path temp;
  scgi_temp_path temp;
${indented(http, '  ')}
  server {
    listen 127.0.0.1:${port};
    location /api/ {
${indented(location, '      ')}
    }
  }
}
`

const IN_LOCATION = /^# In the location that answers \/api\/, before its other lines:$/m

/** A directive may stand once in a block: the printed one takes the place of the one that is there. */
function inPlaceOf(location: string, code: string): string {
  const [directive = ''] = code.split(' ')
  const others = location.split('\n').filter((line) => !line.trim().startsWith(`${directive} `))
  return [code.trim(), ...others].join('\n')
}

/** The printed fix names two places, the http block and the start of the location, or is one line for the location. */
export function applyToNginx({ http, location }: Configuration, { code }: Fix): Configuration {
  const [map = '', lines] = code.split(IN_LOCATION)
  if (lines === undefined) return { http, location: inPlaceOf(location, code) }
  return { http: `${http}\n${map.trim()}`, location: `${lines.trim()}\n${location}` }
}

export async function startNginx(
  nginx: string,
  id: string,
  configuration: Configuration,
  port: number,
): Promise<ServerProcess> {
  const folder = await emptyFolder('nginx', id)
  await mkdir(join(folder, 'temp'))
  await mkdir(join(folder, 'files', 'api'), { recursive: true })
  await writeFile(join(folder, 'files', 'api', 'items.json'), '{"ok":true}')
  await writeFile(join(folder, 'nginx.conf'), nginxConf(configuration, port))
  const server = new ServerProcess('nginx', nginx, ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr'], {
    cwd: folder,
  })
  await server.waitFor('nginx to listen', () => listening(port))
  return server
}

/** An application that sets the header itself, for one origin. */
export async function startApplication(origin: string): Promise<Server> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'access-control-allow-origin': origin })
    response.end('{"ok":true}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

export const addressOf = (server: Server): string =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}`
