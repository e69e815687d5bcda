import type { Participant } from './employees.ts'
import type { PortalUserId } from './identity.ts'
import type { Outcome } from './outcome.ts'

export interface CalendarEvent {
  /** The entry in the actor's own calendar. */
  readonly id: number
  /** The meeting it is a copy of; its own id where it is none. */
  readonly parentId: number
  /** Null: hidden by the portal's privacy settings. */
  readonly title: string | null
  readonly allDay: boolean
  /** ISO instants of a timed event. For an all-day one the local midnights around its dates, in the actor's zone. */
  readonly start: string
  readonly end: string
  /** First and last local date (`2026-11-24`) of an all-day event, else null. */
  readonly dates: { readonly first: string; readonly last: string } | null
  /** IANA name the event was made in. */
  readonly zone: string
  readonly location: string
  /** A Telemost link found in the location or the description. */
  readonly link: string | null
  /** Without our mark and the Telemost line. */
  readonly description: string
  readonly meeting: boolean
  readonly organiser: Participant | null
  /** The actor's own answer to the invitation; `host` of their own. */
  readonly answer: 'host' | 'yes' | 'no' | 'none'
  readonly participants: readonly (Participant & { readonly answer: 'host' | 'yes' | 'no' | 'none' })[]
  readonly important: boolean
  readonly private: boolean
  /** `absent`: the actor is away while it lasts. */
  readonly accessibility: 'busy' | 'absent' | 'quest' | 'free'
  /** One of a series: this occurrence's original start, as the portal names it. */
  readonly occurrence: string | null
  /** A series as a whole, named without a day. */
  readonly series: boolean
  /** Opens the event in the portal. */
  readonly url: string
  /** Whether the actor may change it: their own, or a meeting they host; never a private one of somebody else. */
  readonly mine: boolean
}

/** When an event is, as people say it: wall clock in a zone (`2026-11-25T15:00`), or dates of an all-day one. */
export interface EventTime {
  readonly allDay: boolean
  /** `2026-11-25T15:00`, or `2026-11-25`. */
  readonly from: string
  /** As `from`; of an all-day event the last date. */
  readonly to: string
  /** IANA name. */
  readonly zone: string
}

/** RFC 5545, as far as the portal goes (`calendar.event.add` → `rrule`). */
export interface Recurrence {
  readonly frequency: 'daily' | 'weekly' | 'monthly' | 'yearly'
  readonly interval: number
  readonly weekdays: readonly ('MO' | 'TU' | 'WE' | 'TH' | 'FR' | 'SA' | 'SU')[]
  /** Local date of the last day it may happen on. */
  readonly until: string | null
  readonly count: number | null
}

export interface NewEvent {
  readonly title: string
  readonly owner: Participant
  readonly time: EventTime
  /** Without the owner. At most 20. */
  readonly participants: readonly PortalUserId[]
  readonly link: string | null
  readonly description: string
  readonly recurrence: Recurrence | null
}

export interface CreatedEvent {
  readonly id: number
  readonly url: string
  readonly existed: boolean
  /** Who the portal made the organiser, as read back. */
  readonly organiser: 'owner' | 'assistant'
}

export interface EventChanges {
  readonly title?: string
  readonly time?: EventTime
  readonly participants?: readonly PortalUserId[]
  /** Null takes the link away. */
  readonly link?: string | null
  /** As typed, for the link's line stays where it is; '' takes the words away. */
  readonly description?: string
}

/** How the portal's week and working day look (`calendar.settings.get`). */
export interface PortalCalendar {
  readonly workStartMinutes: number
  readonly workEndMinutes: number
  /** ISO weekdays, 1 = Monday. */
  readonly restWeekdays: readonly number[]
  /** `MM-DD`, every year. */
  readonly holidays: readonly string[]
  readonly extraWorkdays: readonly string[]
}

/**
 * Calendars, always for one employee. Reasons beyond the common ones: `not_found`, `denied`, `not_organiser` (with the
 * organiser's `name`), `series` (only the portal can change it).
 */
export interface Calendar {
  /** Events that touch [fromMs, toMs), recurrences expanded, declined ones included; by start, all-day ones first. */
  list(
    query: {
      readonly actor: PortalUserId
      readonly fromMs: number
      readonly toMs: number
      readonly zone: string
    },
    signal?: AbortSignal,
  ): Promise<Outcome<readonly CalendarEvent[]>>
  /** `occurrence` as {@link CalendarEvent.occurrence} named it; null for an event that stands alone. */
  get(
    query: {
      readonly actor: PortalUserId
      readonly id: number
      readonly occurrence: string | null
      readonly zone: string
    },
    signal?: AbortSignal,
  ): Promise<Outcome<CalendarEvent>>
  /** Which of these people have something in [fromMs, toMs). Only who, never what. */
  busy(
    people: readonly PortalUserId[],
    fromMs: number,
    toMs: number,
    signal?: AbortSignal,
  ): Promise<Outcome<readonly PortalUserId[]>>
  /** Once per `operation`: looks for its mark before any repeat. */
  add(
    event: NewEvent,
    operation: string,
    repeated: boolean,
    signal?: AbortSignal,
  ): Promise<Outcome<CreatedEvent>>
  change(
    target: {
      readonly actor: PortalUserId
      readonly id: number
      readonly occurrence: string | null
      readonly zone: string
    },
    changes: EventChanges,
    signal?: AbortSignal,
  ): Promise<Outcome<null>>
  cancel(
    target: {
      readonly actor: PortalUserId
      readonly id: number
      readonly occurrence: string | null
      readonly zone: string
    },
    signal?: AbortSignal,
  ): Promise<Outcome<null>>
  settings(signal?: AbortSignal): Promise<Outcome<PortalCalendar>>
}
