import { DateTime, IANAZone } from 'luxon'

import type { EventTime } from '../../ports/calendar.ts'
import type { RowMoment, RowTime } from './calendar-schemas.ts'

/** When an event, or one occurrence of it, is. */
export interface EventSpan {
  readonly startMs: number
  /** Never before the start. */
  readonly endMs: number
  /** First and last local date of an all-day event. */
  readonly dates: { readonly first: string; readonly last: string } | null
  /** Local date in the zone of the event, which names one occurrence of a series. */
  readonly date: string
  readonly fromZone: string
  readonly toZone: string
}

const dayMs = 24 * 60 * 60 * 1000
const daySeconds = 24 * 60 * 60
const quarterMs = 15 * 60 * 1000
const offsetMaxMs = 14 * 60 * 60 * 1000

/**
 * Reads the times of a row. `zone` is the reader's: all-day dates begin at midnight there, and an event that names no
 * zone is taken to be there. Null when the row says nothing usable.
 *
 * `*_TS_UTC` is believed, with two exceptions (source of the calendar module, neither seen on a portal):
 * - of a series it may be that of the first occurrence on every row: the date then comes from the row's own dates;
 * - it is off by the server's zone where the server does not run on UTC: then the wall clock of `*_FORMATTED`, which is
 *   written in the event's own zone, shows another time, and counts.
 */
export function readSpan(time: RowTime, zone: string, series: boolean | 'unknown'): EventSpan | null {
  const fromZone = isZone(time.from.zone) ? time.from.zone : zone
  const toZone = isZone(time.to.zone) ? time.to.zone : fromZone
  return time.allDay ? readDays(time, zone, fromZone, toZone) : readHours(time, fromZone, toZone, series)
}

/** Whether this runtime knows the zone; bare offsets do not count. */
export function isZone(name: string): boolean {
  if (knownZones.has(name)) return true
  const known = /^[A-Za-z]/u.test(name) && IANAZone.isValidZone(name)
  if (known) knownZones.add(name)
  return known
}

/** Asking the runtime builds a formatter each time; there are some six hundred names, and no row invents one. */
const knownZones = new Set<string>()

/** `2026-11-24` in a zone. */
export function dateAt(atMs: number, zone: string): string {
  return DateTime.fromMillis(atMs, { zone }).toFormat('yyyy-MM-dd')
}

/** Whether it is a day of the calendar, `2026-11-24`. */
export function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/u.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid
}

export function plusDays(date: string, days: number): string {
  return DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toFormat('yyyy-MM-dd')
}

export function isoInstant(atMs: number): string {
  return new Date(atMs).toISOString()
}

/** The event's own clock, for sending back what must not change. */
export function clockAt(atMs: number, zone: string): string {
  return DateTime.fromMillis(atMs, { zone }).toFormat(wallFormat)
}

/** Start and end of what a person chose, or null when it is no time, or ends before it begins. */
export function chosenSpan(time: EventTime): { readonly startMs: number; readonly endMs: number } | null {
  const shape = time.allDay ? /^\d{4}-\d{2}-\d{2}$/u : /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?$/u
  if (!shape.test(time.from) || !shape.test(time.to) || !isZone(time.zone)) return null
  const start = DateTime.fromISO(time.from, { zone: time.zone })
  const last = DateTime.fromISO(time.to, { zone: time.zone })
  const end = time.allDay ? last.plus({ days: 1 }) : last
  if (!start.isValid || !end.isValid || end <= start) return null
  return { startMs: start.toMillis(), endMs: end.toMillis() }
}

const wallFormat = "yyyy-MM-dd'T'HH:mm:ss"

function readDays(time: RowTime, zone: string, fromZone: string, toZone: string): EventSpan | null {
  const first = dateOf(time.from)
  if (first === null) return null
  // DT_LENGTH counts the last day whole; DATE_TO of a series may be where the series ends.
  const days = time.length === null ? 0 : Math.round(time.length / daySeconds)
  const named = days > 0 ? plusDays(first, days - 1) : dateOf(time.to)
  const last = named === null || named < first ? first : named
  const startMs = DateTime.fromISO(first, { zone }).toMillis()
  const endMs = DateTime.fromISO(plusDays(last, 1), { zone }).toMillis()
  return { startMs, endMs, dates: { first, last }, date: first, fromZone, toZone }
}

/** The date as the row writes it; else that of the timestamp, a midnight on the UTC clock (docs' examples). */
function dateOf(moment: RowMoment): string | null {
  const written = readWritten(moment.formatted) ?? readWritten(moment.display)
  if (written !== null) return written.date
  return moment.seconds === null ? null : dateAt(moment.seconds * 1000, 'utc')
}

function readHours(
  time: RowTime,
  fromZone: string,
  toZone: string,
  series: boolean | 'unknown',
): EventSpan | null {
  const start = readMoment(time.from, fromZone, series)
  if (start === null) return null
  const end = endOf(time, start, toZone, series)
  const date = dateAt(start.atMs, fromZone)
  const endMs = Math.max(start.atMs, end ?? start.atMs)
  return { startMs: start.atMs, endMs, dates: null, date, fromZone, toZone }
}

interface Moment {
  readonly atMs: number
  /** The row's own date and clock say the same. */
  readonly asWritten: boolean
}

function readMoment(moment: RowMoment, zone: string, series: boolean | 'unknown'): Moment | null {
  const formatted = readWritten(moment.formatted)
  const written = formatted ?? readWritten(moment.display)
  const stamp = moment.seconds === null ? null : DateTime.fromSeconds(moment.seconds, { zone })
  if (stamp === null || !stamp.isValid) {
    if (written === null || written.time === null) return null
    return { atMs: instantOf(written.date, written.time, zone), asWritten: true }
  }
  const stampDate = stamp.toFormat('yyyy-MM-dd')
  const stampClock = stamp.toFormat('HH:mm:ss')
  const trusted = series === 'unknown' ? written : formatted
  const shifted = trusted !== null && isServerShift(trusted, stamp) ? trusted.time : null
  const clock = shifted ?? stampClock
  const asWritten = written?.time === clock
  // Busy times do not say whether they repeat: there the written date is only believed beside the same clock.
  const dated = series === true || shifted !== null || (series === 'unknown' && asWritten)
  const date = (dated ? written?.date : undefined) ?? stampDate
  // The stamp knows which of two equal clocks is meant in the night they are put back.
  const atMs = date === stampDate && clock === stampClock ? stamp.toMillis() : instantOf(date, clock, zone)
  return { atMs, asWritten }
}

/** Offsets between zones are whole quarters of an hour, 14 hours at most. Occurrences are written on other days. */
function isServerShift(written: Written, stamp: DateTime): boolean {
  if (written.time === null) return false
  const apart = Math.abs(clockMs(written.time) - clockMs(stamp.toFormat('HH:mm:ss')))
  return apart !== 0 && apart % quarterMs === 0 && Math.min(apart, dayMs - apart) <= offsetMaxMs
}

function clockMs(clock: string): number {
  return Date.parse(`1970-01-01T${clock}Z`)
}

/** `DATE_TO_TS_UTC` of a series may be where the series ends; its occurrences keep their length by the clock. */
function endOf(time: RowTime, start: Moment, toZone: string, series: boolean | 'unknown'): number | null {
  if (series === true && time.length !== null) return clockLater(start.atMs, time.length, toZone)
  if (series === true || (series === 'unknown' && start.asWritten)) {
    const written = readWritten(time.to.formatted) ?? readWritten(time.to.display)
    if (written !== null && written.time !== null) return instantOf(written.date, written.time, toZone)
  }
  const end = series === true ? null : readMoment(time.to, toZone, false)
  if (end !== null) return end.atMs
  return time.length === null ? null : start.atMs + time.length * 1000
}

function clockLater(atMs: number, seconds: number, zone: string): number {
  const wall = DateTime.fromISO(clockAt(atMs, zone), { zone: 'utc' }).plus({ seconds })
  return DateTime.fromISO(wall.toFormat(wallFormat), { zone }).toMillis()
}

function instantOf(date: string, clock: string, zone: string): number {
  return DateTime.fromISO(`${date}T${clock}`, { zone }).toMillis()
}

interface Written {
  /** `2026-11-24` */
  readonly date: string
  /** `17:59:00`; null where only the date is written. */
  readonly time: string | null
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const clockPart = String.raw`(?:[T ]+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?\s*(?<half>[ap]m)?)?$`
/** «Wed Dec 11 2024 17:59:00» · «02.12.2024 11:00:00» · «12/11/2024 05:59:00 pm» · ISO: what the docs' examples show. */
const shapes: readonly RegExp[] = [
  new RegExp(String.raw`^[a-z]{3} (?<word>[a-z]{3}) (?<day>\d{1,2}) (?<year>\d{4})${clockPart}`, 'iu'),
  new RegExp(String.raw`^(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})${clockPart}`, 'iu'),
  new RegExp(String.raw`^(?<month>\d{1,2})/(?<day>\d{1,2})/(?<year>\d{4})${clockPart}`, 'iu'),
  new RegExp(String.raw`^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})${clockPart}`, 'iu'),
]

function readWritten(text: string): Written | null {
  const groups = shapes.map((shape) => shape.exec(text.trim())?.groups).find((found) => found !== undefined)
  if (groups === undefined) return null
  const { word, year, month, day, hour, minute, second, half } = groups
  const monthNumber = word === undefined ? Number(month) : months.indexOf(word.toLowerCase()) + 1
  const date = DateTime.fromObject(
    { year: Number(year), month: monthNumber, day: Number(day) },
    { zone: 'utc' },
  )
  if (!date.isValid || monthNumber < 1) return null
  const time = hour === undefined ? null : clockOf(Number(hour), minute ?? '00', second ?? '00', half)
  return { date: date.toFormat('yyyy-MM-dd'), time }
}

/** 12 am is midnight, 12 pm is noon. */
function clockOf(hour: number, minute: string, second: string, half: string | undefined): string | null {
  const whole = half === undefined ? hour : (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
  return whole > 23 || Number(minute) > 59 ? null : `${String(whole).padStart(2, '0')}:${minute}:${second}`
}
