/** How a printed fix goes into a Next.js app: each names its file and is that file. */
import type { Fix } from '../../../src/engine/index.ts'
import type { Files } from './app.ts'
import { CHECKS } from './guard-cases.ts'

const CHECKS_BELONG_HERE = '  // Checks of your own, such as a login, belong here.\n'

/** What is in next.config before stays, but for the keys that the printed one sets. */
const MERGED_CONFIG = `import before from './before.config'
import printed from './printed.config'

export default { ...before, ...printed }
`

function withConfig(files: Files, { file, code }: Fix): Files {
  const { 'next.config.ts': before = '', ...others } = files
  if (file !== 'next.config.ts') return { ...others, [file]: code }
  return { ...others, 'next.config.ts': MERGED_CONFIG, 'before.config.ts': before, 'printed.config.ts': code }
}

/** The app with the fix in. A proxy.ts that checked something checks it at the place that the printed one marks. */
export function applyToApp(files: Files, fix: Fix): Files {
  if (fix.file.startsWith('next.config')) return withConfig(files, fix)
  const guarded = fix.file === 'proxy.ts' && 'proxy.ts' in files
  const code = guarded ? fix.code.replace(CHECKS_BELONG_HERE, CHECKS) : fix.code
  return { ...files, [fix.file]: `${code}\n` }
}
