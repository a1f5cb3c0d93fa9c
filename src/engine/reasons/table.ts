/**
 * REASONS: what can go wrong, said once. One row a reason; adding a reason is adding a row here and the line
 * in `evaluate/` that emits it. Everything else (words, codes, links, repair) is read off the row.
 */
import { BROWSER_ROWS, WARNING_ROWS } from './rows/browser-rows.ts'
import { CORS_CHECK_ROWS } from './rows/cors-check-rows.ts'
import { NETWORK_ROWS } from './rows/network-rows.ts'
import { OPEN_ROWS } from './rows/open-rows.ts'
import { OUTSIDE_ROWS } from './rows/outside-rows.ts'
import { PREFLIGHT_ROWS } from './rows/preflight-rows.ts'

export const REASONS = {
  ...CORS_CHECK_ROWS,
  ...PREFLIGHT_ROWS,
  ...BROWSER_ROWS,
  ...NETWORK_ROWS,
  ...OUTSIDE_ROWS,
  ...OPEN_ROWS,
  ...WARNING_ROWS,
}
