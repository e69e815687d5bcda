/** What a person changes of their notifications: from what a dialog asked to the settings that follow, and what is said of it. */
import type { JsonObject } from '../../ports/json.ts'
import { textAt } from '../../machines/json.ts'
import type { Says } from '../../machines/services.ts'
import type { NotificationSettings } from '../../store/settings.ts'
import type { CompleteSettings } from './settings-of.ts'
import {
  deadlinesOf,
  deadlinesSays,
  emptyOf,
  emptySays,
  eventsOf,
  eventsSays,
  quietOf,
  quietSays,
} from './shown.ts'
import { clockOf, minutesOf, wallOf } from './wall.ts'

export interface Changed {
  readonly settings: CompleteSettings
  /** Names the text that says it. */
  readonly said: JsonObject
}

interface Asked {
  readonly input: JsonObject
  readonly defaults: CompleteSettings
  readonly nowMs: number
  /** IANA name. */
  readonly zone: string
}

export const changeSays: Says = {
  ...eventsSays,
  ...deadlinesSays,
  ...emptySays,
  ...quietSays,
  saved_morning: ['at'],
  saved_morning_tomorrow: ['at'],
  saved_morning_off: [],
  saved_evening: ['at'],
  saved_evening_tomorrow: ['at'],
  saved_evening_off: [],
  saved_events: ['now'],
  saved_deadlines: ['now'],
  saved_days: ['days', 'empty'],
  only_work_days: [],
  every_day: [],
  saved_quiet: ['now'],
  saved_on: [],
  saved_off: [],
  pause_ended: [],
  not_paused: [],
}

/** The morning comes before the evening, whichever is changed: rules between the two count on it. */
export interface OutOfOrder {
  readonly reason: 'late_morning' | 'early_evening'
  /** The hour of the other one. */
  readonly other: string
}

/** The parts of `input` are named like the steps that ask for them; `what` says which counts. Null for none of these. */
export function change(settings: CompleteSettings, asked: Asked): Changed | OutOfOrder | null {
  const what = textAt(asked.input, 'what')
  return changes.get(what)?.(settings, asked) ?? null
}

type Change = (settings: CompleteSettings, asked: Asked) => Changed | OutOfOrder | null

const changes: ReadonlyMap<string, Change> = new Map<string, Change>([
  ['morning', (settings, asked) => changeDigest(settings, asked, 'morning')],
  ['evening', (settings, asked) => changeDigest(settings, asked, 'evening')],
  ['events', changeEvents],
  ['deadlines', changeDeadlines],
  ['days', changeDays],
  ['quiet', changeQuiet],
  ['turn_on', (settings, asked) => changeAll(settings, asked, true)],
  ['turn_off', (settings, asked) => changeAll(settings, asked, false)],
  ['unpause', unpause],
])

function unpause(settings: CompleteSettings, { nowMs, zone }: Asked): Changed {
  const { pausedUntil } = settings.notifications
  const isPaused = pausedUntil !== null && wallOf(nowMs, zone).date < pausedUntil
  return isPaused ? endPause(settings, nowMs) : { settings, said: { words: 'not_paused' } }
}

/** Nothing is owed of what fell due while there was a pause. */
export function endPause(settings: CompleteSettings, nowMs: number): Changed {
  const { notifications, chosenAtMs } = settings
  return {
    settings: {
      ...settings,
      notifications: { ...notifications, pausedUntil: null },
      chosenAtMs: { ...chosenAtMs, all: nowMs },
    },
    said: { words: 'pause_ended' },
  }
}

/** A time of day, or none to have no such digest. An hour that has passed today is one of tomorrow. */
function changeDigest(
  settings: CompleteSettings,
  { input, nowMs, zone }: Asked,
  which: 'morning' | 'evening',
): Changed | OutOfOrder | null {
  const clock = input[which]
  if (clock === null) {
    const off = { ...settings.notifications[which], enabled: false }
    return { settings: withNotifications(settings, { [which]: off }), said: { words: `saved_${which}_off` } }
  }
  const atMinutes = typeof clock === 'string' ? minutesOf(clock) : null
  if (atMinutes === null) return null
  const { morning, evening } = settings.notifications
  if (which === 'morning' && atMinutes >= evening.atMinutes)
    return { reason: 'late_morning', other: clockOf(evening.atMinutes) }
  if (which === 'evening' && atMinutes <= morning.atMinutes)
    return { reason: 'early_evening', other: clockOf(morning.atMinutes) }
  const passed = wallOf(nowMs, zone).minutes >= atMinutes
  const next = withNotifications(settings, { [which]: { enabled: true, atMinutes } })
  return {
    settings: { ...next, chosenAtMs: { ...settings.chosenAtMs, [which]: nowMs } },
    said: { words: passed ? `saved_${which}_tomorrow` : `saved_${which}`, at: clockOf(atMinutes) },
  }
}

function changeEvents(settings: CompleteSettings, { input, defaults }: Asked): Changed | null {
  const before = settings.notifications.events
  const events = eventsAfter(before, textAt(input, 'events'), defaults.notifications.events)
  if (events === null) return null
  const next = withNotifications(settings, { events })
  return { settings: next, said: { words: 'saved_events', now: eventsOf(next.notifications) } }
}

const hourMinutes = 60

type Events = NotificationSettings['events']

function eventsAfter(events: Events, chosen: string, defaults: Events): Events | null {
  const leadMinutes = Number(/^lead_(5|10|15|30)$/.exec(chosen)?.[1] ?? 0)
  if (leadMinutes > 0) return { ...events, enabled: true, leadMinutes }
  if (chosen === 'lead_off') return { ...events, enabled: false }
  if (chosen === 'important_off') return { ...events, importantLeadMinutes: null }
  if (chosen !== 'important_on') return null
  return { ...events, importantLeadMinutes: defaults.importantLeadMinutes ?? hourMinutes }
}

function changeDeadlines(settings: CompleteSettings, { input }: Asked): Changed | null {
  const found = /^(day_before|on_day|after_day)_(on|off)$/.exec(textAt(input, 'deadlines'))
  const [, which, state] = found ?? []
  if (which === undefined) return null
  const key = which === 'day_before' ? 'dayBefore' : which === 'on_day' ? 'onDay' : 'passed'
  const deadlines = { ...settings.notifications.deadlines, [key]: state === 'on' }
  const next = withNotifications(settings, { deadlines })
  return { settings: next, said: { words: 'saved_deadlines', now: deadlinesOf(next.notifications) } }
}

function changeDays(settings: CompleteSettings, { input }: Asked): Changed | null {
  const parts = new Map<string, Partial<NotificationSettings>>([
    ['work_days_on', { workDaysOnly: true }],
    ['work_days_off', { workDaysOnly: false }],
    ['empty_on', { skipEmpty: false }],
    ['empty_off', { skipEmpty: true }],
  ])
  const part = parts.get(textAt(input, 'days'))
  if (part === undefined) return null
  const next = withNotifications(settings, part)
  const { notifications } = next
  const days = { words: notifications.workDaysOnly ? 'only_work_days' : 'every_day' }
  return { settings: next, said: { words: 'saved_days', days, empty: emptyOf(notifications) } }
}

function changeQuiet(settings: CompleteSettings, { input, defaults }: Asked): Changed | null {
  const chosen = textAt(input, 'quiet')
  if (chosen !== 'quiet_on' && chosen !== 'quiet_off') return null
  const next = withNotifications(settings, {
    quiet: chosen === 'quiet_on' ? defaults.notifications.quiet : null,
  })
  return { settings: next, said: { words: 'saved_quiet', now: quietOf(next.notifications) } }
}

function changeAll(settings: CompleteSettings, { nowMs }: Asked, enabled: boolean): Changed {
  const next = withNotifications(settings, { enabled })
  if (!enabled) return { settings: next, said: { words: 'saved_off' } }
  return {
    settings: { ...next, chosenAtMs: { ...settings.chosenAtMs, all: nowMs } },
    said: { words: 'saved_on' },
  }
}

function withNotifications(
  settings: CompleteSettings,
  part: Partial<NotificationSettings>,
): CompleteSettings {
  return { ...settings, notifications: { ...settings.notifications, ...part } }
}
