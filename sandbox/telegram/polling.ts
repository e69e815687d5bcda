import type { Clock } from '../../src/ports/environment.ts'
import type { Json } from '../../src/ports/json.ts'
import type { Parameters } from './parameters.ts'
import { Refusal } from './refusal.ts'
import type { State } from './state.ts'
import { fetchUpdates, rememberAllowedUpdates, updateJson } from './updates.ts'

const holdSecondsMax = 50
const conflictPauseMs = 3000

/** Long polling: at most one request is held; a newer one, or `setWebhook`, ends it with 409. */
export interface Polling {
  /** `getUpdates`. Waits for real time, whatever the injected clock says. @throws Refusal 409. */
  poll(parameters: Parameters, closed: AbortSignal): Promise<Json>
  /** New updates are there: answers the held request. */
  wake(): void
  /** Ends the held request with 409. */
  abort(reason: 'webhook' | 'poll'): void
  close(): void
}

interface Held {
  readonly offset: number
  readonly limit: number
  readonly answer: (updates: Json) => void
  readonly refuse: (refusal: Refusal) => void
}

export function createPolling(state: State, clock: Clock): Polling {
  let held: Held | undefined
  let last = { offset: 0, atMs: -Infinity }
  let calmFromMs = -Infinity
  const sleepers = new Set<NodeJS.Timeout>()

  /** Conflicts less than 3 s apart are answered 3 s late, which slows two fighting instances down. */
  function conflict(message: string, answer: (refusal: Refusal) => void): void {
    const refusal = new Refusal(409, `Conflict: ${message}`)
    if (performance.now() >= calmFromMs) {
      calmFromMs = performance.now() + conflictPauseMs
      answer(refusal)
      return
    }
    const timer = setTimeout(() => {
      sleepers.delete(timer)
      answer(refusal)
    }, conflictPauseMs)
    sleepers.add(timer)
  }

  function fetchNow(offset: number, limit: number): Json {
    return fetchUpdates(state, clock.now(), offset, limit).map(updateJson)
  }

  function hold(offset: number, limit: number, timeoutMs: number, closed: AbortSignal): Promise<Json> {
    abort('poll')
    if (closed.aborted) return Promise.reject(clientGone())
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => finish(() => resolve(fetchNow(offset, limit))), timeoutMs)
      function finish(settle: () => void): void {
        clearTimeout(timer)
        if (held === mine) held = undefined
        settle()
      }
      const mine: Held = {
        offset,
        limit,
        answer: (updates) => finish(() => resolve(updates)),
        refuse: (refusal) => finish(() => conflict(refusal.message, reject)),
      }
      held = mine
      closed.addEventListener('abort', () => finish(() => reject(clientGone())))
    })
  }

  function abort(reason: 'webhook' | 'poll'): void {
    held?.refuse(new Refusal(409, reason === 'webhook' ? terminatedByWebhook : terminatedByPoll))
  }

  async function poll(parameters: Parameters, closed: AbortSignal): Promise<Json> {
    if (state.webhook !== null) {
      return new Promise((_resolve, reject) => conflict(webhookActive, reject))
    }
    const offset = parameters.integer('offset', 0)
    let limit = parameters.integer('limit', 100, 1, 100)
    let timeout = parameters.integer('timeout', 0, 0, holdSecondsMax)
    rememberAllowedUpdates(state, parameters)
    const sinceMs = performance.now() - last.atMs
    if (offset === last.offset && timeout < 3 && sinceMs < 3000) timeout = 3
    if (offset === last.offset && sinceMs < 500) limit = 1
    last = { offset, atMs: performance.now() }
    const updates = fetchUpdates(state, clock.now(), offset, limit)
    if (updates.length > 0 || timeout === 0) return updates.map(updateJson)
    return hold(Math.max(offset, 0), limit, timeout * 1000, closed)
  }

  function wake(): void {
    if (held === undefined) return
    const updates = fetchUpdates(state, clock.now(), held.offset, held.limit)
    if (updates.length > 0) held.answer(updates.map(updateJson))
  }

  function close(): void {
    held?.answer([])
    for (const timer of sleepers) clearTimeout(timer)
  }

  return { poll, wake, abort, close }
}

/** Nobody reads it; it only ends the request. */
function clientGone(): Refusal {
  return new Refusal(499, 'Client closed the request')
}

const terminatedByWebhook = 'terminated by setWebhook request'
const terminatedByPoll =
  'terminated by other getUpdates request; make sure that only one bot instance is running'
const webhookActive =
  "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
