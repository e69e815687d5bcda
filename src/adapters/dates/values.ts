import type { DateTime } from 'luxon'
import type { When, WhenPoint } from '../../ports/dates.ts'

interface Sure {
  readonly bound: When['bound']
  readonly day: boolean
  readonly time: boolean
  readonly year: boolean
}

export function dateValue(date: DateTime, zone: string, bound: When['bound'], year: boolean): When {
  return {
    kind: 'date',
    start: dayPoint(date),
    bound,
    sure: { day: true, time: false, year },
    zone,
  }
}

/** Whole days, both inclusive. */
export function datesValue(start: DateTime, end: DateTime, zone: string, year: boolean): When {
  return {
    kind: 'interval',
    start: dayPoint(start),
    end: dayPoint(end),
    bound: 'at',
    sure: { day: true, time: false, year },
    zone,
  }
}

export function pointValue(start: DateTime, { bound, day, time, year }: Sure): When {
  return {
    kind: 'point',
    start: momentPoint(start),
    bound,
    sure: { day, time, year },
    zone: zoneOf(start),
  }
}

export function pointsValue(start: DateTime, end: DateTime, { bound, day, time, year }: Sure): When {
  return {
    kind: 'interval',
    start: momentPoint(start),
    end: momentPoint(end),
    bound,
    sure: { day, time, year },
    zone: zoneOf(start),
  }
}

/** `HH:MM`, no day. */
export function timeValue(hour: number, minute: number, zone: string): When {
  return {
    kind: 'time',
    start: { local: `${two(hour % 24)}:${two(minute)}`, utc: null },
    bound: 'at',
    sure: { day: false, time: true, year: false },
    zone,
  }
}

/** An ISO 8601 duration in `local`, the same in `minutes`. */
export function durationValue(minutes: number, zone: string): When {
  return {
    kind: 'duration',
    start: { local: `PT${minutes}M`, utc: null },
    minutes,
    bound: 'at',
    sure: { day: false, time: true, year: false },
    zone,
  }
}

function dayPoint(date: DateTime): WhenPoint {
  return { local: date.toISODate() ?? '', utc: null }
}

/** Null past luxon's range, which the reader refuses. */
function instant(at: DateTime): string | null {
  return at.isValid ? new Date(at.toMillis()).toISOString().replace('.000Z', 'Z') : null
}

/** Seconds are written only where they are not zero. */
function momentPoint(at: DateTime): WhenPoint {
  const options = { includeOffset: false, suppressMilliseconds: true, suppressSeconds: true }
  return { local: at.toISO(options) ?? '', utc: instant(at) }
}

function zoneOf(at: DateTime): string {
  return at.zoneName ?? 'UTC'
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
