/** What a flow's report cannot know, said in every format. */
import type { FlowDiagnosis } from '../diagnose.ts'
import { parseUrl } from '../fetch/origin.ts'
import { doubtOf } from './listing.ts'
import { exchangesOf } from './redactor.ts'

const HOST = /^[a-z][a-z0-9+.-]{0,30}:\/\/(?:[^/?#]*@)?([^/?#:]+)/i

/** Hosts written with letters outside ASCII look like others: browsers write them as punycode. */
function lookalikes({ flow }: FlowDiagnosis): string[] {
  const texts = exchangesOf(flow).flatMap(({ url, requestHeaders, responseHeaders }) => [
    url,
    ...[...requestHeaders, ...responseHeaders].map(([, value]) => value),
  ])
  const hosts = new Set(
    [...texts, flow.pageUrl ?? '', flow.origin.initiator ?? '', flow.origin.serialized ?? '']
      .map((text) => HOST.exec(text)?.[1] ?? '')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: all that is not ASCII
      .filter((host) => host.length < 256 && /[^\x00-\x7f]/.test(host)),
  )
  return [...hosts].slice(0, 5).map((host) => {
    const ascii = parseUrl(`https://${host}/`)?.hostname
    const written = ascii === undefined ? 'it is no valid host' : `browsers write it ${ascii}`
    return `The host “${host}” has letters outside ASCII, which may look like others: ${written}.`
  })
}

export function limitsOf(diagnosed: FlowDiagnosis): string[] {
  const { verdict, causes, flow, server } = diagnosed
  const doubt = doubtOf(diagnosed)
  const unsure = causes.filter(({ certain }) => !certain)
  return [
    ...lookalikes(diagnosed),
    'A network log holds no body of a blocked response.',
    ...(doubt === null ? [] : [`The verdict is ${doubt}.`]),
    ...(verdict.credentials.mode === 'unknown' ? ['The log does not tell the credentials mode.'] : []),
    ...(unsure.length === 0 ? [] : ['The cause was inferred from the log.']),
    ...(server.framework === null || server.confidence === 'certain' || server.chosen
      ? []
      : ['The server’s software was inferred from its responses.']),
    ...(flow.browser === 'firefox'
      ? ['Firefox records no verdict in its log: it was computed from the headers.']
      : []),
  ]
}
