/**
 * Every curl command of a report, sent for real by the shell: it asks the address that the page asked, with the method
 * and the headers that decide, and gets the answer that the recording holds.
 */
import { execFile, spawnSync } from 'node:child_process'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { diagnose, type Exchange, reportOf } from '../../src/engine/index.ts'
import { readRecording } from '../oracle/recording.ts'
import { SCENE } from '../support/har.ts'

const logs: unknown[][] = [
  [...SCENE],
  ...['requests', 'lookalikes', 'contexts'].flatMap((name) =>
    readRecording<unknown>(new URL(`../fixtures/oracle/${name}.jsonl`, import.meta.url)).lines.map(
      ({ entries }) => [...entries],
    ),
  ),
]

interface Asked {
  bash: string
  powershell: string
  /** What the page sent, and what came. */
  exchange: Exchange
}

/** A status line that HTTP can carry; what the browser never saw answered is not replayed. */
const isAnswered = ({ status }: Exchange): boolean => status >= 200 && status < 600

const asked: Asked[] = logs.flatMap((entries) => {
  const diagnosis = diagnose(entries, { creator: 'WebInspector' })
  const { flows } = reportOf(diagnosis)
  return diagnosis.flows.flatMap(({ flow }, index) => {
    const commands = flows[index]?.commands
    return [
      { command: commands?.preflight, exchange: flow.preflight },
      { command: commands?.request, exchange: flow.exchange },
    ].flatMap(({ command, exchange }) =>
      command && exchange !== null && isAnswered(exchange) ? [{ ...command, exchange }] : [],
    )
  })
})

const DECISIVE = ['origin', 'access-control-request-method', 'access-control-request-headers']
/** What HTTP itself writes. */
const OF_THE_CONNECTION =
  /^(?:connection|keep-alive|transfer-encoding|content-length|content-encoding|date|trailer|upgrade|:.*)$/i

/** The head of a request as it came; Node's own server would refuse some of the methods. */
interface Head {
  method: string
  url: string
  headers: Map<string, string>
}

let server: Server
let port = 0
let current: Exchange
let request: Head | null = null

function headOf(text: string): Head {
  const [first = '', ...lines] = text.split('\r\n')
  const [, method = '', url = ''] = /^(\S*) (.*) HTTP\/1\.1$/.exec(first) ?? []
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  return { method, url, headers: new Map(headers) }
}

beforeAll(async () => {
  server = createServer((socket) => {
    let text = ''
    socket.setEncoding('latin1').on('data', (piece) => {
      text += piece
      const end = text.indexOf('\r\n\r\n')
      if (end === -1) return
      request = headOf(text.slice(0, end))
      const lines = current.responseHeaders
        .filter(([name]) => !OF_THE_CONNECTION.test(name))
        .map(([name, value]) => `${name}: ${value}\r\n`)
      socket.end(`HTTP/1.1 ${current.status} X\r\n${lines.join('')}Connection: close\r\n\r\n`, 'latin1')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

/** curl as the command has it, its connection led to the test's server; TLS would need the site's key. */
async function ask(
  { bash, exchange }: Asked,
  shell: string,
  toShell: (command: string) => string,
): Promise<string> {
  current = exchange
  request = null
  const command = toShell(bash)
  const { stdout } = await promisify(execFile)(shell, ['-c', command], {
    env: { ...process.env, no_proxy: '*' },
    encoding: 'latin1',
  })
  return stdout
}

const there = (url: string): { host: string; path: string } => {
  const { host, pathname, search } = new URL(url)
  return { host, path: `${pathname}${search}` }
}

/** https becomes http for the wire; nothing else of the command is touched. */
const led = (command: string): string => {
  const url = /--url '(https?:\/\/[^/'?#]*)/.exec(command)?.[1] ?? ''
  return `${command.replace(`--url '${url}`, `--url '${url.replace(/^https/, 'http')}`)} --connect-to ::127.0.0.1:${port} -sS --max-time 20`
}

describe('in bash', () => {
  test('there are enough', () => {
    expect(asked.length).toBeGreaterThan(400)
  })

  test('each command asks what the page asked and gets the answer that it got', async () => {
    for (const one of asked) {
      const output = await ask(one, 'bash', led)
      const { exchange, bash } = one
      const { host, path } = there(exchange.url)
      expect(
        { method: request?.method, host: request?.headers.get('host'), url: request?.url },
        bash,
      ).toEqual({
        method: exchange.method,
        host,
        url: path,
      })
      for (const name of DECISIVE) {
        const sent = exchange.requestHeaders.find(([header]) => header.toLowerCase() === name)?.[1]
        if (sent !== undefined) expect(request?.headers.get(name), `${name} of ${bash}`).toBe(sent)
      }
      const lines = output.split('\r\n')
      expect(lines[0], bash).toContain(` ${exchange.status}`)
      const allowed = (name: string) =>
        exchange.responseHeaders
          .filter(([header]) => header.toLowerCase() === name)
          .map(([, value]) => value.trim())
      const got = (name: string) =>
        lines
          .filter((line) => line.toLowerCase().startsWith(`${name}:`))
          .map((line) => line.slice(name.length + 1).trim())
      for (const name of ['access-control-allow-origin', 'access-control-allow-methods'])
        expect(got(name), bash).toEqual(allowed(name))
    }
  }, 300_000)
})

const pwsh = spawnSync('pwsh', ['-Version']).status === 0

describe('in PowerShell', () => {
  it.skipIf(!pwsh)(
    'each command has the arguments that it has in bash',
    () => {
      const print = "printf '%s\\0' \"$@\"; printf '\\n'"
      const inBash = spawnSync('bash', ['-s'], {
        input: `curl() { ${print}; }\n${asked.map(({ bash }) => bash).join('\n')}`,
        encoding: 'utf8',
        maxBuffer: 1e8,
      }).stdout
      const inPowerShell = spawnSync('pwsh', ['-NoProfile', '-Command', '-'], {
        input: `function curl.exe { [Console]::Out.Write(($args -join "\`0") + "\`0\`n") }\n${asked.map(({ powershell }) => powershell).join('\n\n')}\n`,
        encoding: 'utf8',
        maxBuffer: 1e8,
      }).stdout
      expect(inPowerShell.split('\n')).toEqual(inBash.split('\n'))
    },
    120_000,
  )
})
