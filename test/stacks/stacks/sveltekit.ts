/** SvelteKit 2 as its Node.js adapter serves it. */
import { join } from 'node:path'
import { CACHE } from '../../frameworks/support/cache.ts'
import { run } from '../../frameworks/support/run.ts'
import { ownNodePackages } from '../support/install.ts'
import {
  BOOM,
  COOKIES,
  type Files,
  GET,
  LOGIN,
  OTHER,
  OVER_LOGIN,
  OVER_PUT,
  POST_COOKIES,
  PUT,
  type Stack,
} from '../support/stack.ts'

const HOOKS = 'src/hooks.server.ts'

const login = `const login: Handle = async ({ event, resolve }) => {
  if (!event.request.headers.has('authorization')) return new Response('login', { status: 401 })
  return resolve(event)
}
`

/** `headers`: those that the endpoint sets by itself. */
const app = (headers = '', asksForLogin = false): Files => ({
  'package.json': '{"type":"module"}',
  'svelte.config.js': `import adapter from '@sveltejs/adapter-node'

export default { kit: { adapter: adapter() } }
`,
  'vite.config.js': `import { sveltekit } from '@sveltejs/kit/vite'

export default { plugins: [sveltekit()] }
`,
  'src/app.html': '<html><head>%sveltekit.head%</head><body>%sveltekit.body%</body></html>',
  'src/routes/api/items/+server.ts': ['GET', 'POST', 'PUT', 'DELETE']
    .map(
      (method) => `export const ${method} = () => Response.json({ ok: true }, { headers: { ${headers} } })`,
    )
    .join('\n'),
  'src/routes/api/boom/+server.ts': "export const GET = () => {\n  throw new Error('boom')\n}\n",
  ...(asksForLogin
    ? { [HOOKS]: `import type { Handle } from '@sveltejs/kit'\n\n${login}\nexport const handle = login\n` }
    : {}),
})

const allowing = (origin: string): string => `'Access-Control-Allow-Origin': '${origin}'`

/** As the note says: sequence(handle, yours). */
const before = (code: string): string => `${code.replace('export const handle:', 'const cors:')}

${login}
import { sequence } from '@sveltejs/kit/hooks'
export const handle = sequence(cors, login)
`

export const sveltekit: Stack = {
  name: 'sveltekit',
  framework: 'sveltekit',
  install: ownNodePackages('sveltekit'),
  build: async (folder) => {
    const vite = join(CACHE, 'stacks-sveltekit', 'node_modules', 'vite', 'bin', 'vite.js')
    await run(process.execPath, [vite, 'build', '--logLevel', 'error'], { cwd: folder })
  },
  start: () => ({ command: process.execPath, parameters: ['build/index.js'], env: { HOST: '127.0.0.1' } }),
  apply: (files, { code }) => ({
    ...files,
    'src/routes/api/items/+server.ts': (files['src/routes/api/items/+server.ts'] ?? '').replaceAll(
      /headers: \{ [^}]*\}/g,
      'headers: {}',
    ),
    [HOOKS]: files[HOOKS] === undefined ? code : before(code),
  }),
  cases: [
    { id: '1', situation: 0, files: app(), request: GET },
    { id: '2', situation: 1, files: app(), request: PUT },
    { id: '3', situation: 2, files: app(allowing('*')), request: COOKIES },
    { id: '3-post', situation: 2, files: app(allowing('*')), request: POST_COOKIES },
    { id: '4', situation: 3, files: app(allowing(OTHER)), request: GET, keeps: OTHER },
    { id: '5', situation: 4, files: app(), request: BOOM, result: '500' },
    { id: '5-login', situation: 4, files: app('', true), request: LOGIN },
    { ...OVER_PUT, still: [], files: app(allowing('<page>')) },
    { ...OVER_LOGIN, files: app(allowing('<page>'), true) },
  ],
}
