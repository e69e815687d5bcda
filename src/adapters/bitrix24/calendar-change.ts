import type { EventChanges } from '../../ports/calendar.ts'
import type { NameBook } from '../../ports/employees.ts'
import type { Outcome } from '../../ports/outcome.ts'
import { cleanLine } from './bbcode.ts'
import { updateBody } from './calendar-bodies.ts'
import type { UpdateBody } from './calendar-bodies.ts'
import type { CalendarCalls } from './calendar-calls.ts'
import { refuse } from './calendar-errors.ts'
import { eventsAround, findEvent, namesFor } from './calendar-find.ts'
import type { EventTarget, FoundEvent } from './calendar-find.ts'
import type { EventRow } from './calendar-schemas.ts'
import { chosenSpan, dateAt, isDate } from './calendar-time.ts'
import type { EventSpan } from './calendar-time.ts'
import { isMine } from './calendar-view.ts'

export interface ChangeDeps {
  readonly calls: CalendarCalls
  readonly names: NameBook
  readonly readLink: (text: string) => string | null
}

const guestsMax = 20

/**
 * Changes an event of the actor's, or one occurrence of a series. Setting the same again does no harm, so an attempt
 * without an answer is followed by a look: what stands as it should was done.
 */
export async function changeEvent(
  deps: ChangeDeps,
  target: EventTarget,
  changes: EventChanges,
  signal?: AbortSignal,
): Promise<Outcome<null>> {
  const refusal = refuseChanges(changes)
  if (refusal !== null) return refusal
  const own = await findOwn(deps, target, signal)
  if (!own.ok) return own
  const { row, span } = own.value
  const { actor, occurrence } = target
  if (Object.values(changes).every((value) => value === undefined)) return done
  const body = updateBody({ row, span, occurrence, actor, changes, readLink: deps.readLink })
  const outcome = await deps.calls.update(body, signal)
  if (outcome.ok) return done
  if (outcome.reason === 'uncertain' && signal?.aborted !== true) {
    return (await stands(deps, target, own.value, changes, body)) ? done : outcome
  }
  return occurrence !== null && outcome.reason === 'rejected' ? { ...outcome, reason: 'series' } : outcome
}

/**
 * Cancels an event for everybody, or one occurrence of a series. `calendar.event.delete` knows no occurrences: a single
 * one is first taken out of its series by an update that changes nothing, and what it became is deleted.
 */
export async function cancelEvent(
  deps: ChangeDeps,
  target: EventTarget,
  signal?: AbortSignal,
): Promise<Outcome<null>> {
  const own = await findOwn(deps, target, signal)
  if (!own.ok) {
    // An earlier attempt may have got no further than taking it out.
    const half = own.reason === 'not_found' ? await findTakenOut(deps, target, target.id, signal) : null
    return half?.ok === true ? remove(deps, half.value, signal) : own
  }
  const { row, span } = own.value
  const { actor, occurrence } = target
  if (occurrence === null) return remove(deps, row.parentId, signal)

  const body = updateBody({ row, span, occurrence, actor, changes: {}, readLink: deps.readLink })
  const outcome = await deps.calls.update(body, signal)
  if (!outcome.ok && outcome.reason !== 'uncertain') {
    return outcome.reason === 'rejected' ? { ...outcome, reason: 'series' } : outcome
  }
  const single = await findTakenOut(deps, target, row.parentId, signal)
  if (single.ok) return remove(deps, single.value, signal)
  if (!outcome.ok) return outcome
  // It has left its series and still stands: whoever cannot see that does not know how it ended.
  return single.reason === 'not_found' ? { ...single, reason: 'series' } : { ...single, reason: 'uncertain' }
}

async function findOwn(
  deps: ChangeDeps,
  target: EventTarget,
  signal?: AbortSignal,
): Promise<Outcome<FoundEvent>> {
  const found = await findEvent(deps.calls, target, signal)
  if (!found.ok) return found
  const { row } = found.value
  if (!isMine(row, target.actor)) return refuseForeign(deps, row, signal)
  if (row.series && target.occurrence === null) return refuse('series', 'calendar: the whole series')
  return found
}

async function refuseForeign(deps: ChangeDeps, row: EventRow, signal?: AbortSignal): Promise<Outcome<never>> {
  const { hostId, description } = row
  if (hostId === null || description === null) return refuse('denied', 'calendar: hidden, or not theirs')
  const names = await namesFor(deps.names, [{ ...row, attendees: [] }], signal)
  const name = names.get(hostId) ?? cleanLine(row.hostName)
  return { ...refuse('not_organiser', 'calendar: hosted by somebody else'), data: { name } }
}

/** The id of what an occurrence became when it left its series, still on its day; `not_found` when it has not. */
async function findTakenOut(
  deps: ChangeDeps,
  target: EventTarget,
  seriesId: number,
  signal?: AbortSignal,
): Promise<Outcome<number>> {
  const { occurrence: date, actor } = target
  const missing = refuse('not_found', 'calendar: nothing left the series on that day')
  if (date === null || !isDate(date)) return missing
  const outcome = await eventsAround(deps.calls, target, { first: date, last: date }, signal)
  if (!outcome.ok) return outcome
  const single = outcome.value.find(
    ({ row, span }) => !row.series && row.seriesId === seriesId && span.date === date && isMine(row, actor),
  )
  return single === undefined ? missing : { ok: true, value: single.row.parentId }
}

async function remove(deps: ChangeDeps, id: number, signal?: AbortSignal): Promise<Outcome<null>> {
  const outcome = await deps.calls.remove(id, signal)
  if (outcome.ok || outcome.reason !== 'uncertain' || signal?.aborted === true) return outcome
  const read = await deps.calls.event(id, signal)
  return read.ok && read.value === null ? done : outcome
}

/** Whether an attempt of unknown outcome has done its work: the same event, or what left the series, stands as wanted. */
async function stands(
  deps: ChangeDeps,
  target: EventTarget,
  before: FoundEvent,
  changes: EventChanges,
  body: UpdateBody,
): Promise<boolean> {
  const zone = changes.time?.zone ?? target.zone
  const wanted = changes.time === undefined ? before.span : chosenSpan(changes.time)
  if (wanted === null) return false
  const day = dateAt(wanted.startMs, zone)
  const outcome = await eventsAround(deps.calls, { actor: target.actor, zone }, { first: day, last: day })
  return (outcome.ok ? outcome.value : []).some(
    ({ row, span }) => isSame(row, before.row, target.occurrence) && matches(row, span, wanted, body),
  )
}

function isSame(row: EventRow, before: EventRow, occurrence: string | null): boolean {
  if (occurrence === null) return row.parentId === before.parentId
  return !row.series && row.seriesId === before.parentId
}

function matches(
  row: EventRow,
  span: EventSpan,
  wanted: { readonly startMs: number; readonly endMs: number },
  body: UpdateBody,
): boolean {
  const guests = row.attendees.map(({ id }) => id).toSorted((a, b) => a - b)
  return (
    row.name === body.name &&
    span.startMs === wanted.startMs &&
    span.endMs === wanted.endMs &&
    (body.location === undefined || row.location === body.location) &&
    (body.description === undefined || row.description?.trim() === body.description.trim()) &&
    (body.attendees === undefined || body.attendees.toSorted((a, b) => a - b).join() === guests.join())
  )
}

function refuseChanges(changes: EventChanges): Outcome<never> | null {
  const method = 'calendar.event.update'
  const { title, time, participants } = changes
  if (title !== undefined && (cleanLine(title) === '' || cleanLine(title).length > 255)) {
    return refuse('rejected_title', `${method}: not sent`)
  }
  if (time !== undefined && chosenSpan(time) === null) return refuse('rejected_time', `${method}: not sent`)
  if (participants !== undefined && participants.length > guestsMax) {
    return refuse('rejected_participants', `${method}: not sent`)
  }
  return null
}

const done: Outcome<null> = { ok: true, value: null }
