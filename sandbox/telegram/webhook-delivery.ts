import type { Clock } from '../../src/ports/environment.ts'
import { readParameters } from './body.ts'
import type { Parameters } from './parameters.ts'
import type { QueuedUpdate, State, Webhook } from './state.ts'
import { dropExpired, updateJson } from './updates.ts'
import { post } from './webhook-post.ts'
import type { PostResult } from './webhook-post.ts'

/** How often it is looked whether a wait is over; the clock may jump. */
const lookEveryMs = 20
const retryAfterMaxS = 3600
const delayMaxS = 60
const unreachableDelayS = 1
/** An endpoint that says 410 Gone for this long is given up. */
const goneMaxMs = 23 * 3600_000

/**
 * Sends waiting updates to the webhook (`WebhookActor`). Updates of one queue go one after another, in order: the next
 * waits until the one before is accepted or too old. Queues do not wait for each other, up to `max_connections` at once.
 * After a failure the first retry is at once, later ones after 2, 4, 8… s, or when `Retry-After` says.
 */
export interface WebhookDelivery {
  /** Something may have to be sent. */
  kick(): void
  close(): void
}

interface Attempts {
  failed: number
  delayS: number
  notBeforeMs: number
}

export function createWebhookDelivery(
  state: State,
  clock: Clock,
  /** Performs the method that an endpoint named in its answer; what comes of it is lost. */
  perform: (method: string, parameters: Parameters) => void,
): WebhookDelivery {
  const attempts = new Map<number, Attempts>()
  const busyQueues = new Set<number>()
  const closing = new AbortController()
  let timer: NodeJS.Timeout | undefined

  function kick(): void {
    const { webhook } = state
    if (webhook === null || closing.signal.aborted) {
      stop()
      return
    }
    dropExpired(state, clock.now())
    for (const update of readyUpdates(webhook)) void deliver(webhook, update)
    if (state.updates.length === 0) stop()
    else timer ??= setInterval(kick, lookEveryMs).unref()
  }

  function readyUpdates(webhook: Webhook): QueuedUpdate[] {
    const queues = new Set<number>()
    const heads = state.updates.filter(({ queueId }) => {
      const isHead = !queues.has(queueId)
      queues.add(queueId)
      return isHead && !busyQueues.has(queueId)
    })
    const ready = heads.filter(({ id }) => (attempts.get(id)?.notBeforeMs ?? 0) <= clock.now())
    return ready.slice(0, Math.max(webhook.maxConnections - busyQueues.size, 0))
  }

  async function deliver(webhook: Webhook, update: QueuedUpdate): Promise<void> {
    busyQueues.add(update.queueId)
    const result = await post(webhook, JSON.stringify(updateJson(update)), closing.signal)
    busyQueues.delete(update.queueId)
    if (closing.signal.aborted || state.webhook !== webhook) return
    if (result.type === 'answered' && result.status >= 200 && result.status <= 299)
      accept(webhook, update, result)
    else retryLater(webhook, update, result)
    kick()
  }

  function accept(webhook: Webhook, update: QueuedUpdate, result: PostResult & { type: 'answered' }): void {
    webhook.goneSinceMs = null
    forget(update)
    const parameters = readParameters('', result.contentType, result.body)
    const method = parameters.text('method').toLowerCase()
    if (method !== '' && !refusedInAnswers.test(method)) perform(method, parameters)
  }

  function retryLater(webhook: Webhook, update: QueuedUpdate, result: PostResult): void {
    webhook.lastError = { atMs: clock.now(), message: errorText(result) }
    if (isGoneForGood(webhook, result)) {
      state.webhook = null
      return
    }
    const tries = attempts.get(update.id) ?? { failed: 0, delayS: 1, notBeforeMs: 0 }
    attempts.set(update.id, tries)
    if (result.type === 'unreachable') {
      tries.notBeforeMs = clock.now() + unreachableDelayS * 1000
      return
    }
    const asked = result.type === 'answered' ? Math.min(result.retryAfterS, retryAfterMaxS) : 0
    if (asked === 0 && tries.failed > 0)
      tries.delayS = Math.min(tries.delayS * 2, delayMaxS + (update.id % delayMaxS))
    const waitS = asked > 0 || tries.failed === 0 ? asked : tries.delayS
    tries.failed++
    tries.notBeforeMs = clock.now() + waitS * 1000
    if (tries.notBeforeMs > update.expiresAtMs) forget(update)
  }

  function isGoneForGood(webhook: Webhook, result: PostResult): boolean {
    if (result.type !== 'answered' || result.status !== 410) {
      webhook.goneSinceMs = null
      return false
    }
    webhook.goneSinceMs ??= clock.now()
    return clock.now() > webhook.goneSinceMs + goneMaxMs
  }

  function forget(update: QueuedUpdate): void {
    attempts.delete(update.id)
    state.updates = state.updates.filter(({ id }) => id !== update.id)
  }

  function stop(): void {
    clearInterval(timer)
    timer = undefined
  }

  function close(): void {
    closing.abort()
    stop()
  }

  return { kick, close }
}

/** Methods that an answer to a webhook cannot call. */
const refusedInAnswers = /^(?:get.*|setwebhook|deletewebhook|close|logout)$/

function errorText(result: PostResult): string {
  if (result.type !== 'answered') return result.error
  return `Wrong response from the webhook: ${result.status} ${result.reason}`
}
