/** Nothing true is taken out: over recorded logs every host, path, header name, status and allowed origin stays. */
import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import type { Exchange } from '../../src/engine/index.ts'
import { diagnose, type ReportFlow, reportOf } from '../../src/engine/index.ts'
import { readRecording } from '../oracle/recording.ts'
import { SCENE } from '../support/har.ts'

const fixture = (name: string): URL => new URL(`../fixtures/oracle/${name}.jsonl`, import.meta.url)
const logs: unknown[][] = [
  [...SCENE],
  ...['requests', 'lookalikes', 'contexts'].flatMap((name) =>
    readRecording<unknown>(fixture(name)).lines.map(({ entries }) => [...entries]),
  ),
]

const reported = logs.flatMap((entries) => {
  const diagnosis = diagnose(entries, { creator: 'WebInspector' })
  const report = reportOf(diagnosis)
  return diagnosis.flows.map((diagnosed, index) => ({ diagnosed, flow: report.flows[index] as ReportFlow }))
})

const shape = (url: string): string => {
  const [, head = '', path = ''] = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)([^?#]*)/i.exec(url) ?? []
  return `${head.replace(/^.*@/, '')} ${path.split('/').length}`
}

describe('over the recordings', () => {
  test('there are enough', () => {
    expect(reported.length).toBeGreaterThan(400)
  })

  test('host, port and the slashes of every path stay', () => {
    for (const { diagnosed, flow } of reported) {
      expect(shape(flow.url)).toBe(shape(diagnosed.flow.exchange.url))
      expect(flow.origin).toBe(diagnosed.flow.origin.initiator ?? diagnosed.flow.origin.serialized)
      expect(flow.status).toBe(diagnosed.flow.exchange.status)
    }
  })

  test('no path is touched', () => {
    const touched = reported
      .filter(({ flow }) => /‹/.test(flow.url.replace(/[?#].*$/s, '')))
      .map(({ flow }) => flow.url)
    expect(touched).toEqual([])
  })

  test('header names and the values of CORS headers stay', () => {
    const exchangesOf = ({ flow }: (typeof reported)[number]['diagnosed']): Exchange[] =>
      [...flow.hops, { exchange: flow.exchange, preflight: flow.preflight }].flatMap(
        ({ exchange, preflight }) => (preflight === null ? [exchange] : [preflight, exchange]),
      )
    // a password goes, also from the value of Access-Control-Allow-Origin
    const isCors = ([name, value]: readonly [string, string]): boolean =>
      /^(access-control-|origin$|vary$|cross-origin-)/i.test(name) && !/\/\/[^/]*@/.test(value)
    for (const { diagnosed, flow } of reported)
      for (const [index, exchange] of exchangesOf(diagnosed).entries()) {
        const shown = flow.exchanges[index]
        expect(shown?.responseHeaders.map(([name]) => name)).toEqual(
          exchange.responseHeaders.map(([name]) => name),
        )
        expect(shown?.requestHeaders.map(([name]) => name)).toEqual(
          exchange.requestHeaders.map(([name]) => name),
        )
        expect(shown?.responseHeaders.filter(isCors)).toEqual(exchange.responseHeaders.filter(isCors))
        expect(shown?.requestHeaders.filter(isCors)).toEqual(exchange.requestHeaders.filter(isCors))
      }
  })

  test('each curl command asks the address that the page asked', () => {
    const commands = reported.flatMap(({ diagnosed, flow }) =>
      [flow.commands.preflight, flow.commands.request].flatMap((command) =>
        command === null ? [] : [{ bash: command.bash, url: diagnosed.flow.exchange.url }],
      ),
    )
    expect(commands.length).toBeGreaterThan(200)
    const script = commands.map(({ bash }) => `${bash}\nprintf '\\n'`).join('\n')
    const asked = execFileSync('bash', ['-s'], {
      input: `curl() { printf '%s' "\${@: -1}"; }\n${script}\n`,
      encoding: 'utf8',
      maxBuffer: 1e8,
    })
      .split('\n')
      .slice(0, -1)
    expect(asked.map(shape)).toEqual(commands.map(({ url }) => shape(new URL(url).href)))
  })
})
