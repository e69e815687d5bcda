/** Empty databases of the shared server, whose clock says whatever the test's does. */
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { openStore } from '../../db/database.ts'
import type { OwnedStore } from '../../db/store.ts'
import type { Clock } from '../../src/ports/environment.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres/databases.ts'
import type { Servers } from '../support/postgres/keeper.ts'
import type { OpenEmpty } from './contract/empty-database.ts'

/** One database for all tests of a kit, emptied before each: making one takes longer than most of them. */
export function createPostgresOpener({ direct }: Servers, address = direct): OpenEmpty {
  let shared: { readonly database: TestDatabase; readonly set: (nowMs: number) => Promise<void> }
  beforeAll(async () => {
    const database = await createTestDatabase(direct)
    shared = { database, set: createClockSetter(database) }
  })
  afterAll(() => shared.database[Symbol.asyncDispose]())
  return async (clock) => {
    const { database, set } = shared
    async function open() {
      const store = await openStore({ url: `${address}/${database.name}`, clock })
      onTestFinished(() => store[Symbol.asyncDispose]())
      return withClock(store, clock, set)
    }
    const store = await open()
    await database.empty()
    return { store, another: open }
  }
}

/** Calls overlap; the database is told of a moment once. */
function createClockSetter(database: TestDatabase): (nowMs: number) => Promise<void> {
  let setToMs = Number.NaN
  let setting: Promise<void> = Promise.resolve()
  return (nowMs) => {
    if (nowMs !== setToMs) {
      setToMs = nowMs
      setting = setting.then(() => database.setClock(nowMs))
    }
    return setting
  }
}

/** The store, whose database's clock says whatever moment the caller names. */
function withClock(store: OwnedStore, clock: Clock, set: (nowMs: number) => Promise<void>): OwnedStore {
  const { outbox, schedule, buckets, maintenance } = store
  async function at<T>(nowMs: number, work: () => Promise<T>): Promise<T> {
    await set(nowMs)
    return work()
  }
  const now = <T>(work: () => Promise<T>) => at(clock.now(), work)
  return {
    transaction: (work) => now(() => store.transaction(work)),
    outbox: {
      claim: (options) => at(options.nowMs, () => outbox.claim(options)),
      begin: (delivery) => now(() => outbox.begin(delivery)),
      settle: (delivery, settlement, nowMs, work) =>
        at(nowMs, () => outbox.settle(delivery, settlement, nowMs, work)),
      nextDueMs: () => now(() => outbox.nextDueMs()),
    },
    schedule: {
      claimPlanning: (options) => at(options.nowMs, () => schedule.claimPlanning(options)),
      claimDue: (options) => at(options.nowMs, () => schedule.claimDue(options)),
      nextDueMs: () => now(() => schedule.nextDueMs()),
    },
    buckets: {
      take: (...args) => now(() => buckets.take(...args)),
      pause: (...args) => now(() => buckets.pause(...args)),
    },
    history: store.history,
    personal: store.personal,
    maintenance: { purge: (nowMs) => at(nowMs, () => maintenance.purge(nowMs)) },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
}
