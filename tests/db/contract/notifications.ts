import { describe, expect, test } from 'vitest'
import { toChatId } from '../../../src/ports/identity.ts'
import type { ClaimedRow, NotificationRow } from '../../../src/store/notifications.ts'
import type { Store } from '../../../src/store/store.ts'
import type { Planned } from '../fixtures.ts'
import {
  anna,
  claimDue,
  createSetClock,
  DAY_MS,
  HOUR_MS,
  igor,
  link,
  MINUTE_MS,
  notification,
  olga,
  START_MS,
} from '../fixtures.ts'
import type { OpenEmpty } from './empty-database.ts'

export function describeNotifications(openEmpty: OpenEmpty): void {
  describe('a planned notification', () => {
    test('is kept with everything it holds, and found by its key', async () => {
      const { store } = await openEmpty(createSetClock())
      const reminder = notification('ev:11:5:1:15', anna, {
        kind: 'event',
        silent: true,
        payload: { type: 'event', title: null, place: 'Переговорная «Байкал»' },
      })
      await plan(store, reminder)
      const kept = { ...reminder, state: 'planned', reason: null }
      expect(await store.transaction((unit) => unit.notifications.byKey(reminder.key))).toEqual(kept)
      expect(await store.transaction((unit) => unit.notifications.byKey('ev:11:5:1:60'))).toBeNull()
      expect(await ofChat(store)).toEqual([kept])
    })

    test('planned again reads as it was planned last, in the chat it was planned for last', async () => {
      const { store } = await openEmpty(createSetClock())
      await plan(store, notification('morning:11:2026-11-24', anna))
      const moved = notification('morning:11:2026-11-24', olga, {
        kind: 'evening',
        together: 'later',
        dueMs: START_MS + HOUR_MS,
        expiresMs: START_MS + 2 * HOUR_MS,
        silent: true,
        payload: { date: '2026-11-25' },
      })
      await plan(store, moved)
      expect(await ofChat(store, anna)).toEqual([])
      expect(await ofChat(store, olga)).toEqual([{ ...moved, state: 'planned', reason: null }])
    })

    test('comes back when it had been cancelled or had expired, and waits for its hour again', async () => {
      const { store } = await openEmpty(createSetClock())
      for (const state of ['cancelled', 'expired'] as const) {
        await plan(store, notification(state))
        await mark(store, [state], state, 'moved')
        await plan(store, notification(state))
      }
      expect(await claimDue(store, START_MS)).toMatchObject([
        { key: 'cancelled', reason: null },
        { key: 'expired', reason: null },
      ])
    })

    test('is never planned a second time once it was sent, may have been sent, or has failed', async () => {
      const { store } = await openEmpty(createSetClock())
      const states = ['failed', 'sent', 'unknown'] as const
      for (const state of states) {
        await plan(store, notification(state))
        await mark(store, [state], state)
        await plan(store, notification(state, igor))
        await mark(store, [state], 'planned')
      }
      expect(await ofChat(store)).toMatchObject(states.map((state) => ({ key: state, state })))
      expect(await ofChat(store, igor)).toEqual([])
      expect(await claimDue(store, START_MS)).toEqual([])
    })

    test('stays as it is while it is being sent', async () => {
      const { store } = await openEmpty(createSetClock())
      await plan(store, notification('morning'))
      await claimDue(store, START_MS)
      await plan(store, notification('morning', anna, { payload: { other: true } }))
      expect(await ofChat(store)).toMatchObject([{ state: 'sending', payload: { date: '2026-11-23' } }])
    })

    test('can be one of many', async () => {
      const { store } = await openEmpty(createSetClock())
      const keys = Array.from({ length: 1300 }, (_, n) => `ev:${String(n).padStart(4, '0')}`)
      await plan(store, ...keys.map((key) => notification(key)))
      expect(keysOf(await claimDue(store, START_MS))).toEqual(keys)
      await mark(store, keys, 'sent')
      expect((await ofChat(store)).filter(({ state }) => state === 'sent')).toHaveLength(1300)
      await store.transaction(async (unit) => {
        await unit.notifications.plan([], START_MS)
        await unit.notifications.mark([], 'sent', null, START_MS)
      })
    })
  })

  describe('the notifications of a chat', () => {
    test('are those to come, and those settled after a moment, soonest first', async () => {
      const { store } = await openEmpty(createSetClock())
      await plan(
        store,
        notification('tomorrow', anna, { dueMs: START_MS + DAY_MS }),
        notification('old', anna, { dueMs: START_MS - DAY_MS }),
        notification('recent', anna, { dueMs: START_MS - HOUR_MS }),
        notification('now'),
        notification('his', igor),
      )
      await mark(store, ['old'], 'sent', null, START_MS - 1)
      await mark(store, ['recent'], 'cancelled', 'empty', START_MS)
      await claimDue(store, START_MS, { chats: 1 })
      expect(keysOf(await ofChat(store, anna, START_MS - 1))).toEqual(['recent', 'now', 'tomorrow'])
      expect(keysOf(await ofChat(store, anna, START_MS - 2))).toEqual(['old', 'recent', 'now', 'tomorrow'])
      const [cancelled] = await ofChat(store, anna, START_MS - 1)
      expect(cancelled).toMatchObject({ state: 'cancelled', reason: 'empty' })
    })

    test('are all cancelled when there is nobody to tell, even one about to be sent', async () => {
      const { store } = await openEmpty(createSetClock())
      await plan(store, notification('sent'), notification('due'), notification('his', igor))
      await mark(store, ['sent'], 'sent')
      await claimDue(store, START_MS)
      await plan(store, notification('tomorrow', anna, { dueMs: START_MS + DAY_MS }))
      await store.transaction((unit) => unit.notifications.cancelChat(anna.chat, 'link ended', START_MS))
      const states = (await ofChat(store)).map(({ key, state, reason }) => [key, state, reason])
      expect(states).toEqual([
        ['due', 'cancelled', 'link ended'],
        ['sent', 'sent', null],
        ['tomorrow', 'cancelled', 'link ended'],
      ])
      expect(keysOf(await claimDue(store, START_MS + 2 * DAY_MS))).toEqual(['his'])
    })
  })

  describe('a claimed notification', () => {
    test('is held until it is settled, cancelled, or taken over by somebody else', async () => {
      const { store } = await openEmpty(createSetClock())
      await plan(store, notification('1'), notification('2'), notification('3'))
      const first = await claimDue(store, START_MS)
      const held = (claimed: readonly ClaimedRow[]) =>
        store.transaction(async (unit) => [...(await unit.notifications.held(claimed))].sort())
      expect(await held(first)).toEqual(['1', '2', '3'])
      await mark(store, ['1'], 'sent')
      expect(await held(first)).toEqual(['2', '3'])
      const second = await claimDue(store, START_MS + HOUR_MS)
      expect(await held(first)).toEqual([])
      await store.transaction((unit) => unit.notifications.cancelChat(anna.chat, 'unlinked', START_MS))
      expect([await held(second), await held([])]).toEqual([[], []])
    })
  })

  describe('claiming what is due', () => {
    test('takes all due rows of a chat at once, and nothing before its hour', async () => {
      const { store } = await openEmpty(createSetClock())
      await plan(
        store,
        notification('b', anna, { dueMs: START_MS - 1 }),
        notification('a', anna, { dueMs: START_MS - 1 }),
        notification('c', anna, { dueMs: START_MS }),
        notification('later', anna, { dueMs: START_MS + 1 }),
      )
      expect(await claimDue(store, START_MS, { chats: 1 })).toMatchObject([
        { key: 'a', state: 'sending' },
        { key: 'b', state: 'sending' },
        { key: 'c', state: 'sending' },
      ])
      expect(await claimDue(store, START_MS)).toEqual([])
      expect(keysOf(await claimDue(store, START_MS + 1))).toEqual(['later'])
    })

    test('takes no more chats than asked for, the longest waiting first', async () => {
      const { store } = await openEmpty(createSetClock())
      await plan(
        store,
        notification('anna', anna, { dueMs: START_MS - 2 }),
        notification('anna too', anna, { dueMs: START_MS }),
        notification('igor', igor, { dueMs: START_MS - 1 }),
        notification('olga', olga, { dueMs: START_MS - 3 }),
      )
      expect(keysOf(await claimDue(store, START_MS, { chats: 2 }))).toEqual(['olga', 'anna', 'anna too'])
      expect(keysOf(await claimDue(store, START_MS, { chats: 2 }))).toEqual(['igor'])
    })

    test('of a part takes young rows of its kinds alone, and leaves them to others once they are old', async () => {
      const { store } = await openEmpty(createSetClock())
      const part = { kinds: ['event'], youngMs: MINUTE_MS } as const
      await plan(
        store,
        notification('digest', anna),
        notification('event', anna, { kind: 'event' }),
        notification('old event', anna, { kind: 'event', dueMs: START_MS - MINUTE_MS }),
        notification('his', igor, { kind: 'event' }),
      )
      const young = await claimDue(store, START_MS, { part: { ...part, which: 'young' } })
      expect(keysOf(young)).toEqual(['event', 'his'])
      const others = await claimDue(store, START_MS, { part: { ...part, which: 'others' } })
      expect(keysOf(others)).toEqual(['old event', 'digest'])
    })

    test('takes over what nobody ended within its lease, and not before', async () => {
      const { store } = await openEmpty(createSetClock())
      await plan(store, notification('morning'))
      await claimDue(store, START_MS, { leaseMs: MINUTE_MS })
      expect(await claimDue(store, START_MS + MINUTE_MS - 1)).toEqual([])
      expect(keysOf(await claimDue(store, START_MS + MINUTE_MS))).toEqual(['morning'])
      await mark(store, ['morning'], 'sent')
      expect(await claimDue(store, START_MS + HOUR_MS)).toEqual([])
    })

    test('takes what was put back at once, and nothing that was ended in any way', async () => {
      const { store } = await openEmpty(createSetClock())
      const ends = ['cancelled', 'expired', 'failed', 'sent', 'unknown'] as const
      await plan(store, notification('waits'), ...ends.map((end) => notification(end)))
      await claimDue(store, START_MS)
      for (const end of ends) await mark(store, [end], end)
      await mark(store, ['waits'], 'planned')
      expect(keysOf(await claimDue(store, START_MS))).toEqual(['waits'])
    })

    test('says when the next row falls due or comes back', async () => {
      const { store } = await openEmpty(createSetClock())
      expect(await store.schedule.nextDueMs()).toBeNull()
      await plan(
        store,
        notification('tomorrow', anna, { dueMs: START_MS + DAY_MS }),
        notification('now', anna),
      )
      expect(await store.schedule.nextDueMs()).toBe(START_MS)
      await claimDue(store, START_MS, { leaseMs: MINUTE_MS })
      expect(await store.schedule.nextDueMs()).toBe(START_MS + MINUTE_MS)
      await mark(store, ['now'], 'sent')
      expect(await store.schedule.nextDueMs()).toBe(START_MS + DAY_MS)
    })

    test('never gives one row to two claimers, nor two rows of a chat to different ones', async () => {
      const { store, another } = await openEmpty(createSetClock())
      const other = (await another?.()) ?? store
      const people = Array.from({ length: 40 }, (_, n) => ({ ...anna, chat: toChatId(anna.chat + n) }))
      const rows = people.flatMap((person) =>
        ['a', 'b', 'c'].map((name) => notification(`${name}:${person.chat}`, person)),
      )
      await plan(store, ...rows)
      const claims: string[][] = []
      async function claimAll(from: Store): Promise<void> {
        for (;;) {
          const claimed = await claimDue(from, START_MS, { chats: 3 })
          if (claimed.length === 0) return
          claims.push(keysOf(claimed))
        }
      }
      await Promise.all([claimAll(store), claimAll(other)])
      expect(claims.flat().toSorted()).toEqual(rows.map(({ key }) => key).toSorted())
      for (const claimed of claims) {
        const perChat = Map.groupBy(claimed, (key) => key.split(':')[1])
        expect([...perChat.values()].map((keys) => keys.length)).toEqual([...perChat].map(() => 3))
      }
    })
  })

  describe('claiming chats to plan for', () => {
    test('takes living links not planned for lately, each once, those never planned for first', async () => {
      const { store } = await openEmpty(createSetClock())
      await store.transaction(async (unit) => {
        await unit.links.establish(link(anna))
        await unit.links.establish(link(igor))
        await unit.links.establish(link(olga))
        await unit.links.end(olga.chat, 'unlinked', START_MS)
      })
      expect(await claimPlanning(store, START_MS, 1)).toEqual([link(anna)])
      expect(await claimPlanning(store, START_MS + 1)).toEqual([link(igor)])
      expect(await claimPlanning(store, START_MS + 5 * MINUTE_MS - 1)).toEqual([])
      expect(await claimPlanning(store, START_MS + 5 * MINUTE_MS)).toEqual([link(anna)])
    })

    test('takes a chat at once when it is to be planned anew, or was linked anew', async () => {
      const { store } = await openEmpty(createSetClock())
      await store.transaction(async (unit) => {
        await unit.links.establish(link(anna))
        await unit.links.establish(link(igor))
      })
      await claimPlanning(store, START_MS)
      await store.transaction(async (unit) => {
        await unit.links.replan(igor.chat)
        await unit.links.replan(olga.chat)
      })
      expect(await claimPlanning(store, START_MS)).toEqual([link(igor)])
      await store.transaction((unit) => unit.links.establish(link(anna)))
      expect(await claimPlanning(store, START_MS)).toEqual([link(anna)])
      expect(await claimPlanning(store, START_MS)).toEqual([])
    })
  })
}

async function plan(store: Store, ...rows: readonly Planned[]): Promise<void> {
  await store.transaction((unit) => unit.notifications.plan(rows, START_MS))
}

async function mark(
  store: Store,
  keys: readonly string[],
  state: Exclude<NotificationRow['state'], 'sending'>,
  reason: string | null = null,
  atMs = START_MS,
): Promise<void> {
  await store.transaction((unit) => unit.notifications.mark(keys, state, reason, atMs))
}

async function ofChat(store: Store, person = anna, sinceMs = 0): Promise<readonly NotificationRow[]> {
  return store.transaction((unit) => unit.notifications.ofChat(person.chat, sinceMs))
}

async function claimPlanning(store: Store, nowMs: number, limit = 100) {
  return store.schedule.claimPlanning({ nowMs, staleMs: 5 * MINUTE_MS, limit })
}

function keysOf(rows: readonly NotificationRow[]): string[] {
  return rows.map(({ key }) => key)
}
