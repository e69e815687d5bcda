/** When the morning and the evening digest of a local date leave, and until when a late one still may. */
import { eveningKey, morningKey } from './keys.ts'
import { addDays, localDate, startOfDayMs, wallMs } from './local-day.ts'
import type { Facts, PlannedNotification, Recipient } from './notification.ts'
import { horizonMs } from './notification.ts'
import { isAbsent, isPaused } from './quiet.ts'
import { isWorkDay, type WorkCalendar } from './work-days.ts'

export type DigestKind = 'morning' | 'evening'

/** After its hour a digest may still leave for this long, on the same local date, with what is true by then. */
export const digestLateMs = 4 * 3_600_000

/**
 * The digests of the dates around now that are owed, whether or not they went out already. One whose hour is skipped by
 * a change of clocks comes later that night; one whose hour comes twice, at the first.
 */
export function planDigests(facts: Facts): readonly PlannedNotification[] {
  const today = localDate(facts.nowMs, facts.person.zone)
  return [0, 1, 2].flatMap((days) => {
    const date = addDays(today, days)
    if (!isDigestDay(date, facts)) return []
    return (['morning', 'evening'] as const).flatMap((kind) => planDigest(kind, date, facts) ?? [])
  })
}

/** When the digest's hour of a date is, by the person's own clock; whether one is owed is another question. */
export function digestHourMs(kind: DigestKind, date: string, { zone, settings }: Recipient): number {
  return wallMs(date, settings[kind].atMinutes, zone)
}

/** Whether a date is one on which the person wants to be bothered with more than meetings. */
export function isTellingDay(date: string, person: Recipient, calendar: WorkCalendar): boolean {
  return !person.settings.workDaysOnly || isWorkDay(date, calendar)
}

/** Every one of them, of one person and date, has the same key: however often hours and zones change, it is sent once. */
export function digestKey(kind: DigestKind, { employee }: Recipient, date: string): string {
  return kind === 'morning' ? morningKey(employee, date) : eveningKey(employee, date)
}

function isDigestDay(date: string, { person, calendar, events }: Facts): boolean {
  return isTellingDay(date, person, calendar) && !isAbsent(date, events ?? [])
}

function planDigest(kind: DigestKind, date: string, facts: Facts): PlannedNotification | null {
  const { person, nowMs } = facts
  const { settings, zone } = person
  if (!settings.enabled || !settings[kind].enabled) return null
  const dueMs = digestHourMs(kind, date, person)
  const expiresMs = Math.min(dueMs + digestLateMs, startOfDayMs(addDays(date, 1), zone))
  if (dueMs > nowMs + horizonMs || expiresMs <= nowMs) return null
  if (dueMs < Math.max(person.sinceMs, person.chosenAtMs[kind])) return null
  if (isPaused(dueMs, zone, settings)) return null
  const key = digestKey(kind, person, date)
  return {
    key,
    kind,
    chat: person.chat,
    together: key,
    dueMs,
    expiresMs,
    // The person chose the hour themselves: quiet hours do not touch it.
    silent: false,
    payload: { type: 'digest', date },
  }
}
