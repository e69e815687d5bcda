import { z } from 'zod'

import { id, text } from './schemas.ts'

/**
 * Shapes of the calendar's answers (docs: calendar/_includes/calendar_event_fields.md), turned into rows of our own.
 * Only the id must be right; everything else may be missing, for the portal leaves out what it hides.
 */

const idOrNone = id.nullable().catch(null)

const seconds = z
  .union([z.number(), z.string().regex(/^-?\d{1,12}$/u)])
  .transform(Number)
  .nullable()
  .catch(null)

/** `true`, `"Y"`, `"1"`, `1`: the portal writes yes in all of these ways. */
const yes = z
  .unknown()
  .optional()
  .transform((value) => value === true || ['Y', '1', 1].some((one) => one === value))

/** An object (with `BYDAY` as an object) for a series, `""` or nothing for an event that stands alone. */
const isSeries = z
  .unknown()
  .optional()
  .transform((rule) => {
    if (typeof rule === 'string') return rule !== ''
    return typeof rule === 'object' && rule !== null && !Array.isArray(rule) && Object.keys(rule).length > 0
  })

const attendee = z
  .object({ id, entryId: idOrNone, status: text })
  .transform((one) => ({ id: one.id, entryId: one.entryId, status: one.status }))

const meeting = z
  .object({ HOST_NAME: text, NOTIFY: yes, REINVITE: yes, ALLOW_INVITE: yes, HIDE_GUESTS: yes })
  .catch({ HOST_NAME: '', NOTIFY: true, REINVITE: false, ALLOW_INVITE: false, HIDE_GUESTS: false })

const reminder = z.object({ type: z.enum(['min', 'hour', 'day']), count: z.number() })

/** What says when something is, in an event and in a busy time alike. */
const timeFields = {
  DATE_FROM: text,
  DATE_TO: text,
  DATE_FROM_FORMATTED: text,
  DATE_TO_FORMATTED: text,
  TZ_FROM: text,
  TZ_TO: text,
  DATE_FROM_TS_UTC: seconds,
  DATE_TO_TS_UTC: seconds,
  DT_SKIP_TIME: yes,
  DT_LENGTH: seconds,
}

interface RawTime {
  readonly DATE_FROM: string
  readonly DATE_TO: string
  readonly DATE_FROM_FORMATTED: string
  readonly DATE_TO_FORMATTED: string
  readonly TZ_FROM: string
  readonly TZ_TO: string
  readonly DATE_FROM_TS_UTC: number | null
  readonly DATE_TO_TS_UTC: number | null
  readonly DT_SKIP_TIME: boolean
  readonly DT_LENGTH: number | null
}

/** One end of an event as the portal tells it, three times over. */
export interface RowMoment {
  /** `*_TS_UTC`: unix seconds. */
  readonly seconds: number | null
  /** `*_FORMATTED`: «Wed Dec 11 2024 17:59:00», English on every portal. */
  readonly formatted: string
  /** In the display format of the portal's site. */
  readonly display: string
  /** `TZ_*`: IANA name, or ''. */
  readonly zone: string
}

export interface RowTime {
  readonly from: RowMoment
  readonly to: RowMoment
  readonly allDay: boolean
  /** `DT_LENGTH`, seconds. */
  readonly length: number | null
}

function readTime(row: RawTime): RowTime {
  return {
    from: {
      seconds: row.DATE_FROM_TS_UTC,
      formatted: row.DATE_FROM_FORMATTED,
      display: row.DATE_FROM,
      zone: row.TZ_FROM,
    },
    to: {
      seconds: row.DATE_TO_TS_UTC,
      formatted: row.DATE_TO_FORMATTED,
      display: row.DATE_TO,
      zone: row.TZ_TO === '' ? row.TZ_FROM : row.TZ_TO,
    },
    allDay: row.DT_SKIP_TIME,
    length: row.DT_LENGTH,
  }
}

export const eventRow = z
  .object({
    ...timeFields,
    ID: id,
    PARENT_ID: idOrNone,
    DELETED: yes,
    CAL_TYPE: text,
    OWNER_ID: idOrNone,
    NAME: text,
    DESCRIPTION: z.string().nullable().catch('').optional(),
    LOCATION: text,
    PRIVATE_EVENT: yes,
    ACCESSIBILITY: text,
    IMPORTANCE: text,
    IS_MEETING: yes,
    MEETING_STATUS: text,
    MEETING_HOST: idOrNone,
    MEETING: meeting,
    ATTENDEE_LIST: z.array(attendee).catch([]),
    REMIND: z.array(reminder).catch([]),
    RRULE: isSeries,
    RECURRENCE_ID: idOrNone,
  })
  .transform((row) => ({
    id: row.ID,
    parentId: row.PARENT_ID ?? row.ID,
    deleted: row.DELETED,
    calendar: row.CAL_TYPE,
    ownerId: row.OWNER_ID,
    name: row.NAME,
    /** Null: hidden from the webhook's owner, key and all; an empty one is `""` or `null`. */
    description: row.DESCRIPTION === undefined ? null : (row.DESCRIPTION ?? ''),
    location: row.LOCATION,
    private: row.PRIVATE_EVENT,
    accessibility: row.ACCESSIBILITY,
    importance: row.IMPORTANCE,
    meeting: row.IS_MEETING,
    status: row.MEETING_STATUS,
    hostId: row.IS_MEETING ? row.MEETING_HOST : null,
    hostName: row.MEETING.HOST_NAME,
    meetingFlags: {
      notify: row.MEETING.NOTIFY,
      reinvite: row.MEETING.REINVITE,
      allow_invite: row.MEETING.ALLOW_INVITE,
      hide_guests: row.MEETING.HIDE_GUESTS,
    },
    attendees: row.ATTENDEE_LIST,
    reminders: row.REMIND,
    series: row.RRULE,
    /** The series this single event was taken out of. */
    seriesId: row.RECURRENCE_ID,
    time: readTime(row),
  }))
export type EventRow = z.infer<typeof eventRow>

export const eventRows = z.array(eventRow)

/** `calendar.event.getbyid`: a missing event is `null`, `[]` or `false`. */
export const oneEvent = z.union([
  eventRow,
  z.union([z.null(), z.literal(false), z.array(z.unknown()).length(0)]).transform(() => null),
])

/** The name of what keeps somebody busy is none of our business: it is dropped before anything can see it. */
const busyRow = z.object({ ...timeFields, ACCESSIBILITY: text }).transform((row) => ({
  free: row.ACCESSIBILITY === 'free',
  time: readTime(row),
}))
export type BusyRow = z.infer<typeof busyRow>

/** `calendar.accessibility.get`, by user id; nobody at all comes as `[]`. */
export const busyRows = z.union([
  z.record(z.string(), z.array(busyRow)),
  z
    .array(z.unknown())
    .length(0)
    .transform((): Record<string, BusyRow[]> => ({})),
])

export const addedEvent = id

/**
 * A number, or for one occurrence of a series an object. A sentence with HTTP 200 is the portal's way of saying no
 * (source of calendar.event.update).
 */
export const changedEvent = z.union([
  id.transform((one) => ({ type: 'changed' as const, ids: [one] })),
  z.object({ id: idOrNone.optional(), recEventId: idOrNone.optional() }).transform((one) => ({
    type: 'changed' as const,
    ids: [one.recEventId, one.id].filter((value) => typeof value === 'number'),
  })),
  z.union([z.string(), z.literal(false)]).transform(() => ({ type: 'denied' as const })),
])

export const deletedEvent = z.union([
  z.literal(true).transform(() => ({ type: 'deleted' as const })),
  z.union([z.string(), z.literal(false)]).transform(() => ({ type: 'denied' as const })),
])

export const settingsRow = z.object({
  work_time_start: z.union([z.string(), z.number()]).transform(String).catch(''),
  work_time_end: z.union([z.string(), z.number()]).transform(String).catch(''),
  week_holidays: z.array(z.unknown()).catch([]),
  year_holidays: text,
  year_workdays: text,
})
export type SettingsRow = z.infer<typeof settingsRow>
