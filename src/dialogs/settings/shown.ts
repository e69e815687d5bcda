/** Settings as dialogs show them: short values, and the names of texts that say the rest. */
import type { DateWriter } from '../../ports/dates.ts'
import type { JsonObject } from '../../ports/json.ts'
import type { Language } from '../../ports/language.ts'
import type { Says } from '../../machines/services.ts'
import type { NotificationSettings } from '../../store/settings.ts'
import { clockOf, wallOf, weekdayOf } from './wall.ts'

/** For whom and when. */
export interface Viewer {
  readonly nowMs: number
  readonly language: Language
  /** IANA name. */
  readonly zone: string
}

export const leadSays: Says = { lead_minutes: ['minutes'], lead_hour: [], lead_hours: ['hours'] }

/** «за 15 минут», «за час». */
export function leadOf(minutes: number): JsonObject {
  if (minutes % 60 !== 0) return { words: 'lead_minutes', minutes }
  return minutes === 60 ? { words: 'lead_hour' } : { words: 'lead_hours', hours: minutes / 60 }
}

export const digestSays: Says = { digest_work_days: ['at'], digest_every_day: ['at'], not_sent: [] }

/** «8:00, рабочие дни». */
export function digestOf(settings: NotificationSettings, which: 'morning' | 'evening'): JsonObject {
  const { enabled, atMinutes } = settings[which]
  if (!enabled) return { words: 'not_sent' }
  const at = clockOf(atMinutes)
  return { words: settings.workDaysOnly ? 'digest_work_days' : 'digest_every_day', at }
}

export const eventsSays: Says = {
  ...leadSays,
  events_before: ['lead'],
  events_twice: ['lead', 'important'],
  not_reminded: [],
}

/** «за 15 минут, важные ещё и за час». */
export function eventsOf({ events }: NotificationSettings): JsonObject {
  if (!events.enabled) return { words: 'not_reminded' }
  const lead = leadOf(events.leadMinutes)
  if (events.importantLeadMinutes === null) return { words: 'events_before', lead }
  return { words: 'events_twice', lead, important: leadOf(events.importantLeadMinutes) }
}

export const deadlinesSays: Says = { day_before: [], on_day: [], after_day: [], not_reminded: [] }

/** «накануне, в день срока». */
export function deadlinesOf({ deadlines }: NotificationSettings): JsonObject | readonly JsonObject[] {
  const { dayBefore, onDay, passed } = deadlines
  const chosen = [
    ...(dayBefore ? ['day_before'] : []),
    ...(onDay ? ['on_day'] : []),
    ...(passed ? ['after_day'] : []),
  ]
  return chosen.length === 0 ? { words: 'not_reminded' } : chosen.map((words) => ({ words }))
}

export const emptySays: Says = { empty_skipped: [], empty_sent: [] }

export function emptyOf({ skipEmpty }: NotificationSettings): JsonObject {
  return { words: skipEmpty ? 'empty_skipped' : 'empty_sent' }
}

export const quietSays: Says = { quiet_between: ['from', 'to'], quiet_never: [] }

export function quietOf({ quiet }: NotificationSettings): JsonObject {
  if (quiet === null) return { words: 'quiet_never' }
  return { words: 'quiet_between', from: clockOf(quiet.fromMinutes), to: clockOf(quiet.toMinutes) }
}

const untilKeys = [
  'until_monday',
  'until_tuesday',
  'until_wednesday',
  'until_thursday',
  'until_friday',
  'until_saturday',
  'until_sunday',
]

export const untilSays: Says = Object.fromEntries(untilKeys.map((key) => [key, ['date']]))

/** «до понедельника, 30 ноября» of a local date. */
export function untilOf(date: string, viewer: Viewer, writer: Pick<DateWriter, 'formatDay'>): JsonObject {
  const { nowMs: now, language, zone } = viewer
  // The weekday has a form of its own after «до»; the rest of the day is as it is written everywhere.
  const day = writer.formatDay(date, { now, language, zone, style: 'long' })
  return { words: untilKeys[weekdayOf(date) - 1] ?? '', date: day.replace(/^[^,]+,\s/u, '') }
}

/** The date a pause ends on, null when none is under way. */
export function pauseOf({ pausedUntil }: NotificationSettings, { nowMs, zone }: Viewer): string | null {
  return pausedUntil !== null && wallOf(nowMs, zone).date < pausedUntil ? pausedUntil : null
}

/** What is switched on, by names that conditions of buttons ask for. */
export function switchedOn(settings: NotificationSettings, viewer: Viewer): readonly string[] {
  const { enabled, events, deadlines, workDaysOnly, skipEmpty, quiet } = settings
  const all: readonly (readonly [string, boolean])[] = [
    ['all', enabled],
    ['paused', pauseOf(settings, viewer) !== null],
    ['events', events.enabled],
    ['important', events.enabled && events.importantLeadMinutes !== null],
    ['day_before', deadlines.dayBefore],
    ['on_day', deadlines.onDay],
    ['after_day', deadlines.passed],
    ['work_days', workDaysOnly],
    ['empty', !skipEmpty],
    ['quiet', quiet !== null],
  ]
  return all.filter(([, on]) => on).map(([name]) => name)
}
