#!/usr/bin/env node
/** corscope, the command: the process around it. */
import { fstatSync, unlinkSync, writeSync } from 'node:fs'
import { outputError, unfinishedFiles } from './output.ts'
import type { ExitCode } from './program.ts'
import { run } from './run.ts'
import { oneLine } from './terminal-text.ts'

const CLEAR_LINE = '\r\u001b[K'

const warn = (line: string): void => {
  process.stderr.write(`corscope: ${oneLine(line)}\n`)
}

/** A reader that has seen enough (`| head`) closes the pipe: that is no failure of ours. */
const isClosedPipe = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EPIPE'

/** Where a disk is full, a file takes the first part of a text, and Node would not tell (measured): asked again, it refuses. */
function writeWhole(text: string): void {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; ) at += writeSync(process.stdout.fd, bytes, at)
}

const isFile = (): boolean => {
  try {
    return fstatSync(process.stdout.fd).isFile()
  } catch {
    return false
  }
}

const write = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    if (isFile())
      try {
        writeWhole(text)
        return resolve()
      } catch (error) {
        return reject(outputError('standard output', error))
      }
    process.stdout.write(text, (error) => {
      if (error && !isClosedPipe(error)) reject(outputError('standard output', error))
      else resolve()
    })
  })

// each write hears of its own failure; without these, Node would end the program
process.stdout.on('error', () => {})
process.stderr.on('error', () => {})

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    for (const file of unfinishedFiles())
      try {
        unlinkSync(file)
      } catch {}
    // its handler is gone: now it ends the program, whatever else is waiting
    process.kill(process.pid, signal)
  })

async function main(): Promise<ExitCode> {
  try {
    return await run(process.argv.slice(2), {
      stdin: process.stdin,
      write,
      warn,
      color: process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
      progress: process.stderr.isTTY
        ? (line) =>
            process.stderr.write(CLEAR_LINE + oneLine(line).slice(0, (process.stderr.columns ?? 80) - 1))
        : null,
    })
  } catch (error) {
    warn(`unexpected error: ${(error as Error).message}`)
    return 2
  }
}

process.exitCode = await main()
