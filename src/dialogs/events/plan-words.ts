/** The time of an event and how it repeats, in values and the names of the texts that say them. */
import type { Recurrence } from '../../ports/calendar.ts'
import type { DateWriter } from '../../ports/dates.ts'
import type { JsonObject } from '../../ports/json.ts'
import type { Says, ServiceRequest } from '../../machines/services.ts'
import { weekdayName, type EventPlan } from './event-time.ts'

type Viewer = Pick<ServiceRequest, 'nowMs' | 'language'>

export const planSays: Says = { plan_timed: ['when', 'zone'], plan_days: ['when'] }

/** «завтра, вт, 24 ноября, 15:00–16:00 · Москва (UTC+3)»; of whole days there is no clock, and so no zone. */
export function planWords(plan: EventPlan, writer: DateWriter, viewer: Viewer): JsonObject {
  const { allDay, from, to, zone } = plan.time
  const { nowMs: now, language } = viewer
  if (allDay) return { words: 'plan_days', when: writer.formatDays(from, to, { now, zone, language }) }
  return {
    words: 'plan_timed',
    when: {
      said: writer.formatRange(plan.fromMs, plan.toMs, zone, { now, language }),
      at: new Date(plan.fromMs).toISOString(),
    },
    zone: writer.formatZone(zone, plan.fromMs, language),
  }
}

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

export const repeatSays: Says = {
  plan_repeats: ['first', 'rule'],
  every_day: [],
  every_n_days: ['n'],
  every_workday: [],
  every_week_on: ['days'],
  every_n_weeks: ['n', 'days'],
  every_month: ['day'],
  every_n_months: ['n', 'day'],
  every_year: [],
  every_n_years: ['n'],
  rule_until: ['rule', 'last'],
  rule_times: ['rule', 'times'],
  ...Object.fromEntries(weekdays.map((day) => [`every_${day.toLowerCase()}`, []])),
}

/** The time of a series: its rule, and the first time it happens. */
export function repeatWords(
  plan: EventPlan,
  recurrence: Recurrence,
  writer: DateWriter,
  viewer: Viewer,
): JsonObject {
  const first = planWords(plan, writer, viewer)
  const rule = ruleWords(recurrence, plan.time.from, viewer)
  const { until, count } = recurrence
  const { nowMs: now, language } = viewer
  if (count !== null) return repeats({ words: 'rule_times', rule, times: count }, first)
  if (until === null) return repeats(rule, first)
  const last = writer.formatDay(until, { now, zone: plan.time.zone, language, style: 'short' })
  return repeats({ words: 'rule_until', rule, last }, first)
}

function repeats(rule: JsonObject, first: JsonObject): JsonObject {
  return { words: 'plan_repeats', rule, first }
}

function ruleWords(
  { frequency, interval, weekdays: on }: Recurrence,
  from: string,
  { language }: Viewer,
): JsonObject {
  const day = Number(from.slice(8, 10))
  const often = interval > 1 ? { n: interval } : null
  switch (frequency) {
    case 'daily':
      return often === null ? { words: 'every_day' } : { words: 'every_n_days', ...often }
    case 'monthly':
      return often === null ? { words: 'every_month', day } : { words: 'every_n_months', ...often, day }
    case 'yearly':
      return often === null ? { words: 'every_year' } : { words: 'every_n_years', ...often }
    case 'weekly': {
      const days = weekdays
        .flatMap((one, at) => (on.includes(one) ? [weekdayName(at + 1, language)] : []))
        .join(', ')
      if (often !== null) return { words: 'every_n_weeks', ...often, days }
      const [only, second] = on
      if (only !== undefined && second === undefined) return { words: `every_${only.toLowerCase()}` }
      const work = on.length === 5 && !on.includes('SA') && !on.includes('SU')
      return work ? { words: 'every_workday' } : { words: 'every_week_on', days }
    }
  }
}
