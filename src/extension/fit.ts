/** Fit: which failure somebody means who right-clicks a place in the page. */
import { type Diagnosis, type FlowDiagnosis, failedFlows, getHeader } from '../engine/index.ts'
import type { Fit, Place } from './messages.ts'

const withoutFragment = (url: string): string => url.replace(/#.*$/s, '')

const urlsOf = ({ flow }: FlowDiagnosis): string[] => [
  flow.exchange.url,
  ...flow.hops.map(({ exchange }) => exchange.url),
]

/** Made by the document of a frame: it is the initiator, or the request names it as referrer. */
function isFromFrame({ flow: { exchange } }: FlowDiagnosis, frameUrl: string): boolean {
  const frame = withoutFragment(frameUrl)
  const { initiator, requestHeaders } = exchange
  return [initiator.url, getHeader(requestHeaders, 'referer')].some(
    (url) => url !== null && withoutFragment(url) === frame,
  )
}

/** The clicked element's own failure, else one of its frame, else the tab's latest; null when nothing failed. */
export function failureAt(diagnosis: Diagnosis, place: Place): { diagnosed: FlowDiagnosis; fit: Fit } | null {
  const newestFirst = failedFlows(diagnosis).reverse()
  const elementUrls = [place.srcUrl, place.linkUrl].filter((url) => url !== null).map(withoutFragment)
  const ofElement = newestFirst.find((failure) => urlsOf(failure).some((url) => elementUrls.includes(url)))
  if (ofElement) return { diagnosed: ofElement, fit: 'element' }
  const { frameUrl } = place
  const ofFrame =
    frameUrl === null ? undefined : newestFirst.find((failure) => isFromFrame(failure, frameUrl))
  if (ofFrame) return { diagnosed: ofFrame, fit: 'frame' }
  const [latest] = newestFirst
  return latest ? { diagnosed: latest, fit: 'latest' } : null
}
