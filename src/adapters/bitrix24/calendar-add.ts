import type { CreatedEvent, NewEvent } from '../../ports/calendar.ts'
import type { Outcome } from '../../ports/outcome.ts'
import { cleanLine } from './bbcode.ts'
import { addBody, describeBody, guestsOf } from './calendar-bodies.ts'
import type { CalendarCalls } from './calendar-calls.ts'
import { hasMark, markOf, writeDescription } from './calendar-description.ts'
import { refuse } from './calendar-errors.ts'
import { eventsAround } from './calendar-find.ts'
import type { EventRow } from './calendar-schemas.ts'
import { chosenSpan, dateAt, plusDays, readSpan } from './calendar-time.ts'
import { entryOf, eventUrl } from './calendar-view.ts'

const method = 'calendar.event.add'
const titleLengthMax = 255
const guestsMax = 20

export interface AddRequest {
  readonly event: NewEvent
  readonly operation: string
  readonly repeated: boolean
  readonly signal?: AbortSignal | undefined
}

/**
 * Makes events, each once per operation. The calendar has neither keys nor external ids: an event carries a mark in its
 * description, and before any repeat the owner's calendar is searched for it.
 */
export function createEventAdder(deps: {
  readonly calls: CalendarCalls
  readonly portal: string
}): (request: AddRequest) => Promise<Outcome<CreatedEvent>> {
  const { calls, portal } = deps
  /** What this portal makes of `host` (docs and source disagree), as last seen. */
  let organiser: CreatedEvent['organiser'] = 'owner'

  return async function add(request) {
    const { event, operation, repeated } = request
    const title = cleanLine(event.title)
    if (title === '' || title.length > titleLengthMax) return refuse('rejected_title', `${method}: not sent`)
    const span = chosenSpan(event.time)
    if (span === null) return refuse('rejected_time', `${method}: not sent`)
    if (guestsOf(event).length > guestsMax) return refuse('rejected_participants', `${method}: not sent`)
    const job: Job = { ...request, title, startMs: span.startMs, mark: await markOf(operation) }
    const earlier = repeated ? await findMarked(job) : null
    return earlier ?? (await create(job))
  }

  async function create(job: Job): Promise<Outcome<CreatedEvent>> {
    const { event, title, signal } = job
    const added = await calls.add(addBody(event, title, describe(job, organiser)), signal)
    if (!added.ok) return added
    const alone = guestsOf(event).length === 0
    const read = alone ? null : await calls.event(added.value, signal)
    const row = read?.ok === true ? read.value : null
    if (row !== null) return settle(job, row, false)
    // It is there all the same; who hosts it is what this portal did the last time.
    return created(event, added.value, false, alone ? 'owner' : organiser)
  }

  /** The event an earlier attempt made; null when there is none. Whoever cannot look does not know: `uncertain`. */
  async function findMarked(job: Job): Promise<Outcome<CreatedEvent> | null> {
    const { event, mark, signal } = job
    const { zone } = event.time
    const first = dateAt(job.startMs, zone)
    const days = { first, last: plusDays(first, daysToFirst(event)) }
    const outcome = await eventsAround(calls, { actor: event.owner.id, zone }, days, signal)
    if (!outcome.ok) return { ...outcome, reason: 'uncertain' }
    const found = outcome.value.find(({ row }) => hasMark(row.description, mark))
    return found === undefined ? null : settle(job, found.row, true)
  }

  /** Whoever hosts the meeting, the employee is named in it, so that guests know whose it is. */
  async function settle(job: Job, row: EventRow, existed: boolean): Promise<Outcome<CreatedEvent>> {
    const { event, signal } = job
    const owner = event.owner.id
    const id = entryOf(row, owner) ?? row.id
    if (!row.meeting || row.hostId === null || row.hostId === owner) {
      if (row.meeting && row.hostId !== null) organiser = 'owner'
      return created(event, id, existed, 'owner')
    }
    organiser = 'assistant'
    const text = describe(job, organiser)
    // One occurrence out of a list does not tell when its series begins.
    const span = existed && row.series ? null : readSpan(row.time, event.time.zone, row.series)
    // Best effort: the meeting stands, with or without this line.
    if (span !== null && row.description !== text) {
      await calls.update(describeBody(row, span, owner, text), signal)
    }
    return created(event, id, existed, organiser)
  }

  function created(
    event: NewEvent,
    id: number,
    existed: boolean,
    whose: CreatedEvent['organiser'],
  ): Outcome<CreatedEvent> {
    const url = eventUrl(portal, event.owner.id, id)
    return { ok: true, value: { id, url, existed, organiser: whose } }
  }
}

interface Job extends AddRequest {
  readonly title: string
  readonly mark: string
  readonly startMs: number
}

function describe({ event, mark }: Job, organiser: CreatedEvent['organiser']): string {
  const { link, description, owner } = event
  const named = organiser === 'assistant' && guestsOf(event).length > 0 ? owner.name : null
  return writeDescription({
    link: link === null ? null : cleanLine(link),
    text: description,
    organiser: named,
    mark,
  })
}

/** A weekly series may begin some days after the day it was given: on the first of its weekdays. */
function daysToFirst({ recurrence }: NewEvent): number {
  return recurrence?.frequency === 'weekly' ? 7 * recurrence.interval : 0
}
