/**
 * The assistant as functions of a cloud: woken up by a request, gone at any time, sharing nothing but the database. One
 * takes Telegram's updates, the other looks at the clock when a timer of the database says so. Whatever a function that
 * went leaves undone, the next look finishes.
 */
import { setTimeout as sleepUntil } from 'node:timers/promises'
import { openPostgresStore } from '../db/postgres-store.ts'
import type { OwnedStore } from '../db/store.ts'
import { realSleep } from './adapters/bitrix24/limiter.ts'
import { systemClock, systemRandomness } from './adapters/clock.ts'
import { arrivingOf } from './adapters/hooks/request.ts'
import { createTickDoor } from './adapters/hooks/tick.ts'
import { answerUpdate } from './adapters/hooks/updates.ts'
import { allowedUpdates } from './adapters/telegram/inbound.ts'
import { createWebhook } from './adapters/telegram/webhook.ts'
import { openAssistant, type Assistant } from './assistant.ts'
import type { Config } from './config/config.ts'
import type { Content } from './dialogs/content.ts'
import type { Log } from './log.ts'
import { createIntake } from './scheduler/intake.ts'
import { tick } from './scheduler/tick.ts'

export interface EdgeOptions {
  readonly content: Content
  readonly log: Log
  /** Answers people, and so keeps ready what their sentences need. */
  readonly talks: boolean
  /** Keeps the function awake until that is done, after the request has been answered. */
  afterwards(work: Promise<void>): void
}

export interface Edge {
  /** Telegram's request: 200 once the update is committed, 503 only when that failed. Never rejects. */
  update(request: Request): Promise<Response>
  /** `POST` with `Authorization: Bearer <TICK_SECRET>`: one look at the clock; any number at once do no harm. Never rejects. */
  tick(request: Request): Promise<Response>
}

/** A function has few requests at the same time, and the database many functions. */
const connectionsMax = 3
/** What follows from an update may be worked at for so long; the next look at the clock takes over. */
const afterUpdateMs = 25_000
/** Looking, and what falls due by it; together shorter than the minute until the next look, and than any cloud allows. */
const lookMs = 25_000
const afterLookMs = 20_000
/** What falls due within this is waited for. */
const soonMs = 3_000
const pauseMs = 50
const graceMs = 5_000
const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** `config` is one of `readFunctionConfig`. Nothing is opened before the first request that proves itself. */
export function createEdge(config: Config, options: EdgeOptions): Edge {
  const { log } = options
  let opening: Promise<Awake> | null = null

  /** A database that was away is tried again by the next request. */
  function awake(): Promise<Awake> {
    opening ??= wake(config, options).catch((error: unknown) => {
      opening = null
      throw error
    })
    return opening
  }

  const updates = {
    secret: config.telegram.updates.type === 'webhook' ? config.telegram.updates.secret : '',
    async take(body: string) {
      const { take, finish } = await awake()
      const taken = await take(body)
      if (taken === 'taken') options.afterwards(finish(afterUpdateMs))
      return taken
    },
  }
  const door = createTickDoor({
    secret: config.tickSecret ?? '',
    run: async () => (await awake()).look(),
  })

  return {
    async update(request) {
      const told = { message: 'an update was not taken, Telegram will send it again' }
      const take = (body: string) =>
        updates.take(body).catch((error: unknown) => {
          log({ level: 'error', ...told, error: said(error) })
          throw error
        })
      const status = await answerUpdate({ ...updates, take }, arrivingOf(request))
      if (status !== 200 && status !== 503) log({ level: 'warn', ...told, status })
      return answer(status)
    },
    async tick(request) {
      if (request.method !== 'POST') return answer(405)
      try {
        const report = await door(request.headers.get('authorization') ?? '')
        return report === null ? answer(403) : Response.json(report)
      } catch (error) {
        log({ level: 'error', message: 'the look at the clock failed', error: said(error) })
        return answer(503)
      }
    },
  }
}

function answer(status: number): Response {
  return new Response(null, { status, headers: status === 405 ? { allow: 'POST' } : {} })
}

function said(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : 'thrown'
}

interface Awake {
  take(body: string): Promise<'taken' | 'unreadable'>
  /** Does what has been decided, for at most so long. Never rejects. */
  finish(withinMs: number): Promise<void>
  look(): Promise<object>
}

async function wake(config: Config, { content, log, talks }: EdgeOptions): Promise<Awake> {
  await using stack = new AsyncDisposableStack()
  const clock = systemClock
  const store = stack.use(await openPostgresStore({ url: config.databaseUrl, clock, connectionsMax }))
  const assistant = stack.use(
    await openAssistant(config, {
      store,
      content,
      log,
      clock,
      random: systemRandomness,
      sleep: realSleep,
      reach: () => {},
      talks,
      isAlone: false,
    }),
  )
  const { api, messenger, menus, turns, ticking } = assistant
  const { updates } = config.telegram
  if (updates.type !== 'webhook') throw new Error('Functions are brought their updates')

  /** What nobody waits for, and what would be lost with the function all the same. */
  const errands = new Set<Promise<unknown>>()
  function aside(errand: Promise<unknown>): void {
    const ending = errand.catch(() => undefined).finally(() => errands.delete(ending))
    errands.add(ending)
  }
  const intake = createIntake({
    turns,
    messenger: {
      answerPress(...press) {
        const answering = messenger.answerPress(...press)
        aside(answering)
        return answering
      },
    },
    reach: () => {},
    nudge: () => {},
  })
  const webhook = createWebhook({ api, clock, log, deliver: intake, allowedUpdates, ...updates })
  let told = false

  async function finish(withinMs: number): Promise<void> {
    try {
      await dispatchAll(assistant, store, clock.now() + withinMs)
      await Promise.all(errands)
    } catch (error) {
      log({ level: 'error', message: 'what was decided is left to the next look', error: said(error) })
    }
  }

  async function look(): Promise<object> {
    const signal = AbortSignal.timeout(lookMs)
    if (!told) {
      // Whoever wakes up first says where it listens; saying it again changes nothing.
      told = true
      webhook.start()
      aside(messenger.setCommands(menus.common('ru')))
      aside(messenger.setCommands(menus.common('en'), 'en'))
    }
    const report = await tick(ticking, signal)
    await assistant.checkEmployees(signal)
    const isHourly = clock.now() % hourMs < minuteMs
    if (isHourly)
      log({ level: 'info', message: 'purged', report: await store.maintenance.purge(clock.now()) })
    await finish(afterLookMs)
    return report
  }

  // Never disposed of: a function does not learn that it ends, and what it had open ends with it.
  stack.move()
  return { take: webhook.take, finish, look }
}

/** Until nothing is due that could be done, or it is that late. What is in hand then may end, for a while. */
async function dispatchAll(
  { openDispatcher }: Pick<Assistant, 'openDispatcher'>,
  { outbox }: Pick<OwnedStore, 'outbox'>,
  untilMs: number,
): Promise<void> {
  const dispatcher = openDispatcher()
  const late = new AbortController()
  const tooLate = sleepUntil(Math.max(0, untilMs - systemClock.now()), 'late', {
    signal: late.signal,
    ref: false,
  }).catch(() => 'late')
  dispatcher.start()
  try {
    for (;;) {
      const ended = await Promise.race([dispatcher.drained(), tooLate])
      const dueMs = ended === 'late' ? null : await outbox.nextDueMs()
      const nowMs = systemClock.now()
      if (dueMs === null || dueMs > nowMs + soonMs || nowMs >= untilMs) return
      await sleepUntil(Math.max(pauseMs, dueMs - nowMs))
    }
  } finally {
    late.abort()
    await dispatcher.stop(graceMs)
  }
}
