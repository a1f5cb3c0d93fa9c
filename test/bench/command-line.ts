/** The command line from end to end, beside `JSON.parse` of the same entries line by line. */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import type { Line } from './measure.ts'
import { pagesOf, webApp } from './web-app.ts'

const CACHE = new URL('../../.cache/bench/', import.meta.url)
const CLI = new URL('../../dist/cli/corscope.js', import.meta.url).pathname

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

function tollOf(args: readonly string[]): Toll {
  const toll = new URL('toll.json', CACHE).pathname
  const hook = new URL('toll.cjs', CACHE).pathname
  const file = openSync(hook, 'w')
  writeSync(file, TOLL)
  closeSync(file)
  const { status, stderr } = spawnSync(process.execPath, ['--require', hook, ...args], {
    env: { ...process.env, BENCH_TOLL: toll },
    maxBuffer: 1 << 30,
  })
  if (status !== 0 && status !== 1) throw new Error(`${args.join(' ')}: ${stderr}`)
  return JSON.parse(readFileSync(toll, 'utf8')) as Toll
}

/** The same entries as a HAR and line by line. `count` in blocks of 5,000. */
function writeLogs(count: number): { har: string; lines: string } {
  mkdirSync(CACHE, { recursive: true })
  const block = webApp(5000).map((entry) => JSON.stringify(entry))
  const write = (name: string, head: string, between: string, tail: string): string => {
    const path = new URL(name, CACHE).pathname
    const file = openSync(path, 'w')
    writeSync(file, head)
    for (let written = 0; written < count; written += 5000)
      writeSync(file, (written === 0 ? '' : between) + block.join(between))
    writeSync(file, tail)
    closeSync(file)
    return path
  }
  const pages = JSON.stringify(pagesOf(5000))
  const head = `{"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537.36"},"pages":${pages},"entries":[`
  return { har: write('log.har', head, ',', ']}}'), lines: write('log.jsonl', '', '\n', '\n') }
}

export async function commandLine(count: number): Promise<Line[]> {
  const { har, lines } = writeLogs(count)
  const parsed = tollOf(['-e', BY_LINES, lines])
  const explained = tollOf([CLI, 'explain', '--format', 'json', har])
  const shape = `command line, HAR of ${count.toLocaleString('en')} entries`
  return [
    { what: shape, value: explained.ms / parsed.ms, unit: '× JSON.parse by lines', goal: 2 },
    { what: `${shape}: peak memory`, value: explained.mb, unit: 'MB', goal: 1500 },
  ]
}
