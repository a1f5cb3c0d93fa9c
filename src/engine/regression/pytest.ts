/** A test for pytest with the TestClient of FastAPI and Starlette. */
import { list, python } from '../fixes/literals.ts'
import type { Contract } from './contract.ts'

const dict = (pairs: readonly (readonly [string, string])[], indent: string): string =>
  pairs.length === 0
    ? '{}'
    : `{\n${pairs.map(([name, value]) => `${indent}    ${python(name)}: ${python(value)},`).join('\n')}\n${indent}}`

const grants = (credentials: boolean): string =>
  credentials
    ? `    assert response.headers.get("access-control-allow-origin") == ORIGIN
    assert response.headers.get("access-control-allow-credentials") == "true"`
    : `    assert response.headers.get("access-control-allow-origin") in (ORIGIN, "*")`

function preflight({ path, method, asked, credentials }: Contract): string {
  if (asked === null) return ''
  const headers: [string, string][] = [['Access-Control-Request-Method', method]]
  if (asked.length > 0) headers.push(['Access-Control-Request-Headers', asked.join(',')])
  const star = credentials ? '' : ' or "*" in allowed'
  return `

def test_preflight_is_granted():
    response = client.request(
        "OPTIONS",
        ${python(path)},
        headers={"Origin": ORIGIN} | ${dict(headers, '        ')},
    )
    assert 200 <= response.status_code <= 299
    assert_granted(response)
    allowed = items(response, "access-control-allow-methods")
    assert ${python(method)} in ("GET", "HEAD", "POST") or ${python(method)} in allowed${star}
    allowed = [name.lower() for name in items(response, "access-control-allow-headers")]
    missing = [name for name in [${list(asked, python)}] if name not in allowed]
    assert not missing${star}
`
}

export function pytestOf(contract: Contract): string {
  const { title, server, path, origin, method, headers, credentials } = contract
  return `"""${title.replace(/["\\]/g, '')}: must pass CORS for a page of ${origin.replace(/["\\]/g, '')}."""

from fastapi.testclient import TestClient

from main import app  # where your app is

ORIGIN = ${python(origin)}
client = TestClient(
    app, base_url=${python(server)}, raise_server_exceptions=False, follow_redirects=False
)


def items(response, name):
    return [item.strip() for item in response.headers.get(name, "").split(",") if item.strip()]


def assert_granted(response):
${grants(credentials)}
${preflight(contract)}

def test_response_is_granted():
    response = client.request(
        ${python(method)},
        ${python(path)},
        headers={"Origin": ORIGIN} | ${dict(headers, '        ')},
    )
    assert_granted(response)
`
}
