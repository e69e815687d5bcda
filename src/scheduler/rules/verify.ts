/** The last look at a reminder before it leaves: is what it speaks of still so? */
import type { CalendarEvent } from '../../ports/calendar.ts'
import { hasOwnDeadline, isOpen } from './deadline-reminders.ts'
import { startedMs } from './event-reminders.ts'
import { instantMs } from './local-day.ts'
import type { NotificationKind, Payload, PlannedNotification, Recipient, TaskFacts } from './notification.ts'
import { isPaused } from './quiet.ts'

/** Why a row is not sent. `empty` is for digests, once they are composed. */
export type CancelReason =
  | 'silent'
  | 'off'
  | 'paused'
  | 'deleted'
  | 'declined'
  | 'moved'
  | 'closed'
  | 'not_theirs'
  | 'over'
  | 'empty'

/**
 * Null when `row` may be sent. `event` and `task` are what the portal says of its object right now, null when it is
 * gone; the one the row does not speak of is not looked at. A cancelled row is planned anew by the next plan if
 * something of it is left to say.
 */
export function whyNot(
  row: PlannedNotification,
  facts: {
    readonly nowMs: number
    readonly person: Recipient
    readonly event: CalendarEvent | null
    readonly task: TaskFacts | null
  },
): CancelReason | null {
  const { person, nowMs, event, task } = facts
  if (person.status === 'silent') return 'silent'
  if (!isWanted(row.kind, row.payload, person)) return 'off'
  if (isPaused(nowMs, person.zone, person.settings)) return 'paused'
  const { payload } = row
  if (payload.type === 'event') return whyNotEvent(payload, event, nowMs)
  if (payload.type === 'deadline') return whyNotTask(payload, task)
  return payload.type === 'change' ? whyNotChange(payload, event) : null
}

function isWanted(kind: NotificationKind, payload: Payload, { settings }: Recipient): boolean {
  if (!settings.enabled) return false
  const wanted: Readonly<Record<NotificationKind, boolean>> = {
    morning: settings.morning.enabled,
    evening: settings.evening.enabled,
    event: settings.events.enabled,
    'important-event': settings.events.enabled && settings.events.importantLeadMinutes !== null,
    'day-before': settings.deadlines.dayBefore,
    'on-day': settings.deadlines.onDay,
    passed: settings.deadlines.passed,
    'event-change': settings.events.enabled,
    snoozed: payload.type !== 'digest',
  }
  return wanted[kind]
}

function whyNotEvent(
  payload: Payload & { type: 'event' },
  event: CalendarEvent | null,
  nowMs: number,
): CancelReason | null {
  if (event === null) return 'deleted'
  if (event.answer === 'no') return 'declined'
  if (event.allDay || instantMs(event.start) !== payload.startMs) return 'moved'
  return nowMs >= Math.max(instantMs(event.end) ?? 0, payload.startMs + startedMs) ? 'over' : null
}

function whyNotTask(payload: Payload & { type: 'deadline' }, task: TaskFacts | null): CancelReason | null {
  if (task === null) return 'deleted'
  if (!isOpen(task.status)) return 'closed'
  if (!hasOwnDeadline({ ...task, deadline: new Date(payload.deadlineMs).toISOString() })) return 'not_theirs'
  return instantMs(task.deadline) === payload.deadlineMs ? null : 'moved'
}

function whyNotChange(
  payload: Payload & { type: 'change' },
  event: CalendarEvent | null,
): CancelReason | null {
  if (event?.answer === 'no') return 'declined'
  const startMs = instantMs(event?.start ?? null)
  return startMs === (payload.to?.startMs ?? null) ? null : 'moved'
}
