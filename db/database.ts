import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Kysely } from 'kysely'
import type { Clock } from '../src/ports/environment.ts'
import type { Dialect, Schema } from './schema.ts'
import { storeOf } from './store-of.ts'
import type { OwnedStore } from './store.ts'

const SQLITE = 'sqlite:'
const MEMORY = ':memory:'

export interface Database {
  readonly db: Kysely<Schema>
  readonly dialect: Dialect
}

/**
 * Opens the database that `url` names (`sqlite:./data/bot.db`, `sqlite::memory:`, `postgres://user@host/name`), creating
 * the folder of a file and bringing the schema up to date. Dispose of the store to close it.
 *
 * @throws NewerSchema when a newer version of the assistant has upgraded the database.
 * @throws RangeError when the address is of no known kind; the message does not repeat it, it may hold a password.
 */
export async function openStore(options: {
  readonly url: string
  readonly clock: Clock
}): Promise<OwnedStore> {
  const { db, dialect } = await openDatabase(options.url)
  return storeOf(db, dialect, options.clock)
}

/** The database as it is, whatever its schema; `db.destroy()` closes it. @throws RangeError as {@link openStore} does. */
export async function openDatabase(url: string): Promise<Database> {
  // Each driver is loaded only where it is used.
  if (/^postgres(?:ql)?:\/\/./.test(url)) {
    const { createPostgresDialect } = await import('./postgres.ts')
    return { db: new Kysely<Schema>({ dialect: createPostgresDialect(url) }), dialect: 'postgres' }
  }
  const path = pathOf(url)
  if (path !== MEMORY) await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const { createSqliteDialect } = await import('./sqlite.ts')
  return { db: new Kysely<Schema>({ dialect: createSqliteDialect(path) }), dialect: 'sqlite' }
}

function pathOf(url: string): string {
  const path = url.startsWith(SQLITE) ? url.slice(SQLITE.length) : ''
  if (path === '')
    throw new RangeError(
      `The database address must look like ${SQLITE}./data/bot.db or postgres://user@host/name`,
    )
  return path
}
