import type { Api } from 'grammy'
import type { Update } from 'grammy/types'
import type { Clock } from '../../ports/environment.ts'
import type { Incoming } from '../../ports/incoming.ts'
import { failureOf, detailOf } from './errors.ts'
import { isUpdate } from './inbound.ts'
import { createIntake } from './intake.ts'
import type { Log } from './log.ts'
import { pause } from './pause.ts'
import { storingPauseMs, troubleOf } from './poll-trouble.ts'
import { grammySignal } from './signal.ts'

export interface WebhookOptions {
  readonly api: Api
  readonly clock: Clock
  readonly log: Log
  /** TELEGRAM_WEBHOOK_URL. */
  readonly url: string
  /** TELEGRAM_WEBHOOK_SECRET: 1–256 of `A-Z a-z 0-9 _ -` (Bot API `setWebhook`). */
  readonly secret: string
  readonly allowedUpdates: readonly Exclude<keyof Update, 'update_id'>[]
  /** Stores updates; resolves once they are committed. Must take repetitions (`update_id` is the key). */
  readonly deliver: (batch: readonly Incoming[]) => Promise<void>
  /** Resolves after `ms`, or at once when the signal is aborted. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>
}

export interface Webhook {
  /** Tells Telegram where to send updates; tries until it is done. To be called once somebody listens. */
  start(): void
  /**
   * Takes the body of one request that showed the secret. Resolves when everything in it is committed, and has then done
   * nothing slow; `unreadable`: it is no update.
   *
   * @throws whatever the database throws: nothing was stored, and Telegram must be told to send it again.
   */
  take(body: string): Promise<'taken' | 'unreadable'>
  /** Waits for what is in hand. Telegram goes on sending to the address: the next process may listen there. */
  stop(): Promise<void>
  /** Resolves when it was stopped, or Telegram refuses the token. */
  readonly ended: Promise<'stopped' | 'misconfigured'>
}

/** Requests of Telegram at the same time, over all chats; updates of one chat come one after another. */
const connectionsMax = 40

/**
 * Updates as Telegram brings them. Any number of processes may tell the same address and listen behind it: the database
 * keeps the turns of a chat apart, and takes each update once.
 *
 * There is no `deleteWebhook` when it stops, on purpose: the others go on, and what comes meanwhile waits at Telegram.
 */
export function createWebhook(options: WebhookOptions): Webhook {
  const { api, log, url, secret, sleep = pause } = options
  const intake = createIntake(options)
  const halt = new AbortController()
  const ending = Promise.withResolvers<'stopped' | 'misconfigured'>()
  const inHand = new Set<Promise<unknown>>()
  let telling: Promise<void> = Promise.resolve()

  async function tell(): Promise<void> {
    for (let failures = 1; !halt.signal.aborted; failures += 1) {
      try {
        const { allowedUpdates: allowed_updates } = options
        await api.setWebhook(
          url,
          { secret_token: secret, allowed_updates, max_connections: connectionsMax },
          grammySignal(halt.signal),
        )
        log({ level: 'info', message: 'telegram brings the updates', host: new URL(url).host })
        return
      } catch (error) {
        if (halt.signal.aborted) return
        const { final } = troubleOf(error)
        const failure = failureOf(error)
        const pauseMs = Math.max(failure.type === 'later' ? failure.afterMs : 0, storingPauseMs(failures))
        log({
          level: 'error',
          message: final ? 'telegram refuses the token or the address' : 'the webhook could not be set',
          detail: detailOf(failure),
          pauseMs: final ? null : pauseMs,
        })
        if (final) {
          ending.resolve('misconfigured')
          return
        }
        await sleep(pauseMs, halt.signal)
      }
    }
  }

  return {
    ended: ending.promise,
    start() {
      telling = tell()
    },
    async take(body) {
      const update = readUpdate(body)
      if (update === null) return 'unreadable'
      const incoming = intake.accept(update)
      if (incoming === null) return 'taken'
      const storing = options.deliver([incoming])
      inHand.add(storing)
      try {
        await storing
      } finally {
        inHand.delete(storing)
      }
      return 'taken'
    },
    async stop() {
      halt.abort()
      await telling
      await Promise.allSettled(inHand)
      await intake.idle()
      ending.resolve('stopped')
    },
  }
}

function readUpdate(body: string): Update | null {
  try {
    const value: unknown = JSON.parse(body)
    return isUpdate(value) ? value : null
  } catch {
    return null
  }
}
