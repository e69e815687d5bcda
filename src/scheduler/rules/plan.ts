/** What should stand in the outbox for one person, and how to get there from what does. */
import { planDeadlineReminders } from './deadline-reminders.ts'
import { planDigests } from './digest-times.ts'
import { planEventReminders } from './event-reminders.ts'
import {
  horizonMs,
  sameJson,
  type Facts,
  type NotificationKind,
  type PlannedNotification,
  type StoredNotification,
} from './notification.ts'

/**
 * Every notification that falls due within the next 26 hours, or fell due and may still be sent late; soonest first. The
 * same facts give the same plan, and as time goes on a planned row stays planned until it is settled or expires.
 */
export function plan(facts: Facts): readonly PlannedNotification[] {
  const { person, nowMs, already } = facts
  if (person.status === 'silent') return []
  const rows = [...planDigests(facts), ...planEventReminders(facts), ...planDeadlineReminders(facts)]
  return rows
    .filter(
      ({ key, dueMs, expiresMs }) => !already.has(key) && dueMs <= nowMs + horizonMs && expiresMs > nowMs,
    )
    .sort((a, b) => a.dueMs - b.dueMs || (a.key < b.key ? -1 : 1))
}

/**
 * The keys {@link plan} must not plan again: settled for good, or being sent right now. Expired ones are left out, for
 * the plan sees by itself that they are too late, and what an expired digest would have carried is still owed.
 */
export function settledKeys(stored: readonly StoredNotification[]): ReadonlySet<string> {
  const settled = stored.filter((row) => isSettled(row) && row.state !== 'expired')
  return new Set(settled.map(({ key }) => key))
}

/** The keys of what was planned at an earlier look, whatever has become of it, unless it was given up. */
export function knownKeys(stored: readonly StoredNotification[]): ReadonlySet<string> {
  return new Set(stored.filter(({ state }) => state !== 'cancelled').map(({ key }) => key))
}

export interface Reconciliation {
  readonly insert: readonly PlannedNotification[]
  /** Rows that are there and read otherwise now, or that had been cancelled and are wanted again. */
  readonly update: readonly PlannedNotification[]
  readonly cancel: readonly { readonly key: string; readonly reason: 'moved' | 'not_due' }[]
  /** Rows too late to send. */
  readonly expire: readonly string[]
}

/**
 * The difference between what is stored and a fresh plan. `known` says which facts the plan was made from: rows about
 * what the portal did not tell stay as they are. Applying it twice changes nothing the second time. After a downtime
 * it plans, expires and leaves the rest to be sent, in one step: nothing stale is ever sendable in between.
 */
export function reconcile(options: {
  readonly stored: readonly StoredNotification[]
  readonly planned: readonly PlannedNotification[]
  readonly nowMs: number
  readonly known: { readonly events: boolean; readonly tasks: boolean }
}): Reconciliation {
  const { stored, planned, nowMs, known } = options
  const byKey = new Map(stored.map((row) => [row.key, row]))
  const wanted = new Set(planned.map(({ key }) => key))
  const pending = stored.filter(({ state }) => state === 'planned')
  const stale = pending.filter(({ expiresMs }) => expiresMs <= nowMs)
  const dropped = pending.filter(
    ({ key, kind, expiresMs }) => expiresMs > nowMs && !wanted.has(key) && isPlannable(kind, known),
  )
  return {
    insert: planned.filter(({ key }) => !byKey.has(key)),
    update: planned.filter((row) => differs(byKey.get(row.key), row)),
    cancel: dropped.map((row) => ({ key: row.key, reason: isMoved(row, planned) ? 'moved' : 'not_due' })),
    expire: stale.map(({ key }) => key),
  }
}

/** One message to be sent, with all the rows that are settled by it. */
export interface Outgoing {
  readonly rows: readonly PlannedNotification[]
  /** Several late messages as one. */
  readonly combined: boolean
}

/**
 * Puts one person's due rows into messages, oldest first. More than three messages that are late go as one, so that a
 * restart never floods.
 */
export function gather(due: readonly PlannedNotification[], nowMs: number): readonly Outgoing[] {
  const sendable = due.filter(({ dueMs, expiresMs }) => dueMs <= nowMs && expiresMs > nowMs)
  const ordered = sendable.toSorted((a, b) => a.dueMs - b.dueMs || (a.key < b.key ? -1 : 1))
  const messages = [...Map.groupBy(ordered, (row) => row.together).values()]
  const late = messages.filter((rows) => rows.some(({ dueMs }) => nowMs - dueMs > lateMs))
  if (late.length <= separateMax) return messages.map((rows) => ({ rows, combined: false }))
  const punctual = messages.filter((rows) => !late.includes(rows))
  return [{ rows: late.flat(), combined: true }, ...punctual.map((rows) => ({ rows, combined: false }))]
}

/** How much later than due a row leaves before it counts as late. */
export const lateMs = 60_000
const separateMax = 3

function isSettled({ state, reason }: StoredNotification): boolean {
  if (state === 'planned') return false
  return state !== 'cancelled' || finalReasons.has(reason ?? '')
}

/** Cancelled at its own hour, and for that hour: what comes later is no reason to send it after all. */
const finalReasons: ReadonlySet<string> = new Set(['empty', 'paused'])

/** Changes and snoozes are no part of a plan: they come from a discovery and a press, and stay until their hour. */
function isPlannable(kind: NotificationKind, known: { events: boolean; tasks: boolean }): boolean {
  if (kind === 'morning' || kind === 'evening') return true
  if (kind === 'event' || kind === 'important-event') return known.events
  return (kind === 'day-before' || kind === 'on-day' || kind === 'passed') && known.tasks
}

function differs(stored: StoredNotification | undefined, row: PlannedNotification): boolean {
  if (stored === undefined || isSettled(stored)) return false
  return (
    stored.state === 'cancelled' ||
    stored.dueMs !== row.dueMs ||
    stored.expiresMs !== row.expiresMs ||
    stored.silent !== row.silent ||
    stored.together !== row.together ||
    !sameJson(stored.payload, row.payload)
  )
}

function isMoved(row: StoredNotification, planned: readonly PlannedNotification[]): boolean {
  const object = objectOf(row)
  return object !== null && planned.some((other) => other.kind === row.kind && objectOf(other) === object)
}

function objectOf({ payload }: PlannedNotification): string | null {
  if (payload.type === 'event') return `event ${payload.event}`
  return payload.type === 'deadline' ? `task ${payload.task}` : null
}
