/** What scenes are made of: answers of servers, and scripts for pages, as text. */
import type { HeaderLine } from './case.ts'
import type { WireAnswer } from './wire.ts'

export const NO_STORE: HeaderLine = ['cache-control', 'no-store']
export const ANYONE: HeaderLine = ['access-control-allow-origin', '*']
export const answer = (status: number, ...headers: HeaderLine[]): WireAnswer => ({
  status,
  headers: [NO_STORE, ...headers],
  body: 'ok',
})
export const html = (...headers: HeaderLine[]): WireAnswer => ({
  ...answer(200, ['content-type', 'text/html'], ...headers),
  body: '<!doctype html><p>no picture',
})
export const redirect = (location: string, status = 302): WireAnswer =>
  answer(status, ANYONE, ['location', location])

export const quoted = (url: string): string => JSON.stringify(url)
export const fetching = (url: string, init = '{}'): string =>
  `await fetch(${quoted(url)}, ${init}).then((response) => response.text()).catch(() => null)`
export const element = (tag: string, url: string, more = ''): string =>
  `await new Promise((done) => {
    const element = document.createElement('${tag}')
    element.onload = element.onerror = done
    ${more}
    element.src = ${quoted(url)}
    document.body.append(element)
  })`
export const xhr = (url: string): string =>
  `await new Promise((done) => {
    const xhr = new XMLHttpRequest()
    xhr.onloadend = done
    xhr.open('GET', ${quoted(url)})
    xhr.send()
  })`
