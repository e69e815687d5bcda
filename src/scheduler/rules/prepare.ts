/** From one person's due rows to the messages that may leave now: everything is looked at once more. */
import type { CalendarEvent } from '../../ports/calendar.ts'
import { instantMs } from './local-day.ts'
import type {
  ChangePayload,
  EventPayload,
  Facts,
  Payload,
  PlannedNotification,
  StoredNotification,
  TaskFacts,
} from './notification.ts'
import { gather, plan, type Outgoing } from './plan.ts'
import { whenPortalSilent } from './policy.ts'
import { whyNot, type CancelReason } from './verify.ts'

export interface Prepared {
  /** To be composed and sent. Rows of a digest that were not stored yet are settled with it all the same. */
  readonly messages: readonly Outgoing[]
  readonly cancel: readonly { readonly key: string; readonly reason: CancelReason | 'not_due' }[]
  /** Rows whose hour has moved: back to `planned`, with what they read now. */
  readonly later: readonly PlannedNotification[]
  /** Keys of rows that wait for the portal until they expire. */
  readonly wait: readonly string[]
}

/**
 * `facts` are read after the rows fell due: the objects they speak of, and for a digest the whole of its
 * {@link digestWindow}; null stands for a portal that did not answer. `facts.already` may contain the due rows themselves.
 */
export function prepare(due: readonly StoredNotification[], facts: Facts): Prepared {
  const { nowMs } = facts
  const keys = new Set(due.map(({ key }) => key))
  const fresh = plan({ ...facts, already: new Set([...facts.already].filter((key) => !keys.has(key))) })
  const planned = new Map(fresh.map((row) => [row.key, row]))
  const verdicts = due
    .filter(({ expiresMs }) => expiresMs > nowMs)
    .map((row) => ({ row, verdict: judge(row, planned.get(row.key), facts) }))
  const sendable = verdicts.flatMap(({ verdict }) => (verdict.type === 'send' ? [verdict.row] : []))
  return {
    messages: gather([...sendable, ...carriedBy(sendable, fresh)], nowMs),
    cancel: verdicts.flatMap(({ row, verdict }) =>
      verdict.type === 'cancel' ? [{ key: row.key, reason: verdict.reason }] : [],
    ),
    later: verdicts.flatMap(({ verdict }) => (verdict.type === 'later' ? [verdict.row] : [])),
    wait: verdicts.flatMap(({ row, verdict }) => (verdict.type === 'wait' ? [row.key] : [])),
  }
}

type Verdict =
  | { readonly type: 'send' | 'later'; readonly row: PlannedNotification }
  | { readonly type: 'cancel'; readonly reason: CancelReason | 'not_due' }
  | { readonly type: 'wait' }

function judge(row: StoredNotification, fresh: PlannedNotification | undefined, facts: Facts): Verdict {
  const { payload } = row
  if (isUnknown(payload, facts)) return judgeBlindly(row, facts)
  const reason = whyNot(row, { ...facts, event: eventOf(payload, facts), task: taskOf(payload, facts) })
  if (reason !== null) return { type: 'cancel', reason }
  if (row.kind === 'event-change' || row.kind === 'snoozed') return { type: 'send', row }
  if (fresh === undefined) return { type: 'cancel', reason: 'not_due' }
  return { type: fresh.dueMs <= facts.nowMs ? 'send' : 'later', row: fresh }
}

function isUnknown({ type }: Payload, { events, tasks }: Facts): boolean {
  if (type === 'event' || type === 'change') return events === null
  return tasks === null && (type === 'deadline' || events === null)
}

/** The portal is silent: what the person themselves decided still counts. */
function judgeBlindly(row: StoredNotification, { person, nowMs }: Facts): Verdict {
  const reason = whyNot(row, { person, nowMs, event: null, task: null })
  if (reason === 'silent' || reason === 'off' || reason === 'paused') return { type: 'cancel', reason }
  return whenPortalSilent(row.payload) === 'send_stored' ? { type: 'send', row } : { type: 'wait' }
}

/** The event a row speaks of: where it was expected, or wherever else it is now. */
function eventOf(payload: Payload, { events }: Facts): CalendarEvent | null {
  if (payload.type !== 'event' && payload.type !== 'change') return null
  const startMs = payload.type === 'event' ? payload.startMs : payload.to?.startMs
  const found = (events ?? []).filter((event) => isSame(event, payload))
  return found.find(({ start }) => instantMs(start) === startMs) ?? found[0] ?? null
}

/** An occurrence moved out of its series is another event, which has the title and the original start in common with it. */
function isSame({ id, occurrence, title }: CalendarEvent, payload: EventPayload | ChangePayload): boolean {
  if (occurrence !== payload.occurrence) return false
  return id === payload.event || (occurrence !== null && title === payload.title)
}

function taskOf(payload: Payload, { tasks }: Facts): TaskFacts | null {
  return payload.type === 'deadline' ? (tasks?.find(({ id }) => id === payload.task) ?? null) : null
}

/** What the digests among the rows carry and nobody has stored yet. */
function carriedBy(
  rows: readonly PlannedNotification[],
  fresh: readonly PlannedNotification[],
): readonly PlannedNotification[] {
  const taken = new Set(rows.map(({ key }) => key))
  const messages = new Set(rows.map(({ together }) => together))
  return fresh.filter(({ key, together }) => !taken.has(key) && messages.has(together))
}
