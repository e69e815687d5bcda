import type { Calendar, Clock, NameBook, PortalUserId } from '../../ports.ts'
import { createEventAdder } from './calendar-add.ts'
import { busyPeople } from './calendar-busy.ts'
import { createCalendarCalls } from './calendar-calls.ts'
import { cancelEvent, changeEvent } from './calendar-change.ts'
import { eventsAround, findEvent, namesFor } from './calendar-find.ts'
import type { FoundEvent } from './calendar-find.ts'
import { readSettings } from './calendar-settings.ts'
import { dateAt } from './calendar-time.ts'
import { toCalendarEvent } from './calendar-view.ts'
import type { Reader } from './calendar-view.ts'
import type { BitrixClient } from './client.ts'

export interface CalendarDeps {
  readonly client: BitrixClient
  readonly clock: Clock
  readonly names: NameBook
  /** The link to a video call in a text, or null: the calendar knows nothing of whose links those are. */
  readonly readLink: (text: string) => string | null
  /** IANA name: where all-day entries of others belong, which name no zone. */
  readonly zone: string
}

/**
 * Calendars of employees by one webhook that may see them all: it is this adapter that keeps everybody to their own.
 * A list is one request, names not counted; a new meeting is two, or three the first time a portal turns out to make
 * the webhook's owner the organiser.
 */
export function createCalendar(deps: CalendarDeps): Calendar {
  const { client, names, readLink, zone: usualZone } = deps
  const calls = createCalendarCalls(deps)
  const add = createEventAdder({ calls, portal: client.portal })
  const change = { calls, names, readLink }

  return {
    async list({ actor, fromMs, toMs, zone }, signal) {
      const days = { first: dateAt(fromMs, zone), last: dateAt(toMs, zone) }
      const outcome = await eventsAround(calls, { actor, zone }, days, signal)
      if (!outcome.ok) return outcome
      const found = once(outcome.value.filter(({ span }) => touches(span, fromMs, toMs)))
      const reader = await readerFor(actor, found, signal)
      const inOrder = found.toSorted((a, b) => compare(a, b, fromMs))
      return { ok: true, value: inOrder.map(({ row, span }) => toCalendarEvent(row, span, reader)) }
    },

    async get(query, signal) {
      const found = await findEvent(calls, query, signal)
      if (!found.ok) return found
      const { row, span } = found.value
      const reader = await readerFor(query.actor, [found.value], signal)
      const event = toCalendarEvent(row, span, reader)
      return { ok: true, value: query.occurrence === null ? { ...event, occurrence: null } : event }
    },

    busy: (people, fromMs, toMs, signal) => busyPeople(calls, people, { fromMs, toMs }, usualZone, signal),

    add: (event, operation, repeated, signal) => add({ event, operation, repeated, signal }),

    change: (target, changes, signal) => changeEvent(change, target, changes, signal),

    cancel: (target, signal) => cancelEvent(change, target, signal),

    async settings(signal) {
      const outcome = await calls.settings(signal)
      return outcome.ok ? { ok: true, value: readSettings(outcome.value) } : outcome
    },
  }

  async function readerFor(
    actor: PortalUserId,
    found: readonly FoundEvent[],
    signal?: AbortSignal,
  ): Promise<Reader> {
    const rows = found.map(({ row }) => row)
    return { actor, portal: client.portal, readLink, names: await namesFor(names, rows, signal) }
  }
}

interface Stretch {
  readonly startMs: number
  readonly endMs: number
}

/** A moment without length is in the window it begins in. */
function touches({ startMs, endMs }: Stretch, fromMs: number, toMs: number): boolean {
  return startMs < toMs && (endMs > fromMs || startMs >= fromMs)
}

/** The portal may list a meeting and the actor's copy of it: their own entry counts. */
function once(found: readonly FoundEvent[]): FoundEvent[] {
  const kept = new Map<string, FoundEvent>()
  for (const one of found) {
    const key = `${one.row.parentId} ${one.span.startMs}`
    const before = kept.get(key)
    if (before === undefined || before.row.id === before.row.parentId) kept.set(key, one)
  }
  return [...kept.values()]
}

/** What began before the window counts as beginning with it. Of two that begin together, the one without hours first. */
function compare(a: FoundEvent, b: FoundEvent, fromMs: number): number {
  const start = ({ span }: FoundEvent): number => Math.max(span.startMs, fromMs)
  return start(a) - start(b) || hours(a) - hours(b) || a.span.startMs - b.span.startMs || a.row.id - b.row.id
}

function hours({ span }: FoundEvent): number {
  return span.dates === null ? 1 : 0
}
