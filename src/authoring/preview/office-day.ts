/** A day of one person: meetings and tasks as they are on most days, and as long and as many as they can be. */
import type { CalendarEvent } from '../../ports/calendar.ts'
import { toChatId, toPortalUserId } from '../../ports/identity.ts'
import type { Language } from '../../ports/language.ts'
import type { Facts, Recipient, TaskFacts } from '../../scheduler/rules/notification.ts'
import { longName, longTitle } from './longest.ts'

export interface Day {
  readonly language: Language
  /** As much as Bitrix24 lets in. */
  readonly worst: boolean
}

type Changes = Partial<Omit<CalendarEvent, 'id'>>

const employee = toPortalUserId(15)
const link = 'https://telemost.yandex.ru/j/12345678901234'

/** «2026-11-24 08:00» in Moscow, where the office is. */
export function atMs(local: string): number {
  return Date.parse(`${local.replace(' ', 'T')}:00+03:00`)
}

export function recipient({ language, worst }: Day): Recipient {
  return {
    chat: toChatId(1),
    employee,
    firstName: worst ? longName.slice(0, 50) : 'Анна',
    zone: 'Europe/Moscow',
    language,
    settings: {
      enabled: true,
      morning: { enabled: true, atMinutes: 480 },
      evening: { enabled: true, atMinutes: 1_080 },
      events: { enabled: true, leadMinutes: 15, importantLeadMinutes: 60 },
      deadlines: { dayBefore: true, onDay: true, passed: true },
      workDaysOnly: true,
      skipEmpty: false,
      quiet: null,
      pausedUntil: null,
    },
    status: 'active',
    sinceMs: 0,
    chosenAtMs: { morning: 0, evening: 0 },
  }
}

/** What is known of them at this moment. */
export function factsAt(day: Day, now: string, known: Partial<Facts>): Facts {
  return {
    nowMs: atMs(now),
    person: recipient(day),
    events: [],
    tasks: [],
    calendar: { portal: null, overrides: new Map() },
    already: new Set(),
    ...known,
  }
}

/** With everything a reminder may tell of it. */
export function meeting({ worst }: Day, from: string, to: string, changes: Changes = {}): CalendarEvent {
  const id = atMs(from) / 60_000
  return {
    id,
    parentId: id,
    allDay: false,
    start: new Date(atMs(from)).toISOString(),
    end: new Date(atMs(to)).toISOString(),
    dates: null,
    zone: 'Europe/Moscow',
    description: '',
    meeting: true,
    organiser: { id: toPortalUserId(27), name: worst ? longName : 'Игорь Ким' },
    answer: 'yes',
    important: false,
    private: false,
    accessibility: 'busy',
    occurrence: null,
    series: false,
    url: 'https://romashka.bitrix24.ru/company/personal/user/15/calendar/',
    mine: false,
    ...changes,
    title: worst && changes.title !== null ? longTitle : (changes.title ?? 'Показ клиенту'),
    ...(changes.title === null && { title: null }),
    location: worst ? longTitle : (changes.location ?? ''),
    link: changes.link ?? (worst ? link : null),
    participants: worst
      ? Array.from({ length: 40 }, (_, at) => ({
          id: toPortalUserId(100 + at),
          name: longName,
          answer: 'yes' as const,
        }))
      : (changes.participants ?? []),
  }
}

export const telemost = link

/** With its deadline, by the clock in Moscow. */
export function task(
  { worst }: Day,
  id: number,
  deadline: string | null,
  changes: Partial<TaskFacts> = {},
): TaskFacts {
  return {
    id,
    status: 'pending',
    deadline: deadline === null ? null : new Date(atMs(deadline)).toISOString(),
    role: 'responsible',
    creator: { id: toPortalUserId(27), name: worst ? longName : 'Игорь Ким' },
    url: `https://romashka.bitrix24.ru/company/personal/user/15/tasks/task/view/${id}/`,
    closedAt: null,
    closedBy: null,
    deadlineSetAtMs: null,
    ...changes,
    title: worst ? longTitle : (changes.title ?? 'Отчёт за октябрь'),
  }
}

/** In the worst case so many that no message holds them all. */
export function several<T>({ worst }: Day, usual: number, one: (at: number) => T): readonly T[] {
  return Array.from({ length: worst ? 30 : usual }, (_, at) => one(at))
}
