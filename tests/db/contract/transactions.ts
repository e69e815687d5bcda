import { describe, expect, test } from 'vitest'
import type { Unit } from '../../../src/store/unit.ts'
import {
  anna,
  chatRecord,
  claim,
  createSetClock,
  enqueue,
  idsOf,
  igor,
  link,
  message,
  olga,
  START_MS,
} from '../fixtures.ts'
import type { OpenEmpty } from './empty-database.ts'

export function describeTransactions(openEmpty: OpenEmpty): void {
  describe('a transaction', () => {
    test('keeps everything it wrote', async () => {
      const { store } = await openEmpty(createSetClock())
      await store.transaction((unit) => takeTurn(unit, 1))
      expect(await store.transaction((unit) => unit.chats.load(anna.chat))).toEqual(chatRecord(anna, 1))
      expect(idsOf(await claim(store, START_MS))).toEqual(['turn:1'])
    })

    test('that throws leaves nothing behind, and the error comes through', async () => {
      const { store } = await openEmpty(createSetClock())
      const failed = store.transaction(async (unit) => {
        await takeTurn(unit, 1)
        throw new Error('портал ответил странно')
      })
      await expect(failed).rejects.toThrow('портал ответил странно')
      expect(await store.transaction((unit) => unit.chats.load(anna.chat))).toBeNull()
      expect(await store.transaction((unit) => unit.updates.claim(1, START_MS))).toBe(true)
      expect(await claim(store, START_MS)).toEqual([])
    })

    test('of a chat waits for the one before it, however many begin at once', async () => {
      const { store } = await openEmpty(createSetClock())
      await store.transaction((unit) => unit.chats.save(chatRecord(igor, 1), START_MS))
      const turns = Array.from({ length: 20 }, () =>
        store.transaction(async (unit) => {
          const revision = ((await unit.chats.load(igor.chat))?.revision ?? 0) + 1
          return unit.chats.save(chatRecord(igor, revision), START_MS)
        }),
      )
      expect(await Promise.all(turns)).toEqual(Array.from({ length: 20 }, () => true))
      expect(await store.transaction((unit) => unit.chats.load(igor.chat))).toEqual(chatRecord(igor, 21))
    })
  })

  describe('a savepoint', () => {
    test('that throws takes back its own writes and no others', async () => {
      const { store } = await openEmpty(createSetClock())
      await store.transaction(async (unit) => {
        await unit.savepoint(() => takeTurn(unit, 1))
        const failed = unit.savepoint(async () => {
          await unit.chats.save(chatRecord(igor, 1), START_MS)
          await unit.deliveries.enqueue([message('lost')])
          throw new Error('ход не удался')
        })
        await expect(failed).rejects.toThrow('ход не удался')
        await unit.savepoint(async () => unit.chats.save(chatRecord(olga, 1), START_MS))
      })
      const chats = await store.transaction(async (unit) => ({
        anna: await unit.chats.load(anna.chat),
        igor: await unit.chats.load(igor.chat),
        olga: await unit.chats.load(olga.chat),
      }))
      expect(chats).toEqual({ anna: chatRecord(anna, 1), igor: null, olga: chatRecord(olga, 1) })
      expect(idsOf(await claim(store, START_MS))).toEqual(['turn:1'])
    })

    test('inside a savepoint is taken back with the outer one', async () => {
      const { store } = await openEmpty(createSetClock())
      await store.transaction(async (unit) => {
        const outer = unit.savepoint(async () => {
          await unit.savepoint(async () => unit.chats.save(chatRecord(anna, 1), START_MS))
          throw new Error('снаружи')
        })
        await expect(outer).rejects.toThrow('снаружи')
      })
      expect(await store.transaction((unit) => unit.chats.load(anna.chat))).toBeNull()
    })

    test('takes back also what was still running when one of several writes failed', async () => {
      const { store } = await openEmpty(createSetClock())
      await store.transaction(async (unit) => {
        const failed = unit.savepoint(() =>
          Promise.all([
            Promise.reject(new Error('одна из записей')),
            unit.chats.save(chatRecord(anna, 1), START_MS),
            unit.deliveries.enqueue([message('late')]),
            unit.links.establish(link(olga)),
          ]),
        )
        await expect(failed).rejects.toThrow('одна из записей')
      })
      expect(await store.transaction((unit) => unit.links.all())).toEqual([])
      expect(await store.transaction((unit) => unit.chats.load(anna.chat))).toBeNull()
      expect(await claim(store, START_MS)).toEqual([])
    })

    test('that overlaps another one fails the whole transaction', async () => {
      const { store } = await openEmpty(createSetClock())
      const overlapping = store.transaction(async (unit) => {
        await Promise.all([
          unit.savepoint(async () => unit.chats.save(chatRecord(anna, 1), START_MS)),
          unit.savepoint(async () => unit.chats.save(chatRecord(igor, 1), START_MS)),
        ])
      })
      await expect(overlapping).rejects.toThrow('not awaited')
      expect(await store.transaction((unit) => unit.chats.load(anna.chat))).toBeNull()
      expect(await store.transaction((unit) => unit.chats.load(igor.chat))).toBeNull()
    })
  })

  describe('work outside its transaction', () => {
    test('is refused when the store is called from inside one', async () => {
      const { store } = await openEmpty(createSetClock())
      const [delivery] = await enqueueAndClaim()
      async function enqueueAndClaim() {
        await enqueue(store, message('1'))
        return claim(store, START_MS)
      }
      const calls = [
        () => store.transaction(() => Promise.resolve()),
        () => claim(store, START_MS),
        () => store.outbox.settle(delivery!, { type: 'done' }, START_MS),
        () => store.outbox.nextDueMs(),
        () => store.maintenance.purge(START_MS),
      ]
      for (const call of calls) {
        await expect(store.transaction(async () => void (await call()))).rejects.toThrow(
          'inside a transaction',
        )
      }
    })

    test('is refused when a unit is used after its end', async () => {
      const { store } = await openEmpty(createSetClock())
      const kept: Unit[] = []
      await store.transaction(async (unit) => void kept.push(unit))
      await store
        .transaction(async (unit) => {
          kept.push(unit)
          throw new Error('откат')
        })
        .catch(() => undefined)
      for (const unit of kept) {
        await expect(unit.chats.load(anna.chat)).rejects.toThrow('unit is over')
        await expect(unit.savepoint(() => Promise.resolve())).rejects.toThrow('unit is over')
      }
    })

    test('is rolled back when a write was not awaited', async () => {
      const { store } = await openEmpty(createSetClock())
      const forgetful = store.transaction(async (unit) => {
        void unit.chats.save(chatRecord(anna, 1), START_MS)
      })
      await expect(forgetful).rejects.toThrow('not awaited')
      expect(await store.transaction((unit) => unit.chats.load(anna.chat))).toBeNull()
    })

    test('may begin a transaction of its own once the first is over', async () => {
      const { store } = await openEmpty(createSetClock())
      const over = Promise.withResolvers<void>()
      let later = Promise.resolve(false)
      await store.transaction(async () => {
        later = over.promise.then(() => store.transaction((unit) => unit.updates.claim(1, START_MS)))
      })
      over.resolve()
      expect(await later).toBe(true)
    })
  })
}

async function takeTurn(unit: Unit, updateId: number): Promise<void> {
  await unit.updates.claim(updateId, START_MS)
  await unit.chats.save(chatRecord(anna, 1), START_MS)
  await unit.deliveries.enqueue([message(`turn:${updateId}`)])
}
