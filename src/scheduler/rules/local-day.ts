/**
 * Local days and wall clocks of an IANA zone. A date is `2026-11-24`; a day is [its midnight, the next date's midnight),
 * which is 23 or 25 hours long twice a year: nothing here ever adds 24 hours to get to the next day.
 */
import { DateTime } from 'luxon'

/** The local date of an instant. @throws RangeError for a zone the runtime does not know. */
export function localDate(atMs: number, zone: string): string {
  return at(atMs, zone).toFormat('yyyy-MM-dd')
}

/** Minutes after local midnight by the wall clock, 0–1439. @throws RangeError for an unknown zone. */
export function minuteOfDay(atMs: number, zone: string): number {
  const { hour, minute } = at(atMs, zone)
  return hour * 60 + minute
}

/**
 * The instant when a wall clock in `zone` shows `minutes` after midnight of `date`. A time skipped by a change of clocks
 * moves forward by the gap (Berlin 2026-03-29 02:30 → 03:30); of a time shown twice it is the first. It depends on
 * nothing but its arguments: luxon's own reading of a doubled hour depends on the day it is asked.
 *
 * @throws RangeError for an unknown zone.
 */
export function wallMs(date: string, minutes: number, zone: string): number {
  const naiveMs = dateMs(date) + minutes * 60_000
  const before = at(naiveMs - dayMs, zone).offset
  const after = at(naiveMs + dayMs, zone).offset
  const earlyMs = naiveMs - before * 60_000
  const lateMs = naiveMs - after * 60_000
  if (at(earlyMs, zone).offset === before) return earlyMs
  return at(lateMs, zone).offset === after ? lateMs : earlyMs
}

/** The first instant of a local date. */
export function startOfDayMs(date: string, zone: string): number {
  return wallMs(date, 0, zone)
}

/** The date `days` later. */
export function addDays(date: string, days: number): string {
  return new Date(dateMs(date) + days * dayMs).toISOString().slice(0, 10)
}

/** Whole days from one date to the other; negative backwards. */
export function daysBetween(from: string, to: string): number {
  return Math.round((dateMs(to) - dateMs(from)) / dayMs)
}

/** ISO weekday, 1 = Monday. */
export function weekday(date: string): number {
  return new Date(dateMs(date)).getUTCDay() || 7
}

/** The instant of an ISO text, or null where there is none or it cannot be read. */
export function instantMs(iso: string | null): number | null {
  const ms = iso === null ? NaN : Date.parse(iso)
  return Number.isNaN(ms) ? null : ms
}

function at(atMs: number, zone: string): DateTime {
  const moment = DateTime.fromMillis(atMs, { zone })
  if (!moment.isValid) throw new RangeError(`Not a moment in a known zone: ${atMs} ${zone}`)
  return moment
}

/** Midnight UTC: a calendar date as a number, not an instant of anybody's. */
function dateMs(date: string): number {
  return Date.parse(`${date}T00:00:00Z`)
}

const dayMs = 86_400_000
