import type { DateTime } from 'luxon'
import type { WhenDoubt } from '../../ports.ts'
import { daysInMonth } from './calendar.ts'
import type { Frame } from './frame.ts'
import type { DaySaid, Length, Period, Which } from './said.ts'

/** The date of a day as said, with the other date it may mean. Dates are calendar dates as {@link Frame} keeps them. */
export interface DayResolved {
  readonly date: DateTime
  readonly other: { readonly date: DateTime; readonly doubt: WhenDoubt } | null
}

/** Never fails: impossible days are refused before. */
export function resolveDay(said: DaySaid, { today, now }: Frame): DayResolved {
  switch (said.type) {
    case 'offset':
      return relative(said.days, today, now.hour)
    case 'weekday':
      return weekday(said.weekday, said.which, today)
    case 'weekday-after':
      return { date: inWeekOf(today.plus(shiftOf(said.shift)), said.weekday), other: null }
    case 'calendar':
      return { date: calendarDate(said.day, said.month, said.year, today), other: null }
    case 'day-of-month':
      return { date: dayOfMonth(said.day, said.offset, today), other: null }
    case 'shift':
      return { date: today.plus(shiftOf(said.length)), other: null }
    case 'end':
      return periodEnd(said.period, today)
  }
}

/** First and last day of a period, both inclusive. */
export function resolvePeriod(period: Period, today: DateTime): { start: DateTime; end: DateTime } {
  switch (period.type) {
    case 'unit': {
      const start = today.plus({ [period.unit]: period.offset }).startOf(period.unit)
      return { start, end: start.endOf(period.unit).startOf('day') }
    }
    case 'weekend': {
      const saturday = inWeekOf(today.plus({ weeks: period.offset }), 6)
      return { start: saturday, end: saturday.plus({ days: 1 }) }
    }
    case 'month': {
      const passed = period.month < today.month ? 1 : 0
      const start = today.set({ year: period.year ?? today.year + passed, month: period.month, day: 1 })
      return { start, end: start.endOf('month').startOf('day') }
    }
    case 'quarter': {
      const passed = period.quarter < today.quarter ? 1 : 0
      const month = period.quarter * 3 - 2
      const start = today.set({ year: period.year ?? today.year + passed, month, day: 1 })
      return { start, end: start.endOf('quarter').startOf('day') }
    }
    case 'year': {
      const start = today.set({ year: period.year, month: 1, day: 1 })
      return { start, end: start.endOf('year').startOf('day') }
    }
  }
}

/** The weekday of the ISO week that contains `date`. */
export function inWeekOf(date: DateTime, weekday: number): DateTime {
  return date.startOf('week').plus({ days: weekday - 1 })
}

export function shiftOf(length: Length): { months: number; days: number } {
  return { months: length.months, days: length.days }
}

/** Until four in the morning «завтра» may still mean the day that has just begun. */
function relative(days: number, today: DateTime, hour: number): DayResolved {
  const date = today.plus({ days })
  return days !== 1 || hour >= 4 ? { date, other: null } : doubted(date, today, 'after-midnight')
}

function weekday(number: number, which: Which, today: DateTime): DayResolved {
  const thisWeek = inWeekOf(today, number)
  const coming = today.plus({ days: ((number - today.weekday + 6) % 7) + 1 })
  switch (which) {
    case 'this':
      return thisWeek < today ? doubted(thisWeek, coming, 'next-weekday') : { date: thisWeek, other: null }
    case 'last':
      return { date: thisWeek.minus({ weeks: 1 }), other: null }
    case 'nearest':
      return { date: coming, other: null }
    case 'next': {
      const next = thisWeek.plus({ weeks: 1 })
      if (!next.hasSame(coming, 'day')) return doubted(next, coming, 'next-weekday')
      const tomorrow = next.diff(today, 'days').days === 1
      return tomorrow ? doubted(next, next.plus({ weeks: 1 }), 'next-weekday') : { date: next, other: null }
    }
    case 'bare':
      return number === today.weekday ? doubted(coming, today, 'same-weekday') : { date: coming, other: null }
  }
}

function doubted(date: DateTime, other: DateTime, doubt: WhenDoubt): DayResolved {
  return { date, other: { date: other, doubt } }
}

/** Without a year the first such day from today on; 29 February waits for a leap year. */
function calendarDate(day: number, month: number, year: number | null, today: DateTime): DateTime {
  if (year !== null) return today.set({ year, month, day })
  const passed = month < today.month || (month === today.month && day < today.day)
  let first = today.year + (passed ? 1 : 0)
  // Two leap years are at most eight apart (1896–1904); the bound keeps a day that never exists from looping.
  for (let tries = 0; tries < 8 && day > daysInMonth(month, first); tries++) first += 1
  return today.set({ year: first, month, day })
}

function dayOfMonth(day: number, offset: number | null, today: DateTime): DateTime {
  if (offset !== null) {
    const named = today.set({ day: 1 }).plus({ months: offset })
    return named.set({ day: Math.min(day, named.daysInMonth ?? day) })
  }
  let month = today.set({ day: 1 })
  if (day < today.day) month = month.plus({ months: 1 })
  while (day > (month.daysInMonth ?? 31)) month = month.plus({ months: 1 })
  return month.set({ day })
}

/** A week's end is Friday, with Sunday in doubt; from Saturday on only Sunday is left. */
function periodEnd(period: Period, today: DateTime): DayResolved {
  const { end } = resolvePeriod(period, today)
  if (period.type === 'unit' && period.unit === 'week') {
    const friday = inWeekOf(end, 5)
    return friday < today ? { date: end, other: null } : doubted(friday, end, 'week-end')
  }
  return { date: end, other: null }
}
