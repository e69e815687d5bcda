import type { Clock } from '../../src/ports/environment.ts'
import type { Json } from '../../src/ports/json.ts'
import { createMemoryBlobs, type Blobs } from '../blobs.ts'
import { createBotApi } from './bot-api.ts'
import { createCalls } from './calls.ts'
import type { ApiCall } from './calls.ts'
import { createFaults } from './faults.ts'
import type { FaultRule } from './faults.ts'
import { findFile } from './file-store.ts'
import { toJson } from './json.ts'
import { leadingInteger } from './parameters.ts'
import { createPerson } from './person.ts'
import type { Person } from './person.ts'
import { createPolling } from './polling.ts'
import { createSpinners } from './spinners.ts'
import { freshState, newChat } from './state.ts'
import type { Chat, State } from './state.ts'
import type { BotProfile, PersonProfile } from './profiles.ts'
import { listen } from './transport.ts'
import { dropExpired, enqueue } from './updates.ts'
import { createWebhookDelivery } from './webhook-delivery.ts'
import type { World } from './world.ts'

export interface TelegramSandboxOptions {
  readonly clock: Clock
  /** 0, the default, means any free port. */
  readonly port?: number
  readonly token?: string
  readonly bot?: BotProfile
  readonly persons: readonly PersonProfile[]
  /** What an earlier `save()` returned; persons named in it keep their chats. */
  readonly restore?: Json
  /** Where the contents of files are kept; in memory when absent. */
  readonly blobs?: Blobs
  /** How long a press waits for its answer, by the clock; 15 s by default (the real limit is not published). */
  readonly answerWithinMs?: number
}

/**
 * A Bot API server on the loopback, and the people on the other side of it. It follows the real server
 * (tdlib/telegram-bot-api 10.0 and docs of Bot API 10.3) in what a bot for private chats meets. Not there: groups, inline
 * mode, payments, reactions, scaled photos, phone numbers as entities, webhooks beyond the loopback, and Telegram's
 * own sending limits, which only a fault can raise. A method it lacks is answered as one that does not exist.
 */
export interface TelegramSandbox extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly apiRoot: string
  readonly token: string
  readonly botUsername: string
  /** @throws Error for an id nobody has. */
  person(id: number): Person
  readonly persons: readonly Person[]
  addPerson(profile: PersonProfile): Person
  /** The bytes of a file that a message shows; undefined when they are not kept. */
  fileContent(fileId: string): Buffer | undefined
  /** Every request of the bot except `getUpdates`, newest last, the newest ten thousand. */
  readonly calls: readonly ApiCall[]
  fault(rule: FaultRule): void
  clearFaults(): void
  /** Anything that a page showing the chat must redraw. Returns how to stop listening. */
  onChange(listener: (change: { readonly chatId: number }) => void): () => void
  /** Resolves once no update waits: all are fetched and confirmed, delivered, or too old. */
  idle(): Promise<void>
  /** Everything remembered, as JSON for `restore`. */
  save(): Json
}

const defaultToken = '7000000001:AAsandbox-token-of-the-local-bot-0001'
const defaultBot: BotProfile = {
  id: 7_000_000_001,
  username: 'assistant_sandbox_bot',
  firstName: 'Ассистент',
}
const answerWithinMs = 15_000

export async function startTelegramSandbox(options: TelegramSandboxOptions): Promise<TelegramSandbox> {
  const { clock } = options
  const state =
    options.restore === undefined ? freshState(clock.now()) : restoreState(options.restore, clock.now())
  const token = options.token ?? defaultToken
  const bot = options.bot ?? { ...defaultBot, id: leadingInteger(token) }
  const changes = createChanges()
  const polling = createPolling(state, clock)
  const spinners = createSpinners(state, clock)
  const faults = createFaults()
  const calls = createCalls()

  const world: World = {
    state,
    clock,
    bot,
    blobs: options.blobs ?? createMemoryBlobs(),
    changed: (chatId) => changes.tell({ chatId }),
    publish(type, chatId, content) {
      if (enqueue(state, clock.now(), type, chatId, content) === undefined) return
      if (state.webhook === null) polling.wake()
      else delivery.kick()
    },
    webhookChanged() {
      if (state.webhook !== null) polling.abort('webhook')
      delivery.kick()
    },
    settlePress: (pressId, answer) => spinners.settle(pressId, answer),
  }
  const api = createBotApi({ token, world, polling, faults, calls })
  const delivery = createWebhookDelivery(state, clock, (method, parameters) =>
    api.perform(method, parameters),
  )
  const people = createPeople(state, (chat) =>
    createPerson(world, chat, (press) => spinners.start(press), options.answerWithinMs ?? answerWithinMs),
  )
  for (const profile of options.persons) people.add(profile)
  const listening = await listen(options.port ?? 0, {
    api: (request) => api.answer(request),
    file: (request) => api.file(request),
  })
  delivery.kick()

  return {
    apiRoot: listening.origin,
    token,
    botUsername: bot.username,
    person: (id) => people.find(id),
    persons: people.list,
    addPerson: (profile) => people.add(profile),
    fileContent(fileId) {
      const contentId = findFile(world, fileId)?.contentId ?? null
      return contentId === null ? undefined : world.blobs.get(contentId)
    },
    calls: calls.list,
    fault: (rule) => faults.add(rule),
    clearFaults: () => faults.clear(),
    onChange: (listener) => changes.listen(listener),
    idle: () => idle(state, clock),
    save: () => toJson(state),
    async [Symbol.asyncDispose]() {
      polling.close()
      delivery.close()
      spinners.close()
      await listening.close()
    },
  }
}

/** Tables that what was saved does not have yet are those of a fresh server. */
function restoreState(saved: Json, nowMs: number): State {
  // Only save() of this very server writes it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { ...freshState(nowMs), ...(structuredClone(saved) as unknown as State) }
}

interface Change {
  readonly chatId: number
}

function createChanges() {
  const listeners = new Set<(change: Change) => void>()
  return {
    tell(change: Change): void {
      for (const listener of listeners) listener(change)
    },
    listen(listener: (change: Change) => void): () => void {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

function createPeople(state: State, sit: (chat: Chat) => Person) {
  const list: Person[] = state.chats.map(sit)
  return {
    list,
    find(id: number): Person {
      const person = list.find((person) => person.profile.id === id)
      if (person === undefined) throw new Error(`No person has the id ${id}`)
      return person
    },
    /** Somebody already there stays as they are. */
    add(profile: PersonProfile): Person {
      const known = list.find((person) => person.profile.id === profile.id)
      if (known !== undefined) return known
      const chat = newChat(profile)
      state.chats.push(chat)
      const person = sit(chat)
      list.push(person)
      return person
    },
  }
}

async function idle(state: State, clock: Clock): Promise<void> {
  for (;;) {
    dropExpired(state, clock.now())
    if (state.updates.length === 0) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
