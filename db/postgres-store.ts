import { Kysely } from 'kysely'
import type { Clock } from '../src/ports/environment.ts'
import { createPostgresDialect } from './postgres.ts'
import type { PostgresOptions } from './postgres.ts'
import type { Schema } from './schema.ts'
import { storeOf } from './store-of.ts'
import type { OwnedStore } from './store.ts'

/** As `openStore` does, for whoever must not even know of SQLite: functions of a cloud, where no file lasts. */
export function openPostgresStore(
  options: PostgresOptions & { readonly url: string; readonly clock: Clock },
): Promise<OwnedStore> {
  const db = new Kysely<Schema>({ dialect: createPostgresDialect(options.url, options) })
  return storeOf(db, 'postgres', options.clock)
}
