/**
 * What is forgotten, and when. Each function deletes at most `limit` rows and says how many it found, so that no
 * transaction is long; two processes that purge at once delete each row once.
 *
 * Kept for ever: chats, definitions, living links, settings (they go with their link), the one row of a request bucket,
 * and deliveries that are `dead` or `unknown` (a person has to look at those).
 */
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** How far a walk through a table has come, and how many rows it has deleted on its last stretch. */
export interface Walked<Key> {
  readonly purged: number
  /** The key to go on after; null at the end of the table. */
  readonly last: Key | null
}

/**
 * The stretch of at most `limit` rows that come after the key `after`. Telegram offers an update again for at most
 * 24 hours; its numbers begin anew at random after a quiet week, so that they say nothing of their age.
 */
export async function purgeUpdates(
  db: Kysely<Schema>,
  beforeMs: number,
  limit: number,
  after: number | null,
): Promise<Walked<number>> {
  const last = await db
    .selectFrom('updates')
    .select('update_id')
    .where('update_id', '>', after ?? -1)
    .orderBy('update_id')
    .limit(1)
    .offset(limit - 1)
    .executeTakeFirst()
  const { numDeletedRows } = await db
    .deleteFrom('updates')
    .where('at_ms', '<', beforeMs)
    .where('update_id', '>', after ?? -1)
    .$if(last !== undefined, (query) => query.where('update_id', '<=', last?.update_id ?? 0))
    .executeTakeFirstOrThrow()
  return { purged: Number(numDeletedRows), last: last?.update_id ?? null }
}

export async function purgePoisonedUpdates(
  db: Kysely<Schema>,
  beforeMs: number,
  limit: number,
): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('poisoned_updates')
    .where('update_id', 'in', (query) =>
      query.selectFrom('poisoned_updates').select('update_id').where('at_ms', '<', beforeMs).limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** Cards whose buttons have expired, of the stretch of at most `limit` rows that come after the key `after`. */
export async function purgeCards(
  db: Kysely<Schema>,
  beforeMs: number,
  limit: number,
  after: string | null,
): Promise<Walked<string>> {
  const last = await db
    .selectFrom('cards')
    .select('token')
    .where('token', '>', after ?? '')
    .orderBy('token')
    .limit(1)
    .offset(limit - 1)
    .executeTakeFirst()
  const { numDeletedRows } = await db
    .deleteFrom('cards')
    .where('expires_at_ms', '<', beforeMs)
    .where('token', '>', after ?? '')
    .$if(last !== undefined, (query) => query.where('token', '<=', last?.token ?? ''))
    .executeTakeFirstOrThrow()
  return { purged: Number(numDeletedRows), last: last?.token ?? null }
}

/** The oldest rows have the smallest numbers: where the first is to be kept, all are. */
export async function purgeJournal(db: Kysely<Schema>, beforeMs: number, limit: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('journal')
    .where('seq', 'in', (query) =>
      query
        .selectFrom((oldest) =>
          oldest.selectFrom('journal').select(['seq', 'at_ms']).orderBy('seq').limit(limit).as('oldest'),
        )
        .select('oldest.seq')
        .where('oldest.at_ms', '<', beforeMs),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** Deliveries that were done or cancelled. */
export async function purgeDeliveries(db: Kysely<Schema>, beforeMs: number, limit: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('deliveries')
    .where('seq', 'in', (query) =>
      query
        .selectFrom('deliveries')
        .select('seq')
        .where('state', 'in', [sql.lit<'done'>('done'), sql.lit<'cancelled'>('cancelled')])
        .where('settled_at_ms', '<', beforeMs)
        .limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** Attempts that were begun before `beforeMs` and have expired by `nowMs` (an invitation may live longer). */
export async function purgeAttempts(
  db: Kysely<Schema>,
  beforeMs: number,
  limit: number,
  nowMs: number,
): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('link_attempts')
    .where('id', 'in', (query) =>
      query
        .selectFrom('link_attempts')
        .select('id')
        .where('requested_at_ms', '<', beforeMs)
        .where('expires_at_ms', '<', nowMs)
        .limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

export async function purgeAudit(db: Kysely<Schema>, beforeMs: number, limit: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('audit')
    .where('seq', 'in', (query) =>
      query.selectFrom('audit').select('seq').where('at_ms', '<', beforeMs).limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

export async function purgeEndedLinks(db: Kysely<Schema>, beforeMs: number, limit: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('links')
    .where('seq', 'in', (query) =>
      query.selectFrom('links').select('seq').where('ended_at_ms', '<', beforeMs).limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/**
 * Notifications that were settled. While a row is there its key cannot be used again, so it has to be kept longer than
 * anything could want to send the same once more.
 */
export async function purgeNotifications(
  db: Kysely<Schema>,
  beforeMs: number,
  limit: number,
): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('notifications')
    .where('key', 'in', (query) =>
      query
        .selectFrom('notifications')
        .select('key')
        .where('state', 'in', [
          sql.lit<'sent'>('sent'),
          sql.lit<'cancelled'>('cancelled'),
          sql.lit<'expired'>('expired'),
          sql.lit<'failed'>('failed'),
          sql.lit<'unknown'>('unknown'),
        ])
        .where('updated_ms', '<', beforeMs)
        .limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** Counted from their beginning: one whose end was never written down is forgotten like the others. */
export async function purgeActions(db: Kysely<Schema>, beforeMs: number, limit: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('actions')
    .where('id', 'in', (query) =>
      query.selectFrom('actions').select('id').where('at_ms', '<', beforeMs).limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}
