/**
 * Buckets of requests that several processes share: one row each. Whoever changes one holds it first, so that two
 * processes never give out the same token.
 */
import { sql } from 'kysely'
import type { Kysely, RawBuilder } from 'kysely'
import type { Dialect, Schema } from '../schema.ts'

export interface Bucket {
  /** Thousandths: tokens come back in fractions. */
  readonly milliTokens: number
  readonly countedAtMs: number
  readonly pausedUntilMs: number
}

/** A bucket that is there already stays as it is. */
export async function openBucket(
  db: Kysely<Schema>,
  dialect: Dialect,
  name: string,
  milliTokens: number,
  nowMs: number,
): Promise<void> {
  await db
    .insertInto('request_buckets')
    .values({
      name,
      milli_tokens: milliTokens,
      counted_at_ms: clockNow(dialect, nowMs),
      paused_until_ms: 0,
    })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
}

/**
 * The bucket, held against others until the transaction ends, and what time it is: on PostgreSQL by the database's own
 * clock, since those of the processes differ. Null where there is none.
 */
export async function holdBucket(
  db: Kysely<Schema>,
  dialect: Dialect,
  name: string,
  nowMs: number,
): Promise<{ readonly bucket: Bucket; readonly nowMs: number } | null> {
  const row = await db
    .selectFrom('request_buckets')
    .select(['milli_tokens', 'counted_at_ms', 'paused_until_ms'])
    .select(clockNow(dialect, nowMs).as('now_ms'))
    .where('name', '=', name)
    .$if(dialect === 'postgres', (query) => query.forUpdate())
    .executeTakeFirst()
  if (row === undefined) return null
  const bucket = {
    milliTokens: row.milli_tokens,
    countedAtMs: row.counted_at_ms,
    pausedUntilMs: row.paused_until_ms,
  }
  return { bucket, nowMs: row.now_ms }
}

export async function saveBucket(db: Kysely<Schema>, name: string, bucket: Bucket): Promise<void> {
  await db
    .updateTable('request_buckets')
    .set({
      milli_tokens: bucket.milliTokens,
      counted_at_ms: bucket.countedAtMs,
      paused_until_ms: bucket.pausedUntilMs,
    })
    .where('name', '=', name)
    .execute()
}

/** The clock itself: a transaction that had to wait for the row would see an old `now()`. */
function clockNow(dialect: Dialect, nowMs: number): RawBuilder<number> {
  return dialect === 'postgres'
    ? sql<number>`(date_part('epoch', clock_timestamp()) * 1000)::bigint`
    : sql<number>`${sql.val(nowMs)}`
}
