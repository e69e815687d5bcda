/**
 * The engine without a network: real turns, real dispatcher, a real SQLite database in memory; the messenger and the
 * services are recorded. Dialogs are given as YAML.
 */
import { Kysely, type Selectable, type Updateable } from 'kysely'
import { migrate } from '../../db/migrate.ts'
import type { Schema } from '../../db/schema.ts'
import { createSqliteDialect } from '../../db/sqlite.ts'
import { createStore, type OwnedStore } from '../../db/store.ts'
import { createDateReader } from '../../src/adapters/dates/reader.ts'
import { createDateWriter } from '../../src/adapters/dates/writer.ts'
import { parseDialog, hashOf } from '../../src/dialogs/load.ts'
import { loadRepairs } from '../../src/dialogs/load-repairs.ts'
import type { DialogDefinition } from '../../src/machines/language/definition.ts'
import { createDialogLibrary, type DialogLibrary } from '../../src/machines/dialog-library.ts'
import type { Repairs } from '../../src/machines/language/repairs.ts'
import type { Service, ServiceRequest } from '../../src/machines/services.ts'
import { createTurns, type Turns } from '../../src/machines/turn/turns.ts'
import type { Taken } from '../../src/machines/turn/batch.ts'
import type { Randomness } from '../../src/ports/environment.ts'
import { toChatId, type ChatId, toPortalUserId } from '../../src/ports/identity.ts'
import type { Incoming, PersonEvent } from '../../src/ports/incoming.ts'
import type { Choice, Message } from '../../src/ports/message.ts'
import type { Messenger, MessengerResult } from '../../src/ports/messenger.ts'
import type { Outcome } from '../../src/ports/outcome.ts'
import { createDispatcher, type Dispatcher } from '../../src/scheduler/dispatcher.ts'
import { performCall, performTimer } from '../../src/scheduler/perform-call.ts'
import { performMessage } from '../../src/scheduler/perform-message.ts'
import type { Performed } from '../../src/scheduler/performed.ts'
import type { Delivery } from '../../src/store/outbox.ts'
import { testClock, type TestClock } from './clock.ts'
import { seededRandomness } from './random.ts'

export interface Shown {
  readonly messageId: number
  message: Message
}

export interface Rig extends AsyncDisposable {
  readonly clock: TestClock
  readonly store: OwnedStore
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
  /** An update nobody has seen yet; `more` overrides parts of it. */
  update(event: PersonEvent, more?: UpdateParts): Incoming
  /** Offers a batch of updates, and does everything that is due. */
  takes(batch: readonly Incoming[]): Promise<readonly Taken[]>
  /** Makes the chat speak for an employee. */
  links(chat?: ChatId): Promise<void>
  /** The chat as it is stored: its revision, and the frames of its conversations. */
  stored(chat?: ChatId): Promise<StoredChat>
  /** Changes what is stored of a chat, as an older version of the program might have left it. */
  rewrites(change: (state: StoredState) => void, chat?: ChatId): Promise<void>
  /** The rows of a table, as they are in the database. */
  rows<T extends keyof Schema>(table: T): Promise<readonly Row<T>[]>
  /** Damages every row of a table. */
  spoils<T extends keyof Schema>(table: T, columns: Updateable<Schema[T]>): Promise<void>
  /** Deliveries that are still to be done. */
  pending(kind?: Delivery['kind']): Promise<readonly Row<'deliveries'>[]>
  /** With `byHand`: leases what is due, at most `limit`. */
  claims(limit?: number): Promise<readonly Delivery[]>
  /** With `byHand`: does one delivery and settles it. */
  performs(delivery: Delivery): Promise<boolean>
  /** The process ends and another begins over the same database; everything not stored is forgotten. */
  restarts(changes?: Partial<RigOptions>): Promise<Rig>
}

export type Row<T extends keyof Schema> = Selectable<Schema[T]>

export interface UpdateParts {
  readonly chat?: ChatId
  readonly languageCode?: string
  readonly updateId?: number
}

export interface StoredChat {
  readonly revision: number
  readonly status: string
  readonly language: string
  readonly state: StoredState
}

/** As much of the stored state as tests look into or spoil. */
export interface StoredState {
  frames: {
    id: string
    dialog: string
    hash: string
    value: unknown
    context: Record<string, unknown> & { answers: Record<string, unknown> }
    call?: { id: string; step: string }
    timers: Record<string, string>
    card?: { token: string; revision: number }
  }[]
}

export interface RigOptions {
  readonly dialogs: readonly (string | DialogDefinition)[]
  readonly services?: Readonly<
    Record<string, Service | ((request: ServiceRequest) => Outcome | Promise<Outcome>)>
  >
  /** The chats are somebody else's bot's as well. */
  readonly shared?: true
  /** Nothing is dispatched by itself: {@link Rig.settles} does what is due, one delivery after the other. */
  readonly byHand?: boolean
}

export const anna = toChatId(101)

/** Read once: a rig is opened hundreds of times. */
const parsed = new Map<string, DialogDefinition>()
let wording: Promise<Repairs> | undefined

export function builtInTexts(): Promise<Repairs> {
  wording ??= loadWording()
  return wording
}

async function loadWording(): Promise<Repairs> {
  const { repairs } = await loadRepairs(new URL('../../src/dialogs/repairs.yaml', import.meta.url).pathname)
  if (repairs === null) throw new Error('repairs.yaml is broken')
  return repairs
}

export function definitionOf(yaml: string): DialogDefinition {
  const known = parsed.get(yaml)
  if (known !== undefined) return known
  const { definition, problems } = parseDialog(yaml, 'test.yaml', {})
  if (definition === null)
    throw new Error(problems.map((one) => `${one.line}:${one.column} ${one.message.ru}`).join('\n'))
  parsed.set(yaml, definition)
  return definition
}

export async function openRig(options: RigOptions): Promise<Rig> {
  const clock = testClock()
  const db = new Kysely<Schema>({ dialect: createSqliteDialect(':memory:') })
  await migrate(db, 'sqlite')
  const store = createStore(db, 'sqlite', clock)
  const world: World = {
    clock,
    db,
    store,
    random: seededRandomness(7),
    screen: createScreen(),
    calls: [],
    alerts: [],
    updateId: 1000,
  }
  return openEngine(world, options, async () => store[Symbol.asyncDispose]())
}

/** What outlives the process: the database, the messenger, the clock. */
interface World {
  readonly clock: TestClock
  readonly db: Kysely<Schema>
  readonly store: OwnedStore
  readonly random: Randomness
  readonly screen: Screen
  readonly calls: ServiceRequest[]
  readonly alerts: string[]
  updateId: number
}

async function openEngine(world: World, options: RigOptions, close: () => Promise<void>): Promise<Rig> {
  const { clock, random, store, calls, alerts, screen } = world
  const services = new Map(
    Object.entries(options.services ?? {}).map(([name, service]) => [name, asService(service, calls)]),
  )
  const repairs = await builtInTexts()
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
    reach: () => {},
    ...(options.shared === true && { shared: true }),
    defaultZone: 'Europe/Moscow',
    alert: ({ code, error }) => alert(code, String(error)),
  })
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
  const perform = (delivery: Delivery, signal: AbortSignal): Promise<Performed> => {
    if (delivery.kind === 'call') return performCall(deps, delivery, signal)
    return delivery.kind === 'timer' ? performTimer(deps, delivery) : performMessage(deps, delivery, signal)
  }
  const dispatcher: Dispatcher = createDispatcher({
    outbox: store.outbox,
    clock,
    reach: () => {},
    log: () => {},
    perform,
    broken: (unit, delivery, error) => turns.broken(unit, delivery.chat, delivery.id, error),
  })
  if (options.byHand !== true) dispatcher.start()
  let messageId = 0

  function update(event: PersonEvent, more: UpdateParts = {}): Incoming {
    world.updateId += 1
    const { chat = anna, languageCode = 'ru', updateId = world.updateId } = more
    return { updateId, sender: { chat, firstName: 'Анна', languageCode }, event }
  }

  async function takes(batch: readonly Incoming[]): Promise<readonly Taken[]> {
    const taken = await turns.intake(batch)
    await settles()
    return taken
  }

  async function does(event: PersonEvent, chat: ChatId = anna): Promise<Taken> {
    const [taken] = await takes([update(event, { chat })])
    if (taken === undefined) throw new Error('nothing was taken')
    return taken
  }

  function claims(limit = 100): Promise<readonly Delivery[]> {
    return store.outbox.claim({ limit, nowMs: clock.now(), leaseMs: 90_000 })
  }

  async function performs(delivery: Delivery): Promise<boolean> {
    const { settlement, follow } = await perform(delivery, new AbortController().signal)
    return store.outbox.settle(delivery, settlement, clock.now(), follow)
  }

  async function settles(): Promise<void> {
    if (options.byHand !== true) return dispatcher.drained()
    for (let due = await claims(); due.length > 0; due = await claims()) {
      for (const delivery of due) await performs(delivery)
    }
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
      await settles()
    },
    settles,
    messengerSays: (answer) => {
      screen.answer = answer
    },
    update,
    takes,
    async links(chat = anna) {
      const atMs = clock.now()
      const employee = toPortalUserId(chat)
      const who = { chat, employee, name: 'Анна Ковалёва', firstName: 'Анна', zone: 'Europe/Moscow' }
      await store.transaction((unit) => unit.links.establish({ ...who, linkedAtMs: atMs, checkedAtMs: atMs }))
    },
    async stored(chat = anna) {
      const record = await store.transaction((unit) => unit.chats.load(chat))
      if (record === null) throw new Error(`no chat ${chat}`)
      return { ...record, state: record.state as unknown as StoredState }
    },
    async rewrites(change, chat = anna) {
      await store.transaction(async (unit) => {
        const record = await unit.chats.load(chat)
        if (record === null) throw new Error(`no chat ${chat}`)
        const state = structuredClone(record.state)
        change(state as unknown as StoredState)
        await unit.chats.save({ ...record, revision: record.revision + 1, state }, clock.now())
      })
    },
    rows: async (table) => (await world.db.selectFrom(table).selectAll().execute()) as Row<typeof table>[],
    spoils: async (table, columns) => {
      await world.db
        .updateTable<keyof Schema>(table)
        .set(columns as never)
        .execute()
    },
    pending: async (kind) =>
      (await rig.rows('deliveries')).filter(
        (row) => row.state === 'pending' && (kind === undefined || row.kind === kind),
      ),
    claims,
    performs,
    async restarts(changes = {}) {
      await dispatcher.stop(1_000)
      return openEngine(world, { ...options, ...changes }, () => Promise.resolve())
    },
    async [Symbol.asyncDispose]() {
      await dispatcher.stop(1_000)
      await close()
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
      setChatCommands: async () => ({ type: 'done', messageId: 0 }),
    },
  }
  return screen
}
