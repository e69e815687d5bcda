/**
 * The same weeks under chance as those of the rules, through `tick()` and the database: with two tickers at once, with
 * tickers that die in the middle, on SQLite and on PostgreSQL.
 */
import {
  array,
  assert,
  asyncProperty,
  constantFrom,
  integer,
  oneof,
  record,
  tuple,
  type Arbitrary,
} from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toChatId } from '../../../src/ports/identity.ts'
import { asJson, fromJson } from '../../../src/machines/json.ts'
import { newChatState } from '../../../src/machines/chat/state.ts'
import { settingsOf, type CompleteSettings } from '../../../src/dialogs/settings/settings-of.ts'
import type { PortalNews } from '../../../src/scheduler/notify/portal-news.ts'
import type { Payload } from '../../../src/scheduler/rules/notification.ts'
import { tick, type TickDeps } from '../../../src/scheduler/tick.ts'
import type { NotificationRow } from '../../../src/store/notifications.ts'
import type { Store } from '../../../src/store/store.ts'
import type { OpenEmpty } from '../../db/contract/empty-database.ts'
import { createPostgresOpener } from '../../db/postgres-opener.ts'
import { openSqliteFile } from '../../db/sqlite-opener.ts'
import { testClock } from '../../support/clock.ts'
import { sharedServers } from '../../support/postgres/shared.ts'
import { seededRandomness } from '../../support/random.ts'
import { owedDeadlines, owedDigests, owedEvents } from '../rules/owed.ts'
import { annaId, defaults, weekdays, words } from '../rules/people.ts'
import {
  beginLife,
  changes,
  happen,
  isTrue,
  minuteMs,
  moves,
  weeks,
  type Change,
  type Life,
  type Setting,
} from '../rules/weeks.ts'

const chat = toChatId(1_001)
const dayMs = 24 * 60 * minuteMs
/** A tick here takes as long as a hundred of the rules alone: a week has to go by in fewer of them. */
const hurry = 4

/** How the ticks of a step are made. */
type Ticking =
  | { readonly type: 'one' }
  /** Two tickers, each on a connection of its own. */
  | { readonly type: 'two' }
  /** The process dies in its transaction of that number, and another begins when its leases have run out. */
  | { readonly type: 'killed'; readonly at: number }

const tickings: Arbitrary<Ticking> = oneof(
  { weight: 2, arbitrary: record({ type: constantFrom('one' as const, 'two' as const) }) },
  {
    weight: 1,
    arbitrary: record({ type: constantFrom('killed' as const), at: integer({ min: 1, max: 12 }) }),
  },
)

const servers = await sharedServers()

describe.each([
  { name: 'SQLite', open: openSqliteFile, numRuns: 20 },
  { name: 'PostgreSQL', open: createPostgresOpener(servers), numRuns: 8 },
])('weeks through tick() on $name', ({ open, numRuns }) => {
  const options = { numRuns, endOnFailure: true }

  test(
    'nothing is told twice, no digest for a date already told, and nothing that is not so',
    { timeout: 120_000 },
    () =>
      assert(
        asyncProperty(cases(moves), async ([week, ticking]) => {
          const company = await openCompany({ ...week, digests: true }, open)
          const digests: string[] = []
          const told: string[] = []
          for (const [nth, { what, sleepMinutes }] of week.steps.entries()) {
            await company.happens(what)
            await company.ticks(ticking[nth % ticking.length] ?? { type: 'one' })
            for (const row of await company.newlyTold()) {
              told.push(row.key)
              const payload = fromJson<Payload>(row.payload)
              if (payload.type === 'digest') digests.push(`${row.kind} ${payload.date}`)
              expect([row.key, isTrue(payload, company.life)]).toEqual([row.key, true])
              expect(row.dueMs).toBeLessThanOrEqual(company.life.nowMs)
              expect(row.expiresMs).toBeGreaterThan(company.life.nowMs)
            }
            company.passes(sleepMinutes * hurry)
          }
          expect(new Set(told).size).toBe(told.length)
          expect(new Set(digests).size).toBe(digests.length)
        }),
        options,
      ),
  )

  test('none is lost that is due and not stale, whoever died before', { timeout: 120_000 }, () =>
    assert(
      asyncProperty(cases(changes), async ([week, ticking]) => {
        const company = await openCompany(week, open)
        for (const [nth, { what, sleepMinutes }] of week.steps.entries()) {
          await company.happens(what)
          const how = ticking[nth % ticking.length] ?? { type: 'one' }
          await company.ticks(how)
          // What the dead held, whoever comes next finds when its lease is over and it is time for another look.
          if (how.type === 'killed') {
            company.passes(6)
            await company.ticks({ type: 'one' })
          }
          expect(await company.owed()).toEqual([])
          company.passes(Math.max(1, sleepMinutes * hurry))
        }
      }),
      options,
    ),
  )
})

function cases(what: Arbitrary<Change>) {
  return tuple(weeks(what), array(tickings, { minLength: 3, maxLength: 9 }))
}

interface Company {
  readonly life: Life
  happens(what: Change): Promise<void>
  ticks(how: Ticking): Promise<void>
  /** Rows of the messages that have been handed over since the last call. */
  newlyTold(): Promise<readonly NotificationRow[]>
  /** Keys of what should have been told by now; what somebody is still at counts as well. */
  owed(): Promise<readonly string[]>
  passes(minutes: number): void
}

const usual: CompleteSettings = {
  language: null,
  notifications: defaults,
  chosenAtMs: { morning: 0, evening: 0, all: 0 },
}

async function openCompany(week: Setting, open: OpenEmpty): Promise<Company> {
  const life = beginLife(week)
  const { person } = life
  // There is something to tell from the first day on.
  life.person = { ...person, settings: { ...person.settings, skipEmpty: false } }
  for (const id of [0, 1, 2, 3]) {
    happen(life, { type: 'event', id, inMinutes: 200 + 700 * id, important: id === 2 })
    happen(life, { type: 'task', id: 10 + id, inMinutes: 1_500 + 900 * id })
  }
  const clock = testClock(new Date(life.nowMs - 40 * dayMs).toISOString())
  const { store, another } = await open(clock)
  const stores = [store, (await another?.()) ?? store] as const
  await link(store, life, clock.now())
  clock.set(new Date(life.nowMs).toISOString())
  const news: PortalNews = {
    tasks: async (people) => new Map(people.map(({ employee }) => [employee, [...life.tasks.values()]])),
    events: async (people, { fromMs, toMs }) => {
      const touching = [...life.events.values()].filter(
        ({ start, end }) => Date.parse(start) < toMs && Date.parse(end) > fromMs,
      )
      return new Map(people.map(({ employee }) => [employee, touching]))
    },
    event: async (_reader, id) => life.events.get(id) ?? null,
    restMs: () => 0,
    calendar: async () => null,
  }
  const depsOn = (on: Store): TickDeps => ({
    store: on,
    news,
    clock,
    random: seededRandomness(7),
    readSettings: (stored) => settingsOf(stored, usual),
    words,
    overrides: async () => new Map(),
    crowd: async () => 1,
    operatingShare: () => 0,
  })
  // A digest leaves within its minute.
  const claim = () => store.outbox.claim({ limit: 100, nowMs: clock.now() + minuteMs, leaseMs: minuteMs })
  const rows = () => store.transaction((unit) => unit.notifications.ofChat(chat, 0))

  return {
    life,
    async happens(what) {
      happen(life, what)
      const { zone, settings, chosenAtMs } = life.person
      await store.transaction(async (unit) => {
        if (what.type === 'zone') await unit.links.setZone(chat, zone)
        const chosen = { language: null, notifications: settings, chosenAtMs: { ...chosenAtMs, all: 0 } }
        if (what.type === 'zone' || what.type === 'hour') await unit.settings.save(chat, chosen, clock.now())
        await unit.links.replan(chat)
      })
    },
    async ticks(how) {
      if (how.type === 'two') {
        await Promise.all(stores.map((one) => tick(depsOn(one))))
        return
      }
      try {
        await tick(depsOn(how.type === 'killed' ? mortal(store, how.at) : store))
      } catch (error) {
        if (!(error instanceof Killed)) throw error
      }
    },
    async newlyTold() {
      const told: NotificationRow[] = []
      for (let some = await claim(); some.length > 0; some = await claim()) {
        for (const delivery of some) {
          const keys = fromJson<readonly string[]>(delivery.payload['notifications'])
          const said = await store.transaction((unit) =>
            Promise.all(keys.map((key) => unit.notifications.byKey(key))),
          )
          // What a digest says of deadlines it says every day.
          const digests = said.filter((row) => row?.kind === 'morning' || row?.kind === 'evening')
          told.push(...(digests.length > 0 ? digests : said).filter((row) => row !== null))
          await store.outbox.settle(delivery, { type: 'done' }, clock.now())
        }
      }
      return told
    },
    async owed() {
      const stored = await rows()
      const held = stored.filter(({ state }) => state === 'sending').map(({ key }) => key)
      const settled = new Set(stored.filter(({ state }) => state !== 'planned').map(({ key }) => key))
      const known = {
        nowMs: clock.now(),
        person: life.person,
        events: [...life.events.values()],
        tasks: [...life.tasks.values()],
        calendar: weekdays,
        already: settled,
        settled,
      }
      return [...held, ...owedEvents(known), ...owedDigests(known), ...owedDeadlines(known)]
    },
    passes(minutes) {
      life.nowMs += minutes * minuteMs
      clock.set(new Date(life.nowMs).toISOString())
    },
  }
}

async function link(store: Store, { person }: Life, atMs: number): Promise<void> {
  const { zone, settings, firstName } = person
  await store.transaction(async (unit) => {
    const state = asJson(newChatState({ firstName }, atMs))
    await unit.chats.save({ chat, revision: 1, language: 'ru', status: 'active', state }, atMs)
    const name = 'Анна Петрова'
    await unit.links.establish({
      chat,
      employee: annaId,
      name,
      firstName,
      zone,
      linkedAtMs: atMs,
      checkedAtMs: atMs,
    })
    await unit.settings.save(chat, { language: null, notifications: settings }, atMs)
  })
}

class Killed extends Error {}

/** A process that dies in its `at`-th access to the database: what it was writing is not written, and nothing after it. */
function mortal(store: Store, at: number): Store {
  let accesses = 0
  function live(): boolean {
    accesses += 1
    if (accesses > at) throw new Killed()
    return accesses < at
  }
  return {
    ...store,
    transaction: (work) => {
      const survives = live()
      return store.transaction(async (unit) => {
        const result = await work(unit)
        if (!survives) throw new Killed()
        return result
      })
    },
    schedule: {
      ...store.schedule,
      claimDue: (options) => claims(() => store.schedule.claimDue(options)),
      claimPlanning: (options) => claims(() => store.schedule.claimPlanning(options)),
    },
  }

  /** A claim stays claimed, and nobody has heard of it. */
  async function claims<T>(claim: () => Promise<T>): Promise<T> {
    const survives = live()
    const result = await claim()
    if (!survives) throw new Killed()
    return result
  }
}
