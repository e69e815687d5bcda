/** Anna, her meetings and her tasks; everything a rule looks at, with one thing changed at a time. */
import { DateTime } from 'luxon'
import { loadWording } from '../../../src/dialogs/wording-file.ts'
import type { CalendarEvent, PortalCalendar } from '../../../src/ports/calendar.ts'
import { toChatId, toPortalUserId } from '../../../src/ports/identity.ts'
import type { NotificationSettings } from '../../../src/store/settings.ts'
import { notificationTexts, type Words } from '../../../src/scheduler/rules/compose/words.ts'
import type {
  Facts,
  PlannedNotification,
  Recipient,
  StoredNotification,
  TaskFacts,
} from '../../../src/scheduler/rules/notification.ts'
import type { WorkCalendar } from '../../../src/scheduler/rules/work-days.ts'

export const moscow = 'Europe/Moscow'
export const annaId = toPortalUserId(15)
export const igor = { id: toPortalUserId(27), name: 'Игорь Ким' }
export const vera = { id: toPortalUserId(31), name: 'Вера Соколова' }

export const words: Words = loadWording(
  new URL('../../../src/dialogs/notifications.yaml', import.meta.url),
  notificationTexts,
)

export const defaults: NotificationSettings = {
  enabled: true,
  morning: { enabled: true, atMinutes: 8 * 60 },
  evening: { enabled: true, atMinutes: 18 * 60 },
  events: { enabled: true, leadMinutes: 15, importantLeadMinutes: 60 },
  deadlines: { dayBefore: true, onDay: true, passed: true },
  workDaysOnly: true,
  skipEmpty: true,
  quiet: { fromMinutes: 22 * 60, toMinutes: 7 * 60 },
  pausedUntil: null,
}

export const noDigests: NotificationSettings = {
  ...defaults,
  morning: { enabled: false, atMinutes: 8 * 60 },
  evening: { enabled: false, atMinutes: 18 * 60 },
}

export const sixDays: PortalCalendar = {
  workStartMinutes: 9 * 60,
  workEndMinutes: 18 * 60,
  restWeekdays: [7],
  holidays: [],
  extraWorkdays: [],
}

export const weekdays: WorkCalendar = { portal: null, overrides: new Map() }

/** The instant when a wall clock in Moscow, or in `zone`, shows `local` («2026-11-24 08:00»). */
export function at(local: string, zone = moscow): number {
  return DateTime.fromFormat(local, 'yyyy-MM-dd HH:mm', { zone }).toMillis()
}

/** «2026-11-24 08:00» of an instant. */
export function wall(atMs: number, zone = moscow): string {
  return DateTime.fromMillis(atMs, { zone }).toFormat('yyyy-MM-dd HH:mm')
}

export function anna(changes: Partial<Recipient> = {}): Recipient {
  return {
    chat: toChatId(1_001),
    employee: annaId,
    firstName: 'Анна',
    zone: moscow,
    language: 'ru',
    settings: defaults,
    status: 'active',
    sinceMs: 0,
    chosenAtMs: { morning: 0, evening: 0 },
    ...changes,
  }
}

export function facts(now: string, changes: Partial<Facts> = {}): Facts {
  const zone = changes.person?.zone ?? moscow
  return {
    nowMs: at(now, zone),
    person: anna(),
    events: [],
    tasks: [],
    calendar: weekdays,
    already: new Set(),
    ...changes,
  }
}

/** «2026-11-24 15:00–16:00», in Moscow or in `zone`. */
export function meeting(
  id: number,
  from: string,
  to: string,
  changes: Partial<CalendarEvent> = {},
): CalendarEvent {
  const zone = changes.zone ?? moscow
  return {
    id,
    parentId: id,
    title: 'Показ клиенту',
    allDay: false,
    start: new Date(at(from, zone)).toISOString(),
    end: new Date(at(to, zone)).toISOString(),
    dates: null,
    zone,
    location: '',
    link: null,
    description: '',
    meeting: true,
    organiser: igor,
    answer: 'yes',
    participants: [],
    important: false,
    private: false,
    accessibility: 'busy',
    occurrence: null,
    series: false,
    url: `https://portal.example/calendar/${id}`,
    mine: false,
    ...changes,
  }
}

/** From the first to the last date, in Moscow or in `zone`. */
export function allDay(
  id: number,
  first: string,
  last: string,
  changes: Partial<CalendarEvent> = {},
): CalendarEvent {
  const zone = changes.zone ?? moscow
  const end = DateTime.fromISO(last, { zone }).plus({ days: 1 }).toFormat('yyyy-MM-dd HH:mm')
  return {
    ...meeting(id, `${first} 00:00`, end, changes),
    title: 'Отпуск',
    allDay: true,
    dates: { first, last },
    meeting: false,
    answer: 'host',
    ...changes,
  }
}

export function task(id: number, deadline: string | null, changes: Partial<TaskFacts> = {}): TaskFacts {
  return {
    id,
    title: `Задача ${id}`,
    status: 'pending',
    deadline: deadline === null ? null : new Date(at(deadline)).toISOString(),
    role: 'responsible',
    creator: igor,
    url: `https://portal.example/tasks/${id}`,
    closedAt: null,
    closedBy: null,
    deadlineSetAtMs: null,
    ...changes,
  }
}

/** What the tests look at: key, moment, and the message a row is part of where that is not itself. */
export function seen(rows: readonly PlannedNotification[], zone = moscow): readonly string[] {
  return rows.map(({ key, dueMs, together }) =>
    together === key ? `${wall(dueMs, zone)} ${key}` : `${wall(dueMs, zone)} ${key} → ${together}`,
  )
}

export function kept(
  row: PlannedNotification,
  changes: Partial<StoredNotification> = {},
): StoredNotification {
  return { ...row, state: 'planned', reason: null, ...changes }
}
