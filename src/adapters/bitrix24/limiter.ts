import type { Clock, Randomness } from '../../ports.ts'

/** Somebody is waiting, or nobody is: an interactive call never stands behind a background one. */
export type Priority = 'interactive' | 'background'

/** Waits `ms` milliseconds, or less when `signal` is aborted. Never rejects. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>

/**
 * One bucket for everything that calls the portal from this address: Bitrix24 counts requests per portal and source IP
 * (50 at once, 2 a second), so REST 2 and 3.0, dialogs and digests share it.
 */
export interface Limiter {
  /** Resolves true when the call may go, false when `signal` was aborted first. First come, first served per class. */
  take(priority: Priority, signal?: AbortSignal): Promise<boolean>
  /** The portal said QUERY_LIMIT_EXCEEDED: nobody calls for a while (1, 2, 4 … 30 s). Returns the pause in ms. */
  pause(): number
  /** A call got through: the next pause starts from one second again. */
  resume(): void
}

const pauseFirstMs = 1000
const pauseLastMs = 30_000

interface Waiter {
  grant(): void
}

/** Without `randomness` pauses have no jitter; with several processes behind one IP hand one in. */
export function createLimiter(
  deps: { readonly clock: Clock; readonly sleep: Sleep; readonly randomness?: Pick<Randomness, 'integer'> },
  options: { readonly perSecond: number; readonly burst: number } = { perSecond: 1.8, burst: 40 },
): Limiter {
  const { clock, sleep, randomness } = deps
  const waiting: Record<Priority, Waiter[]> = { interactive: [], background: [] }
  let tokens = options.burst
  let countedAtMs = clock.now()
  let pausedUntilMs = 0
  let pauses = 0
  let idle = new AbortController()
  let serving = false

  return {
    take(priority, signal) {
      if (signal?.aborted === true) return Promise.resolve(false)
      return new Promise((resolve) => {
        const queue = waiting[priority]
        const waiter: Waiter = {
          grant() {
            signal?.removeEventListener('abort', leave)
            resolve(true)
          },
        }
        function leave(): void {
          queue.splice(queue.indexOf(waiter), 1)
          if (isEmpty()) idle.abort()
          resolve(false)
        }
        signal?.addEventListener('abort', leave, { once: true })
        queue.push(waiter)
        if (!serving) void serve()
      })
    },

    pause() {
      const nowMs = clock.now()
      // Calls already under way hear the same refusal; only the first of them lengthens the pause.
      if (nowMs >= pausedUntilMs) {
        const ms = Math.min(pauseFirstMs * 2 ** pauses, pauseLastMs)
        pauses += 1
        pausedUntilMs = nowMs + Math.min(ms + (randomness?.integer(Math.ceil(ms / 4)) ?? 0), pauseLastMs)
      }
      refill()
      tokens = Math.min(tokens, 1)
      return pausedUntilMs - nowMs
    },

    resume() {
      if (clock.now() >= pausedUntilMs) pauses = 0
    },
  }

  async function serve(): Promise<void> {
    serving = true
    while (!isEmpty()) {
      const ms = msToNext()
      if (ms > 0) {
        idle = new AbortController()
        await sleep(ms, idle.signal)
      } else {
        tokens -= 1
        const waiter = waiting.interactive.shift() ?? waiting.background.shift()
        waiter?.grant()
      }
    }
    serving = false
  }

  function isEmpty(): boolean {
    return waiting.interactive.length + waiting.background.length === 0
  }

  function msToNext(): number {
    const nowMs = clock.now()
    if (nowMs < pausedUntilMs) return pausedUntilMs - nowMs
    refill()
    return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / options.perSecond) * 1000)
  }

  function refill(): void {
    const nowMs = clock.now()
    // A clock set back must not take tokens away for the length of the step.
    const passedMs = Math.max(0, nowMs - countedAtMs)
    tokens = Math.min(options.burst, tokens + (passedMs / 1000) * options.perSecond)
    countedAtMs = nowMs
  }
}

/** The real waiting, for production. */
export const realSleep: Sleep = (ms, signal) =>
  new Promise((resolve) => {
    if (signal?.aborted === true) return resolve()
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done, { once: true })
    function done(): void {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
  })
