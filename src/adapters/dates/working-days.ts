import type { DateTime } from 'luxon'

/** Saturday and Sunday are off; public holidays are the portal's own and not known here. */
export function isWorkingDay(date: DateTime): boolean {
  return date.weekday <= 5
}

/** The `count`th working day after `date`, which itself does not count. */
export function afterWorkingDays(date: DateTime, count: number): DateTime {
  const weeks = Math.floor(count / 5)
  const base = isWorkingDay(date) ? date : date.startOf('week').plus({ days: 4 })
  let at = base.plus({ weeks })
  for (let left = count % 5; left > 0;) {
    at = at.plus({ days: 1 })
    if (isWorkingDay(at)) left -= 1
  }
  return at
}
