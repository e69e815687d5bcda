import type { Calendar } from '../../ports/calendar.ts'
import type { NameBook } from '../../ports/employees.ts'
import type { Clock } from '../../ports/environment.ts'
import type { PortalUserId } from '../../ports/identity.ts'
import { createEventAdder } from './calendar-add.ts'
import { busyPeople } from './calendar-busy.ts'
import { createCalendarCalls } from './calendar-calls.ts'
import { cancelEvent, changeEvent } from './calendar-change.ts'
import { eventsAround, findEvent, namesFor } from './calendar-find.ts'
import type { FoundEvent } from './calendar-find.ts'
import { eventsBetween } from './calendar-order.ts'
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
      const found = eventsBetween(outcome.value, fromMs, toMs)
      const reader = await readerFor(actor, found, signal)
      return { ok: true, value: found.map(({ row, span }) => toCalendarEvent(row, span, reader)) }
    },

    async get(query, signal) {
      const found = await findEvent(calls, query, signal)
      if (!found.ok) return found
      const { row, span } = found.value
      const reader = await readerFor(query.actor, [found.value], signal)
      const event = toCalendarEvent(row, span, reader)
      return {
        ok: true,
        value: query.occurrence === null ? { ...event, occurrence: null, series: row.series } : event,
      }
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
