import type { When } from '../../ports.ts'

/** A stretch of time as said. Months and days follow the calendar, seconds are absolute. */
export interface Length {
  readonly months: number
  readonly days: number
  readonly seconds: number
}

export type Unit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year'

/** «этот», «ближайший», «следующий», «прошлый» before a weekday or a period; `bare` when nothing was said. */
export type Which = 'bare' | 'this' | 'nearest' | 'next' | 'last'

/** A calendar stretch; `offset` counts from the current one, `year: null` means the coming one. */
export type Period =
  | {
      readonly type: 'unit'
      readonly unit: 'week' | 'month' | 'quarter' | 'year'
      readonly offset: number
    }
  | { readonly type: 'weekend'; readonly offset: number }
  | { readonly type: 'month'; readonly month: number; readonly year: number | null }
  | { readonly type: 'quarter'; readonly quarter: number; readonly year: number | null }
  | { readonly type: 'year'; readonly year: number }

/** A day as said, not yet a date. Weekdays are ISO: Monday 1 … Sunday 7. */
export type DaySaid =
  | { readonly type: 'offset'; readonly days: number }
  | { readonly type: 'weekday'; readonly weekday: number; readonly which: Which }
  /** The weekday of the ISO week that contains today moved by `shift`. */
  | { readonly type: 'weekday-after'; readonly weekday: number; readonly shift: Length }
  | {
      readonly type: 'calendar'
      readonly day: number
      readonly month: number
      readonly year: number | null
    }
  /** `offset` counts months from the current one; null is the next such day. */
  | { readonly type: 'day-of-month'; readonly day: number; readonly offset: number | null }
  | { readonly type: 'shift'; readonly length: Length }
  | { readonly type: 'end'; readonly period: Period }

/** A clock time; `bare` hours (1–12 with nothing to fix the half-day) are decided by the resolver. Hour 24 is the day's end. */
export interface ClockSaid {
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly bare: boolean
}

/** `night` only fixes the half-day of a clock. `day-end` is «конец дня», `work-end` «конец рабочего дня». */
export type Part = 'morning' | 'lunch' | 'day' | 'afternoon' | 'evening' | 'night' | 'day-end' | 'work-end'

export type Half = 'morning' | 'day' | 'evening' | 'night'

/** One end of a range of days. */
export interface Edge {
  readonly day: DaySaid
  readonly clock: ClockSaid | null
}

export type Fact =
  | { readonly type: 'day'; readonly day: DaySaid }
  | { readonly type: 'clock'; readonly clock: ClockSaid }
  | { readonly type: 'part'; readonly part: Part }
  | { readonly type: 'clocks'; readonly start: ClockSaid; readonly end: ClockSaid }
  | { readonly type: 'days'; readonly start: Edge; readonly end: Edge }
  | { readonly type: 'period'; readonly period: Period }
  /** «через 2 часа»; zero for «сейчас». */
  | { readonly type: 'moment-shift'; readonly length: Length }
  | { readonly type: 'length'; readonly length: Length }
  | { readonly type: 'zone'; readonly zone: string }
  | { readonly type: 'recurrence'; readonly day: DaySaid | null; readonly part: Part | null }
  | { readonly type: 'invalid'; readonly reason: 'no-such-day' | 'no-such-time' }
  /** Speaks of time in a way that has no one reading («в 9 и 12», «с 14 по 16»): better none than half of it. */
  | { readonly type: 'unclear' }
  /** Understood and deliberately left in the text: «за март», «от 5 мая». */
  | { readonly type: 'topic' }

/**
 * How much a piece needs around it to be believed: `none` stands alone, `edge` must open or close the text or touch
 * another piece, `company` must touch another piece or be all there is.
 */
export type Need = 'none' | 'edge' | 'company'

/** One understood stretch of the normalised text. */
export interface Piece {
  readonly from: number
  readonly to: number
  readonly need: Need
  readonly bound: When['bound']
  readonly fact: Fact
}

/** What the pieces of one text say together. */
export type Said =
  | {
      readonly type: 'moment'
      readonly day: DaySaid | null
      /** Said together with the day («завтра, пт, 17 марта»): the day decides, these are checked against it. */
      readonly checks: readonly DaySaid[]
      readonly clock: ClockSaid | null
      readonly end: ClockSaid | null
      readonly part: Part | null
      readonly length: Length | null
      readonly zone: string | null
      readonly bound: When['bound']
    }
  | { readonly type: 'shift'; readonly length: Length; readonly bound: When['bound'] }
  | { readonly type: 'days'; readonly start: Edge; readonly end: Edge }
  | { readonly type: 'period'; readonly period: Period }

export const noLength: Length = { months: 0, days: 0, seconds: 0 }

/** `count` units, or null where a fraction of that unit has no agreed meaning («полтора дня»). */
export function lengthOf(count: number, unit: Unit): Length | null {
  const months = { second: 0, minute: 0, hour: 0, day: 0, week: 0, month: 1, quarter: 3, year: 12 }[unit]
  const days = { second: 0, minute: 0, hour: 0, day: 1, week: 7, month: 0, quarter: 0, year: 0 }[unit]
  const seconds = { second: 1, minute: 60, hour: 3600, day: 0, week: 0, month: 0, quarter: 0, year: 0 }[unit]
  const length = { months: count * months, days: count * days, seconds: Math.round(count * seconds) }
  return Number.isInteger(length.months) && Number.isInteger(length.days) ? length : null
}

export function sumOf(a: Length, b: Length): Length {
  return { months: a.months + b.months, days: a.days + b.days, seconds: a.seconds + b.seconds }
}

/** The hour that «утра/дня/вечера/ночи» fixes; 24 is the coming midnight. Hours after 12 are as written. */
export function hourIn(half: Half, hour: number): number {
  if (hour > 12) return hour
  switch (half) {
    case 'morning':
      return hour === 12 ? 0 : hour
    case 'day':
      return hour < 8 ? hour + 12 : hour
    case 'evening':
      return hour + 12
    case 'night':
      return hour >= 8 ? hour + 12 : hour
  }
}
