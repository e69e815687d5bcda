/**
 * A morning of a company: everybody's digest falls due at eight, and some go on working with the assistant meanwhile.
 * Planning, sending and people's commands as the product does them, the portal of the sandbox with its limits on, by real
 * HTTP; bot and ticker each with a client of their own, as two processes have, and one bucket of requests in the database.
 * Time is virtual, and a request lasts as long as its commands have worked by the portal's own account.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { openStore } from '../db/database.ts'
import { systemRandomness } from '../src/adapters/clock.ts'
import { bulkMethods, createBulkReads } from '../src/adapters/bitrix24/bulk-reads.ts'
import { createCalendar } from '../src/adapters/bitrix24/calendar.ts'
import { createBitrixClient } from '../src/adapters/bitrix24/client.ts'
import { createSharedBucket } from '../src/adapters/bitrix24/limiter-shared.ts'
import { createLimiter } from '../src/adapters/bitrix24/limiter.ts'
import { createNameBook } from '../src/adapters/bitrix24/name-book.ts'
import { createTaskDesk } from '../src/adapters/bitrix24/task-desk.ts'
import { readTelemostLink } from '../src/adapters/telemost/link.ts'
import { defaultSettings, settingsOf } from '../src/dialogs/settings/settings-of.ts'
import { readWording } from '../src/dialogs/wording-file.ts'
import { newChatState } from '../src/machines/chat/state.ts'
import { asJson } from '../src/machines/json.ts'
import { toChatId, type PortalUserId } from '../src/ports/identity.ts'
import { createBulkNews } from '../src/scheduler/notify/bulk-news.ts'
import { notificationTexts } from '../src/scheduler/rules/compose/words.ts'
import { planAll, sendPart, type TickDeps } from '../src/scheduler/tick.ts'
import type { OwnedStore } from '../db/store.ts'
import { startBitrixSandbox } from '../sandbox/bitrix24/server.ts'
import { bigCompany, peopleOf } from '../tests/adapters/bitrix24/big-company.ts'
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts'

export interface Morning {
  readonly requests: Readonly<Record<Who, number>>
  /** Answers other than 200. */
  readonly refused: number
  /** Virtual time from eight o'clock to the last digest that was handed over. */
  readonly minutes: number
  readonly digests: number
  /** The most that the portal has counted of each method within ten minutes. */
  readonly operatingSeconds: ReadonlyMap<string, number>
  /** Commands that each method was called for, by whom. */
  readonly calls: Readonly<Record<Who, ReadonlyMap<string, number>>>
  /** What people waited for besides the work of their own requests, ms, one a command. */
  readonly waitsMs: readonly number[]
  readonly failedCommands: number
}

type Who = 'digests' | 'planning' | 'people'

const zone = 'Europe/Moscow'
const startMs = Date.parse('2026-11-24T07:59:30+03:00')
const dueMs = Date.parse('2026-11-24T08:00:00+03:00')
const hourMs = 3_600_000
/** Somebody asks for their tasks or their day. */
const commandEveryMs = 2_000
const firstChat = 100_000

/** @throws Error when somebody's digest does not come within its four hours. */
export async function morningOf(count: number): Promise<Morning> {
  const clock = createVirtualClock(startMs)
  await using portal = await startBitrixSandbox({ clock, company: bigCompany(count), limits: true })
  await using store = await openStore({ url: 'sqlite::memory:', clock })
  const people = peopleOf(count).map(({ employee }) => employee)
  const account = createAccount(clock, portal.modes.operatingPerCall)
  const connect = (hand: number) => {
    const bucket = createSharedBucket({ tokens: store.buckets, onFailure: raise }, { hand })
    const limiter = createLimiter({ clock, sleep: clock.sleep, randomness: systemRandomness, bucket })
    const client = createBitrixClient({
      webhook: portal.webhook,
      clock,
      limiter,
      sleep: clock.sleep,
      retry: { attempts: 3, delayMs: 500 },
      fetch: account.fetch,
      log: () => {},
    })
    const { note } = client.operating
    client.operating.note = (method, seconds, resetAtMs) => {
      account.worked(method, seconds)
      note(method, seconds, resetAtMs)
    }
    return client
  }
  const bot = connect(4)
  const ticking = tickingOn(connect(0), store, clock, count)
  await linkAll(store, people)

  const controller = new AbortController()
  const { signal } = controller
  let sent = 0
  const loops = [
    every(1_000, 'digests', async () => void (sent += await sendPart(ticking, 'prompt', signal))),
    every(1_000, 'digests', async () => void (sent += await sendPart(ticking, 'others', signal))),
    every(1_000, 'planning', () => planAll(ticking, signal)),
    every(commandEveryMs, 'people', commandsOf(bot, people, clock, account)),
  ]
  await clock.runUntil(() => sent >= count || clock.now() > dueMs + 4 * hourMs)
  const minutes = (clock.now() - dueMs) / 60_000
  const morning = { ...account.told(), minutes, digests: sent }
  controller.abort()
  let over = false
  void Promise.all(loops).finally(() => (over = true))
  await clock.runUntil(() => over)
  if (sent < count) throw new Error(`${sent} of ${count} digests within four hours`)
  return morning

  async function every(ms: number, who: Who, work: () => Promise<unknown>): Promise<void> {
    await account.by(who, async () => {
      while (!signal.aborted) {
        await work()
        await clock.sleep(ms, signal)
      }
    })
  }
}

function raise(error: unknown): never {
  throw error instanceof Error ? error : new Error(String(error))
}

type Client = ReturnType<typeof createBitrixClient>

const defaults = defaultSettings({
  morningAtMinutes: 8 * 60,
  eveningAtMinutes: 18 * 60,
  eventLeadMinutes: 15,
  importantLeadMinutes: 60,
})

/** The ticker's half, as `assistant.ts` puts it together. */
function tickingOn(client: Client, store: OwnedStore, clock: VirtualClock, count: number): TickDeps {
  const { sleep } = clock
  const names = createNameBook({ client, clock, ttlMs: hourMs, priority: 'background' })
  const bulk = createBulkReads({
    client,
    clock,
    sleep,
    names,
    readLink: readTelemostLink,
    patienceMs: 60_000,
  })
  return {
    store,
    news: createBulkNews({ bulk, calendar: calendarOf(client, clock), clock, onTrouble: () => {} }),
    clock,
    random: systemRandomness,
    readSettings: (stored) => settingsOf(stored, defaults),
    words: readWording('notifications', notificationTexts),
    overrides: () => Promise.resolve(new Map()),
    crowd: () => Promise.resolve(count),
    operatingShare: () => Math.max(...bulkMethods.map((method) => client.operating.share(method))),
  }
}

function calendarOf(client: Client, clock: VirtualClock) {
  const names = createNameBook({ client, clock, ttlMs: hourMs })
  return createCalendar({ client, clock, names, readLink: readTelemostLink, zone })
}

/** Linked long ago, looked at a minute ago, and with the row of their digest planned. */
async function linkAll(store: OwnedStore, people: readonly PortalUserId[]): Promise<void> {
  const linkedAtMs = startMs - 30 * 24 * hourMs
  const state = asJson(newChatState({ firstName: 'Анна' }, linkedAtMs))
  for (let at = 0; at < people.length; at += 500) {
    await store.transaction(async (unit) => {
      for (const [nth, employee] of people.slice(at, at + 500).entries()) {
        const chat = toChatId(firstChat + at + nth)
        await unit.chats.save({ chat, revision: 1, language: 'ru', status: 'active', state }, linkedAtMs)
        const link = { chat, employee, name: 'Анна Петрова', firstName: 'Анна', zone }
        await unit.links.establish({ ...link, linkedAtMs, checkedAtMs: linkedAtMs })
        await unit.notifications.plan([digestRow(chat, employee)], startMs)
      }
    })
  }
  const lookedAtMs = startMs - 60_000
  const claim = { nowMs: lookedAtMs, staleMs: 1_000, limit: 1_000 }
  while ((await store.schedule.claimPlanning(claim)).length > 0);
}

function digestRow(chat: ReturnType<typeof toChatId>, employee: PortalUserId) {
  const key = `morning:${employee}:2026-11-24`
  const payload = { type: 'digest', date: '2026-11-24' }
  const expiresMs = dueMs + 4 * hourMs
  return { key, kind: 'morning', chat, together: key, dueMs, expiresMs, silent: false, payload }
}

/** One after the other, each for somebody else, in turn «/tasks» and «/schedule»; nobody waits for the one before. */
function commandsOf(client: Client, people: readonly PortalUserId[], clock: VirtualClock, account: Account) {
  const names = createNameBook({ client, clock, ttlMs: hourMs })
  const desk = createTaskDesk({ client, names, clock, sleep: clock.sleep })
  const calendar = calendarOf(client, clock)
  let nth = 0
  return () => {
    const actor = people[(nth * 7_919) % people.length]
    nth += 1
    if (actor === undefined) throw new RangeError('a company of nobody')
    const nowMs = clock.now()
    void account.command(() =>
      nth % 2 === 0
        ? desk.list({ actor, which: 'my', nowMs, zone })
        : calendar.list({ actor, fromMs: nowMs, toMs: nowMs + 24 * hourMs, zone }),
    )
    return Promise.resolve()
  }
}

type Account = ReturnType<typeof createAccount>

/** Who asks for what, what the portal answers, and how long people wait for more than the portal's own work. */
function createAccount(clock: VirtualClock, secondsPerCall: number) {
  const asking = new AsyncLocalStorage<{ readonly who: Who; workedMs: number }>()
  const requests: Record<Who, number> = { digests: 0, planning: 0, people: 0 }
  const calls = { digests: new Map(), planning: new Map(), people: new Map() } satisfies Record<
    Who,
    Map<string, number>
  >
  const most = new Map<string, number>()
  const waitsMs: number[] = []
  let refused = 0
  let failedCommands = 0

  const counting: typeof globalThis.fetch = async (input, init) => {
    const asked = asking.getStore()
    const methods = methodsIn(input, init?.body)
    if (asked !== undefined) {
      requests[asked.who] += 1
      for (const method of methods) calls[asked.who].set(method, (calls[asked.who].get(method) ?? 0) + 1)
    }
    const workMs = methods.length * secondsPerCall * 1_000
    await clock.sleep(workMs)
    if (asked !== undefined) asked.workedMs += workMs
    const answer = await clock.during(
      fetch(input, init).then(async (response) => ({ response, body: await response.text() })),
    )
    if (answer.response.status !== 200) refused += 1
    return new Response(answer.body, answer.response)
  }

  return {
    fetch: counting,
    by: <T>(who: Who, work: () => Promise<T>) => asking.run({ who, workedMs: 0 }, work),
    worked: (method: string, seconds: number) =>
      void most.set(method, Math.max(seconds, most.get(method) ?? 0)),
    async command(work: () => Promise<{ readonly ok: boolean }>): Promise<void> {
      const own = { who: 'people' as const, workedMs: 0 }
      const atMs = clock.now()
      const { ok } = await asking.run(own, work)
      waitsMs.push(clock.now() - atMs - own.workedMs)
      if (!ok) failedCommands += 1
    },
    told: () => ({
      requests: { ...requests },
      calls,
      refused,
      operatingSeconds: most,
      waitsMs: [...waitsMs],
      failedCommands,
    }),
  }
}

/** The method of a request, or those of the commands of a batch. */
function methodsIn(input: string | URL | Request, body: unknown): readonly string[] {
  const address = input instanceof Request ? input.url : String(input)
  const own =
    address
      .split('/')
      .at(-1)
      ?.replace(/\.json$/, '') ?? ''
  if (own !== 'batch' || typeof body !== 'string') return [own]
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by our own client
  const { cmd = {} } = JSON.parse(body) as { readonly cmd?: Readonly<Record<string, string>> }
  return Object.values(cmd).map((line) => line.split('?')[0] ?? '')
}
