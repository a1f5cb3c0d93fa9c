#!/usr/bin/env node
/** corscope, the command. */
import { run } from './run.ts'

const { code, stdout, stderr } = await run(process.argv.slice(2), {
  stdin: process.stdin,
  color: process.stdout.isTTY === true && !process.env.NO_COLOR,
})

process.exitCode = code
// a reader that has seen enough (`| head`) closes the pipe: that is no failure of ours
process.stdout.on('error', () => process.exit(code))
process.stderr.write(stderr)
process.stdout.write(stdout)
