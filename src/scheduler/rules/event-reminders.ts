/** Reminders before events: one shortly before each, and one well before an important one. */
import type { CalendarEvent } from '../../ports/calendar.ts'
import { eventKey, minutes, together } from './keys.ts'
import { instantMs } from './local-day.ts'
import type { EventPayload, Facts, PlannedNotification } from './notification.ts'
import { isPaused, isQuiet } from './quiet.ts'

/** A meeting that started no longer ago than this is still worth a word. */
export const startedMs = 5 * 60_000

/** With less than this left, the reminder well before an important event gives way to the one shortly before. */
const importantLeastMinutes = 20

/**
 * Reminders of all timed events not declined. An event made or moved so late that its reminder should have left already
 * gets it at once, unless one was sent for the same start before (the person has since chosen a longer warning).
 */
export function planEventReminders(facts: Facts): readonly PlannedNotification[] {
  const { settings } = facts.person
  if (!settings.enabled || !settings.events.enabled || facts.events === null) return []
  return facts.events.flatMap((event) => remindersOf(event, facts)).filter((row) => isOwed(row, facts))
}

/** What must be sayable of an event even when the portal is silent. */
export function eventPayload(event: CalendarEvent, startMs: number): EventPayload {
  return {
    type: 'event',
    event: event.id,
    occurrence: event.occurrence,
    startMs,
    endMs: instantMs(event.end) ?? startMs,
    important: event.important,
    title: event.title,
    location: event.location,
    link: event.link,
  }
}

function remindersOf(event: CalendarEvent, facts: Facts): readonly PlannedNotification[] {
  const startMs = instantMs(event.start)
  if (startMs === null || event.allDay || event.answer === 'no') return []
  const { leadMinutes, importantLeadMinutes } = facts.person.settings.events
  const near = reminder(event, { startMs, leadMinutes, expiresMs: startMs + startedMs, kind: 'event' }, facts)
  if (!event.important || importantLeadMinutes === null || importantLeadMinutes <= leadMinutes) return [near]
  const leastMinutes = Math.max(importantLeastMinutes, leadMinutes + 5)
  const far = reminder(
    event,
    {
      startMs,
      leadMinutes: importantLeadMinutes,
      expiresMs: startMs - leastMinutes * 60_000 + 1,
      kind: 'important-event',
    },
    facts,
  )
  return wasReminded(event.id, startMs, facts) ? [near] : [far, near]
}

interface Timing {
  readonly kind: 'event' | 'important-event'
  readonly startMs: number
  readonly leadMinutes: number
  readonly expiresMs: number
}

function reminder(event: CalendarEvent, timing: Timing, { person, nowMs }: Facts): PlannedNotification {
  const { startMs, leadMinutes, expiresMs, kind } = timing
  const dueMs = startMs - leadMinutes * 60_000
  return {
    key: eventKey(person.employee, event.id, startMs, leadMinutes),
    kind,
    chat: person.chat,
    together: together('ev', person.employee, `${minutes(startMs)}:${leadMinutes}`),
    dueMs,
    expiresMs,
    silent: isQuiet(Math.max(dueMs, nowMs), person.zone, person.settings),
    payload: eventPayload(event, startMs),
  }
}

function isOwed({ dueMs, kind, payload }: PlannedNotification, facts: Facts): boolean {
  const { person, nowMs } = facts
  if (dueMs < person.sinceMs || payload.type !== 'event') return false
  if (isPaused(dueMs, person.zone, person.settings)) return false
  return kind !== 'event' || dueMs >= nowMs || !wasReminded(payload.event, payload.startMs, facts)
}

/** Whether a reminder shortly before this start has been settled, of whatever length. */
function wasReminded(event: number, startMs: number, { already, person }: Facts): boolean {
  const prefix = eventKey(person.employee, event, startMs, 0).slice(0, -1)
  const far = person.settings.events.importantLeadMinutes
  return [...already].some((key) => key.startsWith(prefix) && key !== `${prefix}${far}`)
}
