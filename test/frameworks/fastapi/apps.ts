/** Many FastAPI apps, each on a port of its own, in one Python process. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { emptyFolder } from '../support/cache.ts'
import { freePorts, ServerProcess } from '../support/server-process.ts'
import type { FastApi } from './install.ts'

const SERVE = fileURLToPath(new URL('serve.py', import.meta.url))

export class FastApiApps {
  readonly #process: ServerProcess
  readonly #folder: string
  readonly #ports = new Map<string, number>()

  private constructor(process: ServerProcess, folder: string) {
    this.#process = process
    this.#folder = folder
  }

  static async start({ python }: FastApi, ids: readonly string[]): Promise<FastApiApps> {
    const folder = await emptyFolder('fastapi-apps')
    const apps = new FastApiApps(new ServerProcess('FastAPI', python, ['-u', SERVE], { cwd: folder }), folder)
    const ports = await freePorts(ids.length)
    for (const [index, id] of ids.entries()) apps.#ports.set(id, ports[index] ?? 0)
    return apps
  }

  port(id: string): number {
    const port = this.#ports.get(id)
    if (port === undefined) throw new Error(`There is no app ${id}.`)
    return port
  }

  /** Serves this source as the app; the one served before under the id ends first. */
  async serve(id: string, source: string, again: boolean): Promise<void> {
    if (again) await this.#tell({ do: 'stop', id }, 'stopped')
    const folder = join(this.#folder, id, again ? 'fixed' : 'broken')
    await mkdir(folder, { recursive: true })
    const file = join(folder, 'main.py')
    await writeFile(file, source)
    await this.#tell({ do: 'start', id, file, port: this.port(id) }, 'started')
  }

  async stop(): Promise<void> {
    await this.#process.stop()
  }

  async #tell(command: { do: string; id: string } & Record<string, unknown>, wanted: string): Promise<void> {
    const since = this.#process.printed
    this.#process.write(JSON.stringify(command))
    const line = new RegExp(`^\\{"id": ${JSON.stringify(command.id)}, "state": .*\\}$`, 'm')
    const [answer] = await this.#process.prints(line, since)
    const { state, error } = JSON.parse(answer) as { state: string; error: string }
    if (state !== wanted) throw new Error(`The app ${command.id} did not start:\n${error}`)
  }
}
