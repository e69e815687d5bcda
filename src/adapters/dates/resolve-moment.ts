import type { DateTime } from 'luxon'
import type { When, WhenDoubt, WhenPolicy } from '../../ports/dates.ts'
import { type Alternative, type Frame, type Resolved, dateOf, instantOf } from './frame.ts'
import { type Hours, hoursOf, isDoubtful, preferredHour } from './half-day.ts'
import { type DayResolved, resolveDay } from './resolve-day.ts'
import { namesYear } from './resolve-period.ts'
import type { ClockSaid, DaySaid, Length, Said } from './said.ts'
import { dateValue, datesValue, pointsValue, pointValue } from './values.ts'

type Moment = Extract<Said, { type: 'moment' }>

export function resolveMoment(said: Moment, frame: Frame): Resolved {
  const day = said.day === null ? null : checked(resolveDay(said.day, frame), said.checks, frame)
  const times = timesOf(said, frame.policy)
  const year = hasYear(said.day)
  if (times === null) {
    const { today, zone } = frame
    const date = day?.date ?? today
    const valueOf = (at: DateTime): When =>
      said.length === null ? dateValue(at, zone, said.bound, year) : datesFrom(at, said.length, zone, year)
    const other = day?.other ?? null
    const alternatives = other === null ? [] : [{ value: valueOf(other.date), doubt: other.doubt }]
    return { value: valueOf(date), alternatives: futureOnly(alternatives, frame), past: date < today }
  }
  const timed: Timed = { said, frame, times, year, instants: new Map() }
  return day === null ? nextOccurrence(timed) : onDay(timed, day.date, day.other)
}

/** «с 1 июля на 2 недели»: the first day counts. */
function datesFrom(start: DateTime, { months, days }: Length, zone: string, year: boolean): When {
  return datesValue(start, start.plus({ months, days }).minus({ days: 1 }), zone, year)
}

/** «пятница, 17 марта» where the 17th is a Tuesday: one of the two is a slip, so the weekday is offered too. */
function checked(day: DayResolved, checks: readonly DaySaid[], frame: Frame): DayResolved {
  for (const check of checks) {
    const { date } = resolveDay(check, frame)
    const agrees =
      check.type === 'weekday' ? date.weekday === day.date.weekday : date.hasSame(day.date, 'day')
    if (!agrees) return { date: day.date, other: { date, doubt: 'next-weekday' } }
  }
  return day
}

/** Only a day of a named month or season may leave its year open. */
export function hasYear(day: DaySaid | null): boolean {
  if (day === null) return false
  if (day.type === 'begin' || day.type === 'middle' || day.type === 'nth') {
    return day.period.type === 'unit' || namesYear(day.period)
  }
  return day.type !== 'calendar' || day.year !== null
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
    if (!clock.bare || clock.hour > 12)
      return { main: clock, other: null, doubtful: false, end, dayEnd: false }
    const hour = preferredHour(clock, policy)
    const other = { ...clock, hour: hour >= 12 ? hour - 12 : hour + 12 }
    return { main: { ...clock, hour }, other, doubtful: isDoubtful(clock, policy), end, dayEnd: false }
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
  /** Instants found so far: zones are costly to ask. */
  readonly instants: Map<string, DateTime>
}

/** A clock without a day: its first occurrence strictly after now. */
function nextOccurrence(timed: Timed): Resolved {
  const { frame, times, said } = timed
  const { now } = frame
  const today = said.zone === null ? frame.today : dateOf(now.setZone(said.zone))
  const rolled = at(today, times.main, timed) <= now
  const date = rolled ? today.plus({ days: 1 }) : today
  const alternatives: Alternative[] = []
  const missed = rolled && times.end === null && times.main.hour < 12
  if (missed && times.other !== null && at(today, times.other, timed) > now) {
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
  const past = at(date, main, timed) < now
  const isToday = date.hasSame(frame.today, 'day')
  if (past && isToday && times.other !== null && at(date, times.other, timed) > now) {
    main = times.other
  } else if (times.other !== null && times.doubtful) {
    alternatives.push({ value: build(timed, date, times.other), doubt: 'half-day' })
  }
  if (otherDay !== null) {
    alternatives.unshift({ value: build(timed, otherDay.date, main), doubt: otherDay.doubt })
  }
  if (times.main.hour === 24 && timed.said.clock?.bare === true) {
    const start = { hour: 0, minute: 0, second: 0 }
    alternatives.push({ value: build(timed, date, start), doubt: 'after-midnight' })
  }
  if (times.dayEnd) alternatives.push(lastMinute(timed, date))
  return {
    value: build(timed, date, main),
    alternatives: futureOnly(alternatives, frame).slice(0, 2),
    past: past && main === times.main,
  }
}

function lastMinute(timed: Timed, date: DateTime): Alternative {
  return { value: build(timed, date, { hour: 23, minute: 59, second: 0 }), doubt: 'date-or-time' }
}

function futureOnly(alternatives: readonly Alternative[], { now, today }: Frame): Alternative[] {
  const date = today.toISODate() ?? ''
  return alternatives.filter(({ value: { start } }) =>
    start.utc === null ? start.local >= date : Date.parse(start.utc) > now.toMillis(),
  )
}

function at(date: DateTime, hours: Hours, { frame, said, instants }: Timed): DateTime {
  const key = `${date.toMillis()} ${hours.hour}:${hours.minute}:${hours.second}`
  const found = instants.get(key) ?? instantOf(date, hours, frame, said.zone)
  instants.set(key, found)
  return found
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

/** «с 10 до 8», «с 23 до 1»: a bare end takes the half-day that comes first after the start, the next day's too. */
function endHours(start: Hours, end: ClockSaid, policy: WhenPolicy): Hours {
  if (!end.bare) return end
  const hour = preferredHour(end, policy)
  const minutesOf = (value: number): number => value * 60 + end.minute
  const begins = start.hour * 60 + start.minute
  if (minutesOf(hour) > begins) return { ...end, hour }
  const other = hour >= 12 ? hour - 12 : hour + 12
  return { ...end, hour: minutesOf(other) > begins ? other : Math.min(hour, other) }
}
