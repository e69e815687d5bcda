import { setImmediate } from 'node:timers/promises'

import type { Sleep } from '../../../src/adapters/bitrix24/limiter.ts'
import type { Clock } from '../../../src/ports/environment.ts'

/** Time that passes only while somebody sleeps, and then at once. */
export interface HandClock extends Clock {
  readonly sleep: Sleep
  readonly slept: readonly number[]
  advance(ms: number): void
}

export function createHandClock(startIso = '2026-11-24T09:00:00Z'): HandClock {
  let nowMs = Date.parse(startIso)
  const slept: number[] = []
  return {
    slept,
    now: () => nowMs,
    advance(ms) {
      nowMs += ms
    },
    async sleep(ms, signal) {
      await setImmediate()
      if (signal?.aborted === true) return
      slept.push(ms)
      nowMs += ms
    },
  }
}
