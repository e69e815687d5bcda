/** On which days a series happens, as the server's source counts them (calendar `ParseRecursion`). */
import type { EventRow, RecurrenceRow, Weekday } from '../rows.ts'
import { dayOf, onDay, plusDays, plusSeconds, secondsBetween, weekdayOf } from './wall.ts'

/** Nothing happens after it: the server's largest date (source). */
export const lastDay = '2038-01-01'

export interface Occurrence {
  readonly from: string
  readonly to: string
  /** Place in the series, those taken out counted. */
  readonly index: number
}

/** Occurrences until `throughDay`, in order, without those taken out. One that stands alone is its own only one. */
export function occurrencesOf(event: EventRow, throughDay: string): readonly Occurrence[] {
  if (event.rule === null) return [{ from: event.from, to: event.to, index: 0 }]
  const lengthSeconds = secondsBetween(event.from, event.to)
  const found: Occurrence[] = []
  let index = 0
  for (const day of daysOf(event.rule, dayOf(event.from))) {
    if (day > throughDay) break
    const from = onDay(day, event.from)
    if (!event.exceptDays.includes(day)) found.push({ from, to: plusSeconds(from, lengthSeconds), index })
    index += 1
  }
  return found
}

/** The day of the last occurrence, taken out or not; null when the series never ends. */
export function lastDayOf(rule: RecurrenceRow, firstDay: string): string | null {
  if (rule.until === null && rule.count === null) return null
  return [...daysOf(rule, firstDay)].at(-1) ?? firstDay
}

/** How many occurrences come before `day`, those taken out counted. */
export function countBefore(rule: RecurrenceRow, firstDay: string, day: string): number {
  let count = 0
  for (const one of daysOf(rule, firstDay)) {
    if (one >= day) break
    count += 1
  }
  return count
}

/** COUNT and UNTIL may stand together, the earlier ends it; UNTIL is the last day it may happen on. */
function* daysOf(rule: RecurrenceRow, firstDay: string): Generator<string> {
  const end = rule.until === null || rule.until > lastDay ? lastDay : rule.until
  let count = 0
  for (const day of candidates(rule, firstDay)) {
    if (day > end || (rule.count !== null && count >= rule.count)) return
    yield day
    count += 1
  }
}

function candidates(rule: RecurrenceRow, firstDay: string): Generator<string> {
  switch (rule.frequency) {
    case 'WEEKLY':
      return weekly(rule, firstDay)
    case 'DAILY':
      return steps((step) => plusDays(firstDay, step * rule.interval))
    case 'MONTHLY':
      return steps((step) => inMonth(firstDay, step * rule.interval))
    case 'YEARLY':
    default:
      return steps((step) => inYear(firstDay, step * rule.interval))
  }
}

function* steps(dayAt: (step: number) => string): Generator<string> {
  for (let step = 0; ; step += 1) yield dayAt(step)
}

const weekdays: readonly Weekday[] = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']

/** The first day counts only when it is one of the weekdays; weeks end on Sunday (source). */
function* weekly(rule: RecurrenceRow, firstDay: string): Generator<string> {
  let day = firstDay
  for (;;) {
    const weekday = weekdays[weekdayOf(day)]
    if (weekday !== undefined && rule.weekdays.includes(weekday)) yield day
    day = plusDays(day, weekday === 'SU' ? (rule.interval - 1) * 7 + 1 : 1)
  }
}

/** A day the month does not have becomes the first of the next one (source; RFC 5545 would leave the month out). */
function inMonth(firstDay: string, months: number): string {
  const [year = 0, month = 1, date = 1] = firstDay.split('-').map(Number)
  const daysThere = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return isoDay(
    date > daysThere ? Date.UTC(year, month + months, 1) : Date.UTC(year, month - 1 + months, date),
  )
}

/** 29 February is 1 March where there is none (source). */
function inYear(firstDay: string, years: number): string {
  const [year = 0, month = 1, date = 1] = firstDay.split('-').map(Number)
  return isoDay(Date.UTC(year + years, month - 1, date))
}

function isoDay(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10)
}
