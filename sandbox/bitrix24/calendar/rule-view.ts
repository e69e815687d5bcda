/** `RRULE` and `EXDATE`, in and out (docs: calendar_event_fields; reading: source). */
import type { Json, JsonObject } from '../../../src/ports/json.ts'
import { integerOf, isObject, listOf, textOf } from '../json.ts'
import type { Portal } from '../portal.ts'
import type { EventRow, RecurrenceRow, Weekday } from '../rows.ts'
import { showDay } from './dates.ts'
import { lastDay } from './recurrence.ts'
import { dayOf, readMoment } from './wall.ts'

/** A series without end has the server's largest date as UNTIL and an empty `~UNTIL` (source). */
export function showRule(portal: Portal, rule: RecurrenceRow): JsonObject {
  const until = rule.until ?? lastDay
  return {
    FREQ: rule.frequency,
    INTERVAL: rule.interval,
    ...(rule.frequency === 'WEEKLY'
      ? { BYDAY: Object.fromEntries(rule.weekdays.map((day) => [day, day])) }
      : {}),
    ...(rule.count === null ? {} : { COUNT: rule.count }),
    UNTIL: showDay(portal, until),
    '~UNTIL': rule.until === null ? '' : showDay(portal, rule.until),
    UNTIL_TS: Date.parse(`${until}T00:00:00Z`) / 1000,
  }
}

export function showExceptDays(portal: Portal, event: EventRow): string {
  return event.exceptDays.map((day) => showDay(portal, day)).join(';')
}

const frequencies: readonly RecurrenceRow['frequency'][] = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']
const weekdays: readonly Weekday[] = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** Null for `NONE` and whatever is no rule. A weekly one without days means Monday; days of another one drop (source). */
export function readRule(value: Json | undefined, ownerZone: string): RecurrenceRow | null {
  if (!isObject(value)) return null
  const frequency = frequencies.find((one) => one === textOf(value['FREQ']).toUpperCase())
  if (frequency === undefined) return null
  const named = new Set(listOf(value['BYDAY']).map((day) => textOf(day).toUpperCase()))
  const given = weekdays.filter((day) => named.has(day))
  const count = integerOf(value['COUNT'])
  const until = readMoment(textOf(value['UNTIL']), ownerZone)
  return {
    frequency,
    interval: Math.max(1, integerOf(value['INTERVAL'])),
    weekdays: frequency !== 'WEEKLY' ? [] : given.length === 0 ? ['MO'] : given,
    until: until === null ? null : dayOf(until.wall),
    count: count > 0 ? count : null,
  }
}
