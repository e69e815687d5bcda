/**
 * What the inside needs of the database, as types. `db/` implements them once for SQLite and PostgreSQL.
 */
import type { BucketStore } from './buckets.ts'
import type { Schedule } from './notifications.ts'
import type { Outbox } from './outbox.ts'
import type { Unit } from './unit.ts'

/**
 * The database cannot be reached, was lost in the middle, or has a disk that takes nothing more. Nothing is wrong with
 * what was asked: it may be asked again when the database is back. Should it have been lost during a commit, nobody
 * knows whether that took place.
 */
export class StoreAway extends Error {
  override name = 'StoreAway'
  constructor(cause: unknown) {
    super('The database cannot be reached', { cause })
  }
}

export interface Store extends AsyncDisposable {
  /**
   * Runs `work` in one transaction (`BEGIN IMMEDIATE` on SQLite) and commits what it did, or nothing when it throws.
   * On PostgreSQL `work` is run again, from its beginning, when another transaction stood in its way or the connection
   * was lost: it must not keep anything of an earlier run.
   *
   * @throws StoreAway when the database is away for longer than a restart takes.
   */
  transaction<T>(work: (unit: Unit) => Promise<T>): Promise<T>
  readonly outbox: Outbox
  readonly buckets: BucketStore
  readonly schedule: Schedule
}
