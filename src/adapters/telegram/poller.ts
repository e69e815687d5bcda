import type { Api } from 'grammy'
import type { Update } from 'grammy/types'
import type { Clock, Incoming } from '../../ports.ts'
import { detailOf, type Failure, failureOf } from './errors.ts'
import { createIntake } from './intake.ts'
import type { Log } from './log.ts'
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
const backoffMs = { first: 1_000, conflict: 5_000, most: 30_000 }

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
      const answer = await ask(offset)
      if (halt.signal.aborted) break
      if (answer.type === 'updates') {
        failures = 0
        lastAnswerAtMs = clock.now()
        trouble = null
        if (!(await handOver(answer.updates))) break
        offset = nextOffset(answer.updates, offset)
        continue
      }
      failures += 1
      trouble = answer.detail
      if (answer.final) {
        log({ level: 'error', message: 'telegram refuses the token, polling ends', detail: answer.detail })
        return 'misconfigured'
      }
      const pauseMs = Math.max(answer.afterMs, grown(answer.conflict ? 'conflict' : 'first', failures))
      log({
        level: answer.conflict ? 'error' : 'warn',
        message: answer.message,
        detail: answer.detail,
        pauseMs,
      })
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

  async function ask(offset: number): Promise<Answer> {
    try {
      const updates = await api.getUpdates(
        { offset, limit: batchMax, timeout: longPollSeconds, allowed_updates: options.allowedUpdates },
        grammySignal(halt.signal),
      )
      return { type: 'updates', updates }
    } catch (error) {
      return troubleOf(failureOf(error))
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
        const detail = error instanceof Error ? error.name : 'not an error'
        const pauseMs = grown('first', failures)
        log({
          level: 'error',
          message: 'a batch of updates was not stored',
          updates: batch.length,
          detail,
          pauseMs,
        })
        await sleep(pauseMs, halt.signal)
        if (halt.signal.aborted) return false
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

type Answer =
  | { readonly type: 'updates'; readonly updates: readonly Update[] }
  | {
      readonly type: 'trouble'
      readonly message: string
      readonly detail: string
      readonly afterMs: number
      readonly conflict: boolean
      readonly final: boolean
    }

function troubleOf(failure: Failure): Answer {
  const detail = detailOf(failure)
  const afterMs = failure.type === 'later' ? failure.afterMs : 0
  const conflict = /^conflict/i.test(detail)
  const final = failure.type === 'misconfigured' && /^(unauthorized|not found)/i.test(detail)
  return { type: 'trouble', message: explain(detail, conflict), detail, afterMs, conflict, final }
}

function explain(detail: string, conflict: boolean): string {
  if (!conflict) return 'telegram did not answer getUpdates'
  return /webhook/i.test(detail)
    ? 'a webhook is set for this bot: remove it (deleteWebhook) or run with TELEGRAM_MODE=webhook'
    : 'another instance is asking for the updates of this bot'
}

/** 1, 2, 4 … 30 s; with a conflict 5, 10, 20, 30 s. */
function grown(kind: 'first' | 'conflict', failures: number): number {
  return Math.min(backoffMs[kind] * 2 ** Math.min(failures - 1, 10), backoffMs.most)
}

function nextOffset(updates: readonly Update[], offset: number): number {
  return updates.reduce((next, update) => Math.max(next, update.update_id + 1), offset)
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve()
      return
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
    function done(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
  })
}
