import { realSleep } from '../../../src/adapters/bitrix24/limiter.ts'
import type { Sleep } from '../../../src/adapters/bitrix24/limiter.ts'
import type { Clock } from '../../../src/ports/environment.ts'

/** Real time, ten times as fast, and the same in every process that began to count at `baseMs`. */
export function createQuickClock(baseMs: number): Clock & { readonly sleep: Sleep } {
  return {
    now: () => Math.floor(baseMs + (Date.now() - baseMs) * speed),
    sleep: (ms, signal) => realSleep(Math.ceil(ms / speed), signal),
  }
}

const speed = 10
