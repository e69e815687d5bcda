/** What PostgreSQL does to a transaction that SQLite never would, and what the store makes of it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Kysely } from 'kysely'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openStore } from '../../db/database.ts'
import { createPostgresDialect } from '../../db/postgres.ts'
import type { Schema } from '../../db/schema.ts'
import { createStore, type OwnedStore } from '../../db/store.ts'
import { troubleOf } from '../../db/trouble.ts'
import { personOf } from '../../src/scheduler/notify/people.ts'
import { StoreAway } from '../../src/store/store.ts'
import type { Unit } from '../../src/store/unit.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres/databases.ts'
import { freePort } from '../support/postgres/server.ts'
import { sharedServers } from '../support/postgres/shared.ts'
import {
  anna,
  chatRecord,
  claim,
  createSetClock,
  HOUR_MS,
  idsOf,
  igor,
  link,
  message,
  MINUTE_MS,
  START_MS,
} from './fixtures.ts'

test('two transactions that wait for each other both take place, the one undone from its beginning', async () => {
  const { store } = await open()
  await store.transaction(async (unit) => {
    await unit.chats.save(chatRecord(anna, 1), START_MS)
    await unit.chats.save(chatRecord(igor, 1), START_MS)
  })
  let runs = 0
  const both = gate(2)
  const turn = (first: typeof anna, second: typeof anna) =>
    store.transaction(async (unit) => {
      runs += 1
      await advance(unit, first)
      await both()
      // A savepoint alone must not keep half of what has to be begun anew.
      await unit.savepoint(() => advance(unit, second))
    })
  await Promise.all([turn(anna, igor), turn(igor, anna)])
  expect(runs).toBe(3)
  for (const person of [anna, igor])
    expect((await store.transaction((unit) => unit.chats.load(person.chat)))?.revision).toBe(3)
})

test('a connection killed between two statements costs nothing but time', async () => {
  const { store, database } = await open()
  let runs = 0
  await store.transaction(async (unit) => {
    runs += 1
    await unit.chats.save(chatRecord(anna, 1), START_MS)
    if (runs === 1) await killOthers(database)
    await unit.deliveries.enqueue([message('1')])
  })
  expect(runs).toBe(2)
  expect(idsOf(await claim(store, START_MS))).toEqual(['1'])
})

test('a connection killed while nobody uses it is not noticed', async () => {
  const { store, database } = await open()
  await store.transaction((unit) => unit.chats.save(chatRecord(anna, 1), START_MS))
  await killOthers(database)
  expect(await store.transaction((unit) => unit.chats.load(anna.chat))).toEqual(chatRecord(anna, 1))
})

test('a turn that throws for reasons of its own is not run again', async () => {
  const { store } = await open()
  let runs = 0
  const failing = store.transaction(() => {
    runs += 1
    return Promise.reject(new Error('ход не удался'))
  })
  await expect(failing).rejects.toThrow('ход не удался')
  expect(runs).toBe(1)
})

test('a server that is not there is said to be away, and the work has not begun', async () => {
  const url = `postgres://postgres@127.0.0.1:${await freePort()}/assistant`
  const db = new Kysely<Schema>({ dialect: createPostgresDialect(url, { patienceMs: 300 }) })
  await using store = createStore(db, 'postgres', createSetClock())
  let runs = 0
  const turn = store.transaction(() => {
    runs += 1
    return Promise.resolve()
  })
  await expect(turn).rejects.toThrow(StoreAway)
  expect(runs).toBe(0)
})

test('what is due at once is claimed at once, though the process that says so is ahead of the database', async () => {
  const { store, database } = await open()
  await database.setClock(START_MS - 5 * MINUTE_MS)
  await store.transaction((unit) =>
    unit.deliveries.enqueue([message('answer'), message('timer', igor, { dueAtMs: START_MS + HOUR_MS })]),
  )
  expect(idsOf(await claim(store, START_MS))).toEqual(['answer'])
})

test('what two chats do to one employee at once is counted one after the other', async () => {
  const { store } = await open()
  const sendsCode = (chat: typeof anna) =>
    store.transaction(async (unit) => {
      const { times } = await unit.links.count('sent', { employee: anna.employee }, START_MS - HOUR_MS)
      await sleep(20)
      if (times < 3)
        await unit.links.audit('sent', { chat: chat.chat, employee: anna.employee, atMs: START_MS })
      return times
    })
  const counted = await Promise.all([anna, igor, anna, igor, anna, igor].map(sendsCode))
  expect(counted.toSorted((one, other) => one - other)).toEqual([0, 1, 2, 3, 3, 3])
})

test('two chats that link one employee at the same time leave one link that lives', async () => {
  const { store } = await open()
  const both = gate(2)
  const establish = (chat: typeof anna) =>
    store.transaction(async (unit) => {
      for (let tries = 1; ; tries += 1) {
        try {
          return await unit.savepoint(async () => {
            await unit.links.byEmployee(anna.employee)
            if (tries === 1) await both()
            return unit.links.establish(link({ ...anna, chat: chat.chat }))
          })
        } catch (error) {
          if (tries === 3) throw error
        }
      }
    })
  await Promise.all([establish(anna), establish(igor)])
  expect(await store.transaction((unit) => unit.links.all())).toHaveLength(1)
})

test('who is to be told waits for a turn of the chat, and then sees what it did', async () => {
  const { store, database } = await open()
  await store.transaction(async (unit) => {
    await unit.chats.save(chatRecord(anna, 1), START_MS)
    await unit.links.establish(link(anna))
  })
  const held = Promise.withResolvers<void>()
  const unlinking = store.transaction(async (unit) => {
    await unit.chats.load(anna.chat)
    held.resolve()
    await somebodyWaits(database)
    await unit.links.end(anna.chat, 'unlinked', START_MS)
  })
  await held.promise
  const told = store.transaction((unit) =>
    personOf(unit, link(anna), () => {
      throw new Error('Nobody is to be told')
    }),
  )
  await unlinking
  expect(await told).toBeNull()
})

test.each([
  [{ code: '40P01' }, 'conflict'],
  [{ code: '40001' }, 'conflict'],
  [{ code: '57P03' }, 'away'],
  [{ code: '08006' }, 'away'],
  [{ code: '53300' }, 'away'],
  [{ code: 'ECONNRESET' }, 'away'],
  [{ code: '23505' }, null],
  [{ code: '42P01' }, null],
  [{ code: 'SQLITE_BUSY' }, null],
])('an error with %j means %s, also as the cause of another', (facts, trouble) => {
  const error = Object.assign(new Error('сбой'), facts)
  expect(troubleOf(error)).toBe(trouble)
  expect(troubleOf(new Error('выше', { cause: error }))).toBe(trouble)
})

async function advance(unit: Unit, person: typeof anna): Promise<void> {
  const revision = ((await unit.chats.load(person.chat))?.revision ?? 0) + 1
  expect(await unit.chats.save(chatRecord(person, revision), START_MS)).toBe(true)
}

/** Lets the first so many callers go when all of them are there, and everybody after that. */
function gate(callers: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let come = 0
  return () => {
    come += 1
    if (come === callers) resolve()
    return promise
  }
}

/** Resolves when a transaction of the database waits for the lock of another. */
async function somebodyWaits(database: TestDatabase): Promise<void> {
  await vi.waitUntil(
    async () => {
      const [row] = await database.query<{ waiting: number }>(
        `select count(*)::int as waiting from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      )
      return row?.waiting === 1
    },
    { timeout: 10_000, interval: 10 },
  )
}

async function killOthers(database: TestDatabase): Promise<void> {
  await database.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  )
}

async function open(): Promise<{ readonly store: OwnedStore; readonly database: TestDatabase }> {
  const { direct } = await sharedServers()
  const database = await createTestDatabase(direct)
  onTestFinished(() => database[Symbol.asyncDispose]())
  await database.setClock(START_MS)
  const store = await openStore({ url: `${direct}/${database.name}`, clock: createSetClock() })
  onTestFinished(() => store[Symbol.asyncDispose]())
  return { store, database }
}
