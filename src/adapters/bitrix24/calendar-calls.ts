import type { z } from 'zod'

import type { Clock } from '../../ports/environment.ts'
import type { PortalUserId } from '../../ports/identity.ts'
import type { Outcome } from '../../ports/outcome.ts'
import { refuse, toCalendarFailure } from './calendar-errors.ts'
import {
  addedEvent,
  busyRows,
  changedEvent,
  deletedEvent,
  eventRows,
  oneEvent,
  settingsRow,
} from './calendar-schemas.ts'
import type { BusyRow, EventRow, SettingsRow } from './calendar-schemas.ts'
import type { BitrixClient } from './client.ts'

/** The calendar's methods, each once: what they are sent is up to the caller, what they answer is a row or a reason. */
export interface CalendarCalls {
  /** Entries of a person's own calendar; `from` and `to` are whole days, `2026-11-24`, roughly kept by the portal. */
  events(owner: PortalUserId, from: string, to: string, signal?: AbortSignal): Promise<Outcome<EventRow[]>>
  /** Null when there is none, or none to be seen. */
  event(id: number, signal?: AbortSignal): Promise<Outcome<EventRow | null>>
  add(body: object, signal?: AbortSignal): Promise<Outcome<number>>
  /** The ids of what was changed or made. */
  update(body: object, signal?: AbortSignal): Promise<Outcome<readonly number[]>>
  remove(id: number, signal?: AbortSignal): Promise<Outcome<null>>
  busy(
    users: readonly PortalUserId[],
    from: string,
    to: string,
    signal?: AbortSignal,
  ): Promise<Outcome<Record<string, BusyRow[]>>>
  settings(signal?: AbortSignal): Promise<Outcome<SettingsRow>>
}

export function createCalendarCalls(deps: {
  readonly client: BitrixClient
  readonly clock: Clock
}): CalendarCalls {
  const { client, clock } = deps

  return {
    async events(owner, from, to, signal) {
      const params = { type: 'user', ownerId: owner, from, to }
      const outcome = await call('read', 'calendar.event.get', params, eventRows, signal)
      if (!outcome.ok) return outcome
      // A portal that forgot the owner would list strangers.
      return { ok: true, value: outcome.value.filter((row) => isOwnEntry(row, owner)) }
    },

    async event(id, signal) {
      const outcome = await call('read', 'calendar.event.getbyid', { id }, oneEvent, signal)
      if (!outcome.ok) {
        const hidden = outcome.reason === 'denied' && outcome.trouble === undefined
        return hidden ? { ok: true, value: null } : outcome
      }
      const row = outcome.value
      return { ok: true, value: row !== null && isLiveEntry(row) ? row : null }
    },

    add: (body, signal) => call('write', 'calendar.event.add', body, addedEvent, signal),

    async update(body, signal) {
      const method = 'calendar.event.update'
      const outcome = await call('write', method, body, changedEvent, signal)
      if (!outcome.ok) return outcome
      if (outcome.value.type === 'denied') return refuse('denied', `${method}: a sentence for a result`)
      return { ok: true, value: outcome.value.ids }
    },

    async remove(id, signal) {
      const method = 'calendar.event.delete'
      const outcome = await call('write', method, { id }, deletedEvent, signal)
      if (!outcome.ok) return outcome
      if (outcome.value.type === 'denied') return refuse('denied', `${method}: not true`)
      return { ok: true, value: null }
    },

    busy: (users, from, to, signal) =>
      call('read', 'calendar.accessibility.get', { users, from, to }, busyRows, signal),

    settings: (signal) => call('read', 'calendar.settings.get', {}, settingsRow, signal),
  }

  async function call<T>(
    kind: 'read' | 'write',
    method: string,
    params: object,
    schema: z.ZodType<T>,
    signal: AbortSignal | undefined,
  ): Promise<Outcome<T>> {
    const options = { version: 2, kind, schema, ...(signal === undefined ? {} : { signal }) } as const
    const result = await client.call(method, params, options)
    if (result.type === 'ok') return { ok: true, value: result.value }
    return toCalendarFailure(method, kind, result, clock.now())
  }
}

/** An entry of this person's own calendar. */
export function isOwnEntry(row: EventRow, owner: PortalUserId): boolean {
  return row.ownerId === owner && isLiveEntry(row)
}

export function isLiveEntry(row: EventRow): boolean {
  return !row.deleted && (row.calendar === 'user' || row.calendar === '')
}
