import { describe, expect, test } from 'vitest'
import type { OwnedStore } from '../../../db/store.ts'
import {
  action,
  anna,
  attempt,
  claim,
  claimDue,
  createSetClock,
  DAY_MS,
  enqueue,
  idsOf,
  igor,
  link,
  message,
  MINUTE_MS,
  notification,
  settings,
  START_MS,
} from '../fixtures.ts'
import type { OpenEmpty } from './empty-database.ts'

const FOREVER_MS = START_MS + 9 * DAY_MS

const nothing = {
  updates: 0,
  poisonedUpdates: 0,
  cards: 0,
  journal: 0,
  deliveries: 0,
  attempts: 0,
  audit: 0,
  endedLinks: 0,
  actions: 0,
  notifications: 0,
}

export function describeRetention(openEmpty: OpenEmpty): void {
  describe('forgetting', () => {
    test('takes each kind of row when its time has come, and not a moment before', async () => {
      const { store } = await openEmpty(createSetClock())
      await writeOneOfEach(store)
      const terms: readonly (readonly [keyof typeof nothing, number])[] = [
        ['cards', MINUTE_MS],
        ['attempts', DAY_MS],
        ['updates', 7 * DAY_MS],
        ['deliveries', 14 * DAY_MS],
        ['notifications', 60 * DAY_MS],
        ['journal', 90 * DAY_MS],
        ['audit', 365 * DAY_MS],
        ['actions', 400 * DAY_MS],
      ]
      for (const [kind, termMs] of terms) {
        expect(await store.maintenance.purge(START_MS + termMs)).toEqual(nothing)
        const alike = { journal: { poisonedUpdates: 1 }, audit: { endedLinks: 1 } }
        expect(await store.maintenance.purge(START_MS + termMs + 1)).toEqual({
          ...nothing,
          [kind]: kind === 'updates' ? 2 : 1,
          ...(kind === 'journal' || kind === 'audit' ? alike[kind] : {}),
        })
      }
    })

    test('keeps what is still to be done, dead or unknown, and living links and their settings, for ever', async () => {
      const { store } = await openEmpty(createSetClock())
      await enqueue(store, message('1'), message('2'), message('3'))
      await store.transaction(async (unit) => {
        await unit.links.establish(link(anna))
        await unit.settings.save(anna.chat, settings(), START_MS)
        await unit.notifications.plan([notification('planned'), notification('sending', igor)], START_MS)
      })
      for (const type of ['dead', 'unknown'] as const) {
        const [head] = await claim(store, START_MS)
        await store.outbox.settle(head!, { type, detail: 'смотреть человеку' }, START_MS)
      }
      await claimDue(store, START_MS, { chats: 1 })
      expect(await store.maintenance.purge(START_MS + 3650 * DAY_MS)).toEqual(nothing)
      expect(await claimDue(store, START_MS + DAY_MS)).toHaveLength(2)
      expect(idsOf(await claim(store, START_MS))).toEqual(['3'])
      expect(await store.transaction((unit) => unit.links.byChat(anna.chat))).toEqual(link(anna))
      expect(await store.transaction((unit) => unit.settings.load(anna.chat))).toEqual(settings())
    })

    test('keeps an invitation until it expires', async () => {
      const { store } = await openEmpty(createSetClock())
      const invitation = attempt('invite', anna, { expiresAtMs: START_MS + 2 * DAY_MS })
      await store.transaction((unit) => unit.links.saveAttempt(invitation))
      expect(await store.maintenance.purge(START_MS + 2 * DAY_MS)).toEqual(nothing)
      expect(await store.maintenance.purge(START_MS + 2 * DAY_MS + 1)).toEqual({ ...nothing, attempts: 1 })
    })

    test('lets turns and other events through between its batches', async () => {
      const { store } = await openEmpty(createSetClock())
      await store.transaction(async (unit) => {
        for (let updateId = 1; updateId <= 2500; updateId += 1) await unit.updates.claim(updateId, START_MS)
      })
      // Where there are several connections, both are open before it begins.
      await Promise.all(
        [7000, 7001].map((id) => store.transaction((unit) => unit.updates.claim(id, FOREVER_MS))),
      )
      const order: string[] = []
      setImmediate(() => order.push('event'))
      const purge = store.maintenance.purge(START_MS + 8 * DAY_MS).then((report) => {
        order.push('purge')
        return report.updates
      })
      await store.transaction((unit) => unit.updates.claim(9000, START_MS + 8 * DAY_MS))
      order.push('turn')
      expect(await purge).toBe(2500)
      expect(order.toSorted()).toEqual(['event', 'purge', 'turn'])
      expect(order.at(-1)).toBe('purge')
    })
  })
}

async function writeOneOfEach(store: OwnedStore): Promise<void> {
  await store.transaction(async (unit) => {
    await unit.updates.claim(1, START_MS)
    await unit.updates.poison({
      updateId: 2,
      chat: anna.chat,
      payload: {},
      incident: 'K7-41',
      error: 'Error',
      atMs: START_MS,
    })
    await unit.cards.save({
      token: 'Qm8_xT4-vB1z',
      chat: anna.chat,
      conversation: null,
      revision: 1,
      choices: [],
      expiresAtMs: START_MS + MINUTE_MS,
    })
    await unit.journal.append([
      {
        chat: anna.chat,
        revision: 1,
        conversation: null,
        dialog: null,
        hash: null,
        event: null,
        from: null,
        to: null,
        atMs: START_MS,
      },
    ])
    await unit.links.saveAttempt(attempt('first', anna))
    await unit.actions.begin(action('first', anna))
    await unit.notifications.plan([notification('morning:11:2026-11-23')], START_MS)
    await unit.notifications.mark(['morning:11:2026-11-23'], 'sent', null, START_MS)
    await unit.links.audit('requested', { chat: anna.chat, employee: null, atMs: START_MS })
    await unit.links.establish(link(igor))
    await unit.links.end(igor.chat, 'unlinked', START_MS)
  })
  await enqueue(store, message('1'))
  const [delivery] = await claim(store, START_MS)
  await store.outbox.settle(delivery!, { type: 'done' }, START_MS)
}
