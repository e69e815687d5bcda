import { DateTime } from 'luxon'
import type { When, WhenDoubt, WhenPolicy } from '../../ports.ts'
import { type Hours, hoursOf, isDoubtful, preferredHour } from './half-day.ts'
import { type DayResolved, inWeekOf, resolveDay, resolvePeriod } from './resolve-day.ts'
import type { ClockSaid, DaySaid, Edge, Said } from './said.ts'
import { datesValue, dateValue, pointsValue, pointValue } from './values.ts'

/** Everything a reading depends on besides the text. */
export interface Frame {
  /** In the person's zone. */
  readonly now: DateTime
  readonly policy: WhenPolicy
}

export interface Alternative {
  readonly value: When
  readonly doubt: WhenDoubt
}

export interface Resolved {
  readonly value: When
  readonly alternatives: readonly Alternative[]
  readonly past: boolean
}

/** Turns what was said into calendar dates and instants, by the rules of the future, the half-day and the week. */
export function resolve(said: Said, frame: Frame): Resolved {
  switch (said.type) {
    case 'moment':
      return resolveMoment(said, frame)
    case 'shift': {
      const { months, days, seconds } = said.length
      const start = frame.now.plus({ months, days }).plus({ seconds }).startOf('second')
      const value = pointValue(start, { bound: said.bound, day: true, time: true, year: true })
      return { value, alternatives: [], past: start < frame.now.startOf('second') }
    }
    case 'days':
      return resolveDays(said.start, said.end, frame)
    case 'period': {
      const today = frame.now.startOf('day')
      const { start, end } = resolvePeriod(said.period, today)
      const from = start < today && end >= today ? today : start
      const year = 'year' in said.period && said.period.year !== null
      return { value: datesValue(from, end, year), alternatives: [], past: end < today }
    }
  }
}

type Moment = Extract<Said, { type: 'moment' }>

function resolveMoment(said: Moment, frame: Frame): Resolved {
  const day = said.day === null ? null : checked(resolveDay(said.day, frame.now), said.check, frame)
  const times = timesOf(said, frame.policy)
  const year = hasYear(said.day)
  if (times === null) {
    const today = frame.now.startOf('day')
    const date = day?.date ?? today
    const valueOf = (at: DateTime): When => dateValue(at, said.bound, year)
    const other = day?.other ?? null
    const alternatives = other === null ? [] : [{ value: valueOf(other.date), doubt: other.doubt }]
    return { value: valueOf(date), alternatives: futureOnly(alternatives, today), past: date < today }
  }
  const timed: Timed = { said, frame, times, year }
  return day === null ? nextOccurrence(timed) : onDay(timed, day.date, day.other)
}

/** «пятница, 17 марта» where the 17th is a Tuesday: one of the two is a slip, so the weekday is offered too. */
function checked(day: DayResolved, check: DaySaid | null, frame: Frame): DayResolved {
  if (check === null || (check.type === 'weekday' && day.date.weekday === check.weekday)) return day
  const { date } = resolveDay(check, frame.now)
  if (date.hasSame(day.date, 'day')) return day
  return { date: day.date, other: { date, doubt: 'next-weekday' } }
}

function hasYear(day: DaySaid | null): boolean {
  return day !== null && (day.type !== 'calendar' || day.year !== null)
}

interface Times {
  readonly main: Hours
  /** The other half-day of a bare hour. */
  readonly other: Hours | null
  /** The other is likely enough to ask about. */
  readonly doubtful: boolean
  readonly end: ClockSaid | null
  /** The doubt of the end of the day: 18:00 or the last minute. */
  readonly dayEnd: boolean
}

function timesOf(said: Moment, policy: WhenPolicy): Times | null {
  const { clock, part, end } = said
  if (clock !== null) {
    const fixed = part === null ? null : hoursOf(part, policy, clock)
    if (fixed !== null) return { main: fixed, other: null, doubtful: false, end, dayEnd: false }
    if (!clock.bare) return { main: clock, other: null, doubtful: false, end, dayEnd: false }
    const hour = preferredHour(clock, policy)
    const main = { ...clock, hour }
    const otherHour = hour >= 12 ? hour - 12 : hour + 12
    return {
      main,
      other: { ...clock, hour: otherHour },
      doubtful: isDoubtful(clock, policy),
      end,
      dayEnd: false,
    }
  }
  if (part === null) return null
  const main = hoursOf(part, policy, null)
  if (main === null) return null
  return { main, other: null, doubtful: false, end: null, dayEnd: part === 'day-end' && said.bound === 'by' }
}

interface Timed {
  readonly said: Moment
  readonly frame: Frame
  readonly times: Times
  readonly year: boolean
}

interface Zoned {
  readonly said: { readonly zone: string | null }
  readonly frame: Frame
}

/** A clock without a day: its first occurrence strictly after now. */
function nextOccurrence(timed: Timed): Resolved {
  const { frame, times, said } = timed
  const today = frame.now.setZone(said.zone ?? frame.now.zoneName ?? 'utc').startOf('day')
  const now = frame.now
  const rolled = at(today, times.main, timed) <= now
  const date = rolled ? today.plus({ days: 1 }) : today
  const alternatives: Alternative[] = []
  if (times.other !== null && times.main.hour < 12 && rolled && at(today, times.other, timed) > now) {
    alternatives.push({ value: build(timed, today, times.other), doubt: 'half-day' })
  } else if (times.other !== null && times.doubtful) {
    const other = at(today, times.other, timed) > now ? today : today.plus({ days: 1 })
    alternatives.push({ value: build(timed, other, times.other), doubt: 'half-day' })
  } else if (times.dayEnd) alternatives.push(lastMinute(timed, date))
  return { value: build(timed, date, times.main), alternatives, past: false }
}

function onDay(
  timed: Timed,
  date: DateTime,
  otherDay: { date: DateTime; doubt: WhenDoubt } | null,
): Resolved {
  const { frame, times } = timed
  const { now } = frame
  const alternatives: Alternative[] = []
  let main = times.main
  const isPast = at(date, main, timed) < now
  if (isPast && times.other !== null && date.hasSame(now, 'day') && at(date, times.other, timed) > now) {
    main = times.other
  } else if (times.other !== null && times.doubtful) {
    alternatives.push({ value: build(timed, date, times.other), doubt: 'half-day' })
  }
  if (otherDay !== null) {
    alternatives.unshift({ value: build(timed, otherDay.date, main), doubt: otherDay.doubt })
  }
  if (times.main.hour === 24) {
    const start = { hour: 0, minute: 0, second: 0 }
    alternatives.push({ value: build(timed, date, start), doubt: 'after-midnight' })
  }
  if (times.dayEnd) alternatives.push(lastMinute(timed, date))
  return {
    value: build(timed, date, main),
    alternatives: futureOnly(alternatives, now).slice(0, 2),
    past: at(date, main, timed) < now,
  }
}

function lastMinute(timed: Timed, date: DateTime): Alternative {
  return { value: build(timed, date, { hour: 23, minute: 59, second: 0 }), doubt: 'date-or-time' }
}

function futureOnly(alternatives: readonly Alternative[], now: DateTime): Alternative[] {
  const today = now.toISODate() ?? ''
  return alternatives.filter(({ value }) =>
    value.start.utc === null
      ? value.start.local >= today
      : DateTime.fromISO(value.start.utc).toMillis() > now.toMillis(),
  )
}

/** The instant of a clock on a day, in the zone that was said; a clock in a DST gap moves forward by the gap. */
function at(date: DateTime, hours: Hours, timed: Zoned): DateTime {
  const { year, month, day } = date.plus({ days: hours.hour === 24 ? 1 : 0 })
  const zone = timed.said.zone ?? timed.frame.now.zoneName ?? 'utc'
  const hour = hours.hour % 24
  const { minute, second } = hours
  return DateTime.fromObject({ year, month, day, hour, minute, second }, { zone }).setZone(
    timed.frame.now.zone,
  )
}

function build(timed: Timed, date: DateTime, hours: Hours): When {
  const { said, times, year, frame } = timed
  const start = at(date, hours, timed)
  const time = said.clock !== null
  const options = { bound: said.bound, day: said.day !== null, time, year }
  if (times.end !== null) {
    const end = endHours(hours, times.end, frame.policy)
    const late = at(date, end, timed)
    return pointsValue(start, late <= start ? at(date.plus({ days: 1 }), end, timed) : late, options)
  }
  if (said.length !== null) return pointsValue(start, start.plus({ seconds: said.length.seconds }), options)
  return pointValue(start, options)
}

/** «с 10 до 8»: a bare end takes the half-day that comes after the start. */
function endHours(start: Hours, end: ClockSaid, policy: WhenPolicy): Hours {
  if (!end.bare) return end
  const hour = preferredHour(end, policy)
  const minutesOf = (value: number): number => value * 60 + end.minute
  const begins = start.hour * 60 + start.minute
  if (minutesOf(hour) > begins) return { ...end, hour }
  const other = hour >= 12 ? hour - 12 : hour + 12
  return { ...end, hour: minutesOf(other) > begins ? other : hour }
}

/** Both ends of «с 30 декабря по 3 января»: the end lies ahead, the start is the nearest one before it. */
function resolveDays(first: Edge, last: Edge, frame: Frame): Resolved {
  const today = frame.now.startOf('day')
  const backward =
    (first.day.type === 'calendar' && first.day.year === null) || first.day.type === 'day-of-month'
  let end = resolveDay(last.day, frame.now).date
  let start = resolveDay(first.day, frame.now).date
  if (backward && start > end) {
    const step = first.day.type === 'calendar' ? { years: 1 } : { months: 1 }
    start = start.minus(step)
  }
  if (last.day.type === 'weekday') {
    end = inWeekOf(start, last.day.weekday)
    if (end <= start) end = end.plus({ weeks: 1 })
  }
  if (end < start) end = start
  const year = hasYear(last.day)
  if (first.clock === null || last.clock === null) {
    return { value: datesValue(start, end, year), alternatives: [], past: end < today }
  }
  const timed = (date: DateTime, clock: ClockSaid): DateTime =>
    at(date, { ...clock, hour: preferredHour(clock, frame.policy) }, { said: { zone: null }, frame })
  const from = timed(start, first.clock)
  const value = pointsValue(from, timed(end, last.clock), { bound: 'at', day: true, time: true, year })
  return { value, alternatives: [], past: from < frame.now }
}
