import type { Clock, Randomness } from '../../ports/environment.ts'

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

/**
 * Where the requests that may still be made are counted: in this process ({@link createMemoryBucket}), or together with
 * other processes behind the same address (limiter-shared.ts).
 */
export interface TokenBucket {
  /** Takes one token for each of `wanted` calls as far as they go. Background calls leave the last ones to people. */
  take(wanted: number, priority: Priority): Grant | Promise<Grant>
  /** Nobody gets a token for `ms`, and what was saved up is lost. */
  pause(ms: number): void
}

export interface Grant {
  readonly tokens: number
  /** How long it is no use to ask again; only where no token was given. */
  readonly waitMs: number
}

export interface BucketSize {
  /** Tokens that come back. */
  readonly perSecond: number
  readonly burst: number
  /** What background calls leave in the bucket, so that a person who comes does not wait for a token; 0 when absent. */
  readonly reserve?: number
}

/**
 * The portal allows 2 a second and 50 at once (limits.md); the rest is for other software behind the same address, and
 * for the tokens that each process of ours may have in hand.
 */
export const usualSize: BucketSize = { perSecond: 1.8, burst: 40, reserve: 10 }

const pauseFirstMs = 1000
const pauseLastMs = 30_000

interface Waiter {
  grant(): void
}

/** Without `randomness` pauses have no jitter; with several processes behind one IP hand one in, and a shared `bucket`. */
export function createLimiter(
  deps: {
    readonly clock: Clock
    readonly sleep: Sleep
    readonly randomness?: Pick<Randomness, 'integer'>
    readonly bucket?: TokenBucket
  },
  options: BucketSize = usualSize,
): Limiter {
  const { clock, sleep, randomness, bucket = createMemoryBucket(deps, options) } = deps
  const waiting: Record<Priority, Waiter[]> = { interactive: [], background: [] }
  /** Taken for somebody who has left meanwhile. */
  let spare = 0
  let pausedUntilMs = 0
  let pauses = 0
  let idle: AbortController | null = null
  /** Somebody came or left since it was last looked who can go. */
  let woken = false
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
          if (isEmpty()) wake()
          resolve(false)
        }
        signal?.addEventListener('abort', leave, { once: true })
        queue.push(waiter)
        if (!serving) void serve()
        // What makes background calls wait may be no obstacle to a person.
        else if (priority === 'interactive' && queue.length === 1) wake()
      })
    },

    pause() {
      const nowMs = clock.now()
      // Calls already under way hear the same refusal; only the first of them lengthens the pause.
      if (nowMs >= pausedUntilMs) {
        const ms = Math.min(pauseFirstMs * 2 ** pauses, pauseLastMs)
        pauses += 1
        pausedUntilMs = nowMs + Math.min(ms + (randomness?.integer(Math.ceil(ms / 4)) ?? 0), pauseLastMs)
        bucket.pause(pausedUntilMs - nowMs)
        spare = 0
      }
      return pausedUntilMs - nowMs
    },

    resume() {
      if (clock.now() >= pausedUntilMs) pauses = 0
    },
  }

  async function serve(): Promise<void> {
    serving = true
    while (!isEmpty()) {
      woken = false
      const ms = pausedUntilMs - clock.now()
      const waitMs = ms > 0 ? ms : await grantSome()
      if (waitMs > 0 && !woken) await doze(waitMs)
    }
    serving = false
  }

  async function doze(ms: number): Promise<void> {
    idle = new AbortController()
    await sleep(ms, idle.signal)
    idle = null
  }

  function wake(): void {
    woken = true
    idle?.abort()
  }

  /** Returns for how long nobody else can go, 0 when somebody could. */
  async function grantSome(): Promise<number> {
    let waitMs = 0
    if (spare === 0) {
      const priority = waiting.interactive.length > 0 ? 'interactive' : 'background'
      const asked = bucket.take(waiting[priority].length, priority)
      const grant = asked instanceof Promise ? await asked : asked
      // Whoever was refused by the portal meanwhile has emptied the bucket.
      if (clock.now() < pausedUntilMs) return pausedUntilMs - clock.now()
      spare = grant.tokens
      waitMs = grant.tokens > 0 ? 0 : Math.max(1, grant.waitMs)
    }
    for (; spare > 0 && !isEmpty(); spare -= 1) {
      const waiter = waiting.interactive.shift() ?? waiting.background.shift()
      waiter?.grant()
    }
    return waitMs
  }

  function isEmpty(): boolean {
    return waiting.interactive.length + waiting.background.length === 0
  }
}

/** A bucket of this process alone. */
export function createMemoryBucket(
  { clock }: { readonly clock: Clock },
  { perSecond, burst, reserve = 0 }: BucketSize,
): TokenBucket {
  let tokens = burst
  let countedAtMs = clock.now()

  return {
    take(wanted, priority) {
      refill()
      const left = priority === 'background' ? reserve : 0
      const given = Math.min(wanted, Math.floor(tokens + roundingError) - left)
      if (given <= 0) return { tokens: 0, waitMs: Math.ceil(((left + 1 - tokens) / perSecond) * 1000) }
      tokens -= given
      return { tokens: given, waitMs: 0 }
    },

    pause() {
      refill()
      tokens = Math.min(tokens, 1)
    },
  }

  function refill(): void {
    const nowMs = clock.now()
    // A clock set back must not take tokens away for the length of the step.
    const passedMs = Math.max(0, nowMs - countedAtMs)
    tokens = Math.min(burst, tokens + (passedMs / 1000) * perSecond)
    countedAtMs = nowMs
  }
}

/** Fractions added up to a whole fall short of it by about this much. */
const roundingError = 1e-9

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
