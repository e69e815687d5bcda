import { sql } from 'kysely'
import type { Expression } from 'kysely'
import type { Dialect } from './schema.ts'

/** The clock a statement goes by: on PostgreSQL the database's own, since those of the processes differ. */
export function nowFor(dialect: Dialect, nowMs: number): Expression<number> {
  return dialect === 'postgres' ? sql<number>`(date_part('epoch', now()) * 1000)::bigint` : sql.val(nowMs)
}
