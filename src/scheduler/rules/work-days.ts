/** Which dates are work days: the administrator's table first, then the portal's calendar, then Saturday and Sunday off. */
import type { PortalCalendar } from '../../ports/calendar.ts'
import { addDays, weekday } from './local-day.ts'

/** `off`: nobody works; `short`: a work day that ends earlier; `work`: a work day though it is a weekend. */
export type DayKind = 'off' | 'short' | 'work'

/** What an administrator imported, by date. */
export type DayOverrides = ReadonlyMap<string, DayKind>

export interface WorkCalendar {
  /** Null while the portal has not told. It names no transferred days unless somebody entered them there. */
  readonly portal: PortalCalendar | null
  readonly overrides: DayOverrides
}

export function isWorkDay(date: string, { portal, overrides }: WorkCalendar): boolean {
  const override = overrides.get(date)
  if (override !== undefined) return override !== 'off'
  if (portal === null) return weekday(date) < 6
  const dayOfYear = date.slice(5)
  if (portal.extraWorkdays.includes(dayOfYear)) return true
  if (portal.holidays.includes(dayOfYear)) return false
  return !portal.restWeekdays.includes(weekday(date))
}

/** The first work day after `date`; the very next date where a calendar knows none for two months. */
export function nextWorkDay(date: string, calendar: WorkCalendar): string {
  return nearest(date, 1, (day) => isWorkDay(day, calendar))
}

/** The last work day before `date`; the date before where a calendar knows none for two months. */
export function lastWorkDay(date: string, calendar: WorkCalendar): string {
  return nearest(date, -1, (day) => isWorkDay(day, calendar))
}

function nearest(date: string, step: 1 | -1, fits: (date: string) => boolean): string {
  for (let days = 1; days <= searchDays; days += 1) {
    const day = addDays(date, step * days)
    if (fits(day)) return day
  }
  return addDays(date, step)
}

const searchDays = 62
