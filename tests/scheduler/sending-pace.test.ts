/** How fast what nobody waits for leaves: no faster than the messenger allows, and never in the way of what somebody does. */
import { expect, onTestFinished, test } from 'vitest'
import { sendToEverybody } from '../../bench/sending.ts'
import { toChatId, type ChatId } from '../../src/ports/identity.ts'
import type { MessengerResult } from '../../src/ports/messenger.ts'
import { createChatPace } from '../../src/scheduler/chat-pace.ts'
import { createDispatcher } from '../../src/scheduler/dispatcher.ts'
import { notificationLane } from '../../src/scheduler/told.ts'
import type { NewDelivery } from '../../src/store/deliveries.ts'
import { testClock } from '../support/clock.ts'
import { anna, openRig, type Rig } from '../support/rig.ts'

const boris = toChatId(102)

async function openQueue(): Promise<Rig> {
  const rig = await openRig({ dialogs: [] })
  onTestFinished(() => rig[Symbol.asyncDispose]())
  return rig
}

function message(id: string, chat: ChatId, more: Partial<NewDelivery> = {}): NewDelivery {
  const text = { text: id, spans: [], rows: [] }
  return { id, lane: `m:${chat}`, kind: 'message', chat, payload: { message: text }, dueAtMs: 0, ...more }
}

function digest(id: string, chat: ChatId): NewDelivery {
  return message(id, chat, { lane: notificationLane(chat), background: true })
}

function crowd(count: number): NewDelivery[] {
  return Array.from({ length: count }, (_, at) => digest(`d${at}`, toChatId(1_000 + at)))
}

async function enqueue(rig: Rig, ...deliveries: NewDelivery[]): Promise<void> {
  await rig.store.transaction((unit) => unit.deliveries.enqueue(deliveries))
}

/** Notes what is sent, and answers as told. */
function watching(rig: Rig, answer: (chat: ChatId) => MessengerResult | null = () => null): ChatId[] {
  const sent: ChatId[] = []
  rig.messengerSays((_method, chat) => {
    sent.push(chat)
    return answer(chat)
  })
  return sent
}

test('digests leave at twenty-five a second, each of them once', async () => {
  const rig = await openQueue()
  const sent = watching(rig)
  await enqueue(rig, ...crowd(60))
  const counts: number[] = []
  for (const ms of [0, 999, 1, 999, 1, 999, 1]) {
    await rig.waits(ms)
    counts.push(sent.length)
  }
  expect(counts).toEqual([25, 25, 50, 50, 60, 60, 60])
  expect(new Set(sent).size).toBe(60)
})

test('an answer goes at once, before a thousand digests that fell due long before it', async () => {
  const rig = await openQueue()
  const sent = watching(rig)
  await enqueue(rig, ...crowd(1_000))
  await rig.settles()
  await enqueue(rig, message('answer', boris, { dueAtMs: rig.clock.now() }))
  await rig.settles()
  expect(sent.length).toBe(26)
  expect(sent.at(-1)).toBe(boris)
})

test('answers never wait for each other, and digests leave room for them', async () => {
  const rig = await openQueue()
  const sent = watching(rig)
  const chats = Array.from({ length: 40 }, (_, at) => toChatId(5_000 + at))
  await enqueue(rig, ...chats.map((chat) => message(`answer ${chat}`, chat)), ...crowd(30))
  await rig.settles()
  expect(sent).toEqual(expect.arrayContaining(chats))
  expect(sent).toHaveLength(40)
  await rig.waits(1_000)
  expect(sent).toHaveLength(65)
})

test('a person is answered though a digest of their own is waiting for its place', async () => {
  const rig = await openQueue()
  await enqueue(rig, ...crowd(25), digest('digest', anna))
  await rig.settles()
  await enqueue(rig, message('answer', anna))
  await rig.settles()
  expect(rig.texts()).toEqual(['answer'])
  await rig.waits(1_000)
  expect(rig.texts()).toEqual(['answer', 'digest'])
})

test('one chat is told three things at once, and after that one a second, in order', async () => {
  const rig = await openQueue()
  await enqueue(rig, ...['a', 'b', 'c', 'd', 'e'].map((id) => digest(id, anna)), digest('his', boris))
  await rig.settles()
  expect(rig.texts()).toEqual(['a', 'b', 'c'])
  expect(rig.texts(boris)).toEqual(['his'])
  await rig.waits(999)
  expect(rig.texts()).toEqual(['a', 'b', 'c'])
  await rig.waits(1)
  expect(rig.texts()).toEqual(['a', 'b', 'c', 'd'])
  await rig.waits(1_000)
  expect(rig.texts()).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('answers to a person count for their reminders, and never wait themselves', async () => {
  const rig = await openQueue()
  const answers = Array.from({ length: 8 }, (_, at) => `answer ${at}`)
  await enqueue(rig, ...answers.map((id) => message(id, anna)))
  await rig.settles()
  await enqueue(rig, digest('reminder', anna))
  await rig.settles()
  expect(rig.texts()).toEqual(answers)
  await rig.waits(1_000)
  expect(rig.texts()).toEqual([...answers, 'reminder'])
})

test('when Telegram refuses everybody all digests wait for as long as it says, without being touched', async () => {
  const rig = await openQueue()
  let refused = false
  const sent = watching(rig, () => {
    if (refused) return null
    refused = true
    return { type: 'later', scope: 'all', afterMs: 20_000, detail: 'Too Many Requests' }
  })
  await enqueue(rig, ...crowd(40))
  await rig.settles()
  const before = sent.length
  for (let seconds = 0; seconds < 19; seconds += 1) await rig.waits(1_000)
  expect(sent).toHaveLength(before)
  expect((await rig.rows('deliveries')).filter((row) => row.attempts > 1)).toEqual([])
  for (let seconds = 0; seconds < 4; seconds += 1) await rig.waits(1_000)
  expect(new Set(sent).size).toBe(40)
  expect((await rig.rows('deliveries')).map((row) => row.state)).toEqual(
    Array.from({ length: 40 }, () => 'done'),
  )
})

test('digests that are slow to leave never take all the places', async () => {
  const rig = await openRig({ dialogs: [], byHand: true })
  onTestFinished(() => rig[Symbol.asyncDispose]())
  await enqueue(rig, ...crowd(40))
  const [begun, answered, goOn] = [gate(), gate(), gate()]
  let slow = 0
  const dispatcher = createDispatcher({
    outbox: rig.store.outbox,
    clock: rig.clock,
    reach: () => {},
    log: () => {},
    broken: () => Promise.reject(new Error('nothing breaks here')),
    async perform({ chat }) {
      if (chat === anna) answered.opens()
      else {
        slow += 1
        begun.opens()
        await goOn.opened
      }
      return { settlement: { type: 'done' } }
    },
  })
  dispatcher.start()
  await begun.opened
  await enqueue(rig, message('answer', anna))
  dispatcher.nudge()
  await answered.opened
  expect(slow).toBe(8)
  goOn.opens()
  await dispatcher.stop(1_000)
})

/** Something to wait for until the test lets it happen. */
function gate(): { readonly opens: () => void; readonly opened: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { opens: resolve, opened: promise }
}

test('a clock that was set back keeps nobody waiting', () => {
  const clock = testClock()
  const pace = createChatPace(clock)
  for (let times = 0; times < 5; times += 1) pace.sent(anna)
  expect(pace.waitMs(anna)).toBe(1_000)
  expect(pace.waitMs(boris)).toBe(0)
  clock.advance(-3_600_000)
  expect(pace.waitMs(anna)).toBe(0)
})

test('a company is told something over real HTTP without one refusal, each in order and once', async () => {
  const { seconds, refused, mostInASecond, received } = await sendToEverybody({
    chats: 60,
    messagesFor: (at) => (at === 0 ? 7 : 1),
  })
  expect({ refused, mostInASecond }).toEqual({ refused: 0, mostInASecond: 25 })
  expect(seconds).toBeLessThanOrEqual(5)
  const [first, ...others] = [...received.values()]
  expect(first).toEqual(Array.from({ length: 7 }, (_, n) => `Сообщение ${n + 1}`))
  expect(others).toEqual(Array.from({ length: 59 }, () => ['Сообщение 1']))
})

test('a company told too fast is refused, and told all the same', async () => {
  const { refused, received } = await sendToEverybody({ chats: 60, perSecond: 1_000 })
  expect(refused).toBeGreaterThan(0)
  expect([...received.values()]).toEqual(Array.from({ length: 60 }, () => ['Сообщение 1']))
})
