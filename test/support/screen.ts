/** A screen of its own for a browser that must show windows, and the keys of a person before it. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'

const has = (command: string): boolean => spawnSync('which', [command]).status === 0

/** What is missing for a screen; null where nothing is. */
export function missingForScreen(): string | null {
  if (process.platform !== 'linux') return 'Linux'
  return ['Xvfb', 'xdotool'].find((command) => !has(command)) ?? null
}

export class Screen {
  readonly display: string
  readonly #server: ChildProcess

  private constructor(display: string, server: ChildProcess) {
    this.display = display
    this.#server = server
  }

  /** Windows of programs that are started from now on appear there. */
  static async start(): Promise<Screen> {
    const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    })
    const pipe = server.stdio[3]
    if (pipe == null) throw new Error('Xvfb tells no display.')
    const [number] = (await once(pipe, 'data')) as [Buffer]
    const screen = new Screen(`:${String(number).trim()}`, server)
    process.env.DISPLAY = screen.display
    return screen
  }

  #xdotool(...parameters: string[]): string {
    return execFileSync('xdotool', parameters, {
      encoding: 'utf8',
      env: { ...process.env, DISPLAY: this.display },
    })
  }

  /** Ids of the windows that are to be seen. */
  windows(): string[] {
    try {
      return this.#xdotool('search', '--onlyvisible', '--maxdepth', '1', '--name', '.*').trim().split('\n')
    } catch {
      return []
    }
  }

  press(...keys: string[]): void {
    for (const key of keys) this.#xdotool('key', key)
  }

  close(): void {
    delete process.env.DISPLAY
    this.#server.kill()
  }
}
