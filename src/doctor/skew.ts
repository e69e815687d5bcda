import type { Finding } from './finding.ts'
import { found } from './finding.ts'

/** Somebody else's clock, read while we waited for the answer. */
export interface ClockReading {
  /** Whole seconds: the moment lies in the second that begins here. */
  readonly theirsMs: number
  readonly sentAtMs: number
  readonly receivedAtMs: number
}

const noticedMs = 2_000
/** Codes live for minutes, and reminders are due to the minute. */
const wrongMs = 30_000

/**
 * How far this computer's clock is ahead of theirs (positive) or behind, at least: 0 while it can be right, for an answer
 * takes its time and tells only seconds.
 */
export function skewMs({ theirsMs, sentAtMs, receivedAtMs }: ClockReading): number {
  const aheadAtLeast = sentAtMs - (theirsMs + 1_000)
  const behindAtLeast = theirsMs - receivedAtMs
  if (aheadAtLeast > 0) return aheadAtLeast
  return behindAtLeast > 0 ? -behindAtLeast : 0
}

/** @param whose `telegram` or `portal`. */
export function judgeClock(whose: 'telegram' | 'portal', reading: ClockReading): Finding {
  const ms = skewMs(reading)
  const seconds = Math.round(Math.abs(ms) / 1000)
  if (Math.abs(ms) <= noticedMs) return found(`clock_${whose}_ok`)
  const side = ms > 0 ? 'ahead' : 'behind'
  return found(`clock_${whose}_${side}_${Math.abs(ms) > wrongMs ? 'wrong' : 'note'}`, { seconds })
}
