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

/** Telegram offers an update again for at most 24 hours. */
export async function purgeUpdates(db: Kysely<Schema>, beforeMs: number, limit: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('updates')
    .where('update_id', 'in', (query) =>
      query.selectFrom('updates').select('update_id').where('at_ms', '<', beforeMs).limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
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

/** Cards whose buttons have expired. */
export async function purgeCards(db: Kysely<Schema>, beforeMs: number, limit: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('cards')
    .where('token', 'in', (query) =>
      query.selectFrom('cards').select('token').where('expires_at_ms', '<', beforeMs).limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

export async function purgeJournal(db: Kysely<Schema>, beforeMs: number, limit: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('journal')
    .where('seq', 'in', (query) =>
      query.selectFrom('journal').select('seq').where('at_ms', '<', beforeMs).limit(limit),
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
