/** Cover: what of one flow's text is shown. Passwords, cookies and tokens are covered until asked for. */
import { createContext } from 'preact'
import { useContext, useMemo } from 'preact/hooks'
import { type FlowDiagnosis, type HeaderList, redactorFor, redactUrl } from '../engine/index.ts'

export interface Cover {
  /** A text as the log holds it. */
  text(value: string): string
  /** A sentence or code of ours that quotes the log. */
  words(value: string): string
  url(value: string): string
  headers(headers: HeaderList): HeaderList
}

const same = (value: string): string => value
const BARE: Cover = { text: same, words: same, url: same, headers: (headers) => headers }

const Context = createContext<Cover>(BARE)
export const CoverProvider = Context.Provider
export const useCover = (): Cover => useContext(Context)

/** `uncovered`: the person asked to see everything. */
export function useCoverFor(diagnosed: FlowDiagnosis, uncovered: boolean): Cover {
  return useMemo(() => (uncovered ? BARE : redactorFor(diagnosed)), [diagnosed, uncovered])
}

/** A flow has something to cover: its addresses or headers change under redaction. */
export function hasSecrets({ flow }: FlowDiagnosis, cover: Cover): boolean {
  const hops = [...flow.hops, flow]
  return hops.some(({ exchange, preflight }) =>
    [exchange, preflight].some(
      (one) =>
        one !== null &&
        (redactUrl(one.url) !== one.url ||
          differs(one.requestHeaders, cover.headers(one.requestHeaders)) ||
          differs(one.responseHeaders, cover.headers(one.responseHeaders))),
    ),
  )
}

const differs = (a: HeaderList, b: HeaderList): boolean =>
  a.some(([, value], index) => value !== b[index]?.[1])
