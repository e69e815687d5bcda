import type { Kysely } from 'kysely'
import type { Dialect } from '../schema.ts'

/**
 * What must not come twice is marked right before its request leaves. What was in hand when this step was taken may have
 * left, and was judged by its attempts: it still is.
 */
export async function up(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const whole = dialect === 'sqlite' ? 'integer' : 'bigint'
  await db.schema
    .alterTable('deliveries')
    .addColumn('begun', whole, (column) => column.notNull().defaultTo(0))
    .execute()
  await (db as Kysely<{ deliveries: { begun: number; attempts: number; undone: number; state: string } }>)
    .updateTable('deliveries')
    .set((row) => ({ begun: row('attempts', '-', row.ref('undone')) }))
    .where('state', '=', 'pending')
    .execute()
}
