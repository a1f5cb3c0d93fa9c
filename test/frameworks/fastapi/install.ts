/** FastAPI as the package index has it, in a virtual environment of its own. */
import { join } from 'node:path'
import { filledOnce } from '../support/cache.ts'
import { run } from '../support/run.ts'

const REQUIREMENTS = ['fastapi', 'uvicorn']
const ABLE = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))'

/** Python with what a virtual environment needs; null when this machine has none. */
async function findPython(): Promise<string | null> {
  for (const command of ['python3', 'python']) {
    try {
      await run(command, ['-c', ABLE], { timeout: 30_000 })
      return command
    } catch {
      // The next one may do.
    }
  }
  return null
}

const inVenv = (folder: string, name: string): string =>
  process.platform === 'win32' ? join(folder, 'Scripts', `${name}.exe`) : join(folder, 'bin', name)

export interface FastApi {
  python: string
  /** Versions of what was installed, by package. */
  versions: Record<string, string>
}

/** Null, and one line said, on a machine without Python. */
export async function installFastApi(): Promise<FastApi | null> {
  const base = await findPython()
  if (base === null) {
    console.error('FastAPI is not tested: this machine has no Python 3.10 or newer with the module venv.')
    return null
  }
  const folder = await filledOnce('venv', REQUIREMENTS.join('\n'), async (venv) => {
    console.error('Installing FastAPI into a virtual environment.')
    await run(base, ['-m', 'venv', venv])
    await run(inVenv(venv, 'python'), ['-m', 'pip', 'install', '--quiet', ...REQUIREMENTS])
  })
  const python = inVenv(folder, 'python')
  return { python, versions: await versionsOf(python) }
}

const ASK_VERSIONS = `import json, importlib.metadata as m, platform
print(json.dumps({"python": platform.python_version()} | {n: m.version(n) for n in ("fastapi", "starlette", "uvicorn")}))`

async function versionsOf(python: string): Promise<Record<string, string>> {
  return JSON.parse(await run(python, ['-c', ASK_VERSIONS])) as Record<string, string>
}
