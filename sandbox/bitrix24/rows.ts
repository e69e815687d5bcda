/** The tables of the sandbox portal. Rows are plain data and are replaced, never changed in place. */

export interface EmployeeRow {
  readonly id: number
  readonly active: boolean
  readonly email: string
  readonly name: string
  readonly lastName: string
  readonly secondName: string
  readonly gender: 'M' | 'F' | ''
  readonly position: string
  readonly departmentIds: readonly number[]
  /** IANA name; null when the person never chose one (`TIME_ZONE: ""` on the wire). */
  readonly timeZone: string | null
  readonly userType: 'employee' | 'extranet' | 'email' | 'bot'
  readonly isAdmin: boolean
  readonly mobile: string
  /** Switched all portal notifications off: `im.notify*` answers `false`. */
  readonly noticesOff: boolean
  /** ISO date. */
  readonly registeredOn: string
}

export type NewEmployee = Partial<EmployeeRow> & Pick<EmployeeRow, 'email' | 'name' | 'lastName'>

export interface DepartmentRow {
  readonly id: number
  readonly name: string
  readonly sort: number
  /** Null for the company itself. */
  readonly parentId: number | null
  readonly headId: number | null
}

export interface ChecklistItemRow {
  readonly id: number
  /** 0 for a checklist itself. */
  readonly parentId: number
  readonly title: string
  readonly sort: number
  readonly complete: boolean
  readonly toggledAtMs: number | null
  readonly createdBy: number
}

export interface CommentRow {
  readonly id: number
  readonly authorId: number
  readonly text: string
  readonly atMs: number
  /** A message of the task's chat, as the new card has them (tasks 25.700.0). */
  readonly inChat?: boolean
}

export interface TaskRow {
  readonly id: number
  readonly title: string
  readonly description: string
  /** 2 pending, 3 in progress, 4 waits for control, 5 completed, 6 deferred (1 and 7 are of old). */
  readonly status: number
  /** 0 low, 1 normal, 2 high. */
  readonly priority: number
  readonly createdBy: number
  readonly responsibleId: number
  readonly accomplices: readonly number[]
  readonly auditors: readonly number[]
  readonly deadlineMs: number | null
  readonly startPlanMs: number | null
  readonly endPlanMs: number | null
  readonly createdAtMs: number
  readonly changedAtMs: number
  readonly changedBy: number
  readonly statusChangedAtMs: number | null
  readonly statusChangedBy: number
  readonly startedAtMs: number | null
  readonly closedAtMs: number | null
  readonly closedBy: number | null
  readonly groupId: number
  readonly parentId: number | null
  readonly tags: readonly string[]
  readonly allowChangeDeadline: boolean
  readonly taskControl: boolean
  /** Cannot be closed on the portal without a result; REST `complete` does not ask (source). */
  readonly requireResult: boolean
  readonly hasResult: boolean
  readonly xmlId: string | null
  readonly mark: 'P' | 'N' | null
  /** Who has opened the task; the meta status "not viewed" comes from it. */
  readonly viewedBy: readonly number[]
  readonly checklist: readonly ChecklistItemRow[]
  readonly comments: readonly CommentRow[]
}

export type NewTask = Partial<Omit<TaskRow, 'id'>> & Pick<TaskRow, 'title' | 'responsibleId'>

export interface NoticeRow {
  readonly id: number
  readonly userId: number
  readonly message: string
  readonly messageOut?: string
  readonly tag?: string
  readonly subTag?: string
  readonly clientId?: string
  readonly type: 'SYSTEM' | 'USER'
  /** 0 for a system notice: nobody is shown as its author. */
  readonly authorId: number
  readonly atMs: number
}

/** A calendar of one employee. */
export interface SectionRow {
  readonly id: number
  readonly ownerId: number
  readonly name: string
  readonly createdAtMs: number
}

/** One attendee's own entry of an event: on the wire an event of its own with `PARENT_ID`. */
export interface EntryRow {
  readonly id: number
  readonly userId: number
  /** H host, Y comes, N declined, Q has not answered. */
  readonly status: 'H' | 'Y' | 'N' | 'Q'
  readonly sectionId: number
}

export type Weekday = 'MO' | 'TU' | 'WE' | 'TH' | 'FR' | 'SA' | 'SU'

export interface RecurrenceRow {
  readonly frequency: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'
  readonly interval: number
  /** Of a weekly rule alone. */
  readonly weekdays: readonly Weekday[]
  /** `2026-11-24`, the last day it may happen on. */
  readonly until: string | null
  readonly count: number | null
}

export interface MeetingRow {
  readonly hostId: number
  readonly notify: boolean
  readonly reinvite: boolean
  readonly allowInvite: boolean
  readonly hideGuests: boolean
}

export interface EventRow {
  readonly id: number
  /** Whose calendar it was made in; the first entry is theirs and has the event's own id. */
  readonly ownerId: number
  readonly entries: readonly EntryRow[]
  readonly name: string
  readonly description: string
  readonly location: string
  readonly color: string
  /** Wall clock without zone, `2026-11-24T10:00:00`; of an all-day event the midnights of its first and last day. */
  readonly from: string
  readonly to: string
  /** IANA names; null for an all-day event. */
  readonly zoneFrom: string | null
  readonly zoneTo: string | null
  readonly allDay: boolean
  readonly rule: RecurrenceRow | null
  /** Days (`2026-11-24`) on which the series does not happen. */
  readonly exceptDays: readonly string[]
  /** The series this event was taken out of. */
  readonly recurrenceId: number | null
  /** Wall clock it had as an occurrence of that series. */
  readonly originalFrom: string | null
  /** The series whose later part this one is. */
  readonly continues: number | null
  readonly accessibility: 'busy' | 'absent' | 'quest' | 'free'
  readonly importance: 'high' | 'normal' | 'low'
  readonly isPrivate: boolean
  readonly isMeeting: boolean
  readonly meeting: MeetingRow
  readonly remind: readonly { readonly type: 'min' | 'hour' | 'day'; readonly count: number }[]
  readonly createdBy: number
  readonly createdAtMs: number
  readonly changedAtMs: number
  readonly version: number
}

/** An event as a test or a seed puts it in: what is left out is what most events have. */
export type NewEvent = Partial<Omit<EventRow, 'id' | 'entries' | 'meeting' | 'isMeeting'>> &
  Pick<EventRow, 'ownerId' | 'name' | 'from' | 'to'> & {
    /** Who is invited besides the owner; makes it a meeting. */
    readonly attendees?: readonly number[]
    /** Answers of the invited by id; Q where absent. */
    readonly answers?: Readonly<Record<number, 'Y' | 'N' | 'Q'>>
    readonly meeting?: Partial<MeetingRow>
  }
