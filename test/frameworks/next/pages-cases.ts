/** Next.js apps whose answer comes from pages/api, from public/ or from a page. */
import type { PageRequest } from '../support/request.ts'
import type { Row } from './cases.ts'
import { apiFile, CORS, PAGES_API, PAGES_API_OTHER_ORIGIN, PAGES_API_PUT, rule } from './sources.ts'

/** pages/api bears no mark of Next.js; its HTML does. */
const HOME: PageRequest = { path: '/' }
const FONT = 'node_modules/next/dist/compiled/@vercel/og/Geist-Regular.ttf'
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'

export const PAGES_CASES: readonly Row[] = [
  {
    id: 'N08',
    what: 'pages/api, PUT: OPTIONS runs the handler',
    files: { [apiFile('/api/n08')]: PAGES_API },
    before: [HOME],
    request: { path: '/api/n08', method: 'PUT' },
    corsError: 'PreflightMissingAllowOriginHeader',
    cause: 'next-pages-api-options',
  },
  {
    id: 'N08b',
    what: 'pages/api answers 405 to OPTIONS, headers() in next.config',
    files: { [apiFile('/api/n08b')]: PAGES_API_PUT },
    rules: [rule('/api/n08b', { [CORS.ORIGIN]: '<page>', [CORS.METHODS]: 'PUT' })],
    before: [HOME],
    request: { path: '/api/n08b', method: 'PUT' },
    corsError: 'PreflightInvalidStatus',
    cause: 'next-pages-api-options',
  },
  {
    id: 'N08c',
    what: 'pages/api, PUT, mended in next.config',
    files: { [apiFile('/api/n08c')]: PAGES_API },
    before: [HOME],
    request: { path: '/api/n08c', method: 'PUT' },
    corsError: 'PreflightMissingAllowOriginHeader',
    cause: 'next-pages-api-options',
    fix: 'next.config.ts',
  },
  {
    id: 'N08d',
    what: 'pages/api that answers 405 to OPTIONS, mended by proxy.ts',
    files: { [apiFile('/api/n08d')]: PAGES_API_PUT },
    before: [HOME],
    request: { path: '/api/n08d', method: 'PUT' },
    corsError: 'PreflightMissingAllowOriginHeader',
    cause: 'next-pages-api-options',
    fix: 'proxy.ts',
  },
  {
    id: 'N19g',
    what: 'a handler of pages/api that sets another origin: it wins over next.config and proxy.ts',
    files: { [apiFile('/api/n19g')]: PAGES_API_OTHER_ORIGIN },
    before: [HOME],
    request: { path: '/api/n19g' },
    corsError: 'AllowOriginMismatch',
    cause: 'origin-port',
  },
  {
    id: 'N13-image',
    what: 'an image in public/, loaded with crossorigin',
    files: { 'public/files/n13.svg': SVG },
    before: [HOME],
    request: { path: '/files/n13.svg', by: 'image' },
    corsError: 'MissingAllowOriginHeader',
    cause: 'next-public-file',
    result: 'loaded',
  },
  {
    id: 'N13-font',
    what: 'a font in public/',
    files: { 'public/fonts/n13.ttf': { copyOf: FONT } },
    before: [HOME],
    request: { path: '/fonts/n13.ttf', by: 'font' },
    corsError: 'MissingAllowOriginHeader',
    cause: 'next-public-file',
    result: 'loaded',
  },
  {
    id: 'N13b',
    what: 'a file in public/, asked for with a header of the page’s own',
    files: { 'public/files/n13b.svg': SVG },
    before: [HOME],
    request: { path: '/files/n13b.svg', headers: { 'X-Custom': '1' } },
    corsError: 'PreflightMissingAllowOriginHeader',
    cause: 'next-public-file-options',
  },
]
