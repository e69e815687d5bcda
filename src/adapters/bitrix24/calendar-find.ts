import type { NameBook } from '../../ports/employees.ts'
import type { PortalUserId } from '../../ports/identity.ts'
import type { Outcome } from '../../ports/outcome.ts'
import type { CalendarCalls } from './calendar-calls.ts'
import { refuse } from './calendar-errors.ts'
import type { EventRow } from './calendar-schemas.ts'
import { isDate, plusDays, readSpan } from './calendar-time.ts'
import type { EventSpan } from './calendar-time.ts'
import { entryOf, peopleOf } from './calendar-view.ts'

export interface FoundEvent {
  readonly row: EventRow
  readonly span: EventSpan
}

export interface EventTarget {
  readonly actor: PortalUserId
  readonly id: number
  readonly occurrence: string | null
  /** IANA name of the reader's zone. */
  readonly zone: string
}

/**
 * An event, or one occurrence of a series, that has an entry in the actor's own calendar; anything else is `not_found`,
 * in no way different from one that does not exist. A series itself is found by its id alone.
 */
export async function findEvent(
  calls: CalendarCalls,
  target: EventTarget,
  signal?: AbortSignal,
): Promise<Outcome<FoundEvent>> {
  const { actor, id, occurrence, zone } = target
  if (!Number.isSafeInteger(id) || id <= 0) return missing
  if (occurrence !== null) return findOccurrence(calls, target, occurrence, signal)
  const outcome = await calls.event(id, signal)
  if (!outcome.ok) return outcome
  const row = outcome.value
  if (row === null || entryOf(row, actor) === null) return missing
  const span = readSpan(row.time, zone, row.series)
  return span === null ? missing : { ok: true, value: { row, span } }
}

/** What a person's calendar holds around a day, with its times. */
export async function eventsAround(
  calls: CalendarCalls,
  target: { readonly actor: PortalUserId; readonly zone: string },
  days: { readonly first: string; readonly last: string },
  signal?: AbortSignal,
): Promise<Outcome<readonly FoundEvent[]>> {
  // The portal compares whole days on the UTC clock (source): the night of a local day would fall out.
  const outcome = await calls.events(target.actor, plusDays(days.first, -1), plusDays(days.last, 1), signal)
  if (!outcome.ok) return outcome
  return { ok: true, value: withTimes(outcome.value, target.zone) }
}

/** Rows with when they are, for a reader in `zone`; what says no usable time is left out. */
export function withTimes(rows: readonly EventRow[], zone: string): readonly FoundEvent[] {
  return rows.flatMap((row) => {
    const span = readSpan(row.time, zone, row.series)
    return span === null ? [] : [{ row, span }]
  })
}

/** Names by id; where the portal does not give them, people go without rather than their events. */
export async function namesFor(
  book: NameBook,
  rows: readonly EventRow[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<number, string>> {
  const ids = peopleOf(rows)
  if (ids.length === 0) return new Map()
  const outcome = await book.names(ids, signal)
  return new Map(outcome.ok ? outcome.value.map(({ id, name }) => [id, name]) : [])
}

async function findOccurrence(
  calls: CalendarCalls,
  target: EventTarget,
  date: string,
  signal?: AbortSignal,
): Promise<Outcome<FoundEvent>> {
  if (!isDate(date)) return missing
  const outcome = await eventsAround(calls, target, { first: date, last: date }, signal)
  if (!outcome.ok) return outcome
  const found = outcome.value.find(
    ({ row, span }) =>
      row.series && (row.id === target.id || row.parentId === target.id) && span.date === date,
  )
  return found === undefined ? missing : { ok: true, value: found }
}

const missing = refuse('not_found', 'calendar: no such event in their calendar')
