/** How the printed code goes into the configuration of a proxy: where its comments say, after what its note tells to remove. */
import type { Stack } from '../support/stack.ts'

type Apply = Stack['apply']
type Carry = NonNullable<Stack['carry']>

const indented = (text: string, by: string): string => text.replace(/^(?=.)/gm, by)

/** The code in place of the line `# app`, and the lines of CORS that were there gone. */
const atMark =
  (file: string, present: RegExp, by: string): Apply =>
  (files, { code }) => {
    const bare = (files[file] ?? '').replaceAll(present, '')
    return { ...files, [file]: bare.replace(/^\s*# app$/m, () => indented(code, by)) }
  }

export const applyToNginx: Apply = (files, { code }) => {
  const [map = '', lines = ''] = code.split(/^# In the location that answers .*$/m)
  const bare = (files['nginx.conf'] ?? '').replaceAll(/^\s*add_header Access-Control-.*$/gm, '')
  return {
    ...files,
    'nginx.conf': bare
      .replace('  server {', () => `${indented(map.trim(), '  ')}\n  server {`)
      .replace('    location /api/ {', () => `    location /api/ {\n${indented(lines.trim(), '      ')}`),
  }
}

export const applyToApache = atMark('httpd.conf', /^\s*Header set Access-Control-.*$/gm, '  ')

export const applyToHaproxy = atMark('haproxy.cfg', /^\s*http-response set-header Access-Control-.*$/gm, '  ')

/** The comment of the code says to write the name of the matcher behind the login check. */
export const applyToCaddy: Apply = (files, fix) => {
  const applied = atMark('Caddyfile', /^\theader Access-Control-.*$/gm, '\t')(files, fix)
  const text = applied.Caddyfile ?? ''
  return {
    ...applied,
    Caddyfile: text.includes('@login_1') ? text.replace('basicauth {', 'basicauth @login_1 {') : text,
  }
}

export const carryInNginx: Carry = (code, page, origin) =>
  code.replace(`    "${page}" $http_origin;`, (line) => `${line}\n${line.replace(page, origin)}`)

const slashes = (origin: string): string => origin.replaceAll('/', '\\/')

export const carryInApache: Carry = (code, page, origin) =>
  code.replace(`(${slashes(page)})`, () => `(${slashes(page)}|${slashes(origin)})`)

export const carryInHaproxy: Carry = (code, page, origin) =>
  code.replace(`-m str ${page}`, (listed) => `${listed} ${origin}`)

/** Caddy's matchers have numbers: the same once more, with the next. */
export const carryInCaddy: Carry = (code, page, origin) => {
  const again = code
    .replaceAll('_1', '_2')
    .replaceAll(page, origin)
    .replace(/^header \+Vary Origin$/m, '')
  return `${code}\n${again}`
}
