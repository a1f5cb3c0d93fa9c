/** The command line, run in this process. */
import { Readable } from 'node:stream'
import { run } from '../../src/cli/run.ts'

export interface Ran {
  code: number
  stdout: string
  stderr: string
}

export async function corscope(args: readonly string[], stdin: string | Buffer = ''): Promise<Ran> {
  const ran: Ran = { code: 0, stdout: '', stderr: '' }
  ran.code = await run(args, {
    stdin: Readable.from(stdin.length === 0 ? [] : [Buffer.from(stdin)]),
    write: async (text) => {
      ran.stdout += text
    },
    warn: (line) => {
      ran.stderr += `corscope: ${line}\n`
    },
    color: false,
    progress: null,
  })
  return ran
}
