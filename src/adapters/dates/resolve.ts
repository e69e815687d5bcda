import type { DateTime } from 'luxon'
import type { When } from '../../ports/dates.ts'
import { type Frame, type Resolved, instantOf } from './frame.ts'
import { preferredHour } from './half-day.ts'
import { resolveDay } from './resolve-day.ts'
import { inWeekOf, namesYear, resolvePeriod } from './resolve-period.ts'
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
      return resolveShift(said, frame)
    case 'days':
      return resolveDays(said.start, said.end, frame)
    case 'period': {
      const { today, zone } = frame
      const { start, end } = resolvePeriod(said.period, today)
      const from = start < today && end >= today ? today : start
      return {
        value: datesValue(from, end, zone, namesYear(said.period)),
        alternatives: [],
        past: end < today,
      }
    }
  }
}

/** Hours and minutes are absolute, also across a DST change. */
function resolveShift(said: Extract<Said, { type: 'shift' }>, { now }: Frame): Resolved {
  const options = { bound: said.bound, day: true, time: true, year: true }
  const valueAt = ({ months, days, seconds }: Length): When => {
    const start = now.plus({ months, days }).plus({ seconds })
    return said.length === null
      ? pointValue(start, options)
      : pointsValue(start, start.plus({ seconds: said.length.seconds }), options)
  }
  const value = valueAt(said.shift)
  const alternatives = said.other === null ? [] : [{ value: valueAt(said.other), doubt: 'either' as const }]
  const { months, days, seconds } = said.shift
  return { value, alternatives, past: months + days + seconds < 0 }
}

/** «с 1 по 15 ноября» said on the 24th: nearly a year ahead or nine days ago, which only the person can tell. */
function justPast(start: DateTime, end: DateTime, { today, zone }: Frame): Resolved['alternatives'] {
  const [from, to] = [start.minus({ years: 1 }), end.minus({ years: 1 })]
  const near = to < today && today.diff(to, 'days').days <= justPastDays
  return near ? [{ value: datesValue(from, to, zone, false), doubt: 'past-year' }] : []
}

/** Longer ago than this nobody is likely to mean the past. */
const justPastDays = 31

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
    const value = datesValue(start, end, zone, year)
    return { value, alternatives: yearless ? justPast(start, end, frame) : [], past: end < today }
  }
  const at = (date: DateTime, clock: ClockSaid): DateTime =>
    instantOf(date, { ...clock, hour: preferredHour(clock, policy) }, frame, null)
  const [from, to] = [at(start, first.clock), at(end, last.clock)]
  if (to <= from) return null
  const value = pointsValue(from, to, { bound: 'at', day: true, time: true, year })
  return { value, alternatives: [], past: from < frame.now }
}
