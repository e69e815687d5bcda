/** The two limits of a portal: a leaky bucket per source address, and working time per method (docs: `limits.md`). */
import type { Clock } from '../../../src/ports/environment.ts'
import type { JsonObject } from '../../../src/ports/json.ts'

/** All plans but Enterprise (docs). */
export const bucketSize = 50
const drainPerSecond = 2

export interface Bucket {
  /** False: the call is refused with 503 `QUERY_LIMIT_EXCEEDED` and was not executed. */
  take(address: string): boolean
}

export function createBucket(clock: Clock): Bucket {
  const levels = new Map<string, { level: number; atMs: number }>()
  return {
    take(address) {
      const nowMs = clock.now()
      const last = levels.get(address) ?? { level: 0, atMs: nowMs }
      const drained = Math.max(0, last.level - ((nowMs - last.atMs) / 1000) * drainPerSecond)
      const taken = drained + 1 <= bucketSize
      levels.set(address, { level: taken ? drained + 1 : drained, atMs: nowMs })
      return taken
    },
  }
}

const basketMs = 60_000
const baskets = 10

/** Working seconds per method over ten one-minute baskets (docs). */
export interface Operating {
  charge(method: string, seconds: number): void
  /** Seconds used in the window. */
  used(method: string): number
  /** `operating`, and `operating_reset_at`: when the oldest basket drops. */
  report(method: string): JsonObject
}

export function createOperating(clock: Clock): Operating {
  const kept = new Map<string, readonly { readonly firstMs: number; readonly seconds: number }[]>()
  const live = (method: string) =>
    (kept.get(method) ?? []).filter(({ firstMs }) => clock.now() < firstMs + baskets * basketMs)
  const used = (method: string): number => live(method).reduce((sum, { seconds }) => sum + seconds, 0)
  return {
    charge(method, seconds) {
      const nowMs = clock.now()
      const rows = live(method)
      const last = rows.at(-1)
      const isSameMinute = last !== undefined && nowMs < last.firstMs + basketMs
      kept.set(
        method,
        isSameMinute
          ? [...rows.slice(0, -1), { firstMs: last.firstMs, seconds: last.seconds + seconds }]
          : [...rows, { firstMs: nowMs, seconds }],
      )
    },
    used,
    report(method) {
      const oldestMs = live(method)[0]?.firstMs ?? clock.now()
      return {
        operating_reset_at: Math.ceil((oldestMs + baskets * basketMs) / 1000),
        operating: Number(used(method).toFixed(6)),
      }
    },
  }
}
