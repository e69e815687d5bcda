import { describe, expect, test } from 'vitest'
import { toChatId } from '../../../src/ports/identity.ts'
import type { NewDelivery } from '../../../src/store/deliveries.ts'
import {
  anna,
  chatRecord,
  claim,
  createSetClock,
  enqueue,
  HOUR_MS,
  idsOf,
  igor,
  message,
  MINUTE_MS,
  olga,
  START_MS,
} from '../fixtures.ts'
import type { Person } from '../fixtures.ts'
import type { OpenEmpty } from './empty-database.ts'

export function describeOutbox(openEmpty: OpenEmpty): void {
  describe('a claim', () => {
    test('hands out the delivery with what it holds, and says until when', async () => {
      const { store } = await openEmpty(createSetClock())
      const call = message('7:1:1', anna, {
        kind: 'call',
        payload: { service: 'bitrix.tasks.add', args: [1, null] },
      })
      await enqueue(store, call)
      expect(await claim(store, START_MS + 5, { leaseMs: 90_000 })).toEqual([
        { ...call, seq: 1, attempts: 1, undone: 0, begun: 0, leaseUntilMs: START_MS + 90_005 },
      ])
    })

    test('takes the head of each lane only, and every delivery that waits for nobody', async () => {
      const { store } = await openEmpty(createSetClock())
      await enqueue(
        store,
        message('anna:1'),
        message('anna:2'),
        message('igor:1', igor),
        message('alone:1', anna, { lane: null }),
        message('igor:2', igor),
        message('alone:2', anna, { lane: null }),
      )
      expect(idsOf(await claim(store, START_MS))).toEqual(['anna:1', 'igor:1', 'alone:1', 'alone:2'])
      expect(await claim(store, START_MS)).toEqual([])
    })

    test('takes no more than its limit, the longest due first', async () => {
      const { store } = await openEmpty(createSetClock())
      await enqueue(
        store,
        message('late', anna, { dueAtMs: START_MS - 1 }),
        message('later', igor, { dueAtMs: START_MS }),
        message('latest', olga, { dueAtMs: START_MS - 2 }),
      )
      expect(idsOf(await claim(store, START_MS, { limit: 2 }))).toEqual(['latest', 'late'])
      expect(idsOf(await claim(store, START_MS, { limit: 2 }))).toEqual(['later'])
    })

    test('leaves what is not due, and with it everything behind it in the lane', async () => {
      const { store } = await openEmpty(createSetClock())
      await enqueue(store, message('reminder', anna, { dueAtMs: START_MS + HOUR_MS }), message('after it'))
      expect(await claim(store, START_MS)).toEqual([])
      expect(idsOf(await claim(store, START_MS + HOUR_MS))).toEqual(['reminder'])
    })

    test('of some lanes leaves all others alone', async () => {
      const { store } = await openEmpty(createSetClock())
      await enqueue(store, message('anna:1'), message('igor:1', igor), message('alone', anna, { lane: null }))
      expect(idsOf(await claim(store, START_MS, { lanes: [`chat:${igor.chat}`, 'chat:1'] }))).toEqual([
        'igor:1',
      ])
      expect(await claim(store, START_MS, { lanes: [] })).toEqual([])
      expect(idsOf(await claim(store, START_MS))).toEqual(['anna:1', 'alone'])
    })

    test('takes a delivery over once the lease has run out, and not before', async () => {
      const { store } = await openEmpty(createSetClock())
      await enqueue(store, message('1'), message('2'))
      await claim(store, START_MS, { leaseMs: MINUTE_MS })
      expect(await claim(store, START_MS + MINUTE_MS - 1)).toEqual([])
      const [again] = await claim(store, START_MS + MINUTE_MS)
      expect(again).toMatchObject({ id: '1', attempts: 2 })
    })

    test('does not hand out again what the claimer says it is busy with, nor what waits behind that', async () => {
      const { store } = await openEmpty(createSetClock())
      await enqueue(store, message('1'), message('2'), message('igor:1', igor))
      await claim(store, START_MS)
      expect(idsOf(await claim(store, START_MS + HOUR_MS, { besides: ['1'] }))).toEqual(['igor:1'])
      expect(idsOf(await claim(store, START_MS + 2 * HOUR_MS, { besides: ['1', 'igor:1'] }))).toEqual([])
      expect(idsOf(await claim(store, START_MS + 2 * HOUR_MS))).toEqual(['1', 'igor:1'])
    })

    test('never hands one delivery to two claimers, and each lane in its order', async () => {
      const { store, another } = await openEmpty(createSetClock())
      const other = (await another?.()) ?? store
      const people = [anna, igor, olga]
      for (let n = 0; n < 30; n += 1)
        await enqueue(store, ...people.map((person) => message(`${person.chat}:${n}`, person)))
      const performed: string[] = []
      async function dispatch(from: typeof store): Promise<void> {
        for (;;) {
          const deliveries = await claim(from, START_MS, { limit: 2 })
          if (deliveries.length === 0) return
          for (const delivery of deliveries) {
            performed.push(delivery.id)
            expect(delivery.attempts).toBe(1)
            expect(await from.outbox.settle(delivery, { type: 'done' }, START_MS)).toBe(true)
          }
        }
      }
      // A dispatcher stops when every head is leased, so one of them may leave the rest to the other.
      await Promise.all([dispatch(store), dispatch(other)])
      await dispatch(store)
      for (const person of people) {
        const own = performed.filter((id) => id.startsWith(`${person.chat}:`))
        expect(own).toEqual(Array.from({ length: 30 }, (_, n) => `${person.chat}:${n}`))
      }
    })
  })

  describe('a request about to leave', () => {
    test('is known to whoever takes over, and one that never left is not', async () => {
      const { store } = await openEmpty(createSetClock())
      await enqueue(store, message('left'), message('stayed', igor))
      const [left] = await claim(store, START_MS)
      expect(await store.outbox.begin(left!)).toBe(true)
      expect(await claim(store, START_MS + HOUR_MS)).toMatchObject([
        { id: 'left', attempts: 2, begun: 1 },
        { id: 'stayed', attempts: 2, begun: 0 },
      ])
    })

    test('that was found to have done nothing is forgotten', async () => {
      const { store } = await openEmpty(createSetClock())
      await enqueue(store, message('1'))
      for (const undone of [true, false]) {
        const [claimed] = await claim(store, START_MS)
        expect(claimed?.begun).toBe(0)
        await store.outbox.begin(claimed!)
        const again = { type: 'retry', dueAtMs: START_MS, detail: '429' } as const
        await store.outbox.settle(claimed!, { ...again, ...(undone && { undone }) }, START_MS)
      }
      expect((await claim(store, START_MS))[0]).toMatchObject({ attempts: 3, undone: 1, begun: 1 })
    })

    test('must not leave once somebody else has taken over, or it was cancelled', async () => {
      const { store } = await openEmpty(createSetClock())
      await enqueue(store, message('1'), message('2', igor))
      const [slow, dropped] = await claim(store, START_MS)
      const [quick] = await claim(store, START_MS + HOUR_MS, { besides: ['2'] })
      expect(await store.outbox.begin(slow!)).toBe(false)
      expect(await store.outbox.begin(quick!)).toBe(true)
      await store.transaction((unit) => unit.deliveries.cancel(['2'], 'передумал'))
      expect(await store.outbox.begin(dropped!)).toBe(false)
    })
  })

  describe('enqueueing', () => {
    test('keeps the order of one call, however many there are', async () => {
      const { store } = await openEmpty(createSetClock())
      const ids = Array.from({ length: 1300 }, (_, n) => `digest:${n}`)
      await enqueue(store, ...ids.map((id) => message(id, anna, { lane: null })))
      expect(idsOf(await claim(store, START_MS, { limit: 2000 }))).toEqual(ids)
    })

    test('leaves a delivery whose id exists as it is, in whatever state', async () => {
      const { store } = await openEmpty(createSetClock())
      await enqueue(store, message('1'), message('2'))
      const [first] = await claim(store, START_MS)
      await store.outbox.settle(first!, { type: 'done' }, START_MS)
      await enqueue(
        store,
        message('1', anna, { payload: { text: 'другой' } }),
        message('2', igor),
        message('3'),
      )
      const [second] = await claim(store, START_MS)
      expect(second).toMatchObject({ id: '2', chat: anna.chat, payload: { text: 'Сообщение 2' } })
      await store.outbox.settle(second!, { type: 'done' }, START_MS)
      expect(idsOf(await claim(store, START_MS))).toEqual(['3'])
    })

    test('nothing is not an error', async () => {
      const { store } = await openEmpty(createSetClock())
      await enqueue(store)
      await store.transaction((unit) => unit.deliveries.cancel([], 'нечего'))
      expect(await claim(store, START_MS)).toEqual([])
    })
  })

  describe('settling', () => {
    test('lets the next of the lane go, whether it was done, dead or unknown', async () => {
      const { store } = await openEmpty(createSetClock())
      await enqueue(store, message('1'), message('2'), message('3'), message('4'))
      const settlements = [
        { type: 'done', outcome: { messageId: 5 } },
        { type: 'dead', detail: '403 bot was blocked' },
        { type: 'unknown', detail: 'no answer' },
      ] as const
      for (const settlement of settlements) {
        const [head] = await claim(store, START_MS)
        expect(await store.outbox.settle(head!, settlement, START_MS)).toBe(true)
        expect(await store.outbox.settle(head!, settlement, START_MS)).toBe(false)
      }
      expect(idsOf(await claim(store, START_MS))).toEqual(['4'])
    })

    test('with a retry keeps the place in the lane, and the lane waits', async () => {
      const { store } = await openEmpty(createSetClock())
      await enqueue(store, message('1'), message('2'), message('igor', igor))
      const [first] = await claim(store, START_MS)
      await store.outbox.settle(
        first!,
        { type: 'retry', dueAtMs: START_MS + 30_000, detail: '429' },
        START_MS,
      )
      expect(await claim(store, START_MS + 29_999)).toEqual([])
      expect(await claim(store, START_MS + 30_000)).toMatchObject([{ id: '1', attempts: 2 }])
    })

    test('writes what follows from the outcome together with it, or neither', async () => {
      const { store } = await openEmpty(createSetClock())
      await enqueue(store, message('1'))
      const [first] = await claim(store, START_MS)
      const failed = store.outbox.settle(first!, { type: 'done' }, START_MS, async (unit) => {
        await unit.deliveries.enqueue([message('follow-up', igor)])
        throw new Error('ход не удался')
      })
      await expect(failed).rejects.toThrow('ход не удался')
      expect(await claim(store, START_MS)).toEqual([])
      await store.outbox.settle(first!, { type: 'done' }, START_MS, (unit) =>
        unit.deliveries.enqueue([message('follow-up', igor)]),
      )
      expect(idsOf(await claim(store, START_MS))).toEqual(['follow-up'])
    })

    test('and a turn that cancels the same delivery do not block each other for ever', async () => {
      const { store } = await openEmpty(createSetClock())
      await store.transaction((unit) => unit.chats.save(chatRecord(anna, 1), START_MS))
      for (let n = 0; n < 10; n += 1) {
        await enqueue(store, message(`${n}`))
        const [delivery] = await claim(store, START_MS)
        const [settled] = await Promise.all([
          store.outbox.settle(delivery!, { type: 'done' }, START_MS, async (unit) => {
            await unit.chats.load(anna.chat)
          }),
          store.transaction(async (unit) => {
            await unit.chats.load(anna.chat)
            await unit.deliveries.cancel([`${n}`], 'человек передумал')
          }),
        ])
        expect(settled).toEqual(expect.any(Boolean))
        expect(await claim(store, START_MS)).toEqual([])
      }
    })

    test('by someone whose lease was taken over does nothing at all', async () => {
      const { store, another } = await openEmpty(createSetClock())
      const other = (await another?.()) ?? store
      await enqueue(store, message('1'))
      const [slow] = await claim(store, START_MS)
      const [quick] = await claim(other, START_MS + MINUTE_MS)
      let ran = false
      const fenced = await store.outbox.settle(
        slow!,
        { type: 'dead', detail: 'timeout' },
        START_MS + MINUTE_MS,
        async () => {
          ran = true
        },
      )
      expect({ fenced, ran }).toEqual({ fenced: false, ran: false })
      expect(await other.outbox.settle(quick!, { type: 'done' }, START_MS + MINUTE_MS)).toBe(true)
    })

    test('after the lease ran out still counts when nobody took it over', async () => {
      const { store } = await openEmpty(createSetClock())
      await enqueue(store, message('1'))
      const [slow] = await claim(store, START_MS)
      expect(await store.outbox.settle(slow!, { type: 'done' }, START_MS + HOUR_MS)).toBe(true)
      expect(await claim(store, START_MS + HOUR_MS)).toEqual([])
    })
  })

  describe('cancelling', () => {
    test('takes deliveries out of the way, and those behind them go', async () => {
      const { store } = await openEmpty(createSetClock())
      await enqueue(store, message('1'), message('2'), message('timer', anna, { lane: null, kind: 'timer' }))
      await store.transaction((unit) =>
        unit.deliveries.cancel(['1', 'timer', 'no such'], 'человек передумал'),
      )
      expect(idsOf(await claim(store, START_MS))).toEqual(['2'])
    })

    test('does not undo what has been settled', async () => {
      const { store } = await openEmpty(createSetClock())
      await enqueue(store, message('1'))
      const [first] = await claim(store, START_MS)
      await store.outbox.settle(first!, { type: 'unknown', detail: 'no answer' }, START_MS)
      await store.transaction((unit) => unit.deliveries.cancel(['1'], 'поздно'))
      const { deliveries } = await store.maintenance.purge(START_MS + 1000 * HOUR_MS)
      expect(deliveries).toBe(0)
    })

    test('one that is being performed makes its result count for nothing', async () => {
      const { store } = await openEmpty(createSetClock())
      await enqueue(store, message('1'))
      const [performed] = await claim(store, START_MS)
      await store.transaction((unit) => unit.deliveries.cancel(['1'], 'человек передумал'))
      let ran = false
      const settled = await store.outbox.settle(performed!, { type: 'done' }, START_MS, async () => {
        ran = true
      })
      expect({ settled, ran }).toEqual({ settled: false, ran: false })
    })

    test('one that is being performed holds its lane until it has ended, or its lease has', async () => {
      const clock = createSetClock()
      const { store } = await openEmpty(clock)
      await enqueue(store, message('1'), message('2'), message('igor:1', igor), message('igor:2', igor))
      const [performed] = await claim(store, START_MS)
      await store.transaction((unit) => unit.deliveries.cancel(['1', 'igor:1'], 'человек передумал'))
      expect(await claim(store, START_MS)).toEqual([])
      expect(await store.outbox.nextDueMs()).toBe(START_MS + MINUTE_MS)
      await store.outbox.settle(performed!, { type: 'done' }, START_MS)
      expect(idsOf(await claim(store, START_MS))).toEqual(['2'])
      expect(idsOf(await claim(store, START_MS + MINUTE_MS, { lanes: [`chat:${igor.chat}`] }))).toEqual([
        'igor:2',
      ])
    })

    test('a chat takes everything of it and nothing of others', async () => {
      const { store } = await openEmpty(createSetClock())
      await enqueue(
        store,
        message('1'),
        message('2'),
        message('reminder', anna, { lane: null, kind: 'timer', dueAtMs: START_MS + HOUR_MS }),
        message('igor', igor),
      )
      await store.transaction((unit) => unit.deliveries.cancelChat(anna.chat, 'бот заблокирован'))
      expect(idsOf(await claim(store, START_MS + HOUR_MS))).toEqual(['igor'])
    })
  })

  describe('what nobody waits for', () => {
    test('is handed out when nothing else is due, in the order it fell due', async () => {
      const { store } = await openEmpty(createSetClock())
      const early = { dueAtMs: START_MS - HOUR_MS }
      await enqueue(
        store,
        waiting('digest 2', igor),
        waiting('digest 1', anna, early),
        message('answer', anna),
        waiting('digest 3', anna),
      )
      expect(idsOf(await claim(store, START_MS))).toEqual(['answer'])
      const [first, second, ...more] = await claim(store, START_MS)
      expect([first, second].map((one) => one?.id)).toEqual(['digest 1', 'digest 2'])
      expect(first).toMatchObject({ background: true })
      expect(more).toEqual([])
      await store.outbox.settle(first!, { type: 'done' }, START_MS)
      expect(idsOf(await claim(store, START_MS))).toEqual(['digest 3'])
    })

    test('is handed out in no greater number than asked for', async () => {
      const { store } = await openEmpty(createSetClock())
      await enqueue(store, ...crowd(5))
      expect(await claim(store, START_MS, { background: { limit: 0 } })).toEqual([])
      expect(await claim(store, START_MS, { background: { limit: 2 } })).toHaveLength(2)
      expect(await claim(store, START_MS, { background: { limit: 9 } })).toHaveLength(3)
    })

    test('leaves with all other messages no faster than so many a second, whoever sends them', async () => {
      const clock = createSetClock()
      const { store, another } = await openEmpty(clock)
      const other = (await another?.()) ?? store
      await enqueue(store, ...crowd(30), message('answer', olga))
      const paced = { background: { limit: 8, perSecond: 10 } }
      const [answer] = await claim(store, START_MS, paced)
      const first = await claim(store, START_MS, paced)
      expect(first).toHaveLength(8)
      const second = await claim(other, START_MS, paced)
      expect(second).toHaveLength(1)
      expect(await claim(other, START_MS, paced)).toEqual([])
      for (const delivery of [...first, ...second])
        await store.outbox.settle(delivery, { type: 'done' }, START_MS + 400)
      await store.outbox.settle(answer!, { type: 'dead', detail: 'blocked' }, START_MS + 500)
      clock.advance(1_399)
      expect(await claim(store, START_MS + 1_399, paced)).toEqual([])
      expect(await claim(store, START_MS + 1_400, paced)).toHaveLength(8)
      expect(await claim(store, START_MS + 1_400, paced)).toHaveLength(1)
      expect(await claim(store, START_MS + 1_500, paced)).toHaveLength(1)
    })

    test('is not held up by what was cancelled, by calls, or by a performer that never came back', async () => {
      const { store } = await openEmpty(createSetClock())
      const calls = Array.from({ length: 5 }, (_, n) =>
        message(`call ${n}`, anna, { kind: 'call', lane: null }),
      )
      const lost = message('lost', igor)
      await enqueue(store, ...calls, lost, message('gone', olga))
      await store.transaction((unit) => unit.deliveries.cancel(['gone'], 'передумала'))
      for (const delivery of await claim(store, START_MS, { leaseMs: 1_000 }))
        if (delivery.kind === 'call') await store.outbox.settle(delivery, { type: 'done' }, START_MS)
      await store.transaction((unit) => unit.deliveries.cancel(['lost'], 'передумала'))
      await enqueue(store, ...crowd(5))
      const paced = { background: { limit: 9, perSecond: 3 } }
      expect(await claim(store, START_MS, paced)).toHaveLength(2)
      expect(await claim(store, START_MS + 1_000, paced)).toHaveLength(1)
    })

    test('counts for the next due time', async () => {
      const { store } = await openEmpty(createSetClock())
      await enqueue(
        store,
        message('timer', anna, { dueAtMs: START_MS + HOUR_MS }),
        waiting('digest', igor, { dueAtMs: START_MS + MINUTE_MS }),
      )
      expect(await store.outbox.nextDueMs()).toBe(START_MS + MINUTE_MS)
    })
  })

  describe('the next due time', () => {
    test('is null when nothing waits', async () => {
      const { store } = await openEmpty(createSetClock())
      expect(await store.outbox.nextDueMs()).toBeNull()
      await enqueue(store, message('1'))
      const [only] = await claim(store, START_MS)
      await store.outbox.settle(only!, { type: 'done' }, START_MS)
      expect(await store.outbox.nextDueMs()).toBeNull()
    })

    test('is that of the earliest head, not of what waits behind a head', async () => {
      const { store } = await openEmpty(createSetClock())
      await enqueue(
        store,
        message('1', anna, { dueAtMs: START_MS + HOUR_MS }),
        message('2', anna, { dueAtMs: START_MS - HOUR_MS }),
      )
      expect(await store.outbox.nextDueMs()).toBe(START_MS + HOUR_MS)
      await enqueue(store, message('timer', igor, { lane: null, dueAtMs: START_MS + MINUTE_MS }))
      expect(await store.outbox.nextDueMs()).toBe(START_MS + MINUTE_MS)
    })

    test('is the end of a lease when only leased deliveries are left, also after it has passed', async () => {
      const clock = createSetClock()
      const { store } = await openEmpty(clock)
      await enqueue(store, message('1'), message('2'))
      await claim(store, START_MS, { leaseMs: 90_000 })
      expect(await store.outbox.nextDueMs()).toBe(START_MS + 90_000)
      clock.advance(HOUR_MS)
      expect(await store.outbox.nextDueMs()).toBe(START_MS + 90_000)
    })

    test('forgets a cancelled delivery whose performer never came back', async () => {
      const clock = createSetClock()
      const { store } = await openEmpty(clock)
      await enqueue(store, message('1'))
      await claim(store, START_MS, { leaseMs: MINUTE_MS })
      await store.transaction((unit) => unit.deliveries.cancelChat(anna.chat, 'связь закончилась'))
      clock.advance(MINUTE_MS)
      expect(await store.outbox.nextDueMs()).toBeNull()
    })
  })
}

function waiting(id: string, person: Person, more: Partial<NewDelivery> = {}): NewDelivery {
  return message(id, person, { lane: `n:${person.chat}`, background: true, ...more })
}

function crowd(count: number): readonly NewDelivery[] {
  return Array.from({ length: count }, (_, n) =>
    waiting(`digest ${n}`, { ...anna, chat: toChatId(anna.chat + 100 + n) }),
  )
}
