/** An entry on its way out: the shape shared by `calendar.event.get`, `getbyid` and `get.nearest` (docs). */
import { DateTime } from 'luxon'

import type { Json, JsonObject } from '../../../src/ports/json.ts'
import { findEmployee, fullName, ownerZone, type Portal } from '../portal.ts'
import type { EmployeeRow, EntryRow, EventRow } from '../rows.ts'
import { scriptDate, seriesStamps, showWall, stampsOf } from './dates.ts'
import type { Occurrence } from './recurrence.ts'
import { sightOf } from './rights.ts'
import { showExceptDays, showRule } from './rule-view.ts'
import type { FoundEntry } from './store.ts'
import { dayOf, offsetAt, secondsBetween } from './wall.ts'

const daySeconds = 86_400

/** One occurrence, or without it the row itself: for a series its first dates with the timestamps of the whole. */
export function showEntry(
  portal: Portal,
  owner: EmployeeRow,
  found: FoundEntry,
  occurrence?: Occurrence,
): JsonObject {
  const { event, entry } = found
  const shown = {
    ...identity(event, entry),
    ...dates(portal, event, occurrence),
    ...content(portal, event, entry),
    ...people(event, entry),
    ...userOffsets(portal, event),
  }
  switch (sightOf(portal, owner, found)) {
    case 'full':
      return shown
    case 'title':
      return without(shown, details)
    case 'time':
    default:
      return { ...without(shown, details), NAME: `[${takenAs(portal, event)}]` }
  }
}

function identity(event: EventRow, entry: EntryRow): JsonObject {
  return {
    ID: String(entry.id),
    PARENT_ID: String(event.id),
    DELETED: 'N',
    CAL_TYPE: 'user',
    OWNER_ID: String(entry.userId),
    CREATED_BY: String(event.createdBy),
    SECT_ID: String(entry.sectionId),
    SECTION_ID: String(entry.sectionId),
    SECTION_DAV_XML_ID: null,
    EVENT_TYPE: null,
    COLLAB_ID: null,
    G_EVENT_ID: '',
    DAV_XML_ID: davIdOf(event),
    DAV_EXCH_LABEL: '',
    CAL_DAV_LABEL: '',
    SYNC_STATUS: null,
    VERSION: String(event.version),
    RECURRENCE_ID: event.recurrenceId ?? event.continues,
    RELATIONS: relations(event),
  }
}

/** What other calendars know the event by. */
export function davIdOf(event: EventRow): string {
  return `${event.createdAtMs}-${event.id}@portal`
}

function relations(event: EventRow): Json {
  if (event.continues !== null) return { ORIGINAL_RECURSION_ID: event.continues }
  if (event.recurrenceId === null) return ''
  return { COMMENT_XML_ID: `EVENT_${event.recurrenceId}_${dayOf(event.originalFrom ?? event.from)}` }
}

function dates(portal: Portal, event: EventRow, occurrence: Occurrence | undefined): JsonObject {
  const { from, to } = occurrence ?? event
  const ofOccurrence = occurrence !== undefined && portal.modes.occurrenceTimestamps === 'occurrence'
  const stamps = ofOccurrence ? stampsOf(portal, event, occurrence) : seriesStamps(portal, event)
  const lengthSeconds = secondsBetween(event.from, event.to) + (event.allDay ? daySeconds : 0)
  return {
    DATE_FROM: showWall(portal, from),
    DATE_TO: showWall(portal, to),
    DATE_FROM_FORMATTED: scriptDate(from, event.allDay),
    DATE_TO_FORMATTED: scriptDate(to, event.allDay),
    ORIGINAL_DATE_FROM: event.originalFrom === null ? null : showWall(portal, event.originalFrom),
    TZ_FROM: event.zoneFrom,
    TZ_TO: event.zoneTo,
    TZ_OFFSET_FROM: event.zoneFrom === null ? '0' : String(offsetAt(event.from, event.zoneFrom)),
    TZ_OFFSET_TO: event.zoneTo === null ? '0' : String(offsetAt(event.to, event.zoneTo)),
    DATE_FROM_TS_UTC: String(stamps.from),
    DATE_TO_TS_UTC: String(stamps.to),
    DT_SKIP_TIME: event.allDay ? 'Y' : 'N',
    DT_LENGTH: lengthSeconds,
    DATE_CREATE: createdAt(portal, event.createdAtMs),
    TIMESTAMP_X: createdAt(portal, event.changedAtMs),
    RRULE: event.rule === null ? '' : showRule(portal, event.rule),
    EXDATE: showExceptDays(portal, event),
    ...(occurrence === undefined || event.rule === null ? {} : { RINDEX: occurrence.index }),
  }
}

function createdAt(portal: Portal, atMs: number): string {
  return showWall(
    portal,
    DateTime.fromMillis(atMs, { zone: portal.state.zone }).toFormat("yyyy-MM-dd'T'HH:mm:ss"),
  )
}

function content(portal: Portal, event: EventRow, entry: EntryRow): JsonObject {
  return {
    NAME: event.name,
    DESCRIPTION: event.description,
    '~DESCRIPTION': event.description,
    LOCATION: event.location,
    COLOR: event.color,
    PRIVATE_EVENT: event.isPrivate ? '1' : '',
    ACCESSIBILITY: event.accessibility,
    IMPORTANCE: event.importance,
    REMIND: event.remind.map(({ type, count }) => ({ type, count })),
    IS_MEETING: event.isMeeting,
    MEETING_STATUS: entry.status,
    MEETING_HOST: String(event.meeting.hostId),
    MEETING: {
      HOST_NAME: nameOf(portal, event.meeting.hostId),
      NOTIFY: event.meeting.notify,
      REINVITE: event.meeting.reinvite,
      ALLOW_INVITE: event.meeting.allowInvite,
      HIDE_GUESTS: event.meeting.hideGuests,
      MEETING_CREATOR: event.meeting.hostId,
      LANGUAGE_ID: portal.modes.language,
      MAIL_FROM: '',
    },
    UF_CRM_CAL_EVENT: false,
    UF_WEBDAV_CAL_EVENT: false,
  }
}

function nameOf(portal: Portal, id: number): string {
  const row = findEmployee(portal.state, id)
  return row === undefined ? '' : fullName(row)
}

/** With "hide guests" a guest sees the host and themselves (inferred). */
function people(event: EventRow, entry: EntryRow): JsonObject {
  const hides = event.meeting.hideGuests && entry.id !== event.id
  const seen = event.entries.filter((one) => !hides || one.id === event.id || one.id === entry.id)
  return {
    ATTENDEES_CODES: seen.map(({ userId }) => `U${userId}`),
    ATTENDEE_LIST: seen.map(({ id, userId, status }) => ({ id: userId, entryId: String(id), status })),
    attendeesEntityList: seen.map(({ userId }) => ({ entityId: 'user', id: userId })),
  }
}

/** Offset of the event's zone now, less that of the webhook's owner: 0 for Moscow and Moscow (source). */
export function userOffsets(portal: Portal, event: EventRow): JsonObject {
  const nowMs = portal.clock.now()
  const offset = (zone: string | null): number =>
    zone === null ? 0 : DateTime.fromMillis(nowMs, { zone }).offset * 60
  const own = offset(ownerZone(portal))
  return {
    '~USER_OFFSET_FROM': offset(event.zoneFrom) - own,
    '~USER_OFFSET_TO': offset(event.zoneTo) - own,
  }
}

/** Gone from an event whose title or time alone may be seen (source). */
const details = [
  'DESCRIPTION',
  '~DESCRIPTION',
  'LOCATION',
  'REMIND',
  'MEETING',
  'MEETING_HOST',
  'ATTENDEES_CODES',
  'ATTENDEE_LIST',
  'attendeesEntityList',
  'UF_CRM_CAL_EVENT',
  'UF_WEBDAV_CAL_EVENT',
]

function without(shown: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(shown).filter(([key]) => !keys.includes(key)))
}

const taken = {
  busy: ['Занят', 'Busy'],
  absent: ['Отсутствует', 'Away'],
  quest: ['Под вопросом', 'Undecided'],
  free: ['Свободен', 'Free'],
} as const

/** What stands for the name of a private event. */
export function takenAs(portal: Portal, event: EventRow): string {
  return taken[event.accessibility][portal.modes.language === 'ru' ? 0 : 1]
}
