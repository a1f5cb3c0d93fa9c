/** How a printed fix goes into a Next.js app: each names its file and is that file. */
import type { Fix } from '../../../src/engine/index.ts'
import type { Files } from './app.ts'
import { CHECKS } from './guard-cases.ts'

const CHECKS_BELONG_HERE = '  // Checks of your own, such as a login, belong here.\n'

const CONFIG = 'next.config.ts'

/**
 * A next.config that takes the keys of the one before and of those printed, and the rules of all of them: each
 * stands in a file of its own, as it is.
 */
const merged = (count: number): string => {
  const names = Array.from({ length: count }, (_, index) => `printed${index}`)
  return `import type { NextConfig } from 'next'
import before from './before.config'
${names.map((name) => `import ${name} from './${name}.config'`).join('\n')}

const all: NextConfig[] = [before, ${names.join(', ')}]

const nextConfig: NextConfig = {
  ...Object.assign({}, ...all),
  async headers() {
    const rules = await Promise.all(all.map((config) => config.headers?.() ?? []))
    return rules.flat()
  },
}

export default nextConfig
`
}

function withConfigs(files: Files, printed: readonly Fix[]): Files {
  if (printed.length === 0) return files
  return {
    ...files,
    [CONFIG]: merged(printed.length),
    'before.config.ts': files[CONFIG] ?? '',
    ...Object.fromEntries(printed.map(({ code }, index) => [`printed${index}.config.ts`, code])),
  }
}

/** A proxy.ts (middleware.ts before Next.js 16) that checked something checks it at the place that the printed one marks. */
function withFile(files: Files, { file, code, title }: Fix): Files {
  const present = files[file]
  if (typeof present === 'string' && title.includes('beside the handlers'))
    return { ...files, [file]: `${code}\n\n${present}` }
  const guarded = /^(proxy|middleware)\.ts$/.test(file) && file in files
  return { ...files, [file]: `${guarded ? code.replace(CHECKS_BELONG_HERE, CHECKS) : code}\n` }
}

/** The app with fixes in, each in the file that it names; those for the page are not for the app. */
export function applyAll(files: Files, fixes: readonly Fix[]): Files {
  const own = fixes.filter(({ framework }) => framework === 'nextjs')
  const others = own.filter(({ file }) => file !== CONFIG)
  return others.reduce(
    withFile,
    withConfigs(
      files,
      own.filter(({ file }) => file === CONFIG),
    ),
  )
}

/** The app with one fix in. In JavaScript next.config is another file, which takes the place of the first. */
export function applyToApp(files: Files, fix: Fix): Files {
  if (fix.file !== 'next.config.mjs') return applyAll(files, [fix])
  const { [CONFIG]: _replaced, ...others } = files
  return withFile(others, fix)
}
