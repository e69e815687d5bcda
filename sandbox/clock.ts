import type { Clock } from '../src/ports/environment.ts'

/**
 * A clock that runs as the machine's does, so far ahead of it. It moves forward only: a world that has seen Tuesday's
 * digest would have to unsee it.
 */
export interface MovableClock extends Clock {
  /** Milliseconds ahead of the machine's. */
  offsetMs(): number
  /** @throws RangeError for a moment that is past, or further than {@link furthestMs} away. */
  moveTo(atMs: number): void
  /** Sets how far ahead it is, as another process's clock says. */
  follow(offsetMs: number): void
  /** Called after every move; returns the way to stop. */
  onMove(listener: () => void): () => void
}

export const furthestMs = 400 * 24 * 3600_000

export function createMovableClock(aheadMs = 0): MovableClock {
  let offsetMs = aheadMs
  const listeners = new Set<() => void>()
  const now = (): number => Date.now() + offsetMs

  function follow(nextMs: number): void {
    offsetMs = nextMs
    for (const listener of listeners) listener()
  }

  return {
    now,
    offsetMs: () => offsetMs,
    moveTo(atMs) {
      const stepMs = atMs - now()
      if (stepMs < 0) throw new RangeError('The clock moves forward only')
      if (stepMs > furthestMs) throw new RangeError('Too far ahead')
      follow(offsetMs + stepMs)
    },
    follow,
    onMove(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
