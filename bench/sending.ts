/**
 * Everybody is told something at the same moment: the real outbox, dispatcher and Bot API client, over HTTP to the
 * sandbox's Telegram, which here keeps the messenger's limits. Time is virtual: only how long the limits make it last counts.
 */
import { openStore } from '../db/database.ts'
import { systemRandomness } from '../src/adapters/clock.ts'
import { createTelegramClient } from '../src/adapters/telegram/client.ts'
import { createMessenger } from '../src/adapters/telegram/messenger.ts'
import type { Clock } from '../src/ports/environment.ts'
import { toChatId, type ChatId } from '../src/ports/identity.ts'
import type { Messenger } from '../src/ports/messenger.ts'
import { createDispatcher } from '../src/scheduler/dispatcher.ts'
import { performMessage } from '../src/scheduler/perform-message.ts'
import { notificationLane } from '../src/scheduler/told.ts'
import type { NewDelivery } from '../src/store/deliveries.ts'
import { startTelegramSandbox, type TelegramSandbox } from '../sandbox/telegram/server.ts'

export interface Sending {
  /** Virtual time from the moment all was due to the last message. */
  readonly seconds: number
  /** How often Telegram answered 429. */
  readonly refused: number
  /** The most messages that any second saw. */
  readonly mostInASecond: number
  /** What each person's chat shows, oldest first. */
  readonly received: ReadonlyMap<ChatId, readonly string[]>
}

export interface SendingOptions {
  readonly chats: number
  /** How many messages the `at`-th person is sent; 1 when absent. */
  messagesFor?(at: number): number
  /** Messages a second; the dispatcher's own pace when absent. */
  readonly perSecond?: number
}

const firstChat = 100_000
const startMs = Date.parse('2026-11-24T08:00:00+03:00')
const stepMs = 20

export async function sendToEverybody(options: SendingOptions): Promise<Sending> {
  const clock = standingClock()
  await using telegram = await openTelegram(clock, options.chats)
  const limits = createLimits(clock)
  const api = createTelegramClient({ token: telegram.token, apiRoot: telegram.apiRoot, log: () => {} })
  const messenger = keeping(limits, telegram, createMessenger({ api, log: () => {}, clock }))
  await using store = await openStore({ url: 'sqlite::memory:', clock })
  await store.transaction((unit) => unit.deliveries.enqueue(messagesOf(options)))

  const deps = {
    store,
    messenger,
    clock,
    random: systemRandomness,
    unreachable: () => Promise.reject(new Error('nobody is unreachable here')),
    alert: (problem: string, detail: string) => {
      throw new Error(`${problem}: ${detail}`)
    },
  }
  const dispatcher = createDispatcher({
    outbox: store.outbox,
    clock,
    reach: () => {},
    log: () => {},
    perform: (delivery, signal) => performMessage(deps, delivery, signal),
    broken: (_unit, delivery) => Promise.reject(new Error(`${delivery.id} could not be settled`)),
    ...(options.perSecond !== undefined && { perSecond: options.perSecond }),
  })
  dispatcher.start()
  let lastMs = startMs
  for (;;) {
    await dispatcher.drained()
    if ((await store.outbox.nextDueMs()) === null) break
    clock.advance(stepMs)
    lastMs = clock.now()
  }
  await dispatcher.stop(1_000)
  const received = telegram.persons.map(({ profile, messages }) => {
    const texts = messages().filter(({ from }) => from === 'bot')
    return [toChatId(profile.id), texts.map(({ text }) => text)] as const
  })
  return {
    seconds: (lastMs - startMs) / 1_000,
    refused: telegram.calls.filter(({ errorCode }) => errorCode === 429).length,
    mostInASecond: limits.most(),
    received: new Map(received),
  }
}

interface StandingClock extends Clock {
  advance(ms: number): void
}

function standingClock(): StandingClock {
  let nowMs = startMs
  return {
    now: () => nowMs,
    advance: (ms) => {
      nowMs += ms
    },
  }
}

async function openTelegram(clock: Clock, chats: number): Promise<TelegramSandbox> {
  const persons = Array.from({ length: chats }, (_, at) => ({ id: firstChat + at, firstName: 'Анна' }))
  const telegram = await startTelegramSandbox({ clock, persons })
  for (const person of telegram.persons) person.say('/start')
  return telegram
}

function messagesOf({ chats, messagesFor = () => 1 }: SendingOptions): readonly NewDelivery[] {
  return Array.from({ length: chats }, (_, at) => {
    const chat = toChatId(firstChat + at)
    return Array.from({ length: messagesFor(at) }, (__, n): NewDelivery => {
      const message = { text: `Сообщение ${n + 1}`, spans: [], rows: [] }
      const id = `${chat}:${n}`
      const payload = { message, uncertain: 'unknown' }
      return {
        id,
        lane: notificationLane(chat),
        kind: 'message',
        chat,
        payload,
        dueAtMs: startMs,
        background: true,
      }
    })
  }).flat()
}

/** Telegram's limits as far as they are known (Bots FAQ): 30 a second to all, and one a second to a chat after a burst. */
interface Limits {
  /** Counts a message that arrives now. How many seconds it is refused for; null when it is taken. */
  arrives(chat: ChatId): number | null
  most(): number
}

const allPerSecond = 30
const chatBurst = 4

function createLimits(clock: Clock): Limits {
  const lastSecond: number[] = []
  const chats = new Map<ChatId, { readonly left: number; readonly atMs: number }>()
  let most = 0

  return {
    most: () => most,
    arrives(chat) {
      const nowMs = clock.now()
      while ((lastSecond[0] ?? nowMs) <= nowMs - 1_000) lastSecond.shift()
      lastSecond.push(nowMs)
      most = Math.max(most, lastSecond.length)
      const { left, atMs } = chats.get(chat) ?? { left: chatBurst, atMs: nowMs }
      const now = Math.min(chatBurst, left + (nowMs - atMs) / 1_000)
      chats.set(chat, { left: Math.max(0, now - 1), atMs: nowMs })
      if (lastSecond.length > allPerSecond) return 3
      return now < 1 ? 5 : null
    },
  }
}

function keeping(limits: Limits, telegram: TelegramSandbox, messenger: Messenger): Messenger {
  return {
    ...messenger,
    send: (chat, message, signal) => {
      const retryAfter = limits.arrives(chat)
      if (retryAfter !== null)
        telegram.fault({
          kind: 'error',
          code: 429,
          retryAfter,
          method: 'sendMessage',
          chatId: chat,
          times: 1,
        })
      return messenger.send(chat, message, signal)
    },
  }
}
