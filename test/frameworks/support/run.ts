/** Commands that come to an end. */
import { spawn } from 'node:child_process'

const MOST_OUTPUT = 4_000

/** Raised when a command does not end well; the message holds the end of what it printed. */
export class CommandError extends Error {
  override name = 'CommandError'
}

interface RunOptions {
  cwd?: string
  env?: Readonly<Record<string, string>>
  /** Milliseconds after which the command is stopped. */
  timeout?: number
}

/**
 * Standard output of a command.
 * @throws CommandError when it cannot start, fails or takes too long.
 */
export function run(
  command: string,
  parameters: readonly string[],
  { cwd, env, timeout = 300_000 }: RunOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
      timeout,
      killSignal: 'SIGKILL',
      ...(cwd === undefined ? {} : { cwd }),
    })
    let output = ''
    let all = ''
    child.stdout.on('data', (data) => {
      output += data
      all += data
    })
    child.stderr.on('data', (data) => {
      all += data
    })
    child.on('error', (error) => reject(new CommandError(`${command}: ${error.message}`)))
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(output)
      const how = signal ? `was stopped (${signal})` : `ended with ${code}`
      reject(new CommandError(`${command} ${parameters.join(' ')} ${how}:\n${all.slice(-MOST_OUTPUT)}`))
    })
  })
}
