import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { Clock } from '../src/ports/environment.ts'
import type { History } from '../src/store/journal.ts'
import type { Schedule } from '../src/store/notifications.ts'
import type { Outbox } from '../src/store/outbox.ts'
import type { PersonalData } from '../src/store/personal-data.ts'
import { StoreAway, type Store } from '../src/store/store.ts'
import type { Unit } from '../src/store/unit.ts'
import { createBuckets } from './buckets.ts'
import { createMaintenance } from './maintenance.ts'
import type { Maintenance } from './maintenance.ts'
import { holdChat, lookAtChat } from './queries/chats.ts'
import { loadDefinition } from './queries/definitions.ts'
import * as deliveries from './queries/deliveries.ts'
import { lastJournalSeq, readJournal } from './queries/journal.ts'
import * as links from './queries/links.ts'
import * as notifications from './queries/notifications.ts'
import { createPersonal } from './personal.ts'
import type { Dialect, Schema } from './schema.ts'
import { createScope } from './scope.ts'
import { troubleOf } from './trouble.ts'
import { createUnit } from './unit.ts'

/** The store, with what only its owner needs. */
export interface OwnedStore extends Store {
  readonly maintenance: Maintenance
  readonly history: History
  readonly personal: PersonalData
}

/** The store over a database whose schema is up to date. Disposing of it waits for the open transaction, then closes `db`. */
export function createStore(db: Kysely<Schema>, dialect: Dialect, clock: Clock): OwnedStore {
  const { transaction, outside } = createTransactions(db, dialect, clock)

  const outbox: Outbox = {
    claim: async (options) => {
      if (options.lanes?.length === 0) return []
      return transaction('Outbox.claim', async (_unit, trx) => {
        const background = { limit: options.limit, ...options.background }
        const urgent = await deliveries.claimDeliveries(trx, dialect, { ...options, background: false })
        if (urgent.length > 0 || background.limit <= 0) return urgent
        if (background.perSecond !== undefined) await deliveries.holdPace(trx, dialect)
        return deliveries.claimDeliveries(trx, dialect, { ...options, ...background, background: true })
      })
    },
    begin: (delivery) => transaction('Outbox.begin', (_unit, trx) => deliveries.beginDelivery(trx, delivery)),
    settle: (delivery, settlement, nowMs, work) =>
      transaction('Outbox.settle', async (unit, trx) => {
        if (work !== undefined) await holdChat(trx, dialect, delivery.chat)
        const settled = await deliveries.settleDelivery(trx, delivery, settlement, nowMs)
        if (settled) await work?.(unit)
        else await deliveries.releaseCancelled(trx, delivery)
        return settled
      }),
    nextDueMs: async () => {
      outside('Outbox.nextDueMs')
      const nowMs = clock.now()
      const urgentMs = await deliveries.nextHeadDueMs(db, dialect, { nowMs, background: false })
      const backgroundMs = await deliveries.nextHeadDueMs(db, dialect, { nowMs, background: true })
      return sooner(sooner(urgentMs, backgroundMs), await deliveries.nextLeaseEndMs(db, dialect, nowMs))
    },
  }

  const schedule: Schedule = {
    claimPlanning: (options) =>
      transaction('Schedule.claimPlanning', (_unit, trx) => links.claimPlanning(trx, dialect, options)),
    claimDue: (options) =>
      transaction('Schedule.claimDue', (_unit, trx) =>
        notifications.claimNotifications(trx, dialect, options),
      ),
    nextDueMs: async () => {
      outside('Schedule.nextDueMs')
      return sooner(await notifications.nextPlannedMs(db), await notifications.nextUnsentMs(db))
    },
  }

  const history: History = {
    after: (seq, limit) => readJournal(db, seq, limit),
    lastSeq: () => lastJournalSeq(db),
    chat: (chat) => lookAtChat(db, chat),
    definition: (hash) => loadDefinition(db, hash),
  }

  return {
    history,
    transaction: (work) => transaction('Store.transaction', work),
    outbox,
    schedule,
    buckets: createBuckets((work) => transaction('BucketStore', (_unit, trx) => work(trx)), dialect, clock),
    personal: createPersonal((work) => transaction('PersonalData', (unit, trx) => work(unit, trx)), clock),
    maintenance: createMaintenance((work) => transaction('Maintenance.purge', (_unit, trx) => work(trx))),
    [Symbol.asyncDispose]: async () => {
      // The pool of PostgreSQL waits for its connections by itself.
      if (dialect === 'sqlite') await db.connection().execute(() => Promise.resolve())
      await db.destroy()
    },
  }
}

/**
 * A call of the store from inside one of its transactions would wait for itself for ever (SQLite) or see another state
 * of the database (PostgreSQL), so `outside` fails it at once, naming what was called.
 */
function createTransactions(db: Kysely<Schema>, dialect: Dialect, clock: Clock) {
  const current = new AsyncLocalStorage<{ open: boolean }>()

  function outside(name: string): void {
    if (current.getStore()?.open !== true) return
    throw new Error(`${name} was called inside a transaction: use the unit that the transaction was given`)
  }

  async function transaction<T>(
    name: string,
    work: (unit: Unit, trx: Kysely<Schema>) => Promise<T>,
  ): Promise<T> {
    outside(name)
    for (let tries = 1; ; tries += 1) {
      const marker = { open: true, committing: false }
      try {
        return await db.transaction().execute(async (trx) => {
          const scope = createScope(trx)
          const result = await current.run(marker, () =>
            scope.whole(() => work(createUnit(scope, dialect, clock), trx)),
          )
          marker.committing = true
          return result
        })
      } catch (error) {
        const trouble = troubleOf(error)
        // A commit that nobody answered may have taken place: only whoever asked for it knows how to ask again.
        const isOver = trouble === null || (trouble === 'away' && marker.committing)
        if (isOver || tries >= triesMax)
          throw trouble === 'away' && !(error instanceof StoreAway) ? new StoreAway(error) : error
      } finally {
        marker.open = false
      }
      await sleep(tries * againMs)
    }
  }

  return { transaction, outside }
}

/** A transaction that meets others this often in a row has met a bug. */
const triesMax = 6
/** The other one of two is let through first. */
const againMs = 10

function sooner(oneMs: number | null, otherMs: number | null): number | null {
  return oneMs === null || otherMs === null ? (oneMs ?? otherMs) : Math.min(oneMs, otherMs)
}
