/** `corscope probe`: asks a server as a browser would, and diagnoses what it answers. */
import { InvalidArgumentError } from 'commander'
import { normalizeMethod } from '../engine/index.ts'
import { browserFetch } from './browser-fetch.ts'
import { diagnoseWith } from './explained-file.ts'
import { collect, commandWith, type ExitCode, type Surroundings, UsageError } from './program.ts'
import { asOrigin, Reporting, type ReportingOptions, withReportingOptions } from './reporting.ts'
import { type HeaderPairs, send } from './send.ts'

export interface ProbeOptions extends ReportingOptions {
  origin: string
  method?: string
  header?: string[]
  credentials?: boolean
  data?: string
  insecure?: boolean
  timeout: number
}

const EXAMPLES = [
  'corscope probe https://api.example/items --origin https://app.example',
  "corscope probe https://api.example/items/1 --origin https://app.example --method PUT \\\n      --header 'Content-Type: application/json' --data '{}' --credentials",
  'corscope probe http://localhost:8000/items --origin http://localhost:3000 --format junit --output cors.xml',
]

function seconds(text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new InvalidArgumentError('It is a number of seconds.')
  return value
}

export const probeCommand = () =>
  withReportingOptions(
    commandWith(
      'probe',
      'Ask a server as a browser would (the preflight, then the request, then its redirects) and tell what the browser would decide.',
      EXAMPLES,
    )
      .argument('<url>', 'the address that the page calls')
      .requiredOption('--origin <origin>', "the page's origin, such as https://app.example, or null")
      .option('-X, --method <method>', 'GET when absent; POST with --data')
      .option('-H, --header <header>', "a header as the page's script sets it, “Name: value”", collect)
      .option('--credentials', "as with credentials: 'include'; give the cookie with --header")
      .option('-d, --data <text>', 'the body')
      .option('--insecure', 'take any certificate')
      .option('--timeout <seconds>', 'give a silent server up', seconds, 30),
  )

function headersOf({ header = [] }: ProbeOptions): HeaderPairs {
  return header.map((text) => {
    const [, name = '', value = ''] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[\t ]*([^\r\n\0]*)$/.exec(text) ?? []
    if (name === '') throw new UsageError(`“${text}” is no header; write it as 'Name: value'`)
    return [name, value.trimEnd()]
  })
}

/** Sent by the browser alone: a page that sets one of these is not obeyed. */
const OF_THE_BROWSER =
  /^(?:origin|host|connection|content-length|referer|sec-.*|proxy-.*|access-control-request-.*)$/i

function requestOf(url: string, options: ProbeOptions) {
  if (!/^https?:/i.test(url) || !URL.canParse(url))
    throw new UsageError(`“${url}” is no http or https address`)
  const headers = headersOf(options)
  const forbidden = headers.find(([name]) => OF_THE_BROWSER.test(name))
  if (forbidden) throw new UsageError(`no script can set the header ${forbidden[0]}; the browser sends it`)
  const method = normalizeMethod(options.method ?? (options.data === undefined ? 'GET' : 'POST'))
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(method) || /^(?:connect|trace|track)$/i.test(method))
    throw new UsageError(`no script can send the method “${method}”`)
  const hasType = headers.some(([name]) => name.toLowerCase() === 'content-type')
  const type = [['Content-Type', 'text/plain;charset=UTF-8']] as const
  return {
    url: new URL(url).href.replace(/#.*$/s, ''),
    method,
    // what fetch() adds to a body that is a string
    headers: options.data !== undefined && !hasType ? [...headers, ...type] : headers,
    body: options.data ?? null,
    origin: options.origin === 'null' ? 'null' : asOrigin(options.origin),
    credentials: options.credentials ?? false,
  }
}

export async function probe(
  url: string,
  options: ProbeOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const reporting = new Reporting(options)
  const request = requestOf(url, options)
  if (request.url.startsWith('http:') && request.origin.startsWith('https:'))
    surroundings.warn('a browser blocks http addresses on an https page (mixed content); asked all the same')
  const { timeout, insecure = false } = options
  const entries = await browserFetch(request, (asked) => send(asked, { timeout: timeout * 1000, insecure }))
  const pages = request.origin === 'null' ? [] : [{ id: 'page_1', title: `${request.origin}/` }]
  const diagnosis = diagnoseWith(entries, { browser: 'chromium', pages }, reporting.choice)
  // written as Chromium's DevTools would, but by us
  const recorder = { ...diagnosis.recorder, name: 'corscope probe' }
  const explained = [{ file: request.url, diagnosis: { ...diagnosis, recorder } }]
  await reporting.deliver(explained, surroundings, { all: true, several: false })
  return reporting.codeOf(explained)
}
