import { describe, expect, test } from 'vitest'
import type { OwnedStore } from '../../../db/store.ts'
import type { ChatId } from '../../../src/ports/identity.ts'
import {
  action,
  anna,
  attempt,
  chatRecord,
  createSetClock,
  HOUR_MS,
  igor,
  link,
  message,
  notification,
  settings,
  START_MS,
  type Person,
} from '../fixtures.ts'
import type { OpenEmpty } from './empty-database.ts'

const blank = () => ({ forgotten: true })

/** Something in every table that is about a person; what was to be sent has been. */
async function fill(store: OwnedStore, person: Person): Promise<void> {
  const { chat, employee } = person
  await store.transaction(async (unit) => {
    await unit.links.establish(link(person))
    await unit.links.audit('linked', { chat, employee, atMs: START_MS })
    await unit.links.saveAttempt(attempt(`at${chat}`, person))
    await unit.chats.save(chatRecord(person, 1), START_MS)
    await unit.settings.save(chat, settings(), START_MS)
    await unit.cards.save({
      token: `T${chat}`,
      chat,
      conversation: null,
      revision: 1,
      choices: [],
      expiresAtMs: START_MS,
    })
    await unit.journal.append([entryOf(chat)])
    await unit.deliveries.enqueue([message(`m${chat}`, person)])
    await unit.notifications.plan([notification(`n${chat}`, person)], START_MS)
    await unit.actions.begin(action(`a${chat}`, person))
    const payload = { text: 'Привет' }
    await unit.updates.poison({
      updateId: chat,
      chat,
      payload,
      incident: '7F3K',
      error: 'Error',
      atMs: START_MS,
    })
  })
  const claimed = await store.outbox.claim({ limit: 9, nowMs: START_MS + HOUR_MS, leaseMs: 1_000 })
  for (const delivery of claimed) await store.outbox.settle(delivery, { type: 'done' }, START_MS)
}

function entryOf(chat: ChatId) {
  const place = { conversation: null, dialog: null, hash: null, from: null, to: null }
  return { chat, revision: 1, event: { text: 'Смета' }, atMs: START_MS, ...place }
}

async function rowsOf(store: OwnedStore, person: Person): Promise<Readonly<Record<string, number>>> {
  const tables = await store.personal.collect(person.employee)
  return Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, rows.length]))
}

const all = {
  links: 1,
  chats: 1,
  settings: 1,
  cards: 1,
  journal: 1,
  deliveries: 1,
  notifications: 1,
  poisoned_updates: 1,
  link_attempts: 1,
  actions: 1,
  audit: 1,
}

export function describePersonal(openEmpty: OpenEmpty): void {
  describe('what is kept about one person', () => {
    test('is every row of theirs, and nobody else’s', async () => {
      const { store } = await openEmpty(createSetClock())
      await fill(store, anna)
      await fill(store, igor)
      expect(await rowsOf(store, anna)).toEqual(all)
      const text = JSON.stringify(await store.personal.collect(anna.employee))
      expect(text).toContain(anna.name)
      expect(text).not.toContain(igor.name)
      expect(text).not.toContain(String(igor.chat))
      expect(text).not.toMatch(/(?:code|invite)_digest/)
    })

    test('is not erased while the link lives, nor while something is still to be done', async () => {
      const { store } = await openEmpty(createSetClock())
      await fill(store, anna)
      expect(await store.personal.erase(anna.employee, blank)).toEqual({ type: 'linked' })
      await store.transaction(async (unit) => {
        await unit.links.end(anna.chat, 'revoked', START_MS)
        await unit.deliveries.enqueue([message('last words', anna)])
      })
      expect(await store.personal.erase(anna.employee, blank)).toEqual({ type: 'unfinished' })
      expect(await rowsOf(store, anna)).toEqual({ ...all, deliveries: 2 })
    })

    test('is erased but for numbers, and the chat counts its turns on', async () => {
      const { store } = await openEmpty(createSetClock())
      await fill(store, anna)
      await fill(store, igor)
      await store.transaction((unit) => unit.links.end(anna.chat, 'revoked', START_MS))
      expect(await store.personal.erase(anna.employee, blank)).toEqual({ type: 'erased', rows: 8 })
      const left = await store.personal.collect(anna.employee)
      expect(
        Object.entries(left)
          .filter(([, rows]) => rows.length > 0)
          .map(([table]) => table),
      ).toEqual(['actions', 'audit'])
      expect(await store.transaction((unit) => unit.chats.load(anna.chat))).toMatchObject({
        revision: 2,
        state: { forgotten: true },
      })
      expect(await rowsOf(store, igor)).toEqual(all)
      expect(await store.personal.erase(anna.employee, blank)).toEqual({ type: 'erased', rows: 0 })
    })

    test('is not what a chat holds that speaks for somebody else by now', async () => {
      const { store } = await openEmpty(createSetClock())
      await fill(store, anna)
      await store.transaction((unit) =>
        unit.links.establish({ ...link(igor), chat: anna.chat, linkedAtMs: START_MS + 1 }),
      )
      expect(await rowsOf(store, anna)).toMatchObject({ links: 1, chats: 0, settings: 0, journal: 0 })
      await store.personal.erase(anna.employee, blank)
      expect(await rowsOf(store, anna)).toMatchObject({ links: 0 })
      expect(await rowsOf(store, igor)).toMatchObject({ links: 1, chats: 1, settings: 1, journal: 1 })
    })

    test('of somebody never seen is nothing', async () => {
      const { store } = await openEmpty(createSetClock())
      expect(Object.values(await rowsOf(store, anna)).every((rows) => rows === 0)).toBe(true)
      expect(await store.personal.erase(anna.employee, blank)).toEqual({ type: 'erased', rows: 0 })
    })
  })
}
