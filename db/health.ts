import { sql } from 'kysely'
import type { Database } from './database.ts'
import { migrationsOf } from './migrate.ts'

/** How a database is, found out without leaving anything in it. */
export interface Health {
  /** Steps of the schema: those it has, and those that the next start will make. */
  readonly applied: readonly string[]
  readonly missing: readonly string[]
  /** What SQLite says of a damaged file; null when it is whole, and on PostgreSQL, whose server watches over that. */
  readonly damage: string | null
  /** `18.4` of a PostgreSQL server; null on SQLite. */
  readonly serverVersion: string | null
}

/**
 * Reads the schema's version, has SQLite check its file, and tries whether there may be written.
 *
 * @throws NewerSchema when a newer version of the assistant has upgraded the database.
 * @throws whatever the driver throws when it may not be read or written.
 */
export async function examine(database: Database): Promise<Health> {
  const { db, dialect } = database
  const { applied, missing } = await migrationsOf(db)
  await tryToWrite(database, applied.length === 0)
  return { applied, missing, damage: await damageOf(database), serverVersion: await versionOf() }

  async function versionOf(): Promise<string | null> {
    if (dialect === 'sqlite') return null
    const { rows } = await sql<{ server_version: string }>`show server_version`.execute(db)
    return rows[0]?.server_version ?? null
  }
}

/** Changes no row, or is rolled back: the right to write, and the lock that it takes, are asked for all the same. */
async function tryToWrite({ db }: Database, empty: boolean): Promise<void> {
  const attempt = db.transaction().execute(async (trx) => {
    if (empty) await sql`create table assistant_doctor (n integer)`.execute(trx)
    else await sql`update assistant_migrations set name = name where name = ''`.execute(trx)
    throw new Enough()
  })
  await attempt.catch((error: unknown) => {
    if (!(error instanceof Enough)) throw error
  })
}

class Enough extends Error {}

async function damageOf({ db, dialect }: Database): Promise<string | null> {
  if (dialect !== 'sqlite') return null
  const { rows } = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db)
  const said = rows[0]?.quick_check ?? ''
  return said === 'ok' ? null : said
}
