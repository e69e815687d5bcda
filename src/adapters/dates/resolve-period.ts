import type { DateTime } from 'luxon'
import type { Period, Which, YearSaid } from './said.ts'

/** First and last day of a period, both inclusive. */
export interface Days {
  readonly start: DateTime
  readonly end: DateTime
}

/**
 * The days of a period as seen from `today`. A month, quarter or season without a year is the coming or the current
 * one.
 */
export function resolvePeriod(period: Period, today: DateTime): Days {
  switch (period.type) {
    case 'unit': {
      const start = today.plus({ [period.unit]: period.offset }).startOf(period.unit)
      return { start, end: lastDay(start, period.unit) }
    }
    case 'weekend': {
      const saturday = inWeekOf(today.plus({ weeks: period.offset }), 6)
      return { start: saturday, end: saturday.plus({ days: 1 }) }
    }
    case 'month': {
      const start = monthOf(period.month, period.year, period.month < today.month, today)
      return { start, end: lastDay(start, 'month') }
    }
    case 'months':
      return monthsOf(period.first, period.last, period.year, today)
    case 'half':
      return halfOf(resolvePeriod(period.of, today), period.half)
    case 'quarter': {
      const passed = period.quarter < today.quarter
      const start = monthOf(period.quarter * 3 - 2, period.year, passed, today)
      return { start, end: lastDay(start, 'quarter') }
    }
    case 'half-year':
      return halfYear(monthOf(period.half * 6 - 5, period.year, period.half * 6 < today.month, today))
    case 'half-years':
      return halfYear(
        today.set({ day: 1, month: today.month > 6 ? 7 : 1 }).plus({ months: period.offset * 6 }),
      )
    case 'season':
      return seasonOf(period.season, period.which, period.year, today)
    case 'year': {
      const start = today.set({ year: period.year, month: 1, day: 1 })
      return { start, end: lastDay(start, 'year') }
    }
  }
}

/** The period after this one of the same kind: where «в начале месяца» lies once the month has begun. */
export function followingPeriod(period: Period): Period | null {
  switch (period.type) {
    case 'unit':
    case 'half-years':
    case 'weekend':
      return { ...period, offset: period.offset + 1 }
    case 'month':
    case 'quarter':
    case 'half-year':
      return period.year === null ? { ...period, year: 'next' } : null
    case 'season':
      return period.year === null && period.which === 'bare' ? { ...period, which: 'next' } : null
    case 'months':
    case 'half':
    case 'year':
      return null
  }
}

/** Whether the person named the year, so that a period gone by is meant to be. */
export function namesYear(period: Period): boolean {
  return 'year' in period && period.year !== null
}

/** The weekday of the ISO week that contains `date`. */
export function inWeekOf(date: DateTime, weekday: number): DateTime {
  return date.startOf('week').plus({ days: weekday - 1 })
}

export function yearFrom(said: YearSaid, passed: boolean, today: DateTime): number {
  if (typeof said === 'number') return said
  if (said === 'this') return today.year
  return said === 'next' || passed ? today.year + 1 : today.year
}

function monthOf(month: number, year: YearSaid, passed: boolean, today: DateTime): DateTime {
  return today.set({ day: 1 }).set({ year: yearFrom(year, passed, today), month })
}

function lastDay(start: DateTime, unit: 'week' | 'month' | 'quarter' | 'year'): DateTime {
  return start.endOf(unit).startOf('day')
}

/** «с декабря по февраль» runs into the next year; the year, where one is said, is that of the last month. */
function monthsOf(first: number, last: number, year: YearSaid, today: DateTime): Days {
  const crosses = last < first ? 1 : 0
  const end = monthOf(last, year, last < today.month, today)
  return { start: end.set({ month: first }).minus({ years: crosses }), end: lastDay(end, 'month') }
}

function halfOf({ start, end }: Days, half: 1 | 2): Days {
  const length = start.daysInMonth === end.day ? 15 : Math.floor((end.diff(start, 'days').days + 1) / 2)
  const middle = start.plus({ days: length })
  return half === 1 ? { start, end: middle.minus({ days: 1 }) } : { start: middle, end }
}

function halfYear(start: DateTime): Days {
  return { start, end: lastDay(start.plus({ months: 5 }), 'month') }
}

function seasonOf(season: number, which: Which, year: number | null, today: DateTime): Days {
  const of = (first: number): Days => {
    const start = today.set({ day: 1 }).set({ year: first, month: season * 3 + 3 })
    return { start, end: lastDay(start.plus({ months: 2 }), 'month') }
  }
  if (year !== null) return of(year)
  const running = of(today.year - 1).end >= today ? today.year - 1 : today.year
  const coming = of(running).end >= today ? running : running + 1
  // «следующим летом» is the summer of next year, not the next one to come.
  if (which === 'next') return of(running + 1)
  return of(which === 'last' ? coming - 1 : coming)
}
