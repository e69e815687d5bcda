import type { DateTime } from 'luxon'
import type { WorkDays } from '../../ports/dates.ts'

/**
 * Whether anybody works on a date: what is known of that very date first, then of that day of every year, then of its
 * weekday. Without a calendar Saturday and Sunday are off.
 */
export function isWorkingDay(date: DateTime, days: WorkDays | undefined): boolean {
  return isWorked(date.toMillis(), days)
}

/** The same of a date `YYYY-MM-DD`. */
export function isWorkingDate(date: string, days: WorkDays | undefined): boolean {
  return isWorked(Date.parse(`${date}T00:00:00Z`), days)
}

/** The `count`th working day after `date`, which itself does not count. */
export function afterWorkingDays(date: DateTime, count: number, days: WorkDays | undefined): DateTime {
  let atMs = date.toMillis()
  for (let left = count, searched = 0; left > 0 && searched < searchedMax; searched += 1) {
    atMs += dayMs
    if (isWorked(atMs, days)) left -= 1
  }
  return date.plus({ days: Math.round((atMs - date.toMillis()) / dayMs) })
}

const dayMs = 86_400_000
/** A calendar on which nobody ever works must not be searched for ever. */
const searchedMax = 10_000

/** `dateMs`: the date's midnight in UTC, as dates are kept here. */
function isWorked(dateMs: number, days: WorkDays | undefined): boolean {
  const date = new Date(dateMs)
  const weekday = date.getUTCDay() || 7
  if (days === undefined) return weekday <= 5
  const written = date.toISOString().slice(0, 10)
  const known = kindOf(days, written) ?? kindOf(days, written.slice(5))
  return known === undefined ? !days.restWeekdays.includes(weekday) : known === 'work'
}

function kindOf({ dates }: WorkDays, date: string): 'off' | 'work' | undefined {
  return Object.hasOwn(dates, date) ? dates[date] : undefined
}
