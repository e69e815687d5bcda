/**
 * The keys of notifications: what makes a second one of the same impossible. A person is named by their employee id,
 * so that moving to another chat repeats nothing; times are minutes since the epoch, so that a moved object is another.
 */
import type { PortalUserId } from '../../ports/identity.ts'

export function morningKey(user: PortalUserId, date: string): string {
  return `morning:${user}:${date}`
}

export function eveningKey(user: PortalUserId, date: string): string {
  return `evening:${user}:${date}`
}

export function eventKey(user: PortalUserId, event: number, startMs: number, leadMinutes: number): string {
  return `ev:${user}:${event}:${minutes(startMs)}:${leadMinutes}`
}

export function dayBeforeKey(user: PortalUserId, task: number, deadlineMs: number): string {
  return `dl1:${user}:${task}:${minutes(deadlineMs)}`
}

/** `date` is the deadline's local date: another zone is another day. */
export function onDayKey(user: PortalUserId, task: number, date: string, deadlineMs: number): string {
  return `dl0:${user}:${task}:${date}:${minutes(deadlineMs)}`
}

export function passedKey(user: PortalUserId, task: number, deadlineMs: number): string {
  return `dlp:${user}:${task}:${minutes(deadlineMs)}`
}

/** `newStartMs` null: cancelled. */
export function changeKey(
  user: PortalUserId,
  event: number,
  oldStartMs: number,
  newStartMs: number | null,
): string {
  return `evchg:${user}:${event}:${minutes(oldStartMs)}:${newStartMs === null ? 'x' : minutes(newStartMs)}`
}

export function snoozeKey(user: PortalUserId, sourceKey: string, times: number): string {
  return `snz:${user}:${sourceKey}:${times}`
}

export function systemKey(user: PortalUserId, kind: string, operation: string): string {
  return `sys:${user}:${kind}:${operation}`
}

/** What a snoozed notification came from and how often; a key that was never snoozed is its own source, 0 times. */
export function snoozeSource(key: string): { readonly source: string; readonly times: number } {
  const [, source, times] = /^snz:\d+:(.+):(\d+)$/.exec(key) ?? []
  return source === undefined ? { source: key, times: 0 } : { source, times: Number(times) }
}

/** The names under which reminders of one moment leave as one message; never keys of rows. */
export function together(prefix: string, user: PortalUserId, moment: string | number): string {
  return `${prefix}:${user}@${moment}`
}

export function minutes(atMs: number): number {
  return Math.floor(atMs / 60_000)
}
