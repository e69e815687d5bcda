import { DateTime } from 'luxon'
import type { When, WhenDoubt, WhenPolicy } from '../../ports/dates.ts'
import type { Hours } from './half-day.ts'

/**
 * Everything a reading depends on besides the text. Calendar dates are kept as midnights in UTC, so that arithmetic on
 * days knows no DST; only a clock put on a date makes an instant of the person's zone.
 */
export interface Frame {
  /** In the person's zone, to the second. */
  readonly now: DateTime
  /** The person's calendar date. */
  readonly today: DateTime
  /** IANA name. */
  readonly zone: string
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

export function createFrame(nowMs: number, zone: string, policy: WhenPolicy): Frame {
  const now = DateTime.fromMillis(Math.floor(nowMs / 1000) * 1000, { zone, locale: 'en-US' })
  return { now, today: dateOf(now), zone, policy }
}

/** The calendar date on which `at` falls in its own zone. */
export function dateOf(at: DateTime): DateTime {
  return DateTime.utc(at.year, at.month, at.day, { locale: 'en-US' })
}

/**
 * The instant of a clock on a date, written in the person's zone. The clock is of `clockZone` where one was said; one
 * that falls into a DST gap moves forward by the gap, of a doubled one luxon takes the earlier.
 */
export function instantOf(date: DateTime, hours: Hours, frame: Frame, clockZone: string | null): DateTime {
  const { year, month, day } = hours.hour === 24 ? date.plus({ days: 1 }) : date
  const zone = clockZone ?? frame.zone
  const fields = { year, month, day, hour: hours.hour % 24, minute: hours.minute, second: hours.second }
  const at = DateTime.fromObject(fields, { zone, locale: 'en-US' })
  return clockZone === null ? at : at.setZone(frame.zone)
}
