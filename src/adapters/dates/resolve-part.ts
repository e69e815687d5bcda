import type { DateTime } from 'luxon'
import type { WorkDays } from '../../ports/dates.ts'
import { followingPeriod, inWeekOf, resolvePeriod } from './resolve-period.ts'
import type { DaySaid, Period } from './said.ts'
import { isWorkingDay } from './working-days.ts'

/**
 * The first day of a period, or its middle: Wednesday of a week, the 15th of a month, the middle month's 15th of a
 * quarter or season, 1 April or October of half a year, 1 July of a year. One that has gone by is taken of the following period, unless the year was said.
 */
export function partOfPeriod(part: 'begin' | 'middle', period: Period, today: DateTime): DateTime {
  return firstAhead(period, today, (start) => (part === 'begin' ? start : middleOf(period, start)))
}

const longestPeriodDays = 366

function middleOf(period: Period, start: DateTime): DateTime {
  if (period.type === 'unit' && period.unit === 'week') return inWeekOf(start, 3)
  if (period.type === 'year' || (period.type === 'unit' && period.unit === 'year'))
    return start.plus({ months: 6 })
  if (period.type === 'half-year' || period.type === 'half-years') return start.plus({ months: 3 })
  const whole = period.type === 'quarter' || period.type === 'season' || period.type === 'unit'
  const long = whole && !(period.type === 'unit' && period.unit === 'month')
  return start.plus({ months: long ? 1 : 0, days: 14 })
}

/** The nth such weekday or, without one, working day of a period; −1 is the last. */
export function nthOf(
  { nth, weekday, period }: Extract<DaySaid, { type: 'nth' }>,
  today: DateTime,
  days: WorkDays | undefined,
): DateTime {
  return firstAhead(period, today, (start, end) => {
    const step = nth > 0 ? 1 : -1
    let at = nth > 0 ? start : end
    let left = Math.abs(nth)
    for (let tried = 0; tried < longestPeriodDays && left > 0; tried++) {
      if (weekday === null ? isWorkingDay(at, days) : at.weekday === weekday) left -= 1
      if (left > 0) at = at.plus({ days: step })
    }
    return at
  })
}

/** The day `pick` finds in the period or, where that has passed, in the following one. */
function firstAhead(
  period: Period,
  today: DateTime,
  pick: (start: DateTime, end: DateTime) => DateTime,
): DateTime {
  const { start, end } = resolvePeriod(period, today)
  const date = pick(start, end)
  const following = date < today && isCurrent(period) ? followingPeriod(period) : null
  if (following === null) return date
  const next = resolvePeriod(following, today)
  return pick(next.start, next.end)
}

/** «в начале прошлого месяца» stays where it is. */
function isCurrent(period: Period): boolean {
  return !('offset' in period) || period.offset === 0
}
