/** Reminders of deadlines: the day before, on the day, and once when one has passed. */
import {
  digestHourMs,
  digestKey,
  digestLateMs,
  isTellingDay,
  planDigests,
  type DigestKind,
} from './digest-times.ts'
import { dayBeforeKey, onDayKey, passedKey, together } from './keys.ts'
import { addDays, instantMs, localDate } from './local-day.ts'
import type { Facts, NotificationKind, PlannedNotification, Recipient, TaskFacts } from './notification.ts'
import { isPaused, isQuiet } from './quiet.ts'
import { isWorkDay, lastWorkDay, type WorkCalendar } from './work-days.ts'

/**
 * Deadline reminders of the person's own open tasks. Where the digest of that hour comes anyway they become part of it
 * (`together` is its key); where it went out already they are not sent behind it. Of one quarter of an hour there is one
 * message.
 */
export function planDeadlineReminders(facts: Facts): readonly PlannedNotification[] {
  const { settings } = facts.person
  if (!settings.enabled || facts.tasks === null) return []
  const digests = new Map(planDigests(facts).map((digest) => [digest.key, digest]))
  const rows = facts.tasks.flatMap((task) => remindersOf(task, facts))
  return atOnce(rows.flatMap((row) => merged(row, digests, facts) ?? []))
}

/**
 * Since when a task has the deadline that a reminder (`key`) speaks of, as far as anybody knows. One that was seen at an
 * earlier look is as old as it was then, whatever else was changed since; one never seen before may have been set as
 * late as the last change: somebody has moved it closer.
 */
export function setAtMs(task: TaskFacts, key: string, { known }: Pick<Facts, 'known'>): number {
  const setMs = task.deadlineSetAtMs ?? -Infinity
  return known === undefined || known.has(key) ? setMs : Math.max(setMs, task.changedAtMs ?? -Infinity)
}

/** Open, the person's own, with a deadline: what deadline reminders speak of. */
export function hasOwnDeadline({ status, role, deadline }: TaskFacts): boolean {
  return isOpen(status) && role === 'responsible' && instantMs(deadline) !== null
}

/** Waiting or under way: not on control, not completed, not put off. */
export function isOpen(status: TaskFacts['status']): boolean {
  return status === 'pending' || status === 'in_progress'
}

/**
 * When the day before a deadline is told: 24 hours earlier, but within the hours between the digests of the local day
 * before it; when nothing is told on that day, in the evening of the last work day before.
 */
export function dayBeforeMs(deadlineMs: number, person: Recipient, calendar: WorkCalendar): number {
  const day = addDays(localDate(deadlineMs, person.zone), -1)
  if (!isTellingDay(day, person, calendar)) {
    return digestHourMs('evening', lastWorkDay(day, calendar), person)
  }
  const hours = [digestHourMs('morning', day, person), digestHourMs('evening', day, person)]
  return Math.min(Math.max(deadlineMs - 86_400_000, Math.min(...hours)), Math.max(...hours))
}

/** The first evening, on a day on which things are told, at or after the deadline; null when there is none in two months. */
export function passedEveningMs(
  deadlineMs: number,
  person: Recipient,
  calendar: WorkCalendar,
): number | null {
  const first = localDate(deadlineMs, person.zone)
  for (let days = 0; days <= 62; days += 1) {
    const date = addDays(first, days)
    const eveningMs = digestHourMs('evening', date, person)
    if (eveningMs >= deadlineMs && isTellingDay(date, person, calendar)) return eveningMs
  }
  return null
}

/** A reminder before it is known whether a digest carries it. */
interface Candidate {
  readonly row: PlannedNotification
  /** The digest that would; null when its own hour has nothing to do with one. */
  readonly digest: DigestKind | null
}

function remindersOf(task: TaskFacts, facts: Facts): readonly Candidate[] {
  const deadlineMs = instantMs(task.deadline)
  if (deadlineMs === null || !hasOwnDeadline(task)) return []
  // An old one has been told of, or was overdue before there was anybody to tell.
  if (deadlineMs < facts.nowMs - longAgoMs) return []
  const { dayBefore, onDay, passed } = facts.person.settings.deadlines
  const found = [
    dayBefore ? dayBeforeOf(task, deadlineMs, facts) : null,
    onDay ? onDayOf(task, deadlineMs, facts) : null,
    passed ? passedOf(task, deadlineMs, facts) : null,
  ]
  return found.filter((one) => one !== null).filter(({ row }) => isOwed(row, task, facts))
}

const longAgoMs = 62 * 86_400_000

function dayBeforeOf(task: TaskFacts, deadlineMs: number, facts: Facts): Candidate | null {
  const { person, calendar } = facts
  const key = dayBeforeKey(person.employee, task.id, deadlineMs)
  if (setAtMs(task, key, facts) > deadlineMs - 86_400_000) return null
  const dueMs = dayBeforeMs(deadlineMs, person, calendar)
  const date = localDate(dueMs, person.zone)
  const expiresMs = digestHourMs('morning', localDate(deadlineMs, person.zone), person)
  const row = reminder('day-before', task, { deadlineMs, dueMs, expiresMs }, facts)
  return {
    row: { ...row, together: together('dl1', person.employee, Math.floor(dueMs / slotMs) * slotMs) },
    digest: dueMs === digestHourMs('evening', date, person) ? 'evening' : null,
  }
}

/** Reminders whose time falls into the same stretch of this length are one message. */
const slotMs = 15 * 60_000

function onDayOf(task: TaskFacts, deadlineMs: number, facts: Facts): Candidate | null {
  const { person, calendar } = facts
  const date = localDate(deadlineMs, person.zone)
  const dueMs = digestHourMs('morning', date, person)
  if (deadlineMs < dueMs) return null
  const expiresMs = Math.min(deadlineMs + 1, dueMs + digestLateMs)
  const row = reminder('on-day', task, { deadlineMs, dueMs, expiresMs }, facts)
  const silent = row.silent || !isWorkDay(date, calendar)
  return { row: { ...row, silent, together: together('dl0', person.employee, date) }, digest: 'morning' }
}

function passedOf(task: TaskFacts, deadlineMs: number, facts: Facts): Candidate | null {
  const { person, calendar } = facts
  const dueMs = passedEveningMs(deadlineMs, person, calendar)
  if (dueMs === null) return null
  const row = reminder('passed', task, { deadlineMs, dueMs, expiresMs: dueMs + digestLateMs }, facts)
  const name = together('dlp', person.employee, localDate(dueMs, person.zone))
  return { row: { ...row, together: name }, digest: 'evening' }
}

interface Timing {
  readonly deadlineMs: number
  readonly dueMs: number
  readonly expiresMs: number
}

function reminder(
  kind: NotificationKind & ('day-before' | 'on-day' | 'passed'),
  task: TaskFacts,
  { deadlineMs, dueMs, expiresMs }: Timing,
  { person, nowMs }: Facts,
): PlannedNotification {
  const { employee, zone, settings, chat } = person
  const keys = {
    'day-before': () => dayBeforeKey(employee, task.id, deadlineMs),
    'on-day': () => onDayKey(employee, task.id, localDate(deadlineMs, zone), deadlineMs),
    passed: () => passedKey(employee, task.id, deadlineMs),
  }
  const key = keys[kind]()
  return {
    key,
    kind,
    chat,
    together: key,
    dueMs,
    expiresMs,
    silent: isQuiet(Math.max(dueMs, nowMs), zone, settings),
    payload: { type: 'deadline', task: task.id, deadlineMs },
  }
}

function isOwed({ key, dueMs, expiresMs }: PlannedNotification, task: TaskFacts, facts: Facts): boolean {
  const { person, nowMs, already } = facts
  if (already.has(key) || expiresMs <= nowMs) return false
  // A deadline set after the reminder's hour owes none: the next rule takes over.
  if (dueMs < person.sinceMs || dueMs < setAtMs(task, key, facts)) return false
  return !isPaused(dueMs, person.zone, person.settings)
}

/** The row as part of its digest, by itself, or null where the digest has gone without it. */
function merged(
  { row, digest }: Candidate,
  digests: ReadonlyMap<string, PlannedNotification>,
  { person, already }: Facts,
): PlannedNotification | null {
  if (digest === null) return row
  const key = digestKey(digest, person, localDate(row.dueMs, person.zone))
  if (already.has(key)) return null
  const carrier = digests.get(key)
  if (carrier === undefined) return row
  return { ...row, together: key, dueMs: carrier.dueMs, silent: carrier.silent }
}

/** One message leaves at one time: that of its first row. */
function atOnce(rows: readonly PlannedNotification[]): readonly PlannedNotification[] {
  const firstMs = new Map<string, number>()
  for (const { together: name, dueMs } of rows)
    firstMs.set(name, Math.min(dueMs, firstMs.get(name) ?? Infinity))
  return rows.map((row) => ({ ...row, dueMs: firstMs.get(row.together) ?? row.dueMs }))
}
