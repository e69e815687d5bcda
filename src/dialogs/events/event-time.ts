/** When an event is, worked out in a zone: the clock of a day may be set forward or back under it. */
import { DateTime } from 'luxon'
import type { EventTime } from '../../ports/calendar.ts'
import type { When } from '../../ports/dates.ts'
import type { Language } from '../../ports/language.ts'
import type { Duration } from '../../machines/language/steps/duration.ts'

export interface EventPlan {
  readonly time: EventTime
  /** Of a day without hours: the midnights around it. */
  readonly fromMs: number
  readonly toMs: number
}

/** Why there is no plan: an end that is not after the start, or a start without an end. */
export type NoPlan = 'ends_before_start' | 'no_end'

/**
 * The time of a new event. `clock` («HH:MM») belongs to a start that is a day alone; without it the event lasts all
 * that day. `length` belongs to a start with a clock and without an end.
 */
export function planEvent(start: When, clock: string | null, length: Duration | null): EventPlan | NoPlan {
  const { zone } = start
  const day = start.start.local.slice(0, 10)
  if (!start.start.local.includes('T')) {
    if (start.kind !== 'interval' && clock !== null) return planHours(momentAt(day, clock, zone), length)
    return wholeDays(day, start.end?.local.slice(0, 10) ?? day, zone)
  }
  const from = momentOf(start.start, zone)
  if (start.end !== undefined) return hours(from, momentOf(start.end, zone))
  return planHours(from, length)
}

/** What an event was like before it is moved. */
export interface TimeBefore {
  readonly allDay: boolean
  readonly fromMs: number
  readonly toMs: number
}

const usualMinutes = 60

/** Another time for an event: what is not said stays, its clock and its length. */
export function planMove(start: When, before: TimeBefore): EventPlan | NoPlan {
  const { zone } = start
  const was = { from: at(before.fromMs, zone), to: at(before.toMs, zone) }
  const said = start.start.local
  if (said.includes('T') || start.end !== undefined) {
    const minutes = before.allDay ? usualMinutes : (before.toMs - before.fromMs) / 60_000
    // «В 14:00» names no day: the nearest one was only filled in.
    const named = start.sure.day || !said.includes('T') ? start : onDay(start, dateOf(was.from))
    return planEvent(named, null, { minutes })
  }
  if (!before.allDay) {
    const from = momentAt(said, was.from.toFormat('HH:mm'), zone)
    return hours(from, from.plus(before.toMs - before.fromMs))
  }
  const days = Math.max(1, Math.round(was.to.diff(was.from, 'days').days))
  const last = DateTime.fromISO(said, { zone }).plus({ days: days - 1 })
  return wholeDays(said, dateOf(last), zone)
}

/** The same hours, beginning on that day. */
function onDay(when: When, day: string): When {
  const from = DateTime.fromISO(when.start.local, { zone: 'UTC' })
  const days = DateTime.fromISO(day, { zone: 'UTC' }).diff(from.startOf('day'), 'days').days
  const moved = ({ local }: When['start']): When['start'] => ({
    local: wallOf(DateTime.fromISO(local, { zone: 'UTC' }).plus({ days })),
    utc: null,
  })
  return { ...when, start: moved(when.start), ...(when.end && { end: moved(when.end) }) }
}

/**
 * Whether it is too late for it: of whole days the last one counts, of hours the first moment. What may have been done
 * in time already is never too late.
 */
export function isPast(
  { time, fromMs, toMs }: EventPlan,
  asked: { readonly nowMs: number; readonly repeated: boolean },
): boolean {
  return !asked.repeated && (time.allDay ? toMs : fromMs) <= asked.nowMs
}

/** The first instant of the local day, and of the one `days` later. */
export function daysFrom(
  nowMs: number,
  zone: string,
  offset: number,
  days: number,
): readonly [number, number] {
  const first = at(nowMs, zone).startOf('day').plus({ days: offset })
  return [first.toMillis(), first.plus({ days }).startOf('day').toMillis()]
}

/** The local date of an instant, `YYYY-MM-DD`. */
export function localDate(atMs: number, zone: string): string {
  return dateOf(at(atMs, zone))
}

/** «пн», «Mon» of an ISO weekday, 1 = Monday. */
export function weekdayName(weekday: number, language: Language): string {
  const monday = DateTime.fromISO('2026-01-05', { zone: 'UTC' })
  return monday
    .plus({ days: weekday - 1 })
    .setLocale(language)
    .toFormat('ccc')
}

function planHours(from: DateTime, length: Duration | null): EventPlan | NoPlan {
  if (length === null) return 'no_end'
  if ('allDay' in length) return wholeDays(dateOf(from), dateOf(from), zoneOf(from))
  if ('minutes' in length) return hours(from, from.plus({ minutes: length.minutes }))
  const end = momentAt(dateOf(from), length.until, zoneOf(from))
  // «до 1:00» of what begins in the evening is past midnight; in the morning it is a slip.
  const overnight = end <= from && from.hour >= eveningHour
  return hours(from, overnight ? momentAt(dateOf(from.plus({ days: 1 })), length.until, zoneOf(from)) : end)
}

const eveningHour = 18

function hours(from: DateTime, to: DateTime): EventPlan | NoPlan {
  if (to <= from) return 'ends_before_start'
  return {
    time: { allDay: false, from: wallOf(from), to: wallOf(to), zone: zoneOf(from) },
    fromMs: from.toMillis(),
    toMs: to.toMillis(),
  }
}

function wholeDays(first: string, last: string, zone: string): EventPlan | NoPlan {
  if (last < first) return 'ends_before_start'
  return {
    time: { allDay: true, from: first, to: last, zone },
    fromMs: DateTime.fromISO(first, { zone }).startOf('day').toMillis(),
    toMs: DateTime.fromISO(last, { zone }).plus({ days: 1 }).startOf('day').toMillis(),
  }
}

function momentOf({ local, utc }: When['start'], zone: string): DateTime {
  return DateTime.fromISO(utc ?? local, { zone })
}

/** A clock that is skipped when the clocks go forward is the hour after it. */
function momentAt(date: string, clock: string, zone: string): DateTime {
  return DateTime.fromISO(`${date}T${clock}`, { zone })
}

function at(ms: number, zone: string): DateTime {
  return DateTime.fromMillis(ms, { zone })
}

function dateOf(moment: DateTime): string {
  return moment.toFormat('yyyy-MM-dd', { locale: 'en-US' })
}

function wallOf(moment: DateTime): string {
  return moment.toFormat("yyyy-MM-dd'T'HH:mm", { locale: 'en-US' })
}

function zoneOf(moment: DateTime): string {
  return moment.zoneName ?? 'UTC'
}
