import type { Kysely } from 'kysely'

/** What an administrator imported: the dates on which work differs from what the weekday says. A handful a year. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('work_days')
    .addColumn('date', 'text', (column) => column.primaryKey().notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .execute()
}
