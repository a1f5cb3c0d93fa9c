/** A Next.js app in a folder of its own: its files, and the server that runs it. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { emptyFolder } from '../support/cache.ts'
import type { NodePackages } from '../support/node-packages.ts'
import { run } from '../support/run.ts'
import { freePorts, ServerProcess } from '../support/server-process.ts'

/** Content by path; a file of bytes is copied from a path. */
export type Files = Readonly<Record<string, string | { copyOf: string }>>

const ENVIRONMENT = { NEXT_TELEMETRY_DISABLED: '1', CI: '1' }

/** Written by hand, since Next.js would write it on its first start and look twice. */
const TSCONFIG = JSON.stringify({
  compilerOptions: {
    target: 'ES2022',
    lib: ['dom', 'esnext'],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: 'esnext',
    moduleResolution: 'bundler',
    esModuleInterop: true,
    resolveJsonModule: true,
    isolatedModules: true,
    jsx: 'react-jsx',
    incremental: true,
    plugins: [{ name: 'next' }],
  },
  include: ['**/*.ts', '**/*.tsx'],
  exclude: ['node_modules'],
})

const LAYOUT = `import type { ReactNode } from 'react'

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  )
}
`
const PAGE = `export default function Page() {
  return <p>Hello.</p>
}
`

/** What every app has. */
export const BASE = {
  'tsconfig.json': TSCONFIG,
  'app/layout.tsx': LAYOUT,
  'app/page.tsx': PAGE,
} satisfies Files

export class NextApp {
  readonly port: number
  readonly #folder: string
  readonly #next: string
  #written: Files = {}
  #server: ServerProcess | null = null

  private constructor(folder: string, next: string, port: number) {
    this.#folder = folder
    this.#next = next
    this.port = port
  }

  static async create({ folder }: NodePackages, name: string): Promise<NextApp> {
    const next = join(folder, 'node_modules', 'next', 'dist', 'bin', 'next')
    const [port = 0] = await freePorts(1)
    return new NextApp(await emptyFolder('node', 'apps', name), next, port)
  }

  /** The app consists of these files from now on; what others there were goes. */
  async write(files: Files): Promise<void> {
    const wanted: Files = { ...BASE, ...files }
    for (const path of Object.keys(this.#written)) {
      if (!(path in wanted)) await rm(join(this.#folder, path))
    }
    for (const [path, content] of Object.entries(wanted)) {
      if (this.#written[path] === content) continue
      const file = join(this.#folder, path)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, typeof content === 'string' ? content : await readFile(content.copyOf))
    }
    this.#written = wanted
  }

  async build(): Promise<void> {
    await run(process.execPath, [this.#next, 'build'], { cwd: this.#folder, env: ENVIRONMENT })
  }

  /**
   * Starts the server, the one running before ends first.
   * @param env what the app reads from its environment
   */
  async start(mode: 'dev' | 'start', env: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.stop()
    const parameters = [this.#next, mode, '-p', String(this.port)]
    const server = new ServerProcess('Next.js', process.execPath, parameters, {
      cwd: this.#folder,
      env: { ...ENVIRONMENT, ...env },
    })
    this.#server = server
    await server.prints(/Ready in/)
  }

  async stop(): Promise<void> {
    await this.#server?.stop()
    this.#server = null
  }
}
