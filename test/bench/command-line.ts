/** The command line from end to end, beside `JSON.parse` of the same entries line by line. */
import { spawnSync } from 'node:child_process'
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import type { Line } from './measure.ts'
import { pagesOf, webApp } from './web-app.ts'

const CACHE = new URL('../../.cache/bench/', import.meta.url)
const ROOT = new URL('../../', import.meta.url)
const CLI = new URL('dist/cli/corscope.js', ROOT).pathname

const BY_LINES = `
  const lines = require('node:readline').createInterface({ input: require('node:fs').createReadStream(process.argv[1]) })
  let count = 0
  lines.on('line', (line) => { if (JSON.parse(line).request) count++ })
  lines.on('close', () => console.log(count))`

/** Written at the end of a process: what it took. */
const TOLL = `
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    require('node:fs').writeFileSync(process.env.BENCH_TOLL, JSON.stringify({ ms: (userCPUTime + systemCPUTime) / 1000, mb: maxRSS / 1024 }))
  })`

interface Toll {
  ms: number
  mb: number
}

interface Run {
  toll: Toll
  status: number | null
}

/** `output`: a file for what it writes. */
function run(args: readonly string[], output: string): Run {
  mkdirSync(CACHE, { recursive: true })
  const toll = new URL('toll.json', CACHE).pathname
  const hook = new URL('toll.cjs', CACHE).pathname
  writeFileSync(hook, TOLL)
  rmSync(toll, { force: true })
  const out = openSync(output, 'w')
  const { status, stderr } = spawnSync(process.execPath, ['--require', hook, ...args], {
    env: { ...process.env, BENCH_TOLL: toll },
    stdio: ['ignore', out, 'pipe'],
  })
  closeSync(out)
  if (status !== 0 && status !== 1) throw new Error(`${args.join(' ')}: exit status ${status}: ${stderr}`)
  return { toll: JSON.parse(readFileSync(toll, 'utf8')) as Toll, status }
}

/** What is measured is what stands here now. */
const buildCommandLine = () => build({ root: ROOT.pathname, mode: 'cli', logLevel: 'error' })

/** A run that says the wrong thing is no measurement. `failures`: how many a block of 5,000 has. */
function assertReport(file: string, count: number, failures: number, status: number | null): void {
  const { source, flows } = JSON.parse(readFileSync(file, 'utf8')) as {
    source: { entries: number }
    flows: unknown[]
  }
  if (status !== 1) throw new Error(`exit status ${status} for a log with failures`)
  if (source.entries !== count) throw new Error(`${source.entries} of ${count} entries were read`)
  if (flows.length < failures) throw new Error(`${flows.length} failures of ${failures} were reported`)
}

const BLOCK = 5000

/** The same entries as a HAR and line by line. `count` in whole blocks. */
function writeLogs(folder: string, count: number): { har: string; lines: string; failures: number } {
  const entries = webApp(BLOCK) as { response: { _error: string | null } }[]
  const block = entries.map((entry) => JSON.stringify(entry))
  const write = (name: string, head: string, between: string, tail: string): string => {
    const path = join(folder, name)
    const file = openSync(path, 'w')
    const joined = Buffer.from(block.join(between))
    writeSync(file, head)
    for (let written = 0; written < count; written += BLOCK) {
      if (written > 0) writeSync(file, between)
      writeSync(file, joined)
    }
    writeSync(file, tail)
    closeSync(file)
    return path
  }
  const pages = JSON.stringify(pagesOf(BLOCK))
  const head = `{"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537.36"},"pages":${pages},"entries":[`
  const marked = entries.filter((entry) => entry.response._error !== null)
  return {
    har: write('log.har', head, ',', ']}}'),
    lines: write('log.jsonl', '', '\n', '\n'),
    failures: (marked.length * count) / BLOCK,
  }
}

export async function commandLine(count: number): Promise<Line[]> {
  await buildCommandLine()
  const folder = mkdtempSync(join(tmpdir(), 'corscope-bench-'))
  try {
    const { har, lines, failures } = writeLogs(folder, count)
    const counted = join(folder, 'counted.txt')
    const parsed = run(['-e', BY_LINES, lines], counted)
    if (Number(readFileSync(counted, 'utf8')) !== count) throw new Error('not all lines were parsed')
    const report = join(folder, 'report.json')
    const explained = run([CLI, 'explain', '--format', 'json', har], report)
    assertReport(report, count, failures, explained.status)
    const shape = `command line, HAR of ${count.toLocaleString('en')} entries`
    return [
      {
        what: shape,
        value: explained.toll.ms / parsed.toll.ms,
        unit: '× JSON.parse by lines',
        goal: 2,
      },
      { what: `${shape}: peak memory`, value: explained.toll.mb, unit: 'MB', goal: 1500 },
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}
