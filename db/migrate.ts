import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { migrations } from './migrations/index.ts'
import type { Migration } from './migrations/index.ts'
import type { Dialect, Schema } from './schema.ts'

/** Kysely looks for it in every schema of a PostgreSQL database, and Supabase has a `storage.migrations` of its own. */
const MIGRATIONS_TABLE = 'assistant_migrations'
/** Any number that nothing else in the database locks. */
const migrationLock = 25_001_001

/** The database was written by a newer version of the assistant than this one. */
export class NewerSchema extends Error {
  override name = 'NewerSchema'
  constructor(unknown: readonly string[]) {
    super(
      `The database was upgraded by a newer version of the assistant (${unknown.join(', ')}), ` +
        'which this version does not know. Start that version or a later one, or restore the copy of the database ' +
        'made before the upgrade.',
    )
  }
}

/**
 * Brings the schema up to date, or leaves it as it is. Two processes that start together both find it done: the steps
 * run in one transaction that only one of them can hold. A database that is up to date is only read, so that opening it
 * does not wait for whoever writes.
 *
 * @throws NewerSchema when the database has steps that `known` lacks; nothing is changed then.
 */
export async function migrate(
  db: Kysely<Schema>,
  dialect: Dialect,
  known: Readonly<Record<string, Migration>> = migrations,
): Promise<void> {
  const { missing } = await migrationsOf(db, known)
  if (missing.length === 0) return
  if (dialect === 'sqlite') return run(db, dialect, known)
  // A lock of the transaction, which a pooler does not lose; the next in the queue finds everything done.
  await db.transaction().execute(async (trx) => {
    await sql`set local lock_timeout = 0; set local statement_timeout = 0`.execute(trx)
    await sql`select pg_advisory_xact_lock(${sql.lit(migrationLock)})`.execute(trx)
    await run(trx, dialect, known)
  })
}

/**
 * Which steps the database has, and which of the known ones it lacks; nothing is changed.
 *
 * @throws NewerSchema when it has steps that `known` lacks.
 */
export async function migrationsOf(
  db: Kysely<Schema>,
  known: Readonly<Record<string, Migration>> = migrations,
): Promise<{ readonly applied: readonly string[]; readonly missing: readonly string[] }> {
  const applied = await appliedMigrations(db)
  const unknown = applied.filter((name) => !Object.hasOwn(known, name))
  if (unknown.length > 0) throw new NewerSchema(unknown)
  return { applied, missing: Object.keys(known).filter((name) => !applied.includes(name)) }
}

async function run(
  db: Kysely<Schema>,
  dialect: Dialect,
  known: Readonly<Record<string, Migration>>,
): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(bind(known, dialect)) },
    migrationTableName: MIGRATIONS_TABLE,
    migrationLockTableName: `${MIGRATIONS_TABLE}_lock`,
  })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined)
    throw new Error('The database schema could not be brought up to date', { cause: error })
}

async function appliedMigrations(db: Kysely<Schema>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some((table) => table.name === MIGRATIONS_TABLE)) return []
  const { rows } = await sql<{
    name: string
  }>`select name from ${sql.table(MIGRATIONS_TABLE)} order by name`.execute(db)
  return rows.map((row) => row.name)
}

function bind(
  known: Readonly<Record<string, Migration>>,
  dialect: Dialect,
): Record<string, { up: (db: Kysely<unknown>) => Promise<void> }> {
  return Object.fromEntries(
    Object.entries(known).map(([name, migration]) => [
      name,
      { up: (db: Kysely<unknown>) => migration.up(db, dialect) },
    ]),
  )
}
