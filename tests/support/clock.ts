import type { Clock } from '../../src/ports/environment.ts'

export interface TestClock extends Clock {
  advance(ms: number): void
  set(iso: string): void
}

/** A clock to sleep by: whoever waits, waits until it is moved. */
export interface SleepableClock extends TestClock {
  /** Resolves once the clock has been moved by `ms`, or the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** From now on whoever sleeps moves the clock on by themselves: nobody is kept from ending. */
  release(): void
}

/** Stands still until told to move. */
export function testClock(iso = '2026-11-23T12:00:00+03:00'): SleepableClock {
  let nowMs = Date.parse(iso)
  let released = false
  const sleepers = new Set<{ readonly untilMs: number; wake(): void }>()

  function move(toMs: number): void {
    nowMs = toMs
    for (const sleeper of sleepers) if (sleeper.untilMs <= nowMs) sleeper.wake()
  }

  return {
    now: () => nowMs,
    advance: (ms) => move(nowMs + ms),
    set: (to) => move(Date.parse(to)),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (released) move(nowMs + ms)
        if (released || ms <= 0 || signal?.aborted === true) return resolve()
        const sleeper = { untilMs: nowMs + ms, wake }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', wake, { once: true })
        function wake(): void {
          sleepers.delete(sleeper)
          signal?.removeEventListener('abort', wake)
          resolve()
        }
      }),
    release() {
      released = true
      for (const sleeper of sleepers) sleeper.wake()
    },
  }
}
