/** Events as dialogs show them: short values, and the names of texts that say the rest. */
import type { CalendarEvent } from '../../ports/calendar.ts'
import type { DateWriter } from '../../ports/dates.ts'
import type { PortalUserId } from '../../ports/identity.ts'
import type { Json, JsonObject } from '../../ports/json.ts'
import { capitalised } from '../../machines/language/first-letter.ts'
import type { Says, ServiceRequest } from '../../machines/services.ts'
import { shortened } from '../shortened.ts'
import { asPeople } from './event-service.ts'
import { localDate } from './event-time.ts'

type Viewer = Pick<ServiceRequest, 'nowMs' | 'language'>

/** For whom an event is shown, and in which zone. */
export interface Look {
  readonly writer: DateWriter
  readonly viewer: Viewer
  /** IANA name. */
  readonly zone: string
  readonly me: PortalUserId
}

const titleLength = 80
const aboutLength = 700
const namesMax = 5

/** The texts a line of a list may name. */
export const lineSays: Says = {
  line_all_day: [],
  line_days: ['last'],
  line_until: ['at'],
  mark_link: [],
  mark_unanswered: [],
  private_event: [],
}

/** One line of a schedule that begins at `fromMs`: what began earlier stands on its first day. */
export function lineOf(event: CalendarEvent, fromMs: number, look: Look): JsonObject {
  const dayMs = Math.max(Date.parse(event.start), fromMs)
  return {
    id: event.id,
    occurrence: event.occurrence,
    day: capitalised(day(localDate(dayMs, look.zone), look)),
    time: timeOf(event, fromMs, look),
    title: titleOf(event, titleLength),
    link: event.link === null ? null : { words: 'mark_link' },
    answer: isUnanswered(event) ? { words: 'mark_unanswered' } : null,
  }
}

function timeOf(event: CalendarEvent, fromMs: number, look: Look): Json {
  const { writer, zone } = look
  if (event.dates !== null) {
    const { first, last } = event.dates
    return first === last || last <= localDate(fromMs, zone)
      ? { words: 'line_all_day' }
      : { words: 'line_days', last: day(last, look) }
  }
  const [startMs, endMs] = [Date.parse(event.start), Date.parse(event.end)]
  const lastDay = localDate(Math.max(startMs, endMs - 1), zone)
  const end = writer.formatClock(endMs, zone)
  if (startMs < fromMs) {
    const at = lastDay === localDate(fromMs, zone) ? end : `${day(lastDay, look)}, ${end}`
    return { words: 'line_until', at }
  }
  const start = writer.formatClock(startMs, zone)
  return lastDay === localDate(startMs, zone)
    ? `${start}–${end}`
    : `${start} – ${day(localDate(endMs, zone), look)}, ${end}`
}

/** The texts a card may name. */
export const cardSays: Says = {
  card_private: [],
  card_masked: [],
  card_more_people: ['names', 'more'],
  card_series: [],
  card_unanswered: [],
  card_about: ['text'],
}

/** What stands on the card of an event, and what is needed to change it. */
export function cardOf(event: CalendarEvent, look: Look): JsonObject {
  const guests = event.participants.filter(({ id }) => id !== look.me)
  return {
    id: event.id,
    occurrence: event.occurrence,
    title: titleOf(event, 250, 'card_private'),
    masked: event.title === null ? { words: 'card_masked' } : null,
    when: whenOf(event, look),
    place: placeOf(event),
    people: peopleOf(event),
    organiser: event.meeting ? (event.organiser?.name ?? null) : null,
    series: event.occurrence === null ? null : { words: 'card_series' },
    unanswered: isUnanswered(event) ? { words: 'card_unanswered' } : null,
    about:
      event.description === ''
        ? null
        : { words: 'card_about', text: shortened(event.description, aboutLength) },
    link: event.link,
    url: event.url,
    mine: event.mine,
    guests: guests.length === 0 ? null : asPeople(guests),
    guest_count: guests.length,
    all_day: event.allDay,
    from_ms: Date.parse(event.start),
    to_ms: Date.parse(event.end),
  }
}

/** Where people meet, besides the link that has a button of its own. */
function placeOf({ location, link }: CalendarEvent): string | null {
  const place = link === null ? location : location.replace(link, '')
  const bare = place.replaceAll(/^[\s,;]+|[\s,;]+$/g, '')
  return bare === '' ? null : bare
}

/** «завтра, вт, 24 ноября, 15:00–16:00», in the viewer's zone. */
function whenOf(event: CalendarEvent, { writer, viewer, zone }: Look): string {
  const options = { now: viewer.nowMs, language: viewer.language }
  return event.dates === null
    ? writer.formatRange(Date.parse(event.start), Date.parse(event.end), zone, options)
    : writer.formatDays(event.dates.first, event.dates.last, { ...options, zone })
}

function titleOf(event: CalendarEvent, length: number, untitled = 'private_event'): Json {
  return event.title === null ? { words: untitled } : shortened(event.title, length)
}

function isUnanswered(event: CalendarEvent): boolean {
  return event.meeting && event.answer === 'none'
}

function peopleOf({ participants }: CalendarEvent): Json {
  const names = participants.slice(0, namesMax).map(({ name }) => name)
  const more = participants.length - names.length
  if (names.length === 0) return null
  return more === 0 ? names.join(', ') : { words: 'card_more_people', names: names.join(', '), more }
}

function day(date: string, { writer, viewer, zone }: Look): string {
  return writer.formatDay(date, { now: viewer.nowMs, language: viewer.language, zone, style: 'short' })
}
