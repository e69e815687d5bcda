import type { PortalCalendar } from '../../ports/calendar.ts'
import type { WhenPolicy } from '../../ports/dates.ts'
import type { SettingsRow } from './calendar-schemas.ts'

/** What a portal starts with (calendar module: 9 to 19), for answers that name no hours. */
const usualStart = 9 * 60
const usualEnd = 19 * 60

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** `calendar.settings.get`: hours as "9" or "9.30", days as "1.01,23.02". What cannot be read is left out. */
export function readSettings(row: SettingsRow): PortalCalendar {
  const start = readHour(row.work_time_start) ?? usualStart
  const end = readHour(row.work_time_end) ?? usualEnd
  const [workStartMinutes, workEndMinutes] = start < end ? [start, end] : [usualStart, usualEnd]
  const restWeekdays = weekdays.flatMap((name, index) =>
    row.week_holidays.includes(name) ? [index + 1] : [],
  )
  return {
    workStartMinutes,
    workEndMinutes,
    restWeekdays,
    holidays: readDays(row.year_holidays),
    extraWorkdays: readDays(row.year_workdays),
  }
}

/** How dates are read and written on this portal: «конец дня» is the end of its working day. */
export function policyOf(settings: PortalCalendar): WhenPolicy {
  const { workStartMinutes, workEndMinutes } = settings
  return { workStartMinutes, workEndMinutes, dayEndMinutes: workEndMinutes }
}

/** "9" is nine o'clock, "9.30" half past nine. */
function readHour(text: string): number | null {
  const groups = /^\s*(?<hour>\d{1,2})(?:[.:](?<minute>\d{1,2}))?\s*$/u.exec(text)?.groups
  if (groups?.['hour'] === undefined) return null
  const hour = Number(groups['hour'])
  // A number loses its last zero on the way: 9.3 is 9.30.
  const minute = Number((groups['minute'] ?? '').padEnd(2, '0'))
  const minutes = hour * 60 + minute
  return minute > 59 || minutes > 24 * 60 ? null : minutes
}

/** "1.01" is the first of January. */
function readDays(text: string): readonly string[] {
  const found = text.split(/[,;\s]+/u).flatMap((day) => {
    const groups = /^(?<date>\d{1,2})\.(?<month>\d{1,2})(?:\.\d{2,4})?$/u.exec(day)?.groups
    const [date, month] = [Number(groups?.['date'] ?? 0), Number(groups?.['month'] ?? 0)]
    const real = month >= 1 && month <= 12 && date >= 1 && date <= (daysOfMonth[month - 1] ?? 0)
    return real ? [`${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`] : []
  })
  return [...new Set(found)]
}

const daysOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
