import type { EventChanges, EventTime, NewEvent, Recurrence } from '../../ports/calendar.ts'
import type { PortalUserId } from '../../ports/identity.ts'
import { cleanLine } from './bbcode.ts'
import { replaceLinkLine, replaceWords } from './calendar-description.ts'
import type { EventRow } from './calendar-schemas.ts'
import { clockAt } from './calendar-time.ts'
import type { EventSpan } from './calendar-time.ts'

/** A meeting as we make one: guests are told, nobody is asked twice. */
const meetingFlags = { notify: true, reinvite: false, allow_invite: false, hide_guests: false }
/** Bitrix24's own reminder, for those who do not use the assistant. */
const remind = [{ type: 'min', count: 15 }]

/**
 * Body of `calendar.event.add`. The local clock goes with an IANA zone: with an offset the portal would keep the zone of
 * the webhook's owner, and the next change of the clocks would move the event.
 */
export function addBody(event: NewEvent, title: string, description: string): object {
  const { owner, time, link, recurrence } = event
  const guests = guestsOf(event)
  return {
    type: 'user',
    ownerId: owner.id,
    auto_detect_section: 'Y',
    name: title,
    ...timeParams(time),
    ...(link === null ? {} : { location: cleanLine(link) }),
    description,
    accessibility: 'busy',
    ...(guests.length === 0 ? { is_meeting: 'N' } : meetingParams(owner.id, guests, meetingFlags)),
    // Before a day there is no quarter of an hour that anybody is awake in.
    ...(time.allDay ? {} : { remind }),
    ...(recurrence === null ? {} : { rrule: ruleOf(recurrence, time) }),
  }
}

/** Invited besides the owner, each once. */
export function guestsOf(event: NewEvent): readonly PortalUserId[] {
  return [...new Set(event.participants)].filter((id) => id !== event.owner.id)
}

export interface EventEdit {
  readonly row: EventRow
  readonly span: EventSpan
  /** The occurrence that alone is changed, by its date; null for an event that stands alone. */
  readonly occurrence: string | null
  readonly actor: PortalUserId
  readonly changes: EventChanges
  readonly readLink: (text: string) => string | null
}

/**
 * Body of `calendar.event.update`. What is not said is lost in its own way (docs, source): without `skip_time` an
 * all-day event becomes a timed one, without zones it moves into the zone of the webhook's owner, `is_meeting` without
 * `attendees` sends everybody away. So the time always goes whole, and the guests only when they change.
 */
export function updateBody(edit: EventEdit): UpdateBody {
  const { row, span, occurrence, actor, changes } = edit
  const single = occurrence === null ? {} : { recurrence_mode: 'this', current_date_from: occurrence }
  return {
    ...target(row, actor),
    ...single,
    name: changes.title === undefined ? row.name : cleanLine(changes.title),
    ...(changes.time === undefined ? sameTime(span) : timeParams(changes.time)),
    ...(occurrence === null ? {} : sameContent(row)),
    ...linkParams(edit),
    ...wordsParam(edit),
    ...guestParams(edit),
  }
}

/** Puts another description into an event and leaves everything else as it is. */
export function describeBody(
  row: EventRow,
  span: EventSpan,
  actor: PortalUserId,
  description: string,
): object {
  return { ...target(row, actor), name: row.name, ...sameTime(span), description }
}

export interface UpdateBody extends TimeParams {
  readonly name: string
  readonly location?: string
  readonly description?: string
  readonly attendees?: readonly number[]
}

export interface TimeParams {
  readonly from: string
  readonly to: string
  readonly timezone_from: string
  readonly timezone_to: string
  readonly skip_time: 'Y' | 'N'
}

/** The meeting itself, not a guest's copy of it; a meeting is only changed for whoever names its host. */
function target(row: EventRow, actor: PortalUserId): object {
  return {
    id: row.parentId,
    type: 'user',
    ownerId: row.ownerId ?? actor,
    ...(row.hostId === null ? {} : { host: row.hostId }),
  }
}

function timeParams(time: EventTime): TimeParams {
  const zones = { timezone_from: time.zone, timezone_to: time.zone }
  if (time.allDay) return { from: time.from, to: time.to, ...zones, skip_time: 'Y' }
  return { from: clockParam(time.from), to: clockParam(time.to), ...zones, skip_time: 'N' }
}

/** `2026-09-03T15:00` as `2026-09-03 15:00:00`. */
function clockParam(wall: string): string {
  const text = wall.replace('T', ' ')
  return text.length === 16 ? `${text}:00` : text
}

function sameTime(span: EventSpan): TimeParams {
  const zones = { timezone_from: span.fromZone, timezone_to: span.toZone }
  if (span.dates !== null) return { from: span.dates.first, to: span.dates.last, ...zones, skip_time: 'Y' }
  const from = clockParam(clockAt(span.startMs, span.fromZone))
  return { from, to: clockParam(clockAt(span.endMs, span.toZone)), ...zones, skip_time: 'N' }
}

function linkParams({ row, changes, readLink }: EventEdit): { location?: string; description?: string } {
  if (changes.link === undefined) return {}
  const link = changes.link === null ? null : cleanLine(changes.link)
  const description = replaceLinkLine(row.description ?? '', link)
  const hadLink = readLink(row.location) !== null
  // A room of walls stays: people still have to find it.
  const place = hadLink
    ? row.location.replaceAll(linkWord, '').replaceAll(looseEnds, '')
    : row.location.trim()
  if (place === '') return { location: link ?? '', description }
  return hadLink ? { location: link === null ? place : `${place}, ${link}`, description } : { description }
}

const linkWord = /https:\/\/telemost\S*/giu
const looseEnds = /^[\s,;]+|[\s,;]+$/gu

function wordsParam({ row, changes, readLink }: EventEdit): { description?: string } {
  if (changes.description === undefined) return {}
  const before = row.description ?? ''
  const kept = changes.link === undefined ? before : replaceLinkLine(before, changes.link)
  const link = changes.link === undefined ? readLink(kept) : null
  return { description: replaceWords(kept, changes.description, link) }
}

/** What becomes of things not said when one occurrence leaves its series is written nowhere: so they are said. */
function sameContent(row: EventRow): object {
  return {
    location: row.location,
    description: row.description ?? '',
    accessibility: row.accessibility,
    importance: row.importance,
    ...(row.private ? { private_event: 'Y' } : {}),
    ...(row.reminders.length === 0 ? {} : { remind: row.reminders }),
  }
}

function guestParams({ row, actor, changes }: EventEdit): { attendees?: readonly number[] } {
  if (changes.participants === undefined) return {}
  const guests = [...new Set(changes.participants)].filter((id) => id !== actor)
  // A meeting that loses its last guest stays one: its host keeps it, and nobody has to be found again.
  if (guests.length === 0 && !row.meeting) return {}
  return meetingParams(actor, guests, row.meeting ? row.meetingFlags : meetingFlags)
}

function meetingParams(host: PortalUserId, guests: readonly PortalUserId[], flags: object) {
  return { is_meeting: 'Y', attendees: [host, ...guests], host, meeting: flags }
}

const weekdayNames = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

/** A weekly rule without days would mean Mondays (source). */
function ruleOf(recurrence: Recurrence, time: EventTime): object {
  const { frequency, interval, weekdays, until, count } = recurrence
  const own = weekdayNames[(new Date(`${time.from.slice(0, 10)}T00:00:00Z`).getUTCDay() + 6) % 7]
  const named = weekdays.length > 0 ? weekdays : own === undefined ? [] : [own]
  return {
    FREQ: frequency.toUpperCase(),
    INTERVAL: interval,
    ...(frequency === 'weekly' ? { BYDAY: named } : {}),
    ...(count === null ? {} : { COUNT: count }),
    ...(until === null || count !== null ? {} : { UNTIL: until }),
  }
}
