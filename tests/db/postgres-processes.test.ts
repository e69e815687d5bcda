/** What happens to a PostgreSQL database when one of the processes on it dies, and when several work at once. */
import { expect, onTestFinished, test } from 'vitest'
import { openStore } from '../../db/database.ts'
import type { OwnedStore } from '../../db/store.ts'
import { toChatId } from '../../src/ports/identity.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres/databases.ts'
import { sharedServers } from '../support/postgres/shared.ts'
import {
  anna,
  chatRecord,
  claim,
  claimDue,
  createSetClock,
  idsOf,
  MINUTE_MS,
  notification,
  START_MS,
} from './fixtures.ts'
import { startChild } from './other-process.ts'

test('a process killed in the middle of a turn leaves nothing of it, and nobody waits for what it held', async () => {
  const { url } = await newDatabase()
  const { kill } = await startChild('inside-turn', 'written', url)
  await kill()
  await using store = await open(url)
  expect(await store.transaction((unit) => unit.chats.load(anna.chat))).toBeNull()
  expect(await claim(store, START_MS)).toEqual([])
  expect(await store.transaction((unit) => unit.updates.claim(1, START_MS))).toBe(true)
})

test('a process killed right after the commit leaves all of the turn', async () => {
  const { url } = await newDatabase()
  const { kill } = await startChild('after-turn', 'committed', url)
  await kill()
  await using store = await open(url)
  expect(await store.transaction((unit) => unit.updates.claim(1, START_MS))).toBe(false)
  expect(await store.transaction((unit) => unit.chats.load(anna.chat))).toEqual(chatRecord(anna, 1))
  expect(idsOf(await claim(store, START_MS))).toEqual(['1:message'])
})

test('a delivery whose performer was killed is taken over after its lease, by the clock of the database', async () => {
  const { url, database } = await newDatabase()
  const { kill } = await startChild('after-claim', 'claimed', url)
  await kill()
  await using store = await open(url)
  // What the process believes of the time is nothing to the lease.
  expect(await claim(store, START_MS + 10 * MINUTE_MS)).toEqual([])
  await database.setClock(START_MS + MINUTE_MS)
  expect(await claim(store, START_MS)).toMatchObject([{ id: '1:message', attempts: 2 }])
})

test('a process killed at any moment has kept every turn it acknowledged, each of them whole', async () => {
  const { url } = await newDatabase()
  await using store = await open(url)
  let checked = 0
  for (const kills of [3, 17, 40]) {
    const { lines, kill } = await startChild('turns', String(checked + 1), url)
    for (let seen = 1; seen < kills; seen += 1) await lines.next()
    await kill()
    let acknowledged = checked
    for await (const line of lines) acknowledged = Number(line)
    const turns = (await store.transaction((unit) => unit.chats.load(anna.chat)))?.revision ?? 0
    expect(turns).toBeGreaterThanOrEqual(acknowledged)
    expect(await store.transaction((unit) => unit.updates.claim(turns, START_MS))).toBe(false)
    const expected = Array.from({ length: turns - checked }, (_, n) => `${checked + n + 1}:message`)
    expect(await performAll(store)).toEqual(expected)
    checked = turns
  }
})

test('two processes never get the same notification, and all of a chat goes to one of them', async () => {
  const { url } = await newDatabase()
  await using store = await open(url)
  const chats = Array.from({ length: 60 }, (_, n) => toChatId(anna.chat + n))
  const rows = chats.flatMap((chat) => ['a', 'b'].map((n) => notification(`${n}:${chat}`, { ...anna, chat })))
  await store.transaction((unit) => unit.notifications.plan(rows, START_MS))
  const { lines, release } = await startChild('claims-due', 'ready', url)
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

test('of two processes that both take the first turn of a chat, one does and the other is told', async () => {
  const { url } = await newDatabase()
  const both = [await startChild('first-turns', 'ready', url), await startChild('first-turns', 'ready', url)]
  for (const { release } of both) release()
  const saved: string[] = []
  for (const { lines } of both) {
    for await (const line of lines) {
      if (line === 'none left') break
      saved.push(line)
    }
  }
  expect(saved.map(Number).toSorted((one, other) => one - other)).toEqual(
    Array.from({ length: 40 }, (_, n) => n + 1),
  )
})

async function performAll(store: OwnedStore): Promise<string[]> {
  const ids: string[] = []
  for (;;) {
    const [delivery] = await claim(store, START_MS)
    if (delivery === undefined) return ids
    ids.push(delivery.id)
    await store.outbox.settle(delivery, { type: 'done' }, START_MS)
  }
}

function open(url: string): Promise<OwnedStore> {
  return openStore({ url, clock: createSetClock() })
}

async function newDatabase(): Promise<{ readonly url: string; readonly database: TestDatabase }> {
  const { direct, pooled } = await sharedServers()
  const database = await createTestDatabase(direct)
  onTestFinished(() => database[Symbol.asyncDispose]())
  await database.setClock(START_MS)
  return { url: `${pooled ?? direct}/${database.name}`, database }
}
