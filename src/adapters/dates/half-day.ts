import type { WhenPolicy } from '../../ports/dates.ts'
import { type ClockSaid, type Part, hourIn } from './said.ts'

/** No bare hour before this is taken for the morning, however late the portal's work begins. */
const windowStartMinutes = 8 * 60

/** A clock with its half-day decided. Hour 24 is the midnight after the day. */
export interface Hours {
  readonly hour: number
  readonly minute: number
  readonly second: number
}

/**
 * A bare hour is read inside the twelve hours from eight in the morning (from the start of work, if that is earlier):
 * each hour has exactly one reading there.
 */
export function preferredHour(clock: ClockSaid, policy: WhenPolicy): number {
  if (!clock.bare || clock.hour > 12) return clock.hour
  if (clock.hour === 12) return 12
  const morning = clock.hour
  return minutesOf(clock) >= windowStart(policy) ? morning : morning + 12
}

/** A bare hour just before the window («завтра в 7») is as likely an early morning as an evening: worth asking. */
export function isDoubtful(clock: ClockSaid, policy: WhenPolicy): boolean {
  const early = windowStart(policy) - minutesOf(clock)
  return clock.bare && early > 0 && early <= 60
}

function windowStart(policy: WhenPolicy): number {
  return Math.min(policy.workStartMinutes, windowStartMinutes)
}

function minutesOf(clock: ClockSaid): number {
  return (clock.hour % 12) * 60 + clock.minute
}

/** The hour that a part of the day stands for where no clock was said. */
export const partHours = { morning: 9, lunch: 13, day: 14, afternoon: 14, evening: 19 } as const

/**
 * The clock a part of the day stands for, or the half-day it fixes for `clock`; null when it says nothing about the
 * clock («до конца дня в 9»).
 */
export function hoursOf(part: Part, policy: WhenPolicy, clock: ClockSaid | null): Hours | null {
  if (clock !== null) {
    if (part === 'day-end' || part === 'work-end') return null
    const half = part === 'lunch' || part === 'afternoon' ? 'day' : part
    const shifts = clock.bare || (part === 'evening' && clock.hour < 12)
    return { ...clock, hour: shifts ? hourIn(half, clock.hour) : clock.hour }
  }
  const end = policy.dayEndMinutes
  switch (part) {
    case 'morning':
    case 'lunch':
    case 'day':
    case 'afternoon':
    case 'evening':
      return { hour: partHours[part], minute: 0, second: 0 }
    case 'night':
      return null
    case 'day-end':
    case 'work-end':
      return { hour: Math.floor(end / 60), minute: end % 60, second: 0 }
  }
}
