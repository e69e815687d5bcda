import type { Api } from 'grammy'
import type { Update } from 'grammy/types'
import type { Clock } from '../../ports/environment.ts'
import type { Incoming } from '../../ports/incoming.ts'
import { createIntake } from './intake.ts'
import type { Log } from './log.ts'
import { type PollTrouble, storingPauseMs, troubleOf } from './poll-trouble.ts'
import { pause } from './pause.ts'
import { grammySignal } from './signal.ts'

export interface PollerOptions {
  readonly api: Api
  readonly clock: Clock
  readonly log: Log
  /**
   * Stores one batch, in the order of `updateId`; resolves once it is committed. A rejected batch is handed over again,
   * whole, so it must take repetitions (Bot API `update_id` is the key).
   */
  readonly deliver: (batch: readonly Incoming[]) => Promise<void>
  readonly allowedUpdates: readonly Exclude<keyof Update, 'update_id'>[]
  /** Resolves after `ms`, or at once when the signal is aborted. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>
}

export interface PollerHealth {
  readonly healthy: boolean
  readonly state: 'idle' | 'running' | 'stopped' | 'misconfigured'
  /** When Telegram last answered, epoch ms; null before the first time. */
  readonly lastAnswerAtMs: number | null
  /** What stands in the way right now. */
  readonly trouble: string | null
}

export interface Poller {
  /** Begins to ask for updates. A second call does nothing. */
  start(): void
  /** Drops the long poll and waits for the batch in hand. Nothing is confirmed that was not delivered. */
  stop(): Promise<void>
  health(): PollerHealth
  /** Resolves when the loop has ended: it was stopped, or the token is refused. */
  readonly ended: Promise<'stopped' | 'misconfigured'>
}

/** Bot API holds a `getUpdates` for at most 50 s; the client gives up at 40 s. */
const longPollSeconds = 25
const batchMax = 100
/** Three long polls in a row without an answer. */
const deafMs = 90_000
/** An empty answer sooner than this came from a server that does not hold the request; asking on would be a storm. */
const hastyMs = 1_000

/**
 * Asks for updates, hands them over, and asks for the next ones only after they are committed: the next `offset` is what
 * makes Telegram forget the previous batch.
 *
 * It is *running* from `start` until `stop`, or until Telegram refuses the token (*misconfigured*). Every other trouble
 * (no network, a second instance, a webhook in the way, a database that refuses the batch) is waited out with growing
 * pauses, for ever; {@link Poller.health} is how others learn of it. There is no `deleteWebhook` here on purpose: a
 * developer's poller with the production token would silently cut off production.
 */
export function createPoller(options: PollerOptions): Poller {
  const { api, clock, log, deliver, sleep = pause } = options
  const intake = createIntake({ api, clock, log })
  const halt = new AbortController()
  const ending = Promise.withResolvers<'stopped' | 'misconfigured'>()
  let state: PollerHealth['state'] = 'idle'
  let startedAtMs = 0
  let lastAnswerAtMs: number | null = null
  let trouble: string | null = null

  async function loop(): Promise<'stopped' | 'misconfigured'> {
    let offset = 0
    let failures = 0
    while (!halt.signal.aborted) {
      const askedAtMs = clock.now()
      const answer = await ask(offset)
      if (halt.signal.aborted) break
      if ('updates' in answer) {
        failures = 0
        lastAnswerAtMs = clock.now()
        trouble = null
        if (!(await handOver(answer.updates))) break
        offset = offsetAfter(answer.updates) ?? offset
        const hasty = answer.updates.length === 0 && clock.now() - askedAtMs < hastyMs
        if (hasty) await sleep(hastyMs, halt.signal)
        continue
      }
      failures += 1
      trouble = answer.detail
      const { level, message, detail } = answer
      const pauseMs = answer.final ? null : answer.pauseMs(failures)
      log({ level, message, detail, pauseMs })
      if (pauseMs === null) return 'misconfigured'
      await sleep(pauseMs, halt.signal)
    }
    return 'stopped'
  }

  async function run(): Promise<void> {
    try {
      state = await loop()
      ending.resolve(state)
    } catch (error) {
      ending.reject(error)
    }
  }

  async function ask(offset: number): Promise<{ readonly updates: readonly Update[] } | PollTrouble> {
    try {
      const updates = await api.getUpdates(
        { offset, limit: batchMax, timeout: longPollSeconds, allowed_updates: options.allowedUpdates },
        grammySignal(halt.signal),
      )
      return { updates }
    } catch (error) {
      return troubleOf(error)
    }
  }

  /** False when the poller was stopped before the batch could be delivered. */
  async function handOver(updates: readonly Update[]): Promise<boolean> {
    const batch = updates.map((update) => intake.accept(update)).filter((incoming) => incoming !== null)
    for (let failures = 1; batch.length > 0; failures += 1) {
      try {
        await deliver(batch)
        trouble = null
        return true
      } catch (error) {
        if (halt.signal.aborted) return false
        trouble = 'the batch in hand could not be stored'
        const detail = nameOf(error)
        const pauseMs = storingPauseMs(failures)
        log({
          level: 'error',
          message: 'a batch of updates was not stored',
          updates: batch.length,
          detail,
          pauseMs,
        })
        await sleep(pauseMs, halt.signal)
      }
    }
    return true
  }

  return {
    ended: ending.promise,
    start() {
      if (state !== 'idle') return
      state = 'running'
      startedAtMs = clock.now()
      void run()
    },
    async stop() {
      halt.abort()
      if (state === 'idle') {
        state = 'stopped'
        ending.resolve('stopped')
      }
      await ending.promise
      await intake.idle()
    },
    health() {
      const silentMs = clock.now() - (lastAnswerAtMs ?? startedAtMs)
      return { healthy: state === 'running' && silentMs < deafMs, state, lastAnswerAtMs, trouble }
    },
  }
}

/**
 * What confirms this batch, or null for an empty one. Earlier offsets do not matter: after a quiet week Telegram may
 * number anew from a lower id (Bot API `Update.update_id`).
 */
function offsetAfter(updates: readonly Update[]): number | null {
  return updates.length === 0 ? null : Math.max(...updates.map(({ update_id }) => update_id)) + 1
}

/** A code is the driver's own (`SQLITE_BUSY`); a message could quote what a person typed. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'not an error'
  return 'code' in error && typeof error.code === 'string' ? `${error.name} ${error.code}` : error.name
}
