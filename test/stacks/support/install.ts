/** What the stacks need, installed once into the cache. Each is null after one line where that is impossible. */
import { access, constants, cp, readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { filledOnce } from '../../frameworks/support/cache.ts'
import { run } from '../../frameworks/support/run.ts'
import type { Installed } from './stack.ts'

const fileAt = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Milliseconds for what fetches many packages. */
const LONG = 540_000

async function orSkipped<Made>(what: string, make: () => Promise<Made>): Promise<Made | null> {
  try {
    return await make()
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n').at(-1) ?? '') : String(error)
    console.error(`${what} is skipped: ${why}`)
    return null
  }
}

/** The npm packages of ../node/NAME.json, in a folder of their own. */
const npmPackages = (name: string, cache = `stacks-${name}`): Promise<Installed | null> =>
  orSkipped(`What needs the npm packages of ${name}`, async () => {
    const recipe = await readFile(fileAt(`../node/${name}.json`), 'utf8')
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
    await filledOnce(cache, recipe, async (folder) => {
      await writeFile(join(folder, 'package.json'), recipe)
      await run(npm, ['install', '--no-audit', '--no-fund', '--loglevel=error'], {
        cwd: folder,
        timeout: LONG,
      })
    })
    const { dependencies } = JSON.parse(recipe) as { dependencies: Record<string, string> }
    return { versions: { node: process.version.slice(1), ...dependencies }, folder: cache }
  })

/** What most stacks of Node.js need, all in one folder. */
export const nodePackages = (): Promise<Installed | null> => npmPackages('packages', 'stacks-node')

/** Those that must not see the packages of the others: two versions of Next.js, SvelteKit. */
export const ownNodePackages = (name: 'next-15' | 'next-16' | 'sveltekit') => (): Promise<Installed | null> =>
  npmPackages(name)

export const REQUIREMENTS = [
  'django==5.2.19',
  'django-cors-headers==4.9.0',
  'fastapi',
  'flask==3.1.3',
  'flask-cors==6.0.5',
  'gunicorn',
  'litestar',
  'uvicorn',
]
const ASK_VERSIONS = `import json, importlib.metadata as m, platform, sys
print(json.dumps({"python": platform.python_version()} | {n: m.version(n) for n in sys.argv[1:]}))`

export interface Python extends Installed {
  /** Of the virtual environment. */
  bin: string
}

/** A virtual environment in the cache with these packages. */
const pythonEnvironment = (name: string, requirements: readonly string[]): Promise<Python | null> =>
  orSkipped(`What needs Python with ${requirements.join(', ')}`, async () => {
    const folder = await filledOnce(name, requirements.join('\n'), async (venv) => {
      await run('python3', ['-m', 'venv', venv])
      const pip = ['-m', 'pip', 'install', '--quiet', ...requirements]
      await run(join(venv, 'bin', 'python'), pip, { timeout: LONG })
    })
    const bin = join(folder, 'bin')
    const names = requirements.map((line) => line.replace(/=.*/, ''))
    const versions = JSON.parse(await run(join(bin, 'python'), ['-c', ASK_VERSIONS, ...names]))
    return { versions, bin }
  })

export const pythonPackages = (): Promise<Python | null> => pythonEnvironment('stacks-python', REQUIREMENTS)

/** What reads the settings of platforms: the AWS CLI, cfn-lint, and Google's descriptions of its APIs. */
export const platformTools = (): Promise<Python | null> =>
  pythonEnvironment('stacks-platforms', ['awscli', 'cfn-lint==1.58.0', 'google-api-python-client'])

/** The Azure CLI: a large one, so it is for itself. */
export const azureTools = (): Promise<Python | null> => pythonEnvironment('stacks-azure', ['azure-cli'])

/** A program built from a Go module. */
export const goProgram = (name: string, module: string, version: string): Promise<Program | null> =>
  orSkipped(name, async () => {
    const folder = await filledOnce(`stacks-${name}`, `${module}@${version}`, async (bin) => {
      await run('go', ['install', `${module}@${version}`], { env: { GOBIN: bin }, timeout: LONG })
    })
    return { versions: { [name]: version.slice(1) }, path: join(folder, name) }
  })

/** The modules of ../go/go.mod. */
export const goModules = (): Promise<Installed | null> =>
  orSkipped('What needs Go', async () => {
    const mod = await readFile(fileAt('../go/go.mod'), 'utf8')
    const sum = await readFile(fileAt('../go/go.sum'), 'utf8')
    await filledOnce('stacks-go', mod + sum, async (folder) => {
      await cp(fileAt('../go/go.mod'), join(folder, 'go.mod'))
      await cp(fileAt('../go/go.sum'), join(folder, 'go.sum'))
      await run('go', ['mod', 'download'], { cwd: folder, timeout: LONG })
    })
    const listed = [...mod.matchAll(/^\t(\S+) v(\S+)$/gm)].map(([, name, version]) => [name, version])
    const go = /go(\d\S+)/.exec(await run('go', ['version']))?.[1] ?? ''
    return { versions: { go, ...Object.fromEntries(listed) }, folder: 'stacks-go' }
  })

export interface Java extends Installed {
  /** Class path of the application. */
  classes: string
}

/** Spring Boot of ../java/pom.xml. `profile`: with Spring Security or without. */
export const javaLibraries = (profile: 'plain' | 'security'): Promise<Java | null> =>
  orSkipped('What needs Java and Maven', async () => {
    const pom = await readFile(fileAt('../java/pom.xml'), 'utf8')
    const folder = await filledOnce(`stacks-java-${profile}`, pom, async (empty) => {
      await writeFile(join(empty, 'pom.xml'), pom)
      const goal = ['-q', '-B', '-P', profile, 'dependency:copy-dependencies', '-DoutputDirectory=lib']
      await run('mvn', goal, { cwd: empty, timeout: LONG })
    })
    const springBoot = /<version>([^<]+)<\/version>/.exec(pom)?.[1] ?? ''
    const java = (await run('java', ['--version'])).split('\n')[0] ?? ''
    return { versions: { 'spring-boot': springBoot, java }, classes: join(folder, 'lib', '*') }
  })

/** `sbin` is in the path of root only. */
const FOLDERS = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']

export async function findProgram(name: string): Promise<string | null> {
  for (const folder of FOLDERS.filter((path) => path !== '')) {
    const path = join(folder, name)
    if (
      await access(path, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return path
  }
  return null
}

export interface Program extends Installed {
  path: string
}

/** A program of a Debian package; its own service is not started. */
export const debianProgram = (program: string, ...packages: string[]): Promise<Program | null> =>
  orSkipped(program, async () => {
    if ((await findProgram(program)) === null) {
      if (process.getuid?.() !== 0) throw new Error(`it is not installed (Debian: ${packages.join(', ')}).`)
      // runlevel 1 keeps invoke-rc.d from starting the package's own server
      const env = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
      await run('apt-get', ['update', '-qq'], { env })
      const install = ['install', '-y', '-qq', '--no-install-recommends', ...packages]
      await run('apt-get', install, { env, timeout: LONG })
    }
    const path = await findProgram(program)
    if (path === null) throw new Error('the package brought no such program.')
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholders of dpkg-query
    const shown = await run('dpkg-query', ['-W', '-f', '${Package} ${Version}\\n', ...packages]).catch(
      () => '',
    )
    const versions = Object.fromEntries(
      shown
        .trim()
        .split('\n')
        .map((line) => line.split(' ')),
    )
    return { versions, path }
  })
