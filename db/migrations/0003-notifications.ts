import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Dialect } from '../schema.ts'

/**
 * What people shall be told, and when each chat was last planned for. Every index on `notifications` but its key is
 * partial, so that a claim costs the same beside a million settled rows as beside none.
 */
export async function up(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const whole = dialect === 'sqlite' ? 'integer' : 'bigint'
  await db.schema
    .alterTable('links')
    .addColumn('planned_at_ms', whole, (column) => column.notNull().defaultTo(0))
    .execute()
  await db.schema
    .createIndex('links_planned')
    .on('links')
    .columns(['planned_at_ms', 'seq'])
    .where(sql<boolean>`ended_at_ms is null`)
    .execute()
  await db.schema
    .createTable('notifications')
    .addColumn('key', 'text', (column) => column.primaryKey().notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('chat', whole, (column) => column.notNull())
    .addColumn('together_name', 'text', (column) => column.notNull())
    .addColumn('due_ms', whole, (column) => column.notNull())
    .addColumn('expires_ms', whole, (column) => column.notNull())
    .addColumn('silent', whole, (column) => column.notNull())
    .addColumn('payload', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('lease_until_ms', whole)
    .addColumn('updated_ms', whole, (column) => column.notNull())
    .execute()
  const open = sql<boolean>`state in ('planned', 'sending')`
  const settled = sql<boolean>`state in ('sent', 'cancelled', 'expired', 'failed', 'unknown')`
  const indexes = [
    { name: 'due', columns: ['due_ms', 'key'], where: open },
    { name: 'open', columns: ['chat', 'due_ms', 'key'], where: open },
    { name: 'leased', columns: ['lease_until_ms'], where: sql<boolean>`lease_until_ms is not null` },
    { name: 'settled', columns: ['chat', 'updated_ms'], where: settled },
    { name: 'over', columns: ['updated_ms'], where: settled },
  ]
  for (const { name, columns, where } of indexes) {
    await db.schema
      .createIndex(`notifications_${name}`)
      .on('notifications')
      .columns(columns)
      .where(where)
      .execute()
  }
}
