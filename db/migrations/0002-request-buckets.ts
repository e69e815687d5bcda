import type { Kysely } from 'kysely'
import type { Dialect } from '../schema.ts'

/** One row for all processes that call the portal from one address. */
export async function up(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const whole = dialect === 'sqlite' ? 'integer' : 'bigint'
  await db.schema
    .createTable('request_buckets')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('milli_tokens', whole, (column) => column.notNull())
    .addColumn('counted_at_ms', whole, (column) => column.notNull())
    .addColumn('paused_until_ms', whole, (column) => column.notNull())
    .execute()
}
