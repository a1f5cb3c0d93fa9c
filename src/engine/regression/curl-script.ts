/** A test for the shell with curl and awk: the exit status tells. */
import type { Contract } from './contract.ts'

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
const headerArguments = (pairs: readonly (readonly [string, string])[]): string =>
  pairs.map(([name, value]) => ` \\\n  -H ${quote(value === '' ? `${name};` : `${name}: ${value}`)}`).join('')

const originTest = (credentials: boolean): string =>
  credentials
    ? `[ "$(value access-control-allow-origin)" = "$ORIGIN" ] || fail "$1: Access-Control-Allow-Origin is not $ORIGIN"
  [ "$(value access-control-allow-credentials)" = true ] || fail "$1: Access-Control-Allow-Credentials is not true"`
    : `case "$(value access-control-allow-origin)" in
  "$ORIGIN" | '*') ;;
  *) fail "$1: Access-Control-Allow-Origin is neither $ORIGIN nor *" ;;
  esac`

function preflight({ path, method, asked, credentials }: Contract): string {
  if (asked === null) return ''
  const headers: [string, string][] = [['Access-Control-Request-Method', method]]
  if (asked.length > 0) headers.push(['Access-Control-Request-Headers', asked.join(',')])
  const star = credentials ? '' : ` || holds "$1" '*'`
  const methods = ['GET', 'HEAD', 'POST'].includes(method)
    ? []
    : [`granted access-control-allow-methods ${quote(method)}`]
  const names = asked.map((name) => `granted access-control-allow-headers ${quote(name)}`)
  return `
granted() { holds "$1" "$2"${star} || fail "preflight: $1 lacks $2"; }
ask OPTIONS ${quote(path)}${headerArguments(headers)}
case "$STATUS" in 2??) ;; *) fail "preflight: status $STATUS" ;; esac
allows_origin preflight
${[...methods, ...names].join('\n')}
`
}

/** Whoever runs it needs a POSIX shell, curl and awk. */
export function curlScriptOf(contract: Contract): string {
  const { title, server, path, origin, method, headers, credentials } = contract
  return `#!/bin/sh
# ${title}: must pass CORS for a page of ${origin}.
# Exit status: 0 it does, 1 it does not.
set -u
ORIGIN=${quote(origin)}
SERVER=\${SERVER:-${server.replace(/[^\w.:/[\]-]/g, '')}}

fail() { echo "$1" >&2; exit 1; }
# the status and the headers of the last response
ask() {
  method=$1 path=$2; shift 2
  [ "$method" != HEAD ] || set -- --head "$@"
  HEADERS=$(curl -gsS -o /dev/null -D - -X "$method" -H "Origin: $ORIGIN" "$@" --url "$SERVER$path") || fail "no response"
  STATUS=$(printf '%s\\n' "$HEADERS" | awk '/^HTTP\\// { status = $2 } END { print status }')
}
# all values of a header, joined by a comma as a browser joins them
value() {
  printf '%s\\n' "$HEADERS" | tr -d '\\r' | awk -v name="$1" '
    { at = index($0, ":"); if (at == 0 || tolower(substr($0, 1, at - 1)) != name) next
      text = substr($0, at + 1); gsub(/^[ \\t]+|[ \\t]+$/, "", text)
      all = found ? all ", " text : text; found = 1 }
    END { print all }'
}
# whether a list holds an item; methods letter by letter, names of headers in any case
holds() {
  value "$1" | awk -v item="$2" -v exact="$1" '
    { count = split($0, items, ","); for (i = 1; i <= count; i++) {
        gsub(/^[ \\t]+|[ \\t]+$/, "", items[i])
        if (items[i] == item || (exact ~ /headers$/ && tolower(items[i]) == tolower(item))) found = 1 } }
    END { exit !found }'
}
allows_origin() {
  ${originTest(credentials)}
}
${preflight(contract)}
ask ${quote(method)} ${quote(path)}${headerArguments(headers)}
allows_origin response
`
}
