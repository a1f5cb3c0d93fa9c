/** A server in a process of its own, with everything it starts. */
import { type ChildProcess, spawn } from 'node:child_process'
import { connect, createServer } from 'node:net'
import { until } from '../../support/until.ts'

const MOST_OUTPUT = 4_000
const running = new Set<ServerProcess>()
process.on('exit', () => {
  for (const server of running) server.kill()
})

interface StartOptions {
  cwd: string
  env?: Readonly<Record<string, string>>
}

export class ServerProcess {
  readonly #name: string
  readonly #child: ChildProcess
  #output = ''
  #ended = false

  /** @param name for complaints */
  constructor(name: string, command: string, parameters: readonly string[], { cwd, env }: StartOptions) {
    this.#name = name
    // A group of its own, so that what the server starts ends with it.
    this.#child = spawn(command, parameters, {
      cwd,
      env: { ...process.env, ...env },
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    running.add(this)
    const keep = (data: unknown) => {
      this.#output += data
    }
    this.#child.stdout?.on('data', keep)
    this.#child.stderr?.on('data', keep)
    this.#child.stdin?.on('error', () => undefined)
    this.#child.on('error', (error) => {
      this.#output += error.message
      this.#ended = true
    })
    this.#child.on('exit', () => {
      this.#ended = true
    })
  }

  /** A mark in the output, to wait for what is printed after it. */
  get printed(): number {
    return this.#output.length
  }

  /** Writes one line to the server's standard input. */
  write(line: string): void {
    this.#child.stdin?.write(`${line}\n`)
  }

  /**
   * What matches in the output printed since a mark, as soon as it is there.
   * @param timeout in milliseconds
   */
  async prints(what: RegExp, since = 0, timeout = 60_000): Promise<RegExpExecArray> {
    return this.waitFor(`${this.#name} to print ${what}`, () => what.exec(this.#output.slice(since)), timeout)
  }

  /** Waits while the server lives; what it printed goes into the complaint. */
  async waitFor<Answer>(
    what: string,
    ask: () => Answer | Promise<Answer>,
    timeout = 60_000,
  ): Promise<NonNullable<Answer>> {
    try {
      const answer = await until(what, async () => (await ask()) || (this.#ended ? ENDED : null), timeout)
      if (answer !== ENDED) return answer as NonNullable<Answer>
      throw new Error(`Waited for ${what}, but the process ended.`)
    } catch (error) {
      const told = error instanceof Error ? error.message : String(error)
      throw new Error(`${told} The end of what ${this.#name} printed:\n${this.#output.slice(-MOST_OUTPUT)}`)
    }
  }

  kill(): void {
    running.delete(this)
    const { pid } = this.#child
    if (pid === undefined) return
    try {
      process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
    } catch {
      // It ended by itself.
    }
  }

  /** Ends the server and everything it started; resolves once it is gone. */
  async stop(): Promise<void> {
    const gone = new Promise<void>((resolve) => {
      if (this.#ended) resolve()
      else this.#child.once('exit', () => resolve())
    })
    this.kill()
    await gone
  }
}

const ENDED = Symbol('ended')

/** Outgoing connections get their ports from 32768 up on Linux, from 49152 up elsewhere. */
const FIRST_PORT = 20_000
const LAST_PORT = 32_000

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })

let nextPort = FIRST_PORT + Math.floor(Math.random() * (LAST_PORT - FIRST_PORT))

/** Free ports, all different, that no outgoing connection takes: a server that restarts finds its port free again. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = []
  for (let tried = 0; ports.length < count; tried++) {
    if (tried > LAST_PORT - FIRST_PORT)
      throw new Error(`No port between ${FIRST_PORT} and ${LAST_PORT} is free.`)
    nextPort = nextPort < LAST_PORT ? nextPort + 1 : FIRST_PORT
    if (await isFree(nextPort)) ports.push(nextPort)
  }
  return ports
}

/** Whether something accepts connections on this port. */
export function listening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    const end = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.on('connect', () => end(true))
    socket.on('error', () => end(false))
  })
}
