/** The words all rules share: who is told, what is known, and what shall be told when. */
import type { CalendarEvent } from '../../ports/calendar.ts'
import type { Participant } from '../../ports/employees.ts'
import type { ChatId, PortalUserId } from '../../ports/identity.ts'
import type { Json } from '../../ports/json.ts'
import type { Language } from '../../ports/language.ts'
import type { TaskRow } from '../../ports/tasks.ts'
import type { NotificationSettings } from '../../store/settings.ts'
import type { WorkCalendar } from './work-days.ts'

/** Who is told: a living link, with what its person has chosen. */
export interface Recipient {
  readonly chat: ChatId
  readonly employee: PortalUserId
  readonly firstName: string
  /** IANA name. */
  readonly zone: string
  readonly language: Language
  readonly settings: NotificationSettings
  /** `silent`: the person blocked the bot. */
  readonly status: 'active' | 'silent'
  /**
   * Nothing that fell due before this moment is owed: the latest of when the chat was linked, let the bot in again,
   * switched notifications on, or ended a pause before its date.
   */
  readonly sinceMs: number
  /** When the hour of each digest (or the zone, which moves both) was last chosen: an hour already past starts tomorrow. */
  readonly chosenAtMs: { readonly morning: number; readonly evening: number }
}

/** A task as reminders know it. */
export interface TaskFacts extends Pick<TaskRow, 'id' | 'title' | 'status' | 'deadline' | 'role'> {
  readonly creator: Participant | null
  /** Opens it in the portal. */
  readonly url: string | null
  /** ISO instant; of a task on control the moment it was handed in. */
  readonly closedAt: string | null
  readonly closedBy: PortalUserId | null
  /** When this deadline became this person's, as far as anybody knows: set, or first seen. Null: long ago. */
  readonly deadlineSetAtMs: number | null
  /** When anything of the task was changed last: of a deadline never seen before, that may be the moment it was set. */
  readonly changedAtMs?: number | null
}

/** All that planning for one person looks at. */
export interface Facts {
  readonly nowMs: number
  readonly person: Recipient
  /** Whatever touches [now, now + 26 h] at least; null when the portal did not say. */
  readonly events: readonly CalendarEvent[] | null
  /** Those with a deadline, of every status; null when the portal did not say. */
  readonly tasks: readonly TaskFacts[] | null
  readonly calendar: WorkCalendar
  /** Keys that are settled or being sent ({@link settledKeys}): they are never planned again. */
  readonly already: ReadonlySet<string>
  /** Keys of rows that are stored and not cancelled ({@link knownKeys}); absent: everything has been seen before. */
  readonly known?: ReadonlySet<string>
}

export type NotificationKind =
  | 'morning'
  | 'evening'
  | 'event'
  | 'important-event'
  | 'day-before'
  | 'on-day'
  | 'passed'
  | 'event-change'
  | 'snoozed'

/** Ids and instants; of an event also what must be sayable when the portal is silent. */
export type Payload = DigestPayload | EventPayload | DeadlinePayload | ChangePayload

export type DigestPayload = { readonly type: 'digest'; readonly date: string }

export type EventPayload = {
  readonly type: 'event'
  readonly event: number
  readonly occurrence: string | null
  readonly startMs: number
  readonly endMs: number
  readonly important: boolean
  /** Null: hidden by the portal's privacy settings. */
  readonly title: string | null
  readonly location: string
  readonly link: string | null
}

export type DeadlinePayload = {
  readonly type: 'deadline'
  readonly task: number
  readonly deadlineMs: number
}

export type ChangePayload = {
  readonly type: 'change'
  readonly event: number
  readonly occurrence: string | null
  readonly title: string | null
  readonly from: { readonly startMs: number; readonly endMs: number }
  /** Null: cancelled. */
  readonly to: { readonly startMs: number; readonly endMs: number } | null
}

/** One row of what shall be told. Rows with the same `together` leave as one message, and are settled with it. */
export interface PlannedNotification {
  /** Unique for ever; see keys.ts. */
  readonly key: string
  readonly kind: NotificationKind
  readonly chat: ChatId
  /** The message it is part of: the key of a digest, or a name shared by reminders of one moment. */
  readonly together: string
  readonly dueMs: number
  /** From this moment on it is not sent any more. */
  readonly expiresMs: number
  readonly silent: boolean
  readonly payload: Payload
}

export type NotificationState =
  | 'planned'
  | 'sending'
  | 'sent'
  | 'cancelled'
  | 'expired'
  | 'failed'
  | 'unknown'

/** A row as the outbox remembers it. */
export interface StoredNotification extends PlannedNotification {
  readonly state: NotificationState
  /** Of a cancelled one. */
  readonly reason: string | null
}

/** How far ahead rows are planned. */
export const horizonMs = 26 * 3_600_000

/** Whether two values of JSON say the same, whatever the order of their keys (PostgreSQL's jsonb does not keep it). */
export function sameJson(one: Json, other: Json): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
}

function sorted(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((part: Json) => sorted(part))
  const entries = Object.entries(value).map(([key, part]) => [key, sorted(part)] as const)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}
