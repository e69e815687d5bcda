/** What happens when the process dies, and when it is not alone with the file. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Kysely, sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { openStore } from '../../db/database.ts'
import { migrate } from '../../db/migrate.ts'
import type { Schema } from '../../db/schema.ts'
import { createSqliteDialect, DatabaseBusy } from '../../db/sqlite.ts'
import { createStore } from '../../db/store.ts'
import type { OwnedStore } from '../../db/store.ts'
import { toChatId } from '../../src/ports/identity.ts'
import { StoreAway } from '../../src/store/store.ts'
import type { Unit } from '../../src/store/unit.ts'
import {
  anna,
  chatRecord,
  claim,
  claimDue,
  createSetClock,
  HOUR_MS,
  idsOf,
  message,
  MINUTE_MS,
  notification,
  START_MS,
} from './fixtures.ts'
import { startChild as startChildOn, type Child } from './other-process.ts'

test('a process killed in the middle of a turn leaves nothing of it, and the turn can be taken again', async () => {
  const { url, kill } = await startChild('inside-turn', 'written')
  await kill()
  await using store = await openStore({ url, clock: createSetClock() })
  expect(await store.transaction((unit) => unit.chats.load(anna.chat))).toBeNull()
  expect(await claim(store, START_MS)).toEqual([])
  expect(await store.transaction((unit) => unit.updates.claim(1, START_MS))).toBe(true)
})

test('a process killed right after the commit leaves all of the turn', async () => {
  const { url, kill } = await startChild('after-turn', 'committed')
  await kill()
  await using store = await openStore({ url, clock: createSetClock() })
  expect(await store.transaction((unit) => unit.updates.claim(1, START_MS))).toBe(false)
  expect(await store.transaction((unit) => unit.chats.load(anna.chat))).toEqual(chatRecord(anna, 1))
  expect(idsOf(await claim(store, START_MS))).toEqual(['1:message'])
})

test('a delivery whose performer was killed is taken over after its lease', async () => {
  const { url, kill } = await startChild('after-claim', 'claimed')
  await kill()
  await using store = await openStore({ url, clock: createSetClock() })
  expect(await store.outbox.nextDueMs()).toBe(START_MS + MINUTE_MS)
  expect(await claim(store, START_MS)).toEqual([])
  expect(await claim(store, START_MS + MINUTE_MS)).toMatchObject([{ id: '1:message', attempts: 2 }])
})

test('a process killed at any moment has kept every turn it acknowledged, each of them whole', async () => {
  const folder = await newFolder()
  let acknowledged = 0
  let checked = 0
  for (const kills of [3, 17, 40]) {
    const { lines, kill } = await startChild('turns', String(acknowledged + 1), folder)
    for (let seen = 1; seen < kills; seen += 1) await lines.next()
    await kill()
    for await (const line of lines) acknowledged = Number(line)
    await using store = await openStore({ url: urlIn(folder), clock: createSetClock() })
    const turns = (await store.transaction((unit) => unit.chats.load(anna.chat)))?.revision ?? 0
    expect(turns).toBeGreaterThanOrEqual(acknowledged)
    expect(await store.transaction((unit) => unit.updates.claim(turns, START_MS))).toBe(false)
    expect(await performAll(store)).toEqual(
      Array.from({ length: turns - checked }, (_, n) => `${checked + n + 1}:message`),
    )
    checked = turns
    acknowledged = turns
  }
})

test('two processes never get the same notification, and all of a chat goes to one of them', async () => {
  const folder = await newFolder()
  await using store = await openStore({ url: urlIn(folder), clock: createSetClock() })
  const chats = Array.from({ length: 60 }, (_, n) => toChatId(anna.chat + n))
  const rows = chats.flatMap((chat) => ['a', 'b'].map((n) => notification(`${n}:${chat}`, { ...anna, chat })))
  await store.transaction((unit) => unit.notifications.plan(rows, START_MS))
  const { lines, release } = await startChild('claims-due', 'ready', folder)
  release()
  const claims: string[] = []
  for (;;) {
    const claimed = await claimDue(store, START_MS, { chats: 1 })
    if (claimed.length === 0) break
    claims.push(claimed.map(({ key }) => key).join(' '))
  }
  for await (const line of lines) {
    if (line === 'none left') break
    claims.push(line)
  }
  expect(claims.toSorted()).toEqual(chats.map((chat) => `a:${chat} b:${chat}`).toSorted())
})

test('a turn waits for another process that is writing, while the event loop goes on', async () => {
  const { url, lines, release } = await startChild('holds-lock', 'held')
  await using store = await openStore({ url, clock: createSetClock() })
  const turn = store.transaction((unit) => unit.chats.save(chatRecord(anna, 1), START_MS))
  // Only an event loop that runs gets to these lines, and only they let the other process go.
  await sleep(100)
  release()
  expect(await turn).toBe(true)
  expect((await lines.next()).value).toBe('released')
})

test('a file that stays locked is reported as such, and the next turn may succeed', async () => {
  const folder = await newFolder()
  await (await openStore({ url: urlIn(folder), clock: createSetClock() }))[Symbol.asyncDispose]()
  const db = new Kysely<Schema>({ dialect: createSqliteDialect(join(folder, 'bot.db'), 2) })
  await using store = createStore(db, 'sqlite', createSetClock())
  const { lines, release } = await startChild('holds-lock', 'held', folder)
  const turn = () => store.transaction((unit) => unit.chats.save(chatRecord(anna, 1), START_MS))
  await expect(turn()).rejects.toThrow(DatabaseBusy)
  release()
  await lines.next()
  expect(await turn()).toBe(true)
})

test.each([
  [
    'a turn',
    (unit: Unit, write: () => Promise<void>) => write().catch(() => unit.updates.claim(7, START_MS)),
  ],
  ['a group of turns', writeInGroup],
])('a full disk fails %s whole, and space makes the next one succeed', async (_name, writeAndGoOn) => {
  const db = new Kysely<Schema>({ dialect: createSqliteDialect(join(await newFolder(), 'bot.db')) })
  await migrate(db, 'sqlite')
  await using store = createStore(db, 'sqlite', createSetClock())
  await store.transaction((unit) => unit.chats.save(chatRecord(anna, 1), START_MS))
  const limitPages = (pages: number) => sql.raw(`pragma max_page_count = ${pages}`).execute(db)
  await limitPages(1)
  const big = message('big', anna, { payload: { text: 'я'.repeat(1_000_000) } })
  const work = store.transaction(async (unit) => {
    await unit.chats.save(chatRecord(anna, 2), START_MS)
    await writeAndGoOn(unit, () => unit.deliveries.enqueue([big]))
  })
  await expect(work).rejects.toThrow(StoreAway)
  expect((await store.transaction((unit) => unit.chats.load(anna.chat)))?.revision).toBe(1)
  expect(await store.transaction((unit) => unit.updates.claim(7, START_MS))).toBe(true)
  await limitPages(1_000_000)
  await store.transaction((unit) => unit.deliveries.enqueue([message('1')]))
  expect(idsOf(await claim(store, START_MS + HOUR_MS))).toEqual(['1'])
})

async function writeInGroup(unit: Unit, write: () => Promise<void>): Promise<unknown> {
  await expect(unit.savepoint(write)).rejects.toThrow('database or disk is full')
  return unit.savepoint(() => unit.updates.claim(7, START_MS))
}

async function performAll(store: OwnedStore): Promise<string[]> {
  const ids: string[] = []
  for (;;) {
    const [delivery] = await claim(store, START_MS)
    if (delivery === undefined) return ids
    ids.push(delivery.id)
    await store.outbox.settle(delivery, { type: 'done' }, START_MS)
  }
}

/** Starts `processes-child.ts` on a file and waits until it says `ready`. */
async function startChild(mode: string, ready: string, folder?: string): Promise<Child> {
  return startChildOn(mode, ready, urlIn(folder ?? (await newFolder())))
}

function urlIn(folder: string): string {
  return `sqlite:${join(folder, 'bot.db')}`
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'processes-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}
