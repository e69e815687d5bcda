import type { Clock } from '../../src/ports.ts'

export interface TestClock extends Clock {
  advance(ms: number): void
  set(iso: string): void
}

/** Stands still until told to move. */
export function testClock(iso = '2026-11-23T12:00:00+03:00'): TestClock {
  let nowMs = Date.parse(iso)
  return {
    now: () => nowMs,
    advance: (ms) => {
      nowMs += ms
    },
    set: (to) => {
      nowMs = Date.parse(to)
    },
  }
}
