/**
 * What a person is owed right now, worked out in the plainest way there is: not ahead, not with rows, with luxon's own
 * clocks. Each function returns the keys that should have been settled and were not.
 */
import { DateTime } from 'luxon'
import type { Facts } from '../../../src/scheduler/rules/notification.ts'

type Known = Facts & { readonly settled: ReadonlySet<string> }

const minuteMs = 60_000
const hourMs = 60 * minuteMs

export function owedEvents({ nowMs, events, person, settled }: Known): readonly string[] {
  const { leadMinutes } = person.settings.events
  return (events ?? [])
    .filter(({ answer }) => answer !== 'no')
    .map(({ id, start }) => ({ id, startMs: Date.parse(start) }))
    .filter(({ startMs }) => nowMs >= startMs - leadMinutes * minuteMs && nowMs < startMs + 5 * minuteMs)
    .map(({ id, startMs }) => `ev:${person.employee}:${id}:${Math.floor(startMs / minuteMs)}:${leadMinutes}`)
    .filter((key) => !settled.has(key))
}

export function owedDigests({ nowMs, person, settled }: Known): readonly string[] {
  const { settings, zone, employee } = person
  const now = DateTime.fromMillis(nowMs, { zone })
  const date = now.toFormat('yyyy-MM-dd')
  if (settings.workDaysOnly && now.weekday > 5) return []
  return (['morning', 'evening'] as const)
    .filter((kind) => settings[kind].enabled)
    .filter((kind) => {
      const hour = hourOf(now, settings[kind].atMinutes)
      return nowMs >= hour && nowMs < hour + 4 * hourMs
    })
    .map((kind) => `${kind}:${employee}:${date}`)
    .filter((key) => !settled.has(key))
}

/**
 * Deadline reminders of all three kinds, without digests: with them the digest of that hour speaks for them.
 */
export function owedDeadlines(known: Known): readonly string[] {
  const { person, tasks, settled } = known
  if (person.settings.morning.enabled || person.settings.evening.enabled) return []
  return (tasks ?? [])
    .filter(
      ({ status, role }) => role === 'responsible' && (status === 'pending' || status === 'in_progress'),
    )
    .flatMap(({ id, deadline, deadlineSetAtMs }) => {
      const due = { id, deadlineMs: Date.parse(deadline ?? ''), setMs: deadlineSetAtMs ?? -Infinity }
      return [...dayBefore(due, known), ...onDay(due, known), ...passed(due, known)]
    })
    .filter((key) => !settled.has(key))
}

interface Due {
  readonly id: number
  readonly deadlineMs: number
  readonly setMs: number
}

function dayBefore({ id, deadlineMs, setMs }: Due, { nowMs, person }: Known): readonly string[] {
  const { settings, zone, employee } = person
  const day = DateTime.fromMillis(deadlineMs, { zone })
  let told = day.minus({ days: 1 })
  let dueMs = Math.min(
    Math.max(deadlineMs - 24 * hourMs, hourOf(told, settings.morning.atMinutes)),
    hourOf(told, settings.evening.atMinutes),
  )
  for (; isOff(told, settings); dueMs = hourOf(told, settings.evening.atMinutes)) {
    told = told.minus({ days: 1 })
  }
  const isOwed = setMs <= Math.min(deadlineMs - 24 * hourMs, dueMs) && nowMs >= dueMs
  const late = nowMs >= hourOf(day, settings.morning.atMinutes)
  return isOwed && !late ? [`dl1:${employee}:${id}:${Math.floor(deadlineMs / minuteMs)}`] : []
}

function onDay({ id, deadlineMs, setMs }: Due, { nowMs, person }: Known): readonly string[] {
  const { settings, zone, employee } = person
  const day = DateTime.fromMillis(deadlineMs, { zone })
  const dueMs = hourOf(day, settings.morning.atMinutes)
  const isOwed = setMs <= dueMs && nowMs >= dueMs && nowMs <= deadlineMs && nowMs < dueMs + 4 * hourMs
  const minute = Math.floor(deadlineMs / minuteMs)
  return isOwed ? [`dl0:${employee}:${id}:${day.toFormat('yyyy-MM-dd')}:${minute}`] : []
}

function passed({ id, deadlineMs, setMs }: Due, { nowMs, person }: Known): readonly string[] {
  const { settings, zone, employee } = person
  let day = DateTime.fromMillis(deadlineMs, { zone })
  while (hourOf(day, settings.evening.atMinutes) < deadlineMs || isOff(day, settings)) {
    day = day.plus({ days: 1 })
  }
  const dueMs = hourOf(day, settings.evening.atMinutes)
  const isOwed = setMs <= dueMs && nowMs >= dueMs && nowMs < dueMs + 4 * hourMs
  return isOwed ? [`dlp:${employee}:${id}:${Math.floor(deadlineMs / minuteMs)}`] : []
}

function hourOf(day: DateTime, atMinutes: number): number {
  return day
    .set({ hour: Math.floor(atMinutes / 60), minute: atMinutes % 60, second: 0, millisecond: 0 })
    .toMillis()
}

function isOff(day: DateTime, { workDaysOnly }: { readonly workDaysOnly: boolean }): boolean {
  return workDaysOnly && day.weekday > 5
}
