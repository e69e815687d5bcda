/** What becomes of a message when the messenger does not simply take it. */
import { expect, onTestFinished, test } from 'vitest'
import { toChatId, type ChatId } from '../../src/ports/identity.ts'
import type { JsonObject } from '../../src/ports/json.ts'
import type { MessengerResult } from '../../src/ports/messenger.ts'
import { notificationLane } from '../../src/scheduler/told.ts'
import type { NewDelivery } from '../../src/store/deliveries.ts'
import { notification } from '../db/fixtures.ts'
import { fillOrder, orderDialog, orderServices } from '../support/dialogs.ts'
import { anna, openRig, type Rig } from '../support/rig.ts'

const boris = toChatId(102)

async function openOrders(): Promise<Rig> {
  const rig = await openRig({ dialogs: [orderDialog], services: orderServices() })
  onTestFinished(() => rig[Symbol.asyncDispose]())
  return rig
}

/** Sends words that belong to no dialog. */
async function sends(rig: Rig, ...messages: readonly (readonly [id: string, chat: ChatId])[]): Promise<void> {
  const deliveries = messages.map(([id, chat]): NewDelivery => {
    const message = { text: id, spans: [], rows: [] }
    return { id, lane: `m:${chat}`, kind: 'message', chat, payload: { message }, dueAtMs: rig.clock.now() }
  })
  await rig.store.transaction((unit) => unit.deliveries.enqueue(deliveries))
  await rig.settles()
}

async function rowOf(
  rig: Rig,
  id: string,
): Promise<{ state: string; detail: string | null; outcome: string | null } | undefined> {
  return (await rig.rows('deliveries')).find((row) => row.id === id)
}

/** The messenger answers these, one after the other, and after that does as it is asked. */
function answering(rig: Rig, ...answers: MessengerResult[]): { readonly asked: () => number } {
  let asked = 0
  rig.messengerSays(() => {
    asked += 1
    return answers[asked - 1] ?? null
  })
  return { asked: () => asked }
}

const wait = (scope: 'chat' | 'all', afterMs: number): MessengerResult => ({
  type: 'later',
  scope,
  afterMs,
  detail: 'Too Many Requests',
})
const uncertain: MessengerResult = { type: 'uncertain', detail: 'timeout' }

test('a chat that was written to too often is left alone for as long as Telegram says, and only that chat', async () => {
  const rig = await openOrders()
  let asked = 0
  rig.messengerSays((_method, chat) => (chat === anna && asked++ === 0 ? wait('chat', 7_000) : null))
  await sends(rig, ['a1', anna], ['a2', anna], ['b1', boris])
  expect(rig.texts(boris)).toEqual(['b1'])
  expect(rig.texts()).toEqual([])
  await rig.waits(6_999)
  expect(rig.texts()).toEqual([])
  await rig.waits(1)
  expect(rig.texts()).toEqual(['a1', 'a2'])
})

test('when everybody has to wait nothing is sent to anybody, and what was being asked of services goes on', async () => {
  const rig = await openOrders()
  await rig.says('/order Бумага')
  const { asked } = answering(rig, wait('all', 30_000))
  await sends(rig, ['a1', anna])
  expect(asked()).toBe(1)
  await sends(rig, ['b1', boris], ['b2', boris])
  await rig.says('Иванов')
  expect(asked()).toBe(1)
  expect(rig.calls).toHaveLength(1)
  await rig.waits(29_999)
  expect(asked()).toBe(1)
  await rig.waits(1)
  expect(rig.texts(boris)).toEqual(['b1', 'b2'])
  expect(rig.texts().slice(-2)).toEqual(['a1', 'Сколько пачек?'])
})

test('an outage of hours loses no message, however often it was tried', async () => {
  const rig = await openOrders()
  let away = true
  rig.messengerSays(() => (away ? wait('all', 2_000) : null))
  await sends(rig, ['a1', anna], ['a2', anna], ['b1', boris])
  for (let tries = 0; tries < 60; tries += 1) await rig.waits(360_000)
  expect((await rig.rows('deliveries')).map((row) => row.state)).toEqual(['pending', 'pending', 'pending'])
  away = false
  await rig.waits(360_000)
  expect([rig.texts(), rig.texts(boris)]).toEqual([['a1', 'a2'], ['b1']])
})

test('a refused token holds everything, is told to the operator, and loses nothing', async () => {
  const rig = await openOrders()
  let refused = true
  rig.messengerSays(() => (refused ? { type: 'misconfigured', detail: 'Unauthorized' } : null))
  await sends(rig, ['a1', anna])
  await sends(rig, ['b1', boris])
  for (let minutes = 0; minutes < 50; minutes += 1) await rig.waits(60_000)
  expect(rig.alerts.length).toBeGreaterThan(0)
  expect(rig.alerts.length).toBeLessThanOrEqual(2 * 51)
  refused = false
  await rig.waits(60_000)
  expect([rig.texts(), rig.texts(boris)]).toEqual([['a1'], ['b1']])
})

test('a message that Telegram refuses for good has failed, with the rows it carries, and the operator is told', async () => {
  const rig = await openOrders()
  await rig.store.transaction((unit) => unit.notifications.plan([notification('morning')], rig.clock.now()))
  answering(rig, { type: 'refused', reason: 'invalid', detail: 'something quite new' })
  const payload = { message: { text: 'Доброе утро', spans: [], rows: [] }, notifications: ['morning'] }
  const lane = notificationLane(anna)
  const row = { id: 'digest', lane, kind: 'message', chat: anna, payload, dueAtMs: rig.clock.now() } as const
  await rig.store.transaction((unit) => unit.deliveries.enqueue([row]))
  await rig.settles()
  expect(await rowOf(rig, 'digest')).toMatchObject({ state: 'dead' })
  expect(await rig.rows('notifications')).toMatchObject([{ key: 'morning', state: 'failed' }])
  expect(rig.alerts).toHaveLength(1)
  for (let tries = 0; tries < 3; tries += 1) await rig.waits(300_000)
  expect(rig.texts()).toEqual([])
})

test('a message that may have arrived is sent once more, and then no more', async () => {
  const rig = await openOrders()
  const { asked } = answering(rig, uncertain, uncertain)
  await sends(rig, ['a1', anna], ['a2', anna])
  for (let tries = 0; tries < 5; tries += 1) await rig.waits(300_000)
  expect(asked()).toBe(3)
  expect(await rowOf(rig, 'a1')).toMatchObject({ state: 'unknown', detail: 'timeout' })
  expect(rig.texts()).toEqual(['a2'])
})

test('a refusal before the doubt does not use up the one repetition', async () => {
  const rig = await openOrders()
  const later: MessengerResult = { type: 'later', afterMs: 1_000, scope: 'chat', detail: '429' }
  const { asked } = answering(rig, later, uncertain)
  await sends(rig, ['a1', anna])
  for (let tries = 0; tries < 5; tries += 1) await rig.waits(300_000)
  expect(asked()).toBe(3)
  expect(rig.texts()).toEqual(['a1'])
})

test('an edit that may have arrived is repeated until it surely has', async () => {
  const rig = await openOrders()
  await fillOrder(rig)
  const { asked } = answering(rig, uncertain, uncertain, uncertain, uncertain, uncertain)
  await rig.presses('Изменить')
  for (let tries = 0; tries < 6; tries += 1) await rig.waits(20_000)
  expect(asked()).toBe(6)
  expect(rig.last().message.text).toBe('Что изменить?')
})

test('a card whose message is gone is sent anew', async () => {
  const rig = await openOrders()
  await fillOrder(rig)
  const before = rig.messages().length
  rig.messengerSays((method) => (method === 'edit' ? { type: 'missing' } : null))
  await rig.presses('Изменить')
  expect(rig.messages()).toHaveLength(before + 1)
  expect(rig.last().message.text).toBe('Что изменить?')
  rig.messengerSays(null)
  await rig.presses('Товар')
  expect(rig.messages()).toHaveLength(before + 1)
  expect(rig.last().message.text).toBe('Что заказать?')
})

test.for(['blocked', 'deactivated', 'no_chat'] as const)(
  'a chat that is %s is sent nothing more, until the person is back',
  async (reason) => {
    const rig = await openOrders()
    await rig.says('/order')
    const { asked } = answering(rig, { type: 'refused', reason, detail: 'Forbidden' })
    await sends(rig, ['a1', anna], ['a2', anna], ['b1', boris])
    expect(asked()).toBe(2)
    expect(await rowOf(rig, 'a1')).toMatchObject({ state: 'dead', detail: `${reason}: Forbidden` })
    expect(await rowOf(rig, 'a2')).toMatchObject({ state: 'cancelled', detail: 'unreachable' })
    expect((await rig.stored()).status).toBe('silent')
    expect(rig.alerts).toEqual([])
    await rig.says('Бумага')
    expect((await rig.stored()).status).toBe('active')
    expect(rig.last().message.text).toBe('Кому?')
  },
)

test('a message Telegram will not have is kept for a person to look at, and holds up nothing', async () => {
  const rig = await openOrders()
  const { asked } = answering(rig, { type: 'refused', reason: 'invalid', detail: 'MESSAGE_TOO_LONG' })
  await sends(rig, ['a1', anna], ['a2', anna])
  await rig.waits(600_000)
  expect(asked()).toBe(2)
  expect(rig.texts()).toEqual(['a2'])
  expect(await rowOf(rig, 'a1')).toMatchObject({ state: 'dead', detail: 'invalid: MESSAGE_TOO_LONG' })
  expect(rig.alerts).toHaveLength(1)
})

/* What a message tells of notifications. */

const digest = { uncertain: 'unknown', notifications: ['morning:101:2026-11-23', 'dl0:101:8017:1:2'] }
const reminder = { ...digest, uncertain: 'again' }

/** A message that tells of two notifications, whose rows count as sent from the moment it is enqueued. */
async function hands(rig: Rig, payload: JsonObject = digest): Promise<void> {
  const rows = digest.notifications.map((key) => ({ ...notification(key), chat: anna }))
  const message = { text: 'digest', spans: [], rows: [] }
  await rig.store.transaction(async (unit) => {
    await unit.notifications.plan(rows, rig.clock.now())
    await unit.notifications.mark(digest.notifications, 'sent', null, rig.clock.now())
    await unit.deliveries.enqueue([
      {
        id: 'digest',
        lane: notificationLane(anna),
        kind: 'message',
        chat: anna,
        payload: { message, ...payload },
        dueAtMs: rig.clock.now(),
        background: true,
      },
    ])
  })
}

async function tells(rig: Rig, payload: JsonObject = digest): Promise<void> {
  await hands(rig, payload)
  await rig.settles()
}

async function statesOf(rig: Rig): Promise<readonly string[]> {
  return (await rig.rows('notifications')).map((row) => row.state)
}

test('a digest that may have arrived is not sent again, and neither are its notifications', async () => {
  const rig = await openOrders()
  const { asked } = answering(rig, uncertain)
  await tells(rig)
  await rig.waits(300_000)
  expect(asked()).toBe(1)
  expect(await rowOf(rig, 'digest')).toMatchObject({ state: 'unknown', detail: 'timeout' })
  expect(await statesOf(rig)).toEqual(['unknown', 'unknown'])
})

test('a digest that surely did not arrive is sent again, however often that happens', async () => {
  const rig = await openOrders()
  answering(rig, wait('chat', 1_000), wait('all', 1_000), wait('chat', 1_000))
  await tells(rig)
  for (let tries = 0; tries < 5; tries += 1) await rig.waits(60_000)
  expect(rig.texts()).toEqual(['digest'])
  expect(await statesOf(rig)).toEqual(['sent', 'sent'])
})

test('a reminder of an event that may have arrived is sent once more, and then nobody knows', async () => {
  const rig = await openOrders()
  const { asked } = answering(rig, uncertain, uncertain)
  await tells(rig, reminder)
  expect(await statesOf(rig)).toEqual(['sent', 'sent'])
  for (let tries = 0; tries < 5; tries += 1) await rig.waits(300_000)
  expect(asked()).toBe(2)
  expect(await statesOf(rig)).toEqual(['unknown', 'unknown'])
})

test.for([
  ['a digest', digest, [], 'unknown'],
  ['a reminder of an event', reminder, ['digest'], 'sent'],
] as const)(
  'of %s whose sender was lost on the way nobody knows whether it arrived',
  async ([, payload, texts, state]) => {
    const rig = await openRig({ dialogs: [], byHand: true })
    onTestFinished(() => rig[Symbol.asyncDispose]())
    await hands(rig, payload)
    const [claimed] = await rig.claims()
    expect(await rig.store.outbox.begin(claimed!)).toBe(true)
    await rig.waits(90_000)
    expect(rig.texts()).toEqual(texts)
    expect(await statesOf(rig)).toEqual([state, state])
  },
)

test('a digest whose sender was lost before its request left is sent', async () => {
  const rig = await openRig({ dialogs: [], byHand: true })
  onTestFinished(() => rig[Symbol.asyncDispose]())
  await hands(rig)
  for (let lost = 0; lost < 3; lost += 1) {
    expect(await rig.claims()).toHaveLength(1)
    rig.clock.advance(90_000)
  }
  await rig.waits(0)
  expect(rig.texts()).toEqual(['digest'])
  expect(await statesOf(rig)).toEqual(['sent', 'sent'])
})

test('what could not be sent in time is not sent any more, and counts as expired', async () => {
  const rig = await openOrders()
  answering(rig, wait('all', 30_000))
  await tells(rig, { ...digest, expiresMs: rig.clock.now() + 30_000 })
  await rig.waits(30_000)
  expect(rig.texts()).toEqual([])
  expect(await rowOf(rig, 'digest')).toMatchObject({ state: 'done', outcome: '"expired"' })
  expect(await statesOf(rig)).toEqual(['expired', 'expired'])
})

test('what can be sent a moment before it expires is sent', async () => {
  const rig = await openOrders()
  answering(rig, wait('all', 30_000))
  await tells(rig, { ...digest, expiresMs: rig.clock.now() + 30_001 })
  await rig.waits(30_000)
  expect(rig.texts()).toEqual(['digest'])
  expect(await statesOf(rig)).toEqual(['sent', 'sent'])
})

test('what expires while nobody knows whether it arrived is not called expired', async () => {
  const rig = await openOrders()
  answering(rig, uncertain)
  await tells(rig, { ...reminder, expiresMs: rig.clock.now() + 500 })
  await rig.waits(300_000)
  expect(await rowOf(rig, 'digest')).toMatchObject({ state: 'unknown', detail: 'expired in doubt' })
  expect(await statesOf(rig)).toEqual(['unknown', 'unknown'])
})

test.for(['blocked', 'invalid'] as const)(
  'notifications of a message refused for good (%s) have failed',
  async (reason) => {
    const rig = await openOrders()
    await rig.says('/order')
    answering(rig, { type: 'refused', reason, detail: 'no' })
    await tells(rig)
    expect(await statesOf(rig)).toEqual(['failed', 'failed'])
    expect((await rig.stored()).status).toBe(reason === 'blocked' ? 'silent' : 'active')
  },
)

test('notifications of a message that cannot even be tried have failed', async () => {
  const rig = await openOrders()
  rig.messengerSays(() => {
    throw new Error('a bug')
  })
  await tells(rig, reminder)
  for (let tries = 0; tries < 12; tries += 1) await rig.waits(600_000)
  expect((await rowOf(rig, 'digest'))?.state).not.toBe('pending')
  expect(new Set(await statesOf(rig))).toEqual(new Set(['failed']))
})
