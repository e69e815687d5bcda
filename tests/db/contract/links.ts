import { describe, expect, test } from 'vitest'
import type { Store } from '../../../src/store/store.ts'
import { anna, attempt, createSetClock, HOUR_MS, igor, link, olga, START_MS } from '../fixtures.ts'
import type { OpenEmpty } from './empty-database.ts'

export function describeLinks(openEmpty: OpenEmpty): void {
  describe('a link', () => {
    test('is found from both sides', async () => {
      const { store } = await openEmpty(createSetClock())
      expect(await store.transaction((unit) => unit.links.establish(link(anna)))).toEqual([])
      expect(await livingLinks(store)).toEqual([link(anna)])
      await store.transaction(async (unit) => {
        expect(await unit.links.byChat(anna.chat)).toEqual(link(anna))
        expect(await unit.links.byEmployee(anna.employee)).toEqual(link(anna))
        expect(await unit.links.byChat(igor.chat)).toBeNull()
        expect(await unit.links.byEmployee(igor.employee)).toBeNull()
      })
    })

    test('of an employee in a new chat ends the one in the old chat', async () => {
      const { store } = await openEmpty(createSetClock())
      await store.transaction((unit) => unit.links.establish(link(anna)))
      const moved = link(anna, { chat: olga.chat, linkedAtMs: START_MS + 1 })
      expect(await store.transaction((unit) => unit.links.establish(moved))).toEqual([link(anna)])
      expect(await livingLinks(store)).toEqual([moved])
    })

    test('may end two others at once: the employee’s chat and the chat’s employee', async () => {
      const { store } = await openEmpty(createSetClock())
      await store.transaction(async (unit) => {
        await unit.links.establish(link(anna))
        await unit.links.establish(link(igor))
        await unit.links.establish(link(olga))
      })
      const moved = link(anna, { chat: igor.chat })
      const ended = await store.transaction((unit) => unit.links.establish(moved))
      expect(ended).toHaveLength(2)
      expect(ended).toEqual(expect.arrayContaining([link(anna), link(igor)]))
      expect(await livingLinks(store)).toEqual([link(olga), moved])
    })

    test('made again for the same two is renewed and ends nothing', async () => {
      const { store } = await openEmpty(createSetClock())
      await store.transaction((unit) => unit.links.establish(link(anna)))
      const renewed = link(anna, { zone: 'Asia/Kamchatka', linkedAtMs: START_MS + HOUR_MS })
      expect(await store.transaction((unit) => unit.links.establish(renewed))).toEqual([])
      expect(await livingLinks(store)).toEqual([renewed])
    })

    test('ends once, and may begin anew', async () => {
      const { store } = await openEmpty(createSetClock())
      await store.transaction((unit) => unit.links.establish(link(anna)))
      expect(await store.transaction((unit) => unit.links.end(anna.chat, 'unlinked', START_MS))).toEqual(
        link(anna),
      )
      expect(await store.transaction((unit) => unit.links.end(anna.chat, 'revoked', START_MS))).toBeNull()
      expect(await livingLinks(store)).toEqual([])
      expect(await store.transaction((unit) => unit.links.establish(link(anna)))).toEqual([])
      expect(await livingLinks(store)).toEqual([link(anna)])
    })

    test('takes another time zone while it lives, and leaves everybody else’s alone', async () => {
      const { store } = await openEmpty(createSetClock())
      await store.transaction(async (unit) => {
        await unit.links.establish(link(anna))
        await unit.links.establish(link(igor))
        await unit.links.setZone(anna.chat, 'Asia/Almaty')
        await unit.links.setZone(olga.chat, 'Asia/Almaty')
      })
      expect(await livingLinks(store)).toEqual([link(anna, { zone: 'Asia/Almaty' }), link(igor)])
      await store.transaction(async (unit) => {
        await unit.links.end(igor.chat, 'unlinked', START_MS)
        await unit.links.setZone(igor.chat, 'Asia/Almaty')
        expect(await unit.links.byChat(igor.chat)).toBeNull()
      })
    })

    test('remembers the last check of its employee, and never an earlier one', async () => {
      const { store } = await openEmpty(createSetClock())
      await store.transaction(async (unit) => {
        await unit.links.establish(link(anna))
        await unit.links.establish(link(igor))
        await unit.links.checked([anna.employee, olga.employee], START_MS + HOUR_MS)
        await unit.links.checked([anna.employee], START_MS + 1)
        await unit.links.checked([], START_MS + 2 * HOUR_MS)
      })
      expect(await livingLinks(store)).toEqual([link(anna, { checkedAtMs: START_MS + HOUR_MS }), link(igor)])
    })
  })

  describe('a link attempt', () => {
    test('is the only one of its chat: the newer replaces the older', async () => {
      const { store } = await openEmpty(createSetClock())
      const unknown = attempt('second', anna, {
        email: 'nobody@romashka.example',
        employee: null,
        profile: null,
        codeDigest: null,
        inviteDigest: 'ab',
        triesLeft: 4,
      })
      await store.transaction(async (unit) => {
        await unit.links.saveAttempt(attempt('first', anna))
        await unit.links.saveAttempt(attempt('igor', igor))
        await unit.links.saveAttempt(unknown)
        expect(await unit.links.attempt(anna.chat)).toEqual(unknown)
        expect(await unit.links.attemptById('second')).toEqual(unknown)
        expect(await unit.links.attemptById('first')).toBeNull()
        expect(await unit.links.attempt(igor.chat)).toEqual(attempt('igor', igor))
      })
    })

    test('counts its tries in place, and is dropped with its chat', async () => {
      const { store } = await openEmpty(createSetClock())
      await store.transaction(async (unit) => {
        await unit.links.saveAttempt(attempt('first', anna))
        await unit.links.saveAttempt(attempt('first', anna, { triesLeft: 1 }))
        expect((await unit.links.attempt(anna.chat))?.triesLeft).toBe(1)
        await unit.links.dropAttempt(anna.chat)
        expect(await unit.links.attempt(anna.chat)).toBeNull()
      })
    })
  })

  describe('the audit of linking', () => {
    test('counts one event for a chat, an employee or everybody, and names the oldest', async () => {
      const { store } = await openEmpty(createSetClock())
      await store.transaction(async (unit) => {
        await unit.links.audit('requested', { chat: anna.chat, employee: anna.employee, atMs: START_MS + 10 })
        await unit.links.audit('requested', { chat: anna.chat, employee: igor.employee, atMs: START_MS + 20 })
        await unit.links.audit('requested', { chat: olga.chat, employee: null, atMs: START_MS + 30 })
        await unit.links.audit('wrong', { chat: anna.chat, employee: anna.employee, atMs: START_MS + 40 })
      })
      await store.transaction(async ({ links }) => {
        const count = async (whose: Parameters<typeof links.count>[1], sinceMs: number) =>
          links.count('requested', whose, sinceMs)
        expect(await count({ chat: anna.chat }, START_MS)).toEqual({
          times: 2,
          oldestAtMs: START_MS + 10,
          newestAtMs: START_MS + 20,
        })
        expect(await count({ chat: anna.chat }, START_MS + 10)).toEqual({
          times: 1,
          oldestAtMs: START_MS + 20,
          newestAtMs: START_MS + 20,
        })
        expect(await count({ employee: igor.employee }, START_MS)).toEqual({
          times: 1,
          oldestAtMs: START_MS + 20,
          newestAtMs: START_MS + 20,
        })
        expect(await count('everybody', START_MS)).toEqual({
          times: 3,
          oldestAtMs: START_MS + 10,
          newestAtMs: START_MS + 30,
        })
        expect(await count({ chat: igor.chat }, START_MS)).toEqual({
          times: 0,
          oldestAtMs: null,
          newestAtMs: null,
        })
      })
    })

    test('counts wrong codes in a row, over all chats, until the employee is linked or unlocked', async () => {
      const { store } = await openEmpty(createSetClock())
      const counts = await store.transaction(async ({ links }) => {
        const seen: number[] = []
        const happens = async (event: Parameters<typeof links.audit>[0], person = anna, chat = anna.chat) => {
          await links.audit(event, { chat, employee: person.employee, atMs: START_MS })
          seen.push(await links.failuresInARow(anna.employee))
        }
        await happens('wrong')
        await happens('wrong', anna, igor.chat)
        await happens('wrong', igor)
        await happens('sent')
        await happens('linked', igor)
        await happens('linked')
        await happens('wrong')
        await happens('unlocked')
        await happens('wrong')
        return seen
      })
      expect(counts).toEqual([1, 2, 2, 2, 2, 0, 1, 0, 1])
    })
  })
}

async function livingLinks(store: Store) {
  return store.transaction((unit) => unit.links.all())
}
