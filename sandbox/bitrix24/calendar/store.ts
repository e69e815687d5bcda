/** The tables of calendars and events, and the few ways they change. */
import type { PortalState } from '../portal-state.ts'
import type { EntryRow, EventRow, MeetingRow, NewEvent, SectionRow } from '../rows.ts'

export function findEvent(state: PortalState, id: number): EventRow | undefined {
  return state.events.find((row) => row.id === id)
}

export interface FoundEntry {
  readonly event: EventRow
  readonly entry: EntryRow
}

/** An event by the id of any attendee's entry. */
export function findEntry(state: PortalState, id: number): FoundEntry | undefined {
  for (const event of state.events) {
    const entry = event.entries.find((one) => one.id === id)
    if (entry !== undefined) return { event, entry }
  }
  return undefined
}

export function entriesOf(state: PortalState, userId: number): readonly FoundEntry[] {
  return state.events.flatMap((event) =>
    event.entries.flatMap((entry) => (entry.userId === userId ? [{ event, entry }] : [])),
  )
}

export function sectionsOf(state: PortalState, ownerId: number): readonly SectionRow[] {
  return state.sections.filter((row) => row.ownerId === ownerId)
}

/** The first calendar of a person; made when they have none (source: a meeting creates it). */
export function sectionFor(state: PortalState, ownerId: number, nowMs: number): SectionRow {
  const first = sectionsOf(state, ownerId)[0]
  return first ?? insertSection(state, ownerId, 'Мой календарь', nowMs)
}

export function insertSection(state: PortalState, ownerId: number, name: string, nowMs: number): SectionRow {
  const section = { id: ++state.lastId.section, ownerId, name, createdAtMs: nowMs }
  state.sections = [...state.sections, section]
  return section
}

export function insertEvent(state: PortalState, row: NewEvent, nowMs: number): EventRow {
  const { attendees, answers, meeting, ...given } = row
  const id = ++state.lastId.event
  const owner: EntryRow = {
    id,
    userId: row.ownerId,
    status: 'H',
    sectionId: sectionFor(state, row.ownerId, nowMs).id,
  }
  const allDay = row.allDay ?? false
  const event: EventRow = {
    description: '',
    location: '',
    color: '',
    zoneFrom: allDay ? null : state.zone,
    zoneTo: allDay ? null : state.zone,
    rule: null,
    exceptDays: [],
    recurrenceId: null,
    originalFrom: null,
    continues: null,
    accessibility: 'busy',
    importance: 'normal',
    isPrivate: false,
    remind: [],
    createdBy: row.ownerId,
    createdAtMs: nowMs,
    changedAtMs: nowMs,
    version: 1,
    ...given,
    id,
    allDay,
    isMeeting: attendees !== undefined,
    meeting: { ...plainMeeting(row.ownerId), ...meeting },
    entries: [owner],
  }
  state.events = [...state.events, event]
  return attendees === undefined ? event : invite(state, event, attendees, answers ?? {}, nowMs)
}

/** A row of its own with the same attendees and answers, but entries with ids of their own. */
export function copyEvent(state: PortalState, event: EventRow, change: Partial<EventRow>): EventRow {
  const entries = event.entries.map((entry) => ({ ...entry, id: ++state.lastId.event }))
  const copy: EventRow = { ...event, version: 1, ...change, id: entries[0]?.id ?? 0, entries }
  state.events = [...state.events, copy]
  return copy
}

/** A meeting nobody was asked anything about. */
export function plainMeeting(hostId: number): MeetingRow {
  return { hostId, notify: false, reinvite: false, allowInvite: false, hideGuests: false }
}

/**
 * Makes `userIds` the attendees besides the owner. Those who stay keep their entry; their answer too, unless `answers`
 * has another one.
 */
export function invite(
  state: PortalState,
  event: EventRow,
  userIds: readonly number[],
  answers: Readonly<Record<number, EntryRow['status']>>,
  nowMs: number,
): EventRow {
  const invited = [...new Set(userIds)].filter(
    (id) => id !== event.ownerId && state.employees.some((employee) => employee.id === id),
  )
  const entries = invited.map((userId): EntryRow => {
    const present = event.entries.find((one) => one.userId === userId)
    if (present !== undefined) return { ...present, status: answers[userId] ?? present.status }
    const sectionId = sectionFor(state, userId, nowMs).id
    return { id: ++state.lastId.event, userId, status: answers[userId] ?? 'Q', sectionId }
  })
  return changeEvent(state, event.id, { entries: [...event.entries.slice(0, 1), ...entries] })
}

export function changeEvent(state: PortalState, id: number, change: Partial<EventRow>): EventRow {
  const event = findEvent(state, id)
  if (event === undefined) throw new RangeError(`No event ${id} in the sandbox`)
  const changed = { ...event, ...change }
  state.events = state.events.map((row) => (row.id === id ? changed : row))
  return changed
}

export function answerEvent(
  state: PortalState,
  { event, entry }: FoundEntry,
  status: EntryRow['status'],
): void {
  const entries = event.entries.map((one) => (one.id === entry.id ? { ...one, status } : one))
  changeEvent(state, event.id, { entries })
}

export function removeEvent(state: PortalState, id: number): void {
  state.events = state.events.filter((row) => row.id !== id)
}
