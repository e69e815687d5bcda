import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Dialect } from '../schema.ts'

/**
 * Deliveries nobody waits for: a claim of the others must not walk past ten thousand of them. `deliveries_sent` is for
 * counting what has just left.
 */
export async function up(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const whole = dialect === 'sqlite' ? 'integer' : 'bigint'
  await db.schema
    .alterTable('deliveries')
    .addColumn('background', whole, (column) => column.notNull().defaultTo(0))
    .execute()
  await db.schema.dropIndex('deliveries_due').execute()
  const indexes = [
    {
      name: 'urgent',
      columns: ['due_at_ms', 'seq'],
      where: sql<boolean>`state = 'pending' and background = 0`,
    },
    {
      name: 'background',
      columns: ['due_at_ms', 'seq'],
      where: sql<boolean>`state = 'pending' and background = 1`,
    },
    {
      name: 'sent',
      columns: ['settled_at_ms'],
      where: sql<boolean>`kind in ('message', 'card') and settled_at_ms is not null`,
    },
  ]
  for (const { name, columns, where } of indexes) {
    await db.schema.createIndex(`deliveries_${name}`).on('deliveries').columns(columns).where(where).execute()
  }
}
