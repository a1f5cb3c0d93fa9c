/** nginx as it is installed, or as Debian and its kin package it. */
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { run } from '../support/run.ts'

/** `sbin` is in the path of root only. */
const FOLDERS = [
  ...(process.env.PATH ?? '').split(delimiter),
  '/usr/sbin',
  '/usr/local/sbin',
  '/opt/homebrew/bin',
]

async function findNginx(): Promise<string | null> {
  for (const folder of FOLDERS.filter((name) => name !== '')) {
    const path = join(folder, 'nginx')
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (found) return path
  }
  return null
}

const APT = { env: { DEBIAN_FRONTEND: 'noninteractive' } }

async function installWithApt(): Promise<string | null> {
  if (process.getuid?.() !== 0) return null
  try {
    console.error('Installing the package nginx with apt-get.')
    await run('apt-get', ['update', '-qq'], APT)
    // The package would start a server of its own on port 80.
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'nginx-light'], APT)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
  }
  return findNginx()
}

/** Path of the executable; null, and one line said, where there is none and none can be installed. */
export async function installNginx(): Promise<string | null> {
  const path = (await findNginx()) ?? (await installWithApt())
  if (path === null)
    console.error('nginx is not tested: it is not installed (Debian: apt-get install nginx).')
  return path
}
