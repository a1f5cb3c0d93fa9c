/** nginx, Apache httpd, Caddy and HAProxy before a small application that knows nothing of CORS, or something of its own. */
import { debianProgram, type Program } from '../support/install.ts'
import {
  COOKIES,
  type Files,
  GET,
  type Installed,
  LOGIN,
  OTHER,
  OVER_LOGIN,
  OVER_PUT,
  POST_COOKIES,
  PUT,
  type Stack,
} from '../support/stack.ts'
import {
  applyToApache,
  applyToCaddy,
  applyToHaproxy,
  applyToNginx,
  carryInApache,
  carryInCaddy,
  carryInHaproxy,
  carryInNginx,
} from './proxies-apply.ts'

/** Starts the application in the same process group, and the proxy once it listens. */
const START = `node back.mjs &
until (exec 3<>/dev/tcp/127.0.0.1/$((PORT + 1))) 2>/dev/null; do sleep 0.05; done
exec "$PROXY" "$@"`

/** `cors`: headers of its own. It listens 1 above the proxy unless it is `down`. */
const back = (cors = ''): string => `import { createServer } from 'node:http'
createServer((request, response) => {
  const login = request.url.startsWith('/api/private') && !request.headers.authorization
  const status = login ? 401 : request.method === 'OPTIONS' ? 405 : 200
  response.writeHead(status, { 'content-type': 'application/json'${cors === '' ? '' : `, ${cors}`} })
  response.end('{"ok":true}')
}).listen(Number(process.env.PORT) + 1, '127.0.0.1')
`

interface Proxy {
  name: string
  install(): Promise<Program | null>
  parameters(folder: string): readonly string[]
  apply: Stack['apply']
  carry: NonNullable<Stack['carry']>
  cases: Stack['cases']
}

const proxy = ({ name, install, parameters, apply, carry, cases }: Proxy): Stack => ({
  name,
  framework: name,
  install,
  start: (_port, folder, installed: Installed) => ({
    command: 'bash',
    parameters: ['-c', START, 'proxy', ...parameters(folder)],
    env: { PROXY: (installed as Program).path, XDG_DATA_HOME: 'data', XDG_CONFIG_HOME: 'data' },
  }),
  apply,
  carry,
  cases,
})

interface Parts {
  /** Lines of CORS, or of a login check, where the proxy has them. */
  lines?: string
  /** The application behind is not there. */
  down?: boolean
  /** Headers of the application behind. */
  cors?: string
}

const upstream = (down: boolean): string => (down ? '127.0.0.1:1' : '127.0.0.1:<back>')
const app = (file: string, text: string, { cors = '' }: Parts): Files => ({
  [file]: text,
  'back.mjs': back(cors),
  users: USERS,
  'temp/empty': '',
})

const BASIC = { ...LOGIN, headers: { Authorization: 'Basic dTpw' } }

/** `header` writes one header for everybody, in the proxy's own language. */
const casesOf = (
  files: (parts?: Parts) => Files,
  header: (name: string, value: string) => string,
  login: string,
): Stack['cases'] => {
  const star = header('Access-Control-Allow-Origin', '*')
  const page = header('Access-Control-Allow-Origin', '<page>')
  return [
    { id: '1', situation: 0, files: files(), request: GET },
    { id: '2', situation: 1, files: files(), request: PUT },
    { id: '3', situation: 2, files: files({ lines: star }), request: COOKIES },
    { id: '3-post', situation: 2, files: files({ lines: star }), request: POST_COOKIES },
    {
      id: '4',
      situation: 3,
      files: files({ lines: header('Access-Control-Allow-Origin', OTHER) }),
      request: PUT,
      keeps: OTHER,
    },
    {
      id: '4-behind',
      situation: 3,
      files: files({ cors: "'access-control-allow-origin': 'http://localhost:1'" }),
      request: GET,
    },
    { id: '5', situation: 4, files: files({ down: true }), request: GET, result: '50[23]' },
    {
      id: '5-login',
      situation: 4,
      files: files({ lines: login }),
      request: BASIC,
    },
    // one header for one origin: no other has been let in
    {
      ...OVER_PUT,
      still: [],
      files: files({ lines: `${page}\n\t${header('Access-Control-Allow-Methods', 'GET')}` }),
    },
    { ...OVER_LOGIN, files: files({ lines: `${page}\n\t${login}` }), request: BASIC },
  ]
}

/** User u, password p, in the forms that these servers read. */
const USERS = 'u:$apr1$abcdefgh$C5orPJWI8v4Qy8kOPQ1vA.\n'
const CADDY_USER = 'u $2a$14$gw4oMi7ANIenluz/EQZuOu6lg2E.i8P4xYOJuFyGfpOv64qFjW1Qm'

const nginxFiles = (parts: Parts = {}): Files =>
  app(
    'nginx.conf',
    `daemon off;
worker_processes 1;
pid nginx.pid;
error_log stderr;
events {}
http {
  access_log off;
  client_body_temp_path temp;
  proxy_temp_path temp;
  fastcgi_temp_path temp;
  uwsgi_temp_path temp;
  scgi_temp_path temp;
  server {
    listen 127.0.0.1:<port>;
    location /api/ {
      ${parts.lines ?? ''}
      proxy_pass http://${upstream(parts.down ?? false)};
    }
  }
}
`,
    parts,
  )

export const nginx = proxy({
  name: 'nginx',
  install: () => debianProgram('nginx', 'nginx-light'),
  parameters: () => ['-p', '.', '-c', 'nginx.conf', '-e', 'stderr'],
  apply: applyToNginx,
  carry: carryInNginx,
  cases: casesOf(
    nginxFiles,
    (name, value) => `add_header ${name} ${value};`,
    'auth_basic login; auth_basic_user_file users;',
  ),
})

const MODULES = [
  'mpm_event',
  'authz_core',
  'authz_user',
  'authn_core',
  'authn_file',
  'auth_basic',
  'headers',
  'rewrite',
  'setenvif',
  'proxy',
  'proxy_http',
]

const apacheFiles = (parts: Parts = {}): Files =>
  app(
    'httpd.conf',
    `ServerRoot /usr/lib/apache2
ServerName localhost
Listen 127.0.0.1:<port>
${MODULES.map((name) => `LoadModule ${name}_module modules/mod_${name}.so`).join('\n')}
ErrorLog "<folder>/error.txt"
PidFile "<folder>/pid"
<VirtualHost *:<port>>
  # app
  ProxyPass "/api/" "http://${upstream(parts.down ?? false)}/api/"
  ${parts.lines ?? ''}
</VirtualHost>
`,
    parts,
  )

export const apache = proxy({
  name: 'apache',
  install: () => debianProgram('apache2', 'apache2-bin'),
  parameters: (folder) => ['-f', `${folder}/httpd.conf`, '-DFOREGROUND'],
  apply: applyToApache,
  carry: carryInApache,
  cases: casesOf(
    apacheFiles,
    (name, value) => `Header set ${name} "${value}"`,
    '<Location "/api/">\n    AuthType Basic\n    AuthName login\n    AuthUserFile "<folder>/users"\n    Require valid-user\n  </Location>',
  ),
})

const caddyFiles = (parts: Parts = {}): Files =>
  app(
    'Caddyfile',
    `{
	admin off
	auto_https off
}
:<port> {
	# app
	${parts.lines ?? ''}
	reverse_proxy ${upstream(parts.down ?? false)}
}
`,
    parts,
  )

export const caddy = proxy({
  name: 'caddy',
  install: () => debianProgram('caddy', 'caddy'),
  parameters: () => ['run', '--config', 'Caddyfile', '--adapter', 'caddyfile'],
  apply: applyToCaddy,
  carry: carryInCaddy,
  cases: casesOf(
    caddyFiles,
    (name, value) => `header ${name} ${value}`,
    `basicauth {\n\t\t${CADDY_USER}\n\t}`,
  ),
})

const haproxyFiles = (parts: Parts = {}): Files =>
  app(
    'haproxy.cfg',
    `global
  maxconn 100
defaults
  mode http
  timeout connect 2s
  timeout client 10s
  timeout server 10s
userlist people
  user u insecure-password p
frontend front
  bind 127.0.0.1:<port>
  # app
  ${parts.lines ?? ''}
  default_backend back
backend back
  server back ${upstream(parts.down ?? false)}
`,
    parts,
  )

export const haproxy = proxy({
  name: 'haproxy',
  install: () => debianProgram('haproxy', 'haproxy'),
  parameters: () => ['-f', 'haproxy.cfg'],
  apply: applyToHaproxy,
  carry: carryInHaproxy,
  cases: casesOf(
    haproxyFiles,
    (name, value) => `http-response set-header ${name} ${value}`,
    'http-request auth realm login if !{ http_auth(people) }',
  ),
})
