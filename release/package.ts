/**
 * `npm run package`: everything that is handed to a store or a registry, in dist/packages: the extension for Chromium
 * and for Firefox, the sources that Mozilla's reviewers ask for, the npm package, and their checksums. The same sources
 * give the same bytes, in a clone of the repository or unpacked.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { type ZipFile, zipOf } from './zip.ts'

const OUT = 'dist/packages'
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }

const run = (command: string, ...parameters: string[]): string =>
  execFileSync(command, parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })

/** `isMeant`: by the name of what stands in the folder itself. */
function filesUnder(folder: string, isMeant = (_name: string): boolean => true): ZipFile[] {
  return readdirSync(folder)
    .filter(isMeant)
    .flatMap((name) => filesAt(join(folder, name)))
    .map((path) => ({ name: relative(folder, path).split(sep).join('/'), bytes: readFileSync(path) }))
}

const filesAt = (path: string): string[] =>
  statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : [path]

/** What a store would refuse, or nobody should ship. */
function assertShippable(folder: string, files: readonly ZipFile[]): void {
  const manifest = files.find(({ name }) => name === 'manifest.json')
  const text = manifest ? Buffer.from(manifest.bytes).toString() : '{}'
  if ((JSON.parse(text) as { version?: string }).version !== version)
    throw new Error(`${folder}/manifest.json is not of version ${version}.`)
  const maps = files.filter(({ name }) => name.endsWith('.map'))
  if (maps.length > 0)
    throw new Error(`${folder} holds source maps: ${maps.map(({ name }) => name).join(', ')}`)
  const here = files.filter(({ bytes }) => Buffer.from(bytes).includes(process.cwd()))
  if (here.length > 0)
    throw new Error(`${folder} names this folder in ${here.map(({ name }) => name).join(', ')}`)
}

/** What belongs to the project: as git knows it, or, in unpacked sources, all that was not made or installed there. */
function sourceNames(): string[] {
  if (!existsSync('.git')) return filesUnder('.', (name) => !MADE.test(name)).map(({ name }) => name)
  const known = run('git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard')
  return known.split('\0').filter((name) => name !== '' && existsSync(name))
}

const MADE = /^(node_modules|dist|\.cache)$/

const sources = (): ZipFile[] => sourceNames().map((name) => ({ name, bytes: readFileSync(name) }))

function writeZip(name: string, files: readonly ZipFile[]): void {
  writeFileSync(join(OUT, name), zipOf(files))
}

run('npm', 'run', '--silent', 'build')
rmSync(OUT, { recursive: true, force: true })
mkdirSync(OUT, { recursive: true })
for (const [folder, name] of [
  ['dist/extension', 'chromium'],
  ['dist/extension-firefox', 'firefox'],
] as const) {
  const files = filesUnder(folder)
  assertShippable(folder, files)
  writeZip(`corscope-${name}-${version}.zip`, files)
}
writeZip(`corscope-sources-${version}.zip`, sources())
run('npm', 'pack', '--silent', '--ignore-scripts', '--pack-destination', OUT)

const sums = readdirSync(OUT)
  .sort()
  .map(
    (name) =>
      `${createHash('sha256')
        .update(readFileSync(join(OUT, name)))
        .digest('hex')}  ${name}`,
  )
writeFileSync(join(OUT, 'SHA256SUMS'), `${sums.join('\n')}\n`)
console.log(sums.join('\n'))
