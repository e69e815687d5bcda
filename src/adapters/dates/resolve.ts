import type { DateTime } from 'luxon'
import { type Frame, type Resolved, instantOf } from './frame.ts'
import { preferredHour } from './half-day.ts'
import { inWeekOf, resolveDay, resolvePeriod } from './resolve-day.ts'
import { hasYear, resolveMoment } from './resolve-moment.ts'
import type { ClockSaid, Edge, Length, Said } from './said.ts'
import { datesValue, pointsValue, pointValue } from './values.ts'

/**
 * Turns what was said into calendar dates and instants, by the rules of the future, the half-day and the week; null
 * for a range that ends before it begins.
 */
export function resolve(said: Said, frame: Frame): Resolved | null {
  switch (said.type) {
    case 'moment':
      return resolveMoment(said, frame)
    case 'shift':
      return resolveShift(said.length, said.bound, frame)
    case 'days':
      return resolveDays(said.start, said.end, frame)
    case 'period': {
      const { today, zone } = frame
      const { start, end } = resolvePeriod(said.period, today)
      const from = start < today && end >= today ? today : start
      const year = 'year' in said.period && said.period.year !== null
      return { value: datesValue(from, end, zone, year), alternatives: [], past: end < today }
    }
  }
}

/** Hours and minutes are absolute, also across a DST change. */
function resolveShift(
  { months, days, seconds }: Length,
  bound: 'at' | 'by' | 'from' | 'after' | 'about',
  { now }: Frame,
): Resolved {
  const start = now.plus({ months, days }).plus({ seconds })
  const value = pointValue(start, { bound, day: true, time: true, year: true })
  return { value, alternatives: [], past: start < now }
}

/** Both ends of «с 30 декабря по 3 января»: the end lies ahead, the start is the nearest one before it. */
function resolveDays(first: Edge, last: Edge, frame: Frame): Resolved | null {
  const { zone, today, policy } = frame
  const yearless = first.day.type === 'calendar' && first.day.year === null
  let end = resolveDay(last.day, frame).date
  let start = resolveDay(first.day, frame).date
  if (start > end && (yearless || first.day.type === 'day-of-month')) {
    start = start.minus(yearless ? { years: 1 } : { months: 1 })
  }
  if (last.day.type === 'weekday') {
    end = inWeekOf(start, last.day.weekday)
    if (end <= start) end = end.plus({ weeks: 1 })
  }
  const year = hasYear(last.day)
  if (end < start) return null
  if (first.clock === null || last.clock === null) {
    return { value: datesValue(start, end, zone, year), alternatives: [], past: end < today }
  }
  const at = (date: DateTime, clock: ClockSaid): DateTime =>
    instantOf(date, { ...clock, hour: preferredHour(clock, policy) }, frame, null)
  const [from, to] = [at(start, first.clock), at(end, last.clock)]
  if (to <= from) return null
  const value = pointsValue(from, to, { bound: 'at', day: true, time: true, year })
  return { value, alternatives: [], past: from < frame.now }
}
