/** Who does what is to be done, in which order, and what becomes of it when something goes wrong on the way. */
import { expect, onTestFinished, test } from 'vitest'
import { toChatId, type ChatId } from '../../src/ports/identity.ts'
import { createDispatcher, type Dispatcher, type DispatcherOptions } from '../../src/scheduler/dispatcher.ts'
import type { Performed } from '../../src/scheduler/performed.ts'
import type { NewDelivery } from '../../src/store/deliveries.ts'
import type { Delivery, Outbox } from '../../src/store/outbox.ts'
import { anna, openRig, type Rig } from '../support/rig.ts'

const boris = toChatId(102)
const done: Performed = { settlement: { type: 'done' } }

async function openQueue(): Promise<Rig> {
  const rig = await openRig({ dialogs: [], byHand: true })
  onTestFinished(() => rig[Symbol.asyncDispose]())
  return rig
}

function message(id: string, chat: ChatId = anna, more: Partial<NewDelivery> = {}): NewDelivery {
  const text = { text: id, spans: [], rows: [] }
  return { id, lane: `m:${chat}`, kind: 'message', chat, payload: { message: text }, dueAtMs: 0, ...more }
}

function enqueue(rig: Rig, ...deliveries: NewDelivery[]): Promise<void> {
  return rig.store.transaction((unit) => unit.deliveries.enqueue(deliveries))
}

/** A dispatcher over the rig's outbox that does what it is told to. */
function dispatch(
  rig: Rig,
  perform: (delivery: Delivery, signal: AbortSignal) => Promise<Performed>,
  more: Partial<DispatcherOptions> = {},
): Dispatcher {
  const dispatcher = createDispatcher({
    outbox: rig.store.outbox,
    clock: rig.clock,
    reach: () => {},
    perform,
    broken: (unit, delivery, error) => rig.turns.broken(unit, delivery.chat, delivery.id, error),
    log: () => {},
    ...more,
  })
  dispatcher.start()
  onTestFinished(() => dispatcher.stop(0))
  return dispatcher
}

async function statesOf(rig: Rig): Promise<Record<string, string>> {
  return Object.fromEntries((await rig.rows('deliveries')).map((row) => [row.id, row.state]))
}

/** Something to wait for until the test lets it happen. */
function gate(): { readonly opens: () => void; readonly opened: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { opens: resolve, opened: promise }
}

test('what goes to one chat goes one at a time and in order, however long each takes', async () => {
  const rig = await openQueue()
  const ids = Array.from({ length: 12 }, (_, at) => `a${at}`)
  await enqueue(rig, ...ids.map((id) => message(id)))
  const order: string[] = []
  let atOnce = 0
  const dispatcher = dispatch(rig, async ({ id }) => {
    atOnce += 1
    for (let ticks = 12 - Number(id.slice(1)); ticks > 0; ticks -= 1) await Promise.resolve()
    order.push(`${id} of ${atOnce}`)
    atOnce -= 1
    return done
  })
  await dispatcher.drained()
  expect(order).toEqual(ids.map((id) => `${id} of 1`))
})

test('a chat that takes long holds up no other', async () => {
  const rig = await openQueue()
  const slow = gate()
  await enqueue(rig, message('a1'), message('a2'), message('b1', boris), message('b2', boris))
  const order: string[] = []
  const both = gate()
  const dispatcher = dispatch(rig, async ({ id, chat }) => {
    if (chat === anna) await slow.opened
    order.push(id)
    if (id === 'b2') both.opens()
    return done
  })
  await both.opened
  expect(order).toEqual(['b1', 'b2'])
  slow.opens()
  await dispatcher.drained()
  expect(order).toEqual(['b1', 'b2', 'a1', 'a2'])
})

test('no more is done at the same time than is allowed', async () => {
  const rig = await openQueue()
  await enqueue(rig, ...Array.from({ length: 30 }, (_, at) => message(`m${at}`, toChatId(500 + at))))
  let [atOnce, most] = [0, 0]
  const perform = async (): Promise<Performed> => {
    atOnce += 1
    most = Math.max(most, atOnce)
    for (let ticks = 0; ticks < 20; ticks += 1) await Promise.resolve()
    atOnce -= 1
    return done
  }
  await dispatch(rig, perform, { parallelMax: 4 }).drained()
  expect(most).toBe(4)
  expect(new Set(Object.values(await statesOf(rig)))).toEqual(new Set(['done']))
})

test('what lies ahead of its time waits for it, and keeps its place before what came later', async () => {
  const rig = await openQueue()
  const order: string[] = []
  const dispatcher = dispatch(rig, async ({ id }) => {
    order.push(id)
    return done
  })
  await enqueue(rig, message('a1', anna, { dueAtMs: rig.clock.now() + 5_000 }), message('a2'))
  await dispatcher.drained()
  expect(order).toEqual([])
  rig.clock.advance(5_000)
  await dispatcher.drained()
  expect(order).toEqual(['a1', 'a2'])
})

test('what is being done is not begun again beside it when the clock jumps', async () => {
  const rig = await openQueue()
  const [slow, begun] = [gate(), gate()]
  await enqueue(rig, message('a1'), message('a2'), message('b1', boris))
  const order: string[] = []
  const dispatcher = dispatch(rig, async ({ id, attempts }) => {
    order.push(`${id}, attempt ${attempts}`)
    if (id === 'a1') await slow.opened
    if (id === 'b1') begun.opens()
    return done
  })
  await begun.opened
  rig.clock.advance(16 * 60_000)
  await enqueue(rig, message('b2', boris))
  dispatcher.nudge()
  await expect.poll(() => order).toContain('b2, attempt 1')
  slow.opens()
  await dispatcher.drained()
  expect(order).toEqual(['a1, attempt 1', 'b1, attempt 1', 'b2, attempt 1', 'a2, attempt 1'])
})

test('a nudge is acted on at once: the outbox is looked at no more often than there was a reason to', async () => {
  const rig = await openQueue()
  let claims = 0
  const outbox: Outbox = {
    ...rig.store.outbox,
    claim: (options) => {
      claims += 1
      return rig.store.outbox.claim(options)
    },
  }
  const sent = gate()
  const perform = async (): Promise<Performed> => {
    sent.opens()
    return done
  }
  const dispatcher = dispatch(rig, perform, { outbox, pollMs: 3_600_000 })
  await dispatcher.drained()
  await enqueue(rig, message('a1'))
  const before = claims
  dispatcher.nudge()
  await sent.opened
  await dispatcher.drained()
  // One finds it; the others look whether its end, or the wait of this test, has left something to do.
  expect(claims - before).toBeLessThanOrEqual(5)
})

test('what follows from a delivery is stored with its end, or not at all', async () => {
  const rig = await openQueue()
  let trouble = 2
  await enqueue(rig, message('a1'))
  let performed = 0
  const dispatcher = dispatch(rig, async () => {
    performed += 1
    return {
      settlement: { type: 'done' },
      follow: async (unit) => {
        await unit.deliveries.enqueue([message('follow', boris, { dueAtMs: rig.clock.now() + 1 })])
        if (trouble-- > 0) throw new Error('for a moment')
      },
    }
  })
  await dispatcher.drained()
  expect(performed).toBe(1)
  expect(await statesOf(rig)).toEqual({ a1: 'done', follow: 'pending' })
})

test('when what follows throws every time, the deed is not repeated: it is put aside, told, and the chat goes on', async () => {
  const rig = await openQueue()
  await enqueue(rig, message('a1'), message('a2'))
  const performed: string[] = []
  const dispatcher = dispatch(rig, async ({ id }) => {
    performed.push(id)
    return id === 'a1'
      ? { settlement: { type: 'done' }, follow: () => Promise.reject(new RangeError('no')) }
      : done
  })
  await dispatcher.drained()
  expect(performed).toEqual(['a1', 'a2', 'broken:a1'])
  const [row] = await rig.rows('deliveries')
  expect(row).toMatchObject({ id: 'a1', state: 'dead', detail: 'what followed threw: RangeError' })
  expect(rig.alerts).toHaveLength(1)
})

test('a delivery that cannot even be tried is put aside in the end, and the chat goes on', async () => {
  const rig = await openQueue()
  await enqueue(rig, message('a1'), message('a2'))
  const performed: string[] = []
  const dispatcher = dispatch(rig, async ({ id }) => {
    performed.push(id)
    if (id === 'a1') throw new TypeError('not a message')
    return done
  })
  for (let tries = 0; tries < 12; tries += 1) {
    await dispatcher.drained()
    rig.clock.advance(300_000)
  }
  expect(performed.filter((id) => id === 'a1')).toHaveLength(10)
  expect(await statesOf(rig)).toMatchObject({ a1: 'dead', a2: 'done' })
  expect(rig.alerts).toHaveLength(1)
})

test('an outbox that cannot be reached for a moment is asked again, and that is said once', async () => {
  const rig = await openQueue()
  let away = 3
  const outbox: Outbox = {
    ...rig.store.outbox,
    claim: (options) => (away-- > 0 ? Promise.reject(new Error('locked')) : rig.store.outbox.claim(options)),
  }
  const logged: string[] = []
  await enqueue(rig, message('a1'))
  const sent = gate()
  dispatch(
    rig,
    async () => {
      sent.opens()
      return done
    },
    { outbox, pollMs: 1, log: ({ message: what }) => logged.push(what) },
  )
  await sent.opened
  expect(logged).toEqual(['claiming deliveries failed', 'deliveries can be claimed again'])
})

test('a stop lets what is in hand come to its end, and begins nothing more', async () => {
  const rig = await openQueue()
  await enqueue(rig, message('a1'), message('a2'))
  const [begun, ends] = [gate(), gate()]
  const performed: string[] = []
  const dispatcher = dispatch(rig, async ({ id }) => {
    performed.push(id)
    begun.opens()
    await ends.opened
    return done
  })
  await begun.opened
  const stopping = dispatcher.stop(60_000)
  ends.opens()
  await stopping
  expect(performed).toEqual(['a1'])
  expect(await statesOf(rig)).toEqual({ a1: 'done', a2: 'pending' })
  dispatcher.start()
  dispatcher.nudge()
  expect(performed).toEqual(['a1'])
})

test('a stop breaks off what outlasts its grace', async () => {
  const rig = await openQueue()
  await enqueue(rig, message('a1'))
  const begun = gate()
  const dispatcher = dispatch(rig, async (_delivery, signal) => {
    begun.opens()
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    return { settlement: { type: 'retry', dueAtMs: rig.clock.now(), detail: 'broken off' } }
  })
  await begun.opened
  await dispatcher.stop(1)
  expect(await statesOf(rig)).toEqual({ a1: 'pending' })
})

test('a stop does not wait for what does not listen: its lease runs out, and somebody else does it', async () => {
  const rig = await openQueue()
  await enqueue(rig, message('a1'))
  const begun = gate()
  const deaf = gate()
  onTestFinished(deaf.opens)
  const dispatcher = dispatch(rig, async () => {
    begun.opens()
    await deaf.opened
    return done
  })
  await begun.opened
  await dispatcher.stop(1)
  expect(await statesOf(rig)).toEqual({ a1: 'pending' })
})

test('whoever was away for longer than the lease changes nothing when back: another has taken over', async () => {
  const rig = await openQueue()
  await enqueue(rig, message('a1'), message('a2'))
  const [begun, ends] = [gate(), gate()]
  const followed: string[] = []
  const performer = (name: string, wait?: Promise<void>) => async (delivery: Delivery) => {
    begun.opens()
    await wait
    return {
      settlement: { type: 'done' as const, outcome: name },
      follow: async () => void followed.push(`${name} ${delivery.id}`),
    }
  }
  const slept = dispatch(rig, performer('slept', ends.opened))
  await begun.opened
  rig.clock.advance(90_001)
  const awake = dispatch(rig, performer('awake'))
  await awake.drained()
  ends.opens()
  await slept.drained()
  expect(followed).toEqual(['awake a1', 'awake a2'])
  expect((await rig.rows('deliveries')).map((row) => [row.id, row.attempts, row.outcome])).toEqual([
    ['a1', 2, '"awake"'],
    ['a2', 1, '"awake"'],
  ])
})

test('two dispatchers never do the same delivery', async () => {
  const rig = await openQueue()
  const ids = Array.from({ length: 40 }, (_, at) => `m${at}`)
  await enqueue(rig, ...ids.map((id, at) => message(id, toChatId(500 + (at % 7)))))
  const performed: string[] = []
  const perform = async ({ id }: Delivery): Promise<Performed> => {
    performed.push(id)
    await Promise.resolve()
    return done
  }
  const [one, two] = [dispatch(rig, perform), dispatch(rig, perform)]
  await Promise.all([one.drained(), two.drained()])
  await one.drained()
  expect(performed.toSorted()).toEqual(ids.toSorted())
})

test('a delivery cancelled while it is being done has no consequences', async () => {
  const rig = await openQueue()
  await enqueue(rig, message('a1'), message('a2'))
  const [begun, ends] = [gate(), gate()]
  const followed: string[] = []
  const dispatcher = dispatch(rig, async ({ id }) => {
    begun.opens()
    await ends.opened
    return { settlement: { type: 'done' }, follow: async () => void followed.push(id) }
  })
  await begun.opened
  await rig.store.transaction((unit) => unit.deliveries.cancel(['a1'], 'superseded'))
  ends.opens()
  await dispatcher.drained()
  expect(followed).toEqual(['a2'])
  expect(await statesOf(rig)).toEqual({ a1: 'cancelled', a2: 'done' })
})
