/** The built command line over the text of a log. */
import { spawnSync } from 'node:child_process'
import type { Report } from '../../src/engine/index.ts'

/** Every cross-origin request of a HAR, as `corscope explain` reports it. */
export function explainOnCommandLine(har: string): Report {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['dist/cli/corscope.js', 'explain', '--all', '--format', 'json', '-'],
    { input: har, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  )
  if (status !== 0 && status !== 1) throw new Error(`corscope explain ended with ${status}: ${stderr}`)
  return JSON.parse(stdout) as Report
}
