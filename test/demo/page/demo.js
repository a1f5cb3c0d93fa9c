/** The demo's page: a row for each case, with a button that sends its request. */

/**
 * @typedef {{ how: string, method?: string, headers?: Record<string, string>, body?: string,
 *   credentials?: boolean, abort?: boolean, crossorigin?: boolean }} PageRequest
 * @typedef {{ id: string, section: string, title: string, says: string, url: string, request: PageRequest }} Case
 * @typedef {{ worked: boolean, text: string }} Outcome
 */

/** @param {string} url @param {RequestInit} init */
const fetchWithCookies = (url, init) => fetch(url, { ...init, credentials: 'include' })

/** @param {string} url @param {PageRequest} request @returns {Promise<string>} */
async function sendFetch(url, { method = 'GET', headers = {}, body, credentials, abort }) {
  const controller = new AbortController()
  const init = { method, headers, signal: controller.signal, ...(body === undefined ? {} : { body }) }
  const answer = credentials ? fetchWithCookies(url, init) : fetch(url, init)
  if (abort) setTimeout(() => controller.abort(), 100)
  const response = await answer
  await response.text()
  return `status ${response.status}`
}

/** @param {string} url @param {PageRequest} request @returns {Promise<string>} */
function sendXhr(url, { method = 'GET', headers = {}, body, credentials = false }) {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest()
    xhr.open(method, url)
    xhr.withCredentials = credentials
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value)
    xhr.onload = () => resolve(`status ${xhr.status}`)
    xhr.onerror = () => reject(new Error('network error'))
    xhr.send(body)
  })
}

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @returns {Promise<string>}
 */
function load(tag, attributes) {
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(tag), attributes)
    element.onload = () => resolve('loaded')
    element.onerror = () => reject(new Error('did not load'))
    document.head.append(element)
  })
}

/** @param {string} url */
async function loadFont(url) {
  await new FontFace('Demo', `url(${url})`).load()
  return 'loaded'
}

/** @type {Record<string, (url: string, request: PageRequest) => Promise<string>>} */
const WAYS = {
  fetch: sendFetch,
  xhr: sendXhr,
  script: (url) => load('script', { src: url }),
  'module-script': (url) => load('script', { src: url, type: 'module' }),
  stylesheet: (url) => load('link', { href: url, rel: 'stylesheet', crossOrigin: 'anonymous' }),
  image: (url, { crossorigin }) =>
    load('img', { src: url, ...(crossorigin ? { crossOrigin: 'anonymous' } : {}) }),
  font: loadFont,
}

/** @type {Map<string, () => Promise<Outcome>>} */
const senders = new Map()

/** @param {string} id @returns {any} */
const template = (id) =>
  /** @type {HTMLTemplateElement} */ (document.getElementById(id)).content.firstElementChild?.cloneNode(true)

/** @param {Case} demoCase @returns {HTMLElement} */
function rowOf(demoCase) {
  const row = template('case-template')
  const output = row.querySelector('output')
  row.id = demoCase.id
  row.querySelector('h3').textContent = demoCase.title
  row.querySelector('p').textContent = demoCase.says
  row.querySelector('code').textContent = `${demoCase.request.method ?? 'GET'} ${demoCase.url}`
  const send = async () => {
    output.textContent = 'sending…'
    output.dataset.outcome = ''
    const outcome = await WAYS[demoCase.request.how](demoCase.url, demoCase.request).then(
      (text) => ({ worked: true, text }),
      (error) => ({ worked: false, text: error.message }),
    )
    output.textContent = outcome.text
    output.dataset.outcome = outcome.worked ? 'worked' : 'failed'
    return outcome
  }
  row.querySelector('button').addEventListener('click', send)
  senders.set(demoCase.id, send)
  return row
}

/** @param {Case[]} cases */
function show(cases) {
  const list = document.getElementById('sections')
  for (const name of new Set(cases.map(({ section }) => section))) {
    const section = template('section-template')
    section.querySelector('h2').textContent = name
    section.querySelector('ul').append(...cases.filter((one) => one.section === name).map(rowOf))
    list?.append(section)
  }
}

async function sendAll() {
  for (const send of senders.values()) await send()
}

document.getElementById('send-all')?.addEventListener('click', sendAll)
document.getElementById('reset')?.addEventListener('click', () => location.reload())

show(await (await fetch('/cases.json')).json())

/** For whoever drives this page: sends the request of one case and tells what came of it. */
Object.assign(globalThis, { sendCase: (/** @type {string} */ id) => senders.get(id)?.() })
document.documentElement.dataset.ready = 'true'
