/** A ticker with a real database in memory, a portal that says what it is told to, and a clock that stands still. */
import { Kysely } from 'kysely'
import { migrate } from '../../../db/migrate.ts'
import type { Schema } from '../../../db/schema.ts'
import { createSqliteDialect } from '../../../db/sqlite.ts'
import { createStore, type OwnedStore } from '../../../db/store.ts'
import { asJson } from '../../../src/machines/json.ts'
import { newChatState } from '../../../src/machines/chat/state.ts'
import type { CalendarEvent } from '../../../src/ports/calendar.ts'
import { toChatId, type ChatId, type PortalUserId } from '../../../src/ports/identity.ts'
import type { Message } from '../../../src/ports/message.ts'
import type { PortalNews } from '../../../src/scheduler/notify/portal-news.ts'
import { tick, type TickDeps, type TickReport } from '../../../src/scheduler/tick.ts'
import type { TaskFacts } from '../../../src/scheduler/rules/notification.ts'
import type { NotificationRow } from '../../../src/store/notifications.ts'
import type { NotificationSettings } from '../../../src/store/settings.ts'
import { settingsOf, type CompleteSettings } from '../../../src/dialogs/settings/settings-of.ts'
import { testClock, type TestClock } from '../../support/clock.ts'
import { seededRandomness } from '../../support/random.ts'
import { annaId, at, defaults, moscow, words } from '../rules/people.ts'

export const annasChat = toChatId(1_001)

export interface Office extends AsyncDisposable {
  readonly clock: TestClock
  readonly store: OwnedStore
  readonly deps: TickDeps
  /** What the portal says; null: nothing. */
  events: readonly CalendarEvent[] | null
  tasks: readonly TaskFacts[] | null
  /** How often the portal was asked for many people at once. */
  readonly asked: { tasks: number; events: number }
  /** Sets the clock, and looks at it. */
  tickAt(local: string): Promise<TickReport>
  /** Looks at the clock every minute from now on. */
  passTo(local: string): Promise<void>
  /** Every message handed to the outbox, oldest first. */
  messages(chat?: ChatId): Promise<readonly Message[]>
  /** Their words, with plain spaces. */
  texts(): Promise<readonly string[]>
  rows(chat?: ChatId): Promise<readonly NotificationRow[]>
  settings(changes: Partial<NotificationSettings>): Promise<void>
  link(chat: ChatId, employee: PortalUserId, zone?: string): Promise<void>
}

const usual: CompleteSettings = {
  language: null,
  notifications: defaults,
  chosenAtMs: { morning: 0, evening: 0, all: 0 },
}

export async function openOffice(now: string): Promise<Office> {
  const clock = testClock(new Date(at(now)).toISOString())
  const db = new Kysely<Schema>({ dialect: createSqliteDialect(':memory:') })
  await migrate(db, 'sqlite')
  const store = createStore(db, 'sqlite', clock)
  const asked = { tasks: 0, events: 0 }
  const news: PortalNews = {
    async tasks(people) {
      asked.tasks += 1
      return new Map(people.map(({ employee }) => [employee, office.tasks]))
    },
    async events(people, { fromMs, toMs }) {
      asked.events += 1
      const touching = office.events?.filter(
        ({ start, end }) => Date.parse(start) < toMs && Date.parse(end) > fromMs,
      )
      return new Map(people.map(({ employee }) => [employee, touching ?? null]))
    },
    event: async (_reader, id) =>
      office.events === null ? undefined : (office.events.find((one) => one.id === id) ?? null),
    restMs: () => 0,
    calendar: async () => null,
  }
  const deps: TickDeps = {
    store,
    news,
    clock,
    random: seededRandomness(5),
    readSettings: (stored) => settingsOf(stored, usual),
    words,
    overrides: async () => new Map(),
    crowd: async () => 1,
    operatingShare: () => 0,
  }
  const office: Office = {
    clock,
    store,
    deps,
    events: [],
    tasks: [],
    asked,
    async tickAt(local) {
      clock.set(new Date(at(local)).toISOString())
      return tick(deps)
    },
    async passTo(local) {
      for (; clock.now() < at(local); clock.advance(60_000)) await tick(deps)
      await tick(deps)
    },
    async messages(chat = annasChat) {
      const rows = await db.selectFrom('deliveries').selectAll().orderBy('seq').execute()
      return rows
        .filter((row) => row.chat === chat)
        .map((row) => (JSON.parse(row.payload) as { message: Message }).message)
    },
    texts: async () => (await office.messages()).map(({ text }) => text.replaceAll('\u00A0', ' ')),
    rows: (chat = annasChat) => store.transaction((unit) => unit.notifications.ofChat(chat, 0)),
    settings: (changes) =>
      store.transaction((unit) =>
        unit.settings.save(
          annasChat,
          { language: null, notifications: { ...defaults, ...changes } },
          clock.now(),
        ),
      ),
    link: (chat, employee, zone = moscow) =>
      store.transaction(async (unit) => {
        const atMs = clock.now()
        const state = asJson(newChatState({ firstName: 'Анна' }, atMs))
        await unit.chats.save({ chat, revision: 1, language: 'ru', status: 'active', state }, atMs)
        await unit.links.establish({
          chat,
          employee,
          name: 'Анна Петрова',
          firstName: 'Анна',
          zone,
          linkedAtMs: atMs,
          checkedAtMs: atMs,
        })
      }),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
  await office.link(annasChat, annaId)
  return office
}
