import type { DateTime } from 'luxon'
import type { Recurrence } from '../../ports/calendar.ts'
import type { When } from '../../ports/dates.ts'
import type { Frame } from './frame.ts'
import { preferredHour } from './half-day.ts'
import { resolveDay } from './resolve-day.ts'
import { resolveMoment } from './resolve-moment.ts'
import { resolvePeriod } from './resolve-period.ts'
import type { DaySaid, SaidRepeat } from './said.ts'

export interface RepeatResolved {
  /** The first time it happens; absent where nothing said tells which day that is («раз в месяц»). */
  readonly value?: When
  /** Absent where the calendar's rule cannot say it. */
  readonly recurrence?: Recurrence
}

/** The first time and the calendar rule of a repetition. */
export function resolveRepeat(said: SaidRepeat, frame: Frame): RepeatResolved {
  const { today } = frame
  const within = said.within === null ? null : resolvePeriod(said.within, today)
  const named = said.from === null ? null : resolveDay(said.from, frame).date
  const start = named ?? within?.start ?? today
  const last = said.until === null ? (within?.end ?? null) : resolveDay(said.until, frame).date
  const from = start < today ? today : start
  const value = firstOf(said, frame, from, named !== null)
  return { ...(value !== null && { value }), ...ruleOf(said, value, last) }
}

/** Dates are tried one by one: weekly ones repeat within a fortnight, monthly and yearly ones name their day. */
function firstOf(said: SaidRepeat, frame: Frame, from: DateTime, named: boolean): When | null {
  const { repeat } = said
  if (repeat.day !== null) return valueOn(said, ownDate(repeat.day, from, frame), frame)
  const untold = repeat.weekdays.length === 0 && repeat.frequency !== 'daily'
  if (untold && !named && said.moment.clock === null && said.moment.part === null) return null
  for (let days = 0; days < 15; days++) {
    const date = from.plus({ days })
    if (repeat.weekdays.length > 0 && !repeat.weekdays.includes(date.weekday)) continue
    const value = valueOn(said, date, frame)
    if (isAhead(value, frame, named)) return value
  }
  return null
}

/** «каждое 10 число» counts from the start that was said. */
function ownDate(day: DaySaid, from: DateTime, frame: Frame): DateTime {
  return resolveDay(day, { ...frame, today: from }).date
}

/** A day without a clock begins to repeat tomorrow, like a bare weekday; one that was named begins there. */
function isAhead(value: When, { now, today }: Frame, named: boolean): boolean {
  if (value.start.utc !== null) return Date.parse(value.start.utc) > now.toMillis()
  const date = today.toISODate() ?? ''
  return named ? value.start.local >= date : value.start.local > date
}

function valueOn({ moment, repeat }: SaidRepeat, date: DateTime, frame: Frame): When {
  const { clock } = moment
  const part = moment.part ?? repeat.part
  const settled =
    clock !== null && clock.bare && part === null
      ? { ...clock, hour: preferredHour(clock, frame.policy), bare: false }
      : clock
  const { year, month, day } = date
  const said = { ...moment, part, clock: settled, day: { type: 'calendar', day, month, year } } as const
  return resolveMoment(said, frame).value
}

function ruleOf(
  { repeat, count }: SaidRepeat,
  value: When | null,
  last: DateTime | null,
): { recurrence?: Recurrence } {
  const { frequency, interval } = repeat
  if (frequency === null) return {}
  const weekdays = repeat.weekdays.map((weekday) => names[weekday - 1] ?? 'MO')
  // The portal takes a weekly rule without weekdays for Mondays.
  const unnamed = frequency === 'weekly' && weekdays.length === 0 && value !== null
  const until = last?.toISODate() ?? null
  return {
    recurrence: {
      frequency,
      interval,
      weekdays: unnamed ? [weekdayOf(value)] : weekdays,
      until,
      count,
    },
  }
}

const names = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

function weekdayOf({ start }: When): Recurrence['weekdays'][number] {
  const day = new Date(`${start.local.slice(0, 10)}T00:00:00Z`).getUTCDay()
  return names[(day + 6) % 7] ?? 'MO'
}
