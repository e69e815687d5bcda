/**
 * Local days and wall clocks of an IANA zone. A date is `2026-11-24`; a day is [its midnight, the next date's midnight),
 * which is 23 or 25 hours long twice a year: nothing here ever adds 24 hours to get to the next day.
 */
import { Info } from 'luxon'

/** The local date of an instant. @throws RangeError for a zone the runtime does not know. */
export function localDate(atMs: number, zone: string): string {
  return new Date(localMs(atMs, zone)).toISOString().slice(0, 10)
}

/** Minutes after local midnight by the wall clock, 0–1439. @throws RangeError for an unknown zone. */
export function minuteOfDay(atMs: number, zone: string): number {
  const local = new Date(localMs(atMs, zone))
  return local.getUTCHours() * 60 + local.getUTCMinutes()
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
  const before = offsetMinutes(naiveMs - dayMs, zone)
  const after = offsetMinutes(naiveMs + dayMs, zone)
  const earlyMs = naiveMs - before * 60_000
  const lateMs = naiveMs - after * 60_000
  if (offsetMinutes(earlyMs, zone) === before) return earlyMs
  return offsetMinutes(lateMs, zone) === after ? lateMs : earlyMs
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

/** What the wall clock shows, as if it stood in Greenwich. */
function localMs(atMs: number, zone: string): number {
  return atMs + offsetMinutes(atMs, zone) * 60_000
}

/** Minutes east of Greenwich. */
function offsetMinutes(atMs: number, zone: string): number {
  const quarter = Math.floor(atMs / quarterMs)
  const known = offsets.get(zone)?.get(quarter)
  if (known !== undefined) return known
  const found = Info.normalizeZone(zone)
  const offset = found.isValid ? found.offset(quarter * quarterMs) : NaN
  if (Number.isNaN(offset)) throw new RangeError(`Not a moment in a known zone: ${atMs} ${zone}`)
  remember(zone, quarter, offset)
  return offset
}

/**
 * Looking an offset up takes longer than everything else planning does, and a whole company asks for the same ones. No
 * zone has changed its clocks within a quarter of an hour since St John's stopped in 2011.
 */
const offsets = new Map<string, Map<number, number>>()
const quarterMs = 15 * 60_000
const quartersMax = 4_000

function remember(zone: string, quarter: number, offset: number): void {
  const quarters = offsets.get(zone) ?? new Map<number, number>()
  if (quarters.size >= quartersMax) quarters.clear()
  offsets.set(zone, quarters.set(quarter, offset))
}

/** Midnight UTC: a calendar date as a number, not an instant of anybody's. */
function dateMs(date: string): number {
  return Date.parse(`${date}T00:00:00Z`)
}

const dayMs = 86_400_000
