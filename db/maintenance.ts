import { setImmediate as yieldToEvents } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import * as retention from './queries/retention.ts'
import type { Schema } from './schema.ts'

/** What the owner of a database does to it from time to time. */
export interface Maintenance {
  /**
   * Forgets what has outlived its use, in short transactions that let turns through. Safe to call at any time, from any
   * process; returns how many rows each table lost.
   */
  purge(nowMs: number): Promise<PurgeReport>
}

export type PurgeReport = Readonly<Record<keyof typeof KEPT_MS, number>>

type Purge = (db: Kysely<Schema>, beforeMs: number, limit: number, nowMs: number) => Promise<number>
type PurgeAfter<Key> = (
  db: Kysely<Schema>,
  beforeMs: number,
  limit: number,
  after: Key | null,
) => Promise<retention.Walked<Key>>

const DAY_MS = 24 * 60 * 60 * 1000
const BATCH_ROWS = 1000

/** How long a row of each kind is kept; for cards, past their expiry. */
const KEPT_MS = {
  updates: 7 * DAY_MS,
  poisonedUpdates: 90 * DAY_MS,
  cards: 0,
  journal: 90 * DAY_MS,
  deliveries: 14 * DAY_MS,
  attempts: DAY_MS,
  audit: 365 * DAY_MS,
  endedLinks: 365 * DAY_MS,
  /** A year, and the month it takes to notice that one has to look back. */
  actions: 400 * DAY_MS,
  /** Far longer than the day of a digest or the lateness of a reminder, within which the key must still be known. */
  notifications: 60 * DAY_MS,
}

export function createMaintenance(
  transaction: <T>(work: (db: Kysely<Schema>) => Promise<T>) => Promise<T>,
): Maintenance {
  async function purgeAll(purge: Purge, keptMs: number, nowMs: number): Promise<number> {
    let purged = 0
    for (;;) {
      const rows = await transaction((db) => purge(db, nowMs - keptMs, BATCH_ROWS, nowMs))
      purged += rows
      if (rows < BATCH_ROWS) return purged
      await yieldToEvents()
    }
  }

  /** The rows of a table that no index finds by their age: all of them are looked at. */
  async function purgeWalking<Key>(purge: PurgeAfter<Key>, keptMs: number, nowMs: number): Promise<number> {
    let purged = 0
    let after: Key | null = null
    for (;;) {
      const stretch: retention.Walked<Key> = await transaction((db) =>
        purge(db, nowMs - keptMs, BATCH_ROWS, after),
      )
      purged += stretch.purged
      after = stretch.last
      if (after === null) return purged
      await yieldToEvents()
    }
  }

  return {
    purge: async (nowMs) => ({
      updates: await purgeWalking(retention.purgeUpdates, KEPT_MS.updates, nowMs),
      poisonedUpdates: await purgeAll(retention.purgePoisonedUpdates, KEPT_MS.poisonedUpdates, nowMs),
      cards: await purgeWalking(retention.purgeCards, KEPT_MS.cards, nowMs),
      journal: await purgeAll(retention.purgeJournal, KEPT_MS.journal, nowMs),
      deliveries: await purgeAll(retention.purgeDeliveries, KEPT_MS.deliveries, nowMs),
      attempts: await purgeAll(retention.purgeAttempts, KEPT_MS.attempts, nowMs),
      audit: await purgeAll(retention.purgeAudit, KEPT_MS.audit, nowMs),
      endedLinks: await purgeAll(retention.purgeEndedLinks, KEPT_MS.endedLinks, nowMs),
      actions: await purgeAll(retention.purgeActions, KEPT_MS.actions, nowMs),
      notifications: await purgeAll(retention.purgeNotifications, KEPT_MS.notifications, nowMs),
    }),
  }
}
