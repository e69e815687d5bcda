/** When nobody is told, and when they are told without a sound. */
import type { CalendarEvent } from '../../ports/calendar.ts'
import type { NotificationSettings } from '../../store/settings.ts'
import { localDate, minuteOfDay } from './local-day.ts'

/** Whether the wall clock stands within the person's quiet hours; they may span midnight, and from = to means none. */
export function isQuiet(atMs: number, zone: string, { quiet }: NotificationSettings): boolean {
  if (quiet === null || quiet.fromMinutes === quiet.toMinutes) return false
  const minute = minuteOfDay(atMs, zone)
  const { fromMinutes, toMinutes } = quiet
  return fromMinutes < toMinutes
    ? minute >= fromMinutes && minute < toMinutes
    : minute >= fromMinutes || minute < toMinutes
}

/** Whether a pause «до даты» covers the instant: notifications come again from that local date on. */
export function isPaused(atMs: number, zone: string, { pausedUntil }: NotificationSettings): boolean {
  return pausedUntil !== null && localDate(atMs, zone) < pausedUntil
}

/** Whether an all-day event says the person is away on that date: a pause for digests. */
export function isAbsent(date: string, events: readonly CalendarEvent[]): boolean {
  return events.some(
    ({ dates, accessibility, answer }) =>
      dates !== null &&
      accessibility === 'absent' &&
      answer !== 'no' &&
      dates.first <= date &&
      date <= dates.last,
  )
}
