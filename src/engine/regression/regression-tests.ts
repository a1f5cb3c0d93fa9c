/** REGRESSION_TESTS: a captured failure as a test that fails today and passes once it is mended. One row a kind. */
import type { FlowDiagnosis } from '../diagnose.ts'
import { type Contract, contractOf, isUntestable, type Untestable } from './contract.ts'
import { curlScriptOf } from './curl-script.ts'
import { playwrightOf } from './playwright.ts'
import { pytestOf } from './pytest.ts'
import { vitestOf } from './vitest.ts'

interface Kind {
  label: string
  /** As such a test is usually named. */
  file: string
  write: (contract: Contract) => string
}

export const REGRESSION_TESTS = {
  pytest: { label: 'pytest with TestClient (FastAPI, Starlette)', file: 'test_cors.py', write: pytestOf },
  vitest: { label: 'vitest with fetch', file: 'cors.test.ts', write: vitestOf },
  playwright: { label: 'Playwright', file: 'cors.spec.ts', write: playwrightOf },
  curl: { label: 'curl with an exit status', file: 'test-cors.sh', write: curlScriptOf },
} as const satisfies Record<string, Kind>

export type RegressionTestKind = keyof typeof REGRESSION_TESTS

/** Secrets stand as `YOUR_TOKEN_1`. Where no such test can be made, why. */
export function regressionTest(diagnosed: FlowDiagnosis, kind: RegressionTestKind): string | Untestable {
  const contract = contractOf(diagnosed)
  return isUntestable(contract) ? contract : REGRESSION_TESTS[kind].write(contract)
}
