/**
 * `npm run package:lint`: Mozilla's own `web-ext lint` over the package for Firefox. It may find no error, and only such
 * warnings as release/store.md argues, each by its code. Run after `npm run package`; it downloads web-ext.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const WEB_EXT = 'web-ext@10.7.0'
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
const PACKAGE = `dist/packages/corscope-firefox-${version}.zip`

interface Found {
  code: string
  message: string
  file?: string
}

interface Lint {
  errors: Found[]
  notices: Found[]
  warnings: Found[]
}

const { stdout, stderr, error } = spawnSync(
  'npx',
  ['--yes', WEB_EXT, 'lint', '--source-dir', PACKAGE, '--output', 'json'],
  { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
)

function readLint(): Lint {
  try {
    return JSON.parse(stdout) as Lint
  } catch {
    throw new Error(`${WEB_EXT} gave no report on ${PACKAGE}: ${error?.message ?? stderr ?? stdout}`)
  }
}

const { errors, notices, warnings } = readLint()
const argued = readFileSync('release/store.md', 'utf8')
const unargued = [...warnings, ...notices].filter(({ code }) => !argued.includes(`**${code}**`))
for (const { code, message, file } of [...errors, ...unargued])
  console.error(`${code} in ${file ?? PACKAGE}: ${message}`)
console.log(
  `${PACKAGE}: ${errors.length} errors, ${warnings.length + notices.length} warnings, ${unargued.length} of them not argued in release/store.md`,
)
if (errors.length + unargued.length > 0) process.exitCode = 1
