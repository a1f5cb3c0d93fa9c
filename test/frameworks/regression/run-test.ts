/** Runs a generated test with the program it is written for, in a folder of its own. */
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { REGRESSION_TESTS, type RegressionTestKind } from '../../../src/engine/index.ts'
import { ensureBrowser } from '../../support/browser.ts'
import { emptyFolder, filledOnce } from '../support/cache.ts'
import { CommandError, run } from '../support/run.ts'

const PYTEST = ['fastapi', 'httpx', 'pytest', 'uvicorn']
const PLAYWRIGHT = JSON.stringify({ private: true, dependencies: { '@playwright/test': '1.65.1' } })

/** A virtual environment with FastAPI and what its TestClient needs. */
export async function installPytest(): Promise<string> {
  const folder = await filledOnce('venv-pytest', PYTEST.join('\n'), async (venv) => {
    await run('python3', ['-m', 'venv', venv])
    await run(join(venv, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', ...PYTEST])
  })
  return join(folder, 'bin', 'python')
}

/** Playwright without its browsers: the one that is here is taken. */
export const installPlaywright = (): Promise<string> =>
  filledOnce('playwright-test', PLAYWRIGHT, async (folder) => {
    await writeFile(join(folder, 'package.json'), PLAYWRIGHT)
    await run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder })
  })

interface Environment {
  python?: string
  playwright?: string
  /** More files for the folder: the app itself, for TestClient. */
  files?: Readonly<Record<string, string>>
}

/** Runs it as its README would say; the output where it fails. */
type Runner = (folder: string, environment: Environment) => Promise<string>

const RUNNERS: Readonly<Record<RegressionTestKind, Runner>> = {
  curl: (folder) => run('sh', [join(folder, REGRESSION_TESTS.curl.file)], { cwd: folder }),
  pytest: (folder, { python = 'python3' }) =>
    run(python, ['-m', 'pytest', '-q', '-p', 'no:cacheprovider'], { cwd: folder }),
  vitest: async (folder) => {
    await symlink(resolve('node_modules'), join(folder, 'node_modules'))
    // without one of its own it finds the project's, whose tests are elsewhere
    await writeFile(join(folder, 'vitest.config.mjs'), 'export default {}')
    return run(process.execPath, [join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--root', '.'], {
      cwd: folder,
      env: { VITEST: '' },
    })
  },
  playwright: async (folder, { playwright = '' }) => {
    const { path } = await ensureBrowser()
    await symlink(join(playwright, 'node_modules'), join(folder, 'node_modules'))
    await writeFile(
      join(folder, 'playwright.config.ts'),
      `export default { use: { launchOptions: ${JSON.stringify({
        executablePath: path,
        args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
      })} } }`,
    )
    return run(process.execPath, [join('node_modules', '@playwright', 'test', 'cli.js'), 'test'], {
      cwd: folder,
    })
  },
}

/** Whether the test passes, and what it printed where it does not. */
export async function runTest(
  kind: RegressionTestKind,
  name: string,
  text: string,
  environment: Environment,
): Promise<{ passes: boolean; output: string }> {
  const folder = await emptyFolder('regression', name, kind)
  const files = { ...environment.files, [REGRESSION_TESTS[kind].file]: text }
  for (const [file, content] of Object.entries(files)) await writeFile(join(folder, file), content)
  await mkdir(folder, { recursive: true })
  try {
    return { passes: true, output: await RUNNERS[kind](folder, environment) }
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    return { passes: false, output: error.message }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
