/** Fit: which failure somebody means who right-clicks a place in the page. */
import { type FlowDiagnosis, getHeader } from '../engine/index.ts'
import type { Fit, Place } from './messages.ts'

const withoutFragment = (url: string): string => url.split('#', 1)[0] ?? ''

type Failure = Pick<FlowDiagnosis, 'id' | 'flow'>

const urlsOf = ({ flow }: Failure): string[] => [
  flow.exchange.url,
  ...flow.hops.map(({ exchange }) => exchange.url),
]

/** Made by the document of a frame: it is the initiator, or the request names it as referrer. */
function isFromFrame({ flow: { exchange } }: Failure, frameUrl: string): boolean {
  const frame = withoutFragment(frameUrl)
  const { initiator, requestHeaders } = exchange
  return [initiator.url, getHeader(requestHeaders, 'referer')].some(
    (url) => url !== null && withoutFragment(url) === frame,
  )
}

/** The clicked element's own failure, else one of its frame, else the tab's latest; null when nothing failed. `failures` in the order of the log. */
export function failureAt(failures: readonly Failure[], place: Place): { id: string; fit: Fit } | null {
  const elementUrls = [place.srcUrl, place.linkUrl].filter((url) => url !== null).map(withoutFragment)
  const ofElement = failures.findLast((failure) => urlsOf(failure).some((url) => elementUrls.includes(url)))
  if (ofElement) return { id: ofElement.id, fit: 'element' }
  const { frameUrl } = place
  const ofFrame =
    frameUrl === null ? undefined : failures.findLast((failure) => isFromFrame(failure, frameUrl))
  if (ofFrame) return { id: ofFrame.id, fit: 'frame' }
  const latest = failures.at(-1)
  return latest ? { id: latest.id, fit: 'latest' } : null
}
