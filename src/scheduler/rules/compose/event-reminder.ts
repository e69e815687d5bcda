/** The words before an event, before several that start together, and when one was moved or cancelled. */
import type { CalendarEvent } from '../../../ports/calendar.ts'
import { capitalised } from '../../../machines/language/first-letter.ts'
import type { ChangePayload, EventPayload, PlannedNotification, Recipient } from '../notification.ts'
import { eventButtons, eventsButtons } from './buttons.ts'
import type { Content } from './content.ts'
import { peopleLine, placeLine, viewOf, type EventView } from './event-view.ts'
import { eventTitle } from './lines.ts'
import type { Voice } from './voice.ts'

export interface EventFacts {
  readonly nowMs: number
  readonly person: Recipient
  /** The events as just read; one that is not among them is told from its row. */
  readonly events: readonly CalendarEvent[]
}

type EventRow = PlannedNotification & { readonly payload: EventPayload }

export function eventContent(
  rows: readonly [EventRow, ...EventRow[]],
  facts: EventFacts,
  voice: Voice,
): Content {
  const views = rows.map(({ payload }) => viewOf(payload, facts.events, facts.person))
  const [row] = rows
  const [view] = views
  if (view === undefined || views.length > 1) return severalContent(views, row.payload.startMs, voice)
  return {
    opening: [
      ...headings(view, row, voice),
      ...[peopleLine(view, voice)].filter((line) => line !== null),
      ...(view.unanswered ? [voice.say('unanswered')] : []),
    ],
    sections: [],
    closing: [],
    rows: eventButtons(view, row, facts, voice),
  }
}

/** «15:00–16:00 Показ клиенту — через 12 минут»: an event among other late reminders. */
export function lateEventLine(row: EventRow, facts: EventFacts, voice: Voice): string {
  const view = viewOf(row.payload, facts.events, facts.person)
  const title = `${voice.clock(view.startMs)}–${voice.clock(view.endMs)} ${eventTitle(view.title, voice)}`
  if (hasStarted(view.startMs, voice)) return voice.say('item_started', { title })
  return voice.say('item_in', { title, in: voice.until(view.startMs) ?? voice.say('starts_now') })
}

export function changeContent(payload: ChangePayload, voice: Voice): Content {
  return {
    opening: [changeText(payload, voice, 'message')],
    sections: [],
    closing: [],
    rows: [[{ label: voice.say('button_schedule'), act: { type: 'schedule' } }]],
  }
}

export function changeText(
  { title, from, to }: ChangePayload,
  voice: Voice,
  form: 'message' | 'item',
): string {
  const values = { title: eventTitle(title, voice), before: voice.when(from.startMs) }
  if (to === null) return voice.say(form === 'message' ? 'cancelled_event' : 'item_cancelled', values)
  const after = voice.whenSpan(to.startMs, to.endMs)
  return voice.say(form === 'message' ? 'moved_event' : 'item_moved', { ...values, after })
}

function headings(view: EventView, { kind, payload }: EventRow, voice: Voice): readonly string[] {
  const place = placeLine(view, voice)
  const time = voice.clock(view.startMs)
  if (hasStarted(view.startMs, voice)) {
    const title = eventTitle(view.title, voice)
    return [voice.say(view.title === null ? 'event_hidden_started' : 'event_started', { title, time })]
  }
  const soon = capitalised(voice.until(view.startMs) ?? voice.say('starts_now'))
  if (view.title === null) return [voice.say('event_hidden', { in: soon, place })]
  const important = kind === 'important-event' && payload.important
  const key = important ? 'event_soon_important' : 'event_soon'
  return [voice.say(key, { in: soon, title: eventTitle(view.title, voice) }), place]
}

function severalContent(views: readonly EventView[], startMs: number, voice: Voice): Content {
  const count = views.length
  const opening = hasStarted(startMs, voice)
    ? voice.say('events_started', { count, time: voice.clock(startMs) })
    : voice.say('events_soon', {
        count,
        in: capitalised(voice.until(startMs) ?? voice.say('starts_now')),
      })
  const items = views.map((view) =>
    voice.say('event_place', { title: eventTitle(view.title, voice), place: placeLine(view, voice) }),
  )
  return {
    opening: [opening],
    sections: [{ title: null, items }],
    closing: [],
    rows: eventsButtons(views, voice),
  }
}

function hasStarted(startMs: number, { nowMs }: Voice): boolean {
  return nowMs > startMs
}
