/** Time that passes only when nobody has anything to do: what lasts is what was waited for, never what was computed. */
import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../src/ports/environment.ts'

export interface VirtualClock extends Clock {
  /** Resolves once so much time has passed, or the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** What is under way outside, such as a request: until it ends no time passes. */
  during<T>(work: Promise<T>): Promise<T>
  /** Lets time pass until `over` says so. @throws Error when nobody waits for anything any more. */
  runUntil(over: () => boolean): Promise<void>
}

/** Turns of the event loop without anything new, after which everybody can only be waiting for time to pass. */
const quietTurns = 3

export function createVirtualClock(startMs: number): VirtualClock {
  let nowMs = startMs
  let underWay = 0
  let stirred = 0
  const sleepers = new Set<{ readonly untilMs: number; wake(): void }>()

  async function isQuiet(): Promise<boolean> {
    const before = stirred
    for (let turn = 0; turn < quietTurns; turn += 1) await setImmediate()
    return underWay === 0 && stirred === before
  }

  return {
    now: () => nowMs,
    sleep(ms, signal) {
      stirred += 1
      return new Promise((resolve) => {
        if (signal?.aborted === true) return resolve()
        const sleeper = { untilMs: nowMs + ms, wake }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', wake, { once: true })
        function wake(): void {
          stirred += 1
          sleepers.delete(sleeper)
          signal?.removeEventListener('abort', wake)
          resolve()
        }
      })
    },
    async during(work) {
      underWay += 1
      try {
        return await work
      } finally {
        underWay -= 1
        stirred += 1
      }
    },
    async runUntil(over) {
      while (!over()) {
        if (!(await isQuiet()) || over()) continue
        const next = Math.min(...[...sleepers].map(({ untilMs }) => untilMs))
        if (next === Infinity) throw new Error('Nobody waits for anything, and it is not over')
        nowMs = Math.max(nowMs, next)
        for (const sleeper of sleepers) if (sleeper.untilMs <= nowMs) sleeper.wake()
      }
    },
  }
}
