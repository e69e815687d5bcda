import type { DateTime } from 'luxon'
import type { WhenDoubt, WorkDays } from '../../ports/dates.ts'
import { daysInMonth } from './calendar.ts'
import type { Frame } from './frame.ts'
import { nthOf, partOfPeriod } from './resolve-part.ts'
import { inWeekOf, resolvePeriod, yearFrom } from './resolve-period.ts'
import type { DaySaid, Length, Period, Which, YearSaid } from './said.ts'
import { afterWorkingDays, isWorkingDay } from './working-days.ts'

/** The date of a day as said, with the other date it may mean. Dates are calendar dates as {@link Frame} keeps them. */
export interface DayResolved {
  readonly date: DateTime
  readonly other: { readonly date: DateTime; readonly doubt: WhenDoubt } | null
}

/** Never fails: impossible days are refused before. */
export function resolveDay(said: DaySaid, { today, now, policy }: Frame): DayResolved {
  switch (said.type) {
    case 'offset':
      return relative(said.days, today, now.hour)
    case 'weekday':
      return weekday(said.weekday, said.which, today)
    case 'weekday-after':
      return sure(inWeekOf(today.plus(shiftOf(said.shift)), said.weekday))
    case 'calendar':
      return sure(calendarDate(said.day, said.month, said.year, today))
    case 'day-of-month':
      return sure(dayOfMonth(said.day, said.offset, today))
    case 'shift':
      return either(said.length, said.other, (length) => today.plus(shiftOf(length)))
    case 'working':
      return either(said.days, said.other, (days) => afterWorkingDays(today, days, policy.days))
    case 'begin':
    case 'middle':
      return sure(partOfPeriod(said.type, said.period, today))
    case 'end':
      return periodEnd(said.period, today)
    case 'nth':
      return sure(nthOf(said, today, policy.days))
    case 'weekend':
      return sure(besideWeekend(said, today, policy.days))
  }
}

export function shiftOf(length: Length): { months: number; days: number } {
  return { months: length.months, days: length.days }
}

function sure(date: DateTime): DayResolved {
  return { date, other: null }
}

function doubted(date: DateTime, other: DateTime, doubt: WhenDoubt): DayResolved {
  return { date, other: { date: other, doubt } }
}

/** «через 2–3 дня»: the first, with the second offered. */
function either<T>(first: T, second: T | null, dateOf: (length: T) => DateTime): DayResolved {
  return second === null ? sure(dateOf(first)) : doubted(dateOf(first), dateOf(second), 'either')
}

/** Until four in the morning «завтра» may still mean the day that has just begun. */
function relative(days: number, today: DateTime, hour: number): DayResolved {
  const date = today.plus({ days })
  return days !== 1 || hour >= 4 ? sure(date) : doubted(date, today, 'after-midnight')
}

function weekday(number: number, which: Which, today: DateTime): DayResolved {
  const thisWeek = inWeekOf(today, number)
  const coming = today.plus({ days: ((number - today.weekday + 6) % 7) + 1 })
  switch (which) {
    case 'this':
      return thisWeek < today ? doubted(thisWeek, coming, 'next-weekday') : sure(thisWeek)
    case 'last':
      return sure(thisWeek.minus({ weeks: 1 }))
    case 'nearest':
    case 'bare':
      return number === today.weekday ? doubted(coming, today, 'same-weekday') : sure(coming)
    case 'next': {
      const next = thisWeek.plus({ weeks: 1 })
      if (!next.hasSame(coming, 'day')) return doubted(next, coming, 'next-weekday')
      const tomorrow = next.diff(today, 'days').days === 1
      return tomorrow ? doubted(next, next.plus({ weeks: 1 }), 'next-weekday') : sure(next)
    }
  }
}

/** Without a year the first such day from today on; 29 February waits for a leap year. */
function calendarDate(day: number, month: number, year: YearSaid, today: DateTime): DateTime {
  const passed = month < today.month || (month === today.month && day < today.day)
  let first = yearFrom(year, passed, today)
  if (year !== null) {
    return today.set({ day: 1 }).set({ year: first, month, day: Math.min(day, daysInMonth(month, first)) })
  }
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
    return friday < today ? sure(end) : doubted(friday, end, 'week-end')
  }
  return sure(end)
}

/**
 * «до выходных» is Friday, on a Saturday that of the coming week; «после выходных» is Monday. Where nobody works then, the
 * last working day before and the first one after.
 */
function besideWeekend(
  { side, offset }: Extract<DaySaid, { type: 'weekend' }>,
  today: DateTime,
  days: WorkDays | undefined,
): DateTime {
  if (side === 'after') {
    const sunday = inWeekOf(today, 7).plus({ weeks: offset })
    return afterWorkingDays(sunday, 1, days)
  }
  const friday = inWeekOf(today, 5).plus({ weeks: offset })
  const coming = friday < today ? friday.plus({ weeks: 1 }) : friday
  for (let at = coming; at >= today; at = at.minus({ days: 1 })) if (isWorkingDay(at, days)) return at
  return coming
}
