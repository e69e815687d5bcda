import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Kysely } from 'kysely'
import type { Clock } from '../src/ports.ts'
import { migrate } from './migrate.ts'
import type { Schema } from './schema.ts'
import { createSqliteDialect } from './sqlite.ts'
import { createStore } from './store.ts'
import type { OwnedStore } from './store.ts'

const SCHEME = 'sqlite:'
const MEMORY = ':memory:'

/**
 * Opens the database that `url` names (`sqlite:./data/bot.db`, `sqlite::memory:`), creating its folder and bringing its
 * schema up to date. Dispose of the store to close it.
 *
 * @throws NewerSchema when a newer version of the assistant has upgraded the database.
 * @throws RangeError when the address is of no known kind; the message does not repeat it, it may hold a password.
 */
export async function openStore(options: {
  readonly url: string
  readonly clock: Clock
}): Promise<OwnedStore> {
  const path = pathOf(options.url)
  if (path !== MEMORY) await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const db = new Kysely<Schema>({ dialect: createSqliteDialect(path) })
  try {
    await migrate(db, 'sqlite')
  } catch (error) {
    await db.destroy()
    throw error
  }
  return createStore(db, 'sqlite', options.clock)
}

function pathOf(url: string): string {
  const path = url.startsWith(SCHEME) ? url.slice(SCHEME.length) : ''
  if (path === '') throw new RangeError(`The database address must look like ${SCHEME}./data/bot.db`)
  return path
}
