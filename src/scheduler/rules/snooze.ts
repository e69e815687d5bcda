/** «Напомнить позже»: when a reminder that was sent comes again, and when that makes no sense. */
import { snoozeKey, snoozeSource } from './keys.ts'
import { addDays, localDate, wallMs } from './local-day.ts'
import type { Payload, PlannedNotification, Recipient } from './notification.ts'
import { isQuiet } from './quiet.ts'

export type SnoozeChoice =
  | { readonly type: 'minutes'; readonly minutes: number }
  /** At the hour of the morning digest of the next local date, also where that digest is switched off. */
  | { readonly type: 'tomorrow' }
  /** So many minutes before the event starts. */
  | { readonly type: 'before_start'; readonly minutes: number }
  /** A time the person typed. */
  | { readonly type: 'at'; readonly atMs: number }

export type Snoozed =
  | { readonly ok: true; readonly notification: PlannedNotification }
  /**
   * `too_often`: five times are enough · `past`: that moment has gone · `too_late`: the event is over by then ·
   * `too_far`: more than a month away · `nothing`: there is nothing to remind of.
   */
  | { readonly ok: false; readonly reason: 'too_often' | 'past' | 'too_late' | 'too_far' | 'nothing' }

export const snoozesMax = 5
const farthestMs = 31 * 86_400_000
/** A snoozed reminder of a task may still leave this much later. */
const lateMs = 4 * 3_600_000

/** `source` is the row that was sent, itself perhaps a snoozed one: all of them count together. */
export function snooze(
  choice: SnoozeChoice,
  source: Pick<PlannedNotification, 'key' | 'payload'>,
  { nowMs, person }: { readonly nowMs: number; readonly person: Recipient },
): Snoozed {
  const { payload } = source
  if (payload.type !== 'event' && payload.type !== 'deadline') return { ok: false, reason: 'nothing' }
  const { source: sourceKey, times } = snoozeSource(source.key)
  if (times >= snoozesMax) return { ok: false, reason: 'too_often' }
  const dueMs = dueOf(choice, payload, { nowMs, person })
  if (dueMs === null) return { ok: false, reason: 'nothing' }
  if (dueMs <= nowMs) return { ok: false, reason: 'past' }
  if (dueMs > nowMs + farthestMs) return { ok: false, reason: 'too_far' }
  if (payload.type === 'event' && dueMs >= payload.endMs) return { ok: false, reason: 'too_late' }
  const key = snoozeKey(person.employee, sourceKey, times + 1)
  return {
    ok: true,
    notification: {
      key,
      kind: 'snoozed',
      chat: person.chat,
      together: key,
      dueMs,
      expiresMs: payload.type === 'event' ? payload.endMs : dueMs + lateMs,
      silent: isQuiet(dueMs, person.zone, person.settings),
      payload,
    },
  }
}

/** The choices to offer under a reminder: those that {@link snooze} would take right now. */
export function snoozeChoices(
  source: Pick<PlannedNotification, 'key' | 'payload'>,
  moment: { readonly nowMs: number; readonly person: Recipient },
): readonly SnoozeChoice[] {
  const offered: readonly SnoozeChoice[] =
    source.payload.type === 'event'
      ? [{ type: 'before_start', minutes: 5 }, ...delays]
      : [...delays, { type: 'tomorrow' }]
  return offered.filter((choice) => snooze(choice, source, moment).ok)
}

const delays: readonly SnoozeChoice[] = [
  { type: 'minutes', minutes: 10 },
  { type: 'minutes', minutes: 60 },
]

function dueOf(
  choice: SnoozeChoice,
  payload: Payload,
  { nowMs, person }: { nowMs: number; person: Recipient },
): number | null {
  if (choice.type === 'minutes') return nowMs + choice.minutes * 60_000
  if (choice.type === 'at') return choice.atMs
  if (choice.type === 'before_start')
    return payload.type === 'event' ? payload.startMs - choice.minutes * 60_000 : null
  const tomorrow = addDays(localDate(nowMs, person.zone), 1)
  return wallMs(tomorrow, person.settings.morning.atMinutes, person.zone)
}
