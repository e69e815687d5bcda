import type { Kysely } from 'kysely'
import type { Dialect } from '../schema.ts'

/** What an author published for running processes to go over to: a row a dialog. */
export async function up(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await db.schema
    .createTable('publications')
    .addColumn('dialog', 'text', (column) => column.primaryKey().notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('at_ms', dialect === 'sqlite' ? 'integer' : 'bigint', (column) => column.notNull())
    .execute()
}
