import { toPortalUserId } from '../../ports/identity.ts'
import type { CalendarEvent } from '../../ports/calendar.ts'
import type { Participant } from '../../ports/employees.ts'
import type { PortalUserId } from '../../ports/identity.ts'
import { cleanLine } from './bbcode.ts'
import { linkLineOf, readDescription } from './calendar-description.ts'
import type { EventRow } from './calendar-schemas.ts'
import { isoInstant } from './calendar-time.ts'
import type { EventSpan } from './calendar-time.ts'

export interface Reader {
  readonly actor: PortalUserId
  readonly portal: string
  readonly readLink: (text: string) => string | null
  readonly names: ReadonlyMap<number, string>
}

/** An entry of the portal as one employee sees it. */
export function toCalendarEvent(row: EventRow, span: EventSpan, reader: Reader): CalendarEvent {
  const { actor, portal, readLink } = reader
  const id = entryOf(row, actor) ?? row.id
  const description = row.description ?? ''
  return {
    id,
    parentId: row.parentId,
    title: isMasked(row) ? null : cleanLine(row.name),
    allDay: span.dates !== null,
    start: isoInstant(span.startMs),
    end: isoInstant(span.endMs),
    dates: span.dates,
    zone: span.fromZone,
    location: isRoomCode(row.location) ? '' : cleanLine(row.location),
    link: readLink(row.location) ?? readLink(linkLineOf(description)) ?? readLink(description),
    description: readDescription(description),
    meeting: row.meeting,
    organiser: organiserOf(row, reader.names),
    answer: row.meeting ? answerOf(statusFor(row, actor)) : 'host',
    participants: row.meeting ? participantsOf(row, reader) : [],
    important: row.importance === 'high',
    private: row.private,
    accessibility: accessibilities.find((one) => one === row.accessibility) ?? 'busy',
    occurrence: row.series ? span.date : null,
    series: false,
    url: eventUrl(portal, actor, id),
    mine: isMine(row, actor),
  }
}

/** Where the portal shows an event (settings: `path_to_user_calendar`; the name of the parameter is inferred). */
export function eventUrl(portal: string, owner: PortalUserId, id: number): string {
  return `${portal}/company/personal/user/${owner}/calendar/?EVENT_ID=${id}`
}

/** Everybody whose name is needed to show these. */
export function peopleOf(rows: readonly EventRow[]): readonly PortalUserId[] {
  const meetings = rows.filter((row) => row.meeting)
  const ids = meetings.flatMap((row) => [
    ...(row.hostId === null ? [] : [row.hostId]),
    ...row.attendees.map((attendee) => attendee.id),
  ])
  return [...new Set(ids)].map((id) => toPortalUserId(id))
}

/** The entry in somebody's own calendar: of a meeting every guest has one. Null: they have none. */
export function entryOf(row: EventRow, actor: PortalUserId): number | null {
  if (row.ownerId === actor) return row.id
  return row.attendees.find((attendee) => attendee.id === actor)?.entryId ?? null
}

/**
 * What the portal hides of an event cannot be kept when it is written back: such an event is nobody's to change here,
 * not even its owner's.
 */
export function isMine(row: EventRow, actor: PortalUserId): boolean {
  if (row.description === null) return false
  return row.meeting ? row.hostId === actor : row.ownerId === actor
}

/** Of a private event everybody but its owner sees «[Занят]», the webhook of an administrator too (source). */
function isMasked(row: EventRow): boolean {
  return row.description === null && (row.private || /^\[.*\]$/u.test(row.name))
}

/** The booking of a meeting room stands in the place as a code of the portal's (source). */
function isRoomCode(location: string): boolean {
  return /^(?:calendar|ECMR)_\d+(?:_\d+)?$/u.test(location)
}

const accessibilities = ['busy', 'absent', 'quest', 'free'] as const

type Answer = CalendarEvent['answer']
const answers: Readonly<Record<string, Answer>> = { H: 'host', Y: 'yes', N: 'no' }

function answerOf(status: string): Answer {
  return answers[status] ?? 'none'
}

function statusFor(row: EventRow, actor: PortalUserId): string {
  if (row.ownerId === actor && row.status !== '') return row.status
  return row.attendees.find((attendee) => attendee.id === actor)?.status ?? ''
}

function organiserOf(row: EventRow, names: ReadonlyMap<number, string>): Participant | null {
  if (row.hostId === null) return null
  const name = names.get(row.hostId) ?? cleanLine(row.hostName)
  return name === '' ? null : { id: toPortalUserId(row.hostId), name }
}

/** The webhook's owner may see guests whom the host has hidden from each other. */
function participantsOf(row: EventRow, { actor, names }: Reader): CalendarEvent['participants'] {
  const hides = row.meetingFlags.hide_guests && row.hostId !== actor
  return row.attendees.flatMap(({ id, status }) => {
    const name = names.get(id)
    if (name === undefined || (hides && id !== actor && id !== row.hostId)) return []
    return [{ id: toPortalUserId(id), name, answer: answerOf(status) }]
  })
}
