/** Moments of an office day at which the assistant says something by itself, one for each thing it may say. */
import type { CalendarEvent } from '../../ports/calendar.ts'
import { planChanges } from '../../scheduler/rules/changes.ts'
import type { Facts, NotificationKind, PlannedNotification } from '../../scheduler/rules/notification.ts'
import { atMs, meeting, recipient, several, task, telemost, type Day } from './office-day.ts'

export interface Scene {
  readonly name: string
  /** «2026-11-24 08:00», a Tuesday. */
  readonly at: string
  readonly kinds: readonly NotificationKind[]
  known(day: Day): Partial<Facts>
  /** Rows that no plan makes. */
  rows?(day: Day): readonly PlannedNotification[]
  /** When it is planned, where that is too late at `at`. */
  readonly plannedAt?: string
  /** Everything is late, and comes as one. */
  readonly combined?: true
}

const silentTasks: Partial<Facts> = { tasks: null }

export const scenes: readonly Scene[] = [
  {
    name: 'morning_heading',
    at: '2026-11-24 08:00',
    kinds: ['morning'],
    known: (day) => ({
      events: [
        ...several(day, 1, () =>
          meeting(day, '2026-11-24 10:00', '2026-11-24 10:30', { title: 'Планёрка отдела' }),
        ),
        ...several(day, 1, () => meeting(day, '2026-11-24 15:00', '2026-11-24 16:00', { link: telemost })),
      ],
      tasks: [
        ...several(day, 1, (at) => task(day, 100 + at, '2026-11-24 12:00', { title: 'Отправить договор' })),
        ...several(day, 1, (at) => task(day, 200 + at, '2026-11-22 18:00', { title: 'Счёт для «Вектора»' })),
        ...several(day, 1, (at) =>
          task(day, 300 + at, '2026-11-27 18:00', { role: 'creator', status: 'awaiting_control' }),
        ),
      ],
    }),
  },
  { name: 'morning_empty', at: '2026-11-24 08:00', kinds: ['morning'], known: () => ({}) },
  {
    name: 'calendar_silent',
    at: '2026-11-24 08:00',
    kinds: ['morning'],
    known: (day) => ({ events: null, tasks: [task(day, 1, '2026-11-24 18:00')] }),
  },
  {
    name: 'tasks_silent',
    at: '2026-11-24 08:00',
    kinds: ['morning'],
    known: (day) => ({ events: [meeting(day, '2026-11-24 10:00', '2026-11-24 10:30')], ...silentTasks }),
  },
  {
    name: 'evening_heading',
    at: '2026-11-24 18:00',
    kinds: ['evening'],
    known: (day) => ({
      events: several(day, 2, (at) =>
        meeting(day, `2026-11-25 1${at % 9}:00`, `2026-11-25 1${at % 9}:30`, { title: 'Планёрка отдела' }),
      ),
      tasks: [
        ...several(day, 2, (at) =>
          task(day, 100 + at, '2026-11-24 18:00', {
            status: 'completed',
            closedAt: new Date(atMs('2026-11-24 15:00')).toISOString(),
            closedBy: recipient(day).employee,
          }),
        ),
        ...several(day, 1, (at) => task(day, 200 + at, '2026-11-24 17:00', { title: 'Согласовать макет' })),
        ...several(day, 2, (at) => task(day, 300 + at, '2026-11-25 18:00')),
      ],
    }),
  },
  {
    name: 'all_closed',
    at: '2026-11-24 18:00',
    kinds: ['evening'],
    known: (day) => ({
      tasks: several(day, 1, (at) =>
        task(day, 100 + at, '2026-11-24 18:00', {
          status: 'completed',
          closedAt: new Date(atMs('2026-11-24 15:00')).toISOString(),
          closedBy: recipient(day).employee,
        }),
      ),
    }),
  },
  event('event_soon', '2026-11-24 14:45', { link: telemost, location: 'Переговорная 2' }),
  event('event_soon_important', '2026-11-24 14:00', { important: true }),
  event('unanswered', '2026-11-24 14:45', { answer: 'none' }),
  { ...event('event_started', '2026-11-24 15:05', {}), plannedAt: '2026-11-24 14:00' },
  event('event_hidden', '2026-11-24 14:45', { title: null, private: true }),
  {
    name: 'events_soon',
    at: '2026-11-24 14:45',
    kinds: ['event'],
    known: (day) => ({
      events: ['Показ клиенту', 'Планёрка отдела'].map((title, at) => ({
        ...meeting(day, '2026-11-24 15:00', '2026-11-24 16:00', { title, link: telemost }),
        id: 700 + at,
        parentId: 700 + at,
      })),
    }),
  },
  deadline('due_tomorrow_one', '2026-11-24 18:00', 'day-before', ['2026-11-25 18:00']),
  deadline('due_tomorrow_many', '2026-11-24 18:00', 'day-before', ['2026-11-25 18:00', '2026-11-25 12:00']),
  deadline('due_on_one', '2026-11-27 18:00', 'day-before', ['2026-11-30 18:00']),
  {
    ...deadline('due_today_one', '2026-11-24 16:00', 'on-day', ['2026-11-24 18:00']),
    plannedAt: '2026-11-24 06:00',
  },
  deadline('passed_one', '2026-11-24 19:00', 'passed', ['2026-11-24 18:00']),
  deadline('passed_many', '2026-11-24 19:00', 'passed', ['2026-11-24 18:00', '2026-11-24 18:00']),
  change('moved_event', ['2026-11-25 11:00', '2026-11-25 12:00']),
  change('cancelled_event', null),
  {
    name: 'combined_heading',
    at: '2026-11-24 19:30',
    kinds: ['event', 'passed', 'on-day', 'day-before'],
    combined: true,
    known: (day) => ({
      events: [
        meeting(day, '2026-11-24 19:15', '2026-11-24 20:00', { link: telemost }),
        meeting(day, '2026-11-24 19:40', '2026-11-24 20:30', { title: 'Планёрка отдела' }),
      ],
      tasks: several(day, 3, (at) => task(day, 100 + at, `2026-11-24 1${8 + (at % 2)}:00`)),
    }),
  },
]

function event(name: string, at: string, changes: Partial<Omit<CalendarEvent, 'id'>>): Scene {
  return {
    name,
    at,
    kinds: [changes.important === true ? 'important-event' : 'event'],
    known: (day) => ({
      events: [
        meeting(day, '2026-11-24 15:00', '2026-11-24 16:00', {
          participants: [{ id: recipient(day).employee, name: 'Вера Соколова', answer: 'yes' }],
          ...changes,
        }),
      ],
    }),
  }
}

/** In the worst case as many as there are days for them; one stays one. */
function deadline(name: string, at: string, kind: NotificationKind, deadlines: readonly string[]): Scene {
  return {
    name,
    at,
    kinds: [kind],
    known: (day) => {
      const all =
        day.worst && deadlines.length > 1 ? Array.from({ length: 30 }, () => deadlines).flat() : deadlines
      return {
        person: withoutDigests(day),
        tasks: all.map((local, nth) => task(day, 100 + nth, local)),
      }
    },
  }
}

/** What a digest says no reminder says once more. */
function withoutDigests(day: Day): Facts['person'] {
  const person = recipient(day)
  const { morning, evening } = person.settings
  return {
    ...person,
    settings: {
      ...person.settings,
      morning: { ...morning, enabled: false },
      evening: { ...evening, enabled: false },
    },
  }
}

function change(name: string, to: readonly [string, string] | null): Scene {
  const at = '2026-11-24 10:00'
  return {
    name,
    at,
    kinds: ['event-change'],
    known: () => ({}),
    rows: (day) => {
      const was = meeting(day, '2026-11-24 15:00', '2026-11-24 16:00')
      const mention = {
        event: was.id,
        occurrence: null,
        title: was.title,
        startMs: atMs('2026-11-24 15:00'),
        endMs: atMs('2026-11-24 16:00'),
      }
      const current = to === null ? null : { ...meeting(day, ...to), id: was.id, parentId: was.id }
      return planChanges({
        nowMs: atMs(at),
        person: recipient(day),
        found: [{ mention, current }],
        own: new Set(),
        already: new Set(),
      })
    },
  }
}
