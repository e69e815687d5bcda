import { access, constants, statfs } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { openDatabase } from '../../db/database.ts'
import { examine, type Health } from '../../db/health.ts'
import { NewerSchema } from '../../db/migrate.ts'
import { untrustedServer } from '../../db/tls-trouble.ts'
import { StoreAway } from '../store/store.ts'
import { found, type Finding } from './finding.ts'
import type { Scene } from './scene.ts'

/** With less, a day of a large company's journal may not fit any more. */
const freeBytesMin = 500 * 1024 * 1024

/** Nothing is made and nothing is brought up to date: that is for the next start. */
export async function checkDatabase({ config }: Scene): Promise<readonly Finding[]> {
  const { databaseUrl } = config
  const path = databaseUrl.startsWith('sqlite:') ? databaseUrl.slice('sqlite:'.length) : null
  const disk = path === null || path === ':memory:' ? [] : await checkDisk(path)
  if (path !== null && path !== ':memory:' && !existsSync(path))
    return [found((await isWritable(path)) ? 'database_new' : 'database_folder_closed'), ...disk]
  return [...(await checkContents(databaseUrl)), ...disk]
}

async function checkContents(url: string): Promise<readonly Finding[]> {
  try {
    const database = await openDatabase(url)
    try {
      return describe(await examine(database))
    } finally {
      await database.db.destroy()
    }
  } catch (error) {
    return [explain(error)]
  }
}

function describe({ applied, missing, damage, serverVersion }: Health): readonly Finding[] {
  if (damage !== null) return [found('database_damaged')]
  const version = applied.at(-1) ?? ''
  const schema =
    applied.length === 0
      ? found('database_empty')
      : missing.length > 0
        ? found('database_older', { steps: missing.length })
        : found('database_ok', { version })
  return [schema, ...(serverVersion === null ? [] : [found('database_server', { version: serverVersion })])]
}

/** PostgreSQL's codes (docs, appendix A), SQLite's, and Node's. */
const codes: readonly { readonly code: RegExp; readonly id: string }[] = [
  { code: /^28(?:P01|000)$/, id: 'database_password' },
  { code: /^3D000$/, id: 'database_absent' },
  { code: /^(?:42501|25006|SQLITE_READONLY.*|SQLITE_CANTOPEN.*|EACCES|EPERM|EROFS)$/, id: 'database_closed' },
  { code: /^(?:SQLITE_NOTADB|SQLITE_CORRUPT.*)$/, id: 'database_damaged' },
]

function explain(error: unknown): Finding {
  if (error instanceof NewerSchema) return found('database_newer')
  const causes = causesOf(error)
  const code = causes.map((cause) => ('code' in cause ? String(cause.code) : '')).find((one) => one !== '')
  const known = codes.find((one) => one.code.test(code ?? ''))
  if (known !== undefined) return found(known.id)
  const untrusted = causes.map(untrustedServer).find((one) => one !== null)
  if (untrusted === 'certificate') return found('database_certificate')
  if (untrusted === 'plain') return found('database_plain')
  if (causes.some((cause) => cause instanceof StoreAway)) return found('database_away')
  return found('database_unusable', { code: code ?? 'Error' })
}

function causesOf(error: unknown, depth = 0): readonly Error[] {
  if (!(error instanceof Error) || depth > 4) return []
  return [error, ...causesOf(error.cause, depth + 1)]
}

async function checkDisk(path: string): Promise<readonly Finding[]> {
  const { bavail, bsize } = await statfs(nearestFolder(path))
  const free = bavail * bsize
  return free < freeBytesMin ? [found('disk_low', { megabytes: Math.floor(free / 1024 / 1024) })] : []
}

function isWritable(path: string): Promise<boolean> {
  return access(nearestFolder(path), constants.W_OK).then(
    () => true,
    () => false,
  )
}

/** The folder itself is made by the first start. */
function nearestFolder(path: string): string {
  const folder = dirname(resolve(path))
  return existsSync(folder) ? folder : nearestFolder(folder)
}
