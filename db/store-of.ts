import type { Kysely } from 'kysely'
import type { Clock } from '../src/ports/environment.ts'
import { migrate } from './migrate.ts'
import type { Dialect, Schema } from './schema.ts'
import { createStore } from './store.ts'
import type { OwnedStore } from './store.ts'

/**
 * The store of an open database, once its schema is up to date; disposing of it closes the database.
 *
 * @throws NewerSchema when a newer version of the assistant has upgraded the database, which is closed then.
 */
export async function storeOf(db: Kysely<Schema>, dialect: Dialect, clock: Clock): Promise<OwnedStore> {
  try {
    await migrate(db, dialect)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return createStore(db, dialect, clock)
}
