/**
 * The engine without a network: real turns, real dispatcher, a real SQLite database in memory; the messenger and the
 * services are recorded. Dialogs are given as YAML.
 */
import { openStore } from '../../db/database.ts'
import { createDateReader } from '../../src/adapters/dates/reader.ts'
import { createDateWriter } from '../../src/adapters/dates/writer.ts'
import { parseDialog, hashOf } from '../../src/dialogs/load.ts'
import { loadRepairs } from '../../src/dialogs/load-repairs.ts'
import type { DialogDefinition } from '../../src/machines/definition.ts'
import { createDialogLibrary, type DialogLibrary } from '../../src/machines/dialog-library.ts'
import type { Service, ServiceRequest } from '../../src/machines/services.ts'
import { createTurns, type Taken, type Turns } from '../../src/machines/turn.ts'
import {
  toChatId,
  type ChatId,
  type Choice,
  type Message,
  type Messenger,
  type MessengerResult,
  type Outcome,
  type PersonEvent,
} from '../../src/ports.ts'
import { createDispatcher, type Dispatcher } from '../../src/scheduler/dispatcher.ts'
import { performCall, performTimer } from '../../src/scheduler/perform-call.ts'
import { performMessage } from '../../src/scheduler/perform-message.ts'
import type { Store } from '../../src/store.ts'
import { testClock, type TestClock } from './clock.ts'
import { seededRandomness } from './random.ts'

export interface Shown {
  readonly messageId: number
  message: Message
}

export interface Rig extends AsyncDisposable {
  readonly clock: TestClock
  readonly store: Store
  readonly turns: Turns
  readonly dialogs: DialogLibrary
  /** Every message of a chat as it looks now, oldest first. */
  messages(chat?: ChatId): readonly Shown[]
  texts(chat?: ChatId): readonly string[]
  last(chat?: ChatId): Shown
  /** What was asked of services, in order. */
  readonly calls: ServiceRequest[]
  readonly alerts: string[]
  says(text: string, chat?: ChatId): Promise<Taken>
  does(event: PersonEvent, chat?: ChatId): Promise<Taken>
  /** Presses the button with this label on the newest message that has it. */
  presses(label: string, chat?: ChatId): Promise<Taken>
  pressData(label: string, chat?: ChatId): string
  /** Lets the time go by, and everything happen that falls due. */
  waits(ms: number): Promise<void>
  /** Does everything that is due now. */
  settles(): Promise<void>
  /** What the messenger answers from now on; null: as it should. */
  messengerSays(answer: ((method: string, chat: ChatId) => MessengerResult | null) | null): void
}

export interface RigOptions {
  readonly dialogs: readonly (string | DialogDefinition)[]
  readonly services?: Readonly<
    Record<string, Service | ((request: ServiceRequest) => Outcome | Promise<Outcome>)>
  >
}

export const anna = toChatId(101)

export function definitionOf(yaml: string): DialogDefinition {
  const { definition, problems } = parseDialog(yaml, 'test.yaml', {})
  if (definition === null)
    throw new Error(problems.map((one) => `${one.line}:${one.column} ${one.message.ru}`).join('\n'))
  return definition
}

export async function openRig(options: RigOptions): Promise<Rig> {
  const clock = testClock()
  const random = seededRandomness(7)
  const store = await openStore({ url: 'sqlite::memory:', clock })
  const calls: ServiceRequest[] = []
  const alerts: string[] = []
  const services = new Map(
    Object.entries(options.services ?? {}).map(([name, service]) => [name, asService(service, calls)]),
  )
  const { repairs } = await loadRepairs(new URL('../../src/dialogs/repairs.yaml', import.meta.url).pathname)
  if (repairs === null) throw new Error('repairs.yaml is broken')
  const definitions = options.dialogs.map((one) => (typeof one === 'string' ? definitionOf(one) : one))
  const dialogs = createDialogLibrary(
    definitions.map((definition) => ({ definition, hash: hashOf(definition) })),
  )
  await store.transaction((unit) => dialogs.keep(unit.definitions, clock.now()))
  const alert = (problem: string, detail: string): void => void alerts.push(`${problem}: ${detail}`)
  const turns = createTurns({
    store,
    dialogs,
    services,
    repairs,
    reader: createDateReader(),
    writer: createDateWriter(),
    policy: { workStartMinutes: 480, workEndMinutes: 1200, dayEndMinutes: 1140 },
    clock,
    random,
    defaultZone: 'Europe/Moscow',
    alert: ({ code, error }) => alert(code, String(error)),
  })
  const screen = createScreen()
  const deps = {
    store,
    messenger: screen.messenger,
    services,
    turns,
    clock,
    random,
    alert,
    unreachable: turns.unreachable,
  }
  const dispatcher: Dispatcher = createDispatcher({
    outbox: store.outbox,
    clock,
    log: () => {},
    perform: (delivery, signal) => {
      if (delivery.kind === 'call') return performCall(deps, delivery, signal)
      return delivery.kind === 'timer' ? performTimer(deps, delivery) : performMessage(deps, delivery, signal)
    },
    broken: (unit, delivery, error) => turns.broken(unit, delivery.chat, delivery.id, error),
  })
  dispatcher.start()
  let updateId = 1000
  let messageId = 0

  async function does(event: PersonEvent, chat: ChatId = anna): Promise<Taken> {
    updateId += 1
    const [taken] = await turns.intake([
      { updateId, sender: { chat, firstName: 'Анна', languageCode: 'ru' }, event },
    ])
    await dispatcher.drained()
    if (taken === undefined) throw new Error('nothing was taken')
    return taken
  }

  const rig: Rig = {
    clock,
    store,
    turns,
    dialogs,
    calls,
    alerts,
    messages: (chat = anna) => screen.of(chat),
    texts: (chat = anna) => screen.of(chat).map((one) => one.message.text),
    last(chat = anna) {
      const shown = screen.of(chat).at(-1)
      if (shown === undefined) throw new Error('nothing was shown')
      return shown
    },
    does,
    says(text, chat) {
      messageId -= 1
      const command = /^\/(\w+)(?:\s+(.*))?$/s.exec(text)
      if (command)
        return does(
          {
            type: 'command',
            name: command[1] ?? '',
            argument: command[2] ?? '',
            messageId: -messageId + 5000,
          },
          chat,
        )
      return does({ type: 'text', text, messageId: -messageId + 5000 }, chat)
    },
    presses: (label, chat) =>
      does({ type: 'press', pressId: 'p', data: rig.pressData(label, chat), messageId: 1 }, chat),
    pressData(label, chat = anna) {
      const choice = screen
        .of(chat)
        .toReversed()
        .flatMap((one) => one.message.rows.flat())
        .find((one: Choice) => one.label === label && one.act.type === 'press')
      if (choice?.act.type !== 'press')
        throw new Error(`no button «${label}» in ${JSON.stringify(screen.of(chat).at(-1)?.message.rows)}`)
      return choice.act.data
    },
    async waits(ms) {
      clock.advance(ms)
      await dispatcher.drained()
    },
    settles: () => dispatcher.drained(),
    messengerSays: (answer) => {
      screen.answer = answer
    },
    async [Symbol.asyncDispose]() {
      await dispatcher.stop(1_000)
      await store[Symbol.asyncDispose]()
    },
  }
  return rig
}

function asService(
  service: Service | ((request: ServiceRequest) => Outcome | Promise<Outcome>),
  calls: ServiceRequest[],
): Service {
  if (typeof service !== 'function') return service
  return {
    type: 'remote',
    timeoutMs: 5_000,
    reasons: [],
    run: async (request) => {
      calls.push(request)
      return service(request)
    },
  }
}

/** A messenger that keeps what it shows. */
interface Screen {
  of(chat: ChatId): Shown[]
  answer: ((method: string, chat: ChatId) => MessengerResult | null) | null
  readonly messenger: Messenger
}

function createScreen(): Screen {
  const chats = new Map<ChatId, Shown[]>()
  let nextId = 0
  const of = (chat: ChatId): Shown[] => {
    const shown = chats.get(chat) ?? []
    chats.set(chat, shown)
    return shown
  }
  const screen: Screen = {
    of,
    answer: null,
    messenger: {
      send: async (chat, message) => {
        const refusal = screen.answer?.('send', chat)
        if (refusal) return refusal
        nextId += 1
        of(chat).push({ messageId: nextId, message })
        return { type: 'done', messageId: nextId }
      },
      edit: async (chat, messageId, message) => {
        const refusal = screen.answer?.('edit', chat)
        if (refusal) return refusal
        const shown = of(chat).find((one) => one.messageId === messageId)
        if (shown === undefined) return { type: 'missing' }
        shown.message = message
        return { type: 'done', messageId }
      },
      removeButtons: async (chat, messageId) => {
        const shown = of(chat).find((one) => one.messageId === messageId)
        if (shown === undefined) return { type: 'missing' }
        shown.message = { ...shown.message, rows: [] }
        return { type: 'done', messageId }
      },
      remove: async (_chat, messageId) => ({ type: 'done', messageId }),
      answerPress: async () => {},
      showTyping: async () => {},
      setCommands: async () => ({ type: 'done', messageId: 0 }),
    },
  }
  return screen
}
