import type { Recurrence } from '../../ports/calendar.ts'
import type { MonthNamed, When } from '../../ports/dates.ts'

/** A stretch of time as said. Months and days follow the calendar, seconds are absolute. */
export interface Length {
  readonly months: number
  readonly days: number
  readonly seconds: number
}

export type Unit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year'

/** «этот», «ближайший», «следующий», «прошлый» before a weekday or a period; `bare` when nothing was said. */
export type Which = 'bare' | 'this' | 'nearest' | 'next' | 'last'

/** `null` is the coming one; «этого года» and «следующего года» are counted from today. */
export type YearSaid = number | 'this' | 'next' | null

/** A calendar stretch; `offset` counts from the current one. */
export type Period =
  | {
      readonly type: 'unit'
      readonly unit: 'week' | 'month' | 'quarter' | 'year'
      readonly offset: number
    }
  | { readonly type: 'weekend'; readonly offset: number }
  | { readonly type: 'month'; readonly month: number; readonly year: YearSaid }
  /** «с мая по июль»: whole months, both inclusive. */
  | { readonly type: 'months'; readonly first: number; readonly last: number; readonly year: YearSaid }
  /** «первая половина декабря», «вторая половина месяца». */
  | { readonly type: 'half'; readonly of: Period; readonly half: 1 | 2 }
  | { readonly type: 'quarter'; readonly quarter: number; readonly year: YearSaid }
  /** Six months from January or July; without `half`, counted from the current one. */
  | { readonly type: 'half-year'; readonly half: 1 | 2; readonly year: YearSaid }
  | { readonly type: 'half-years'; readonly offset: number }
  /** Spring 0, summer 1, autumn 2, winter 3 (which begins in December). */
  | { readonly type: 'season'; readonly season: number; readonly which: Which; readonly year: number | null }
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
      readonly year: YearSaid
    }
  /** `offset` counts months from the current one; null is the next such day. */
  | { readonly type: 'day-of-month'; readonly day: number; readonly offset: number | null }
  /** `other` is the second of «через 2–3 дня». */
  | { readonly type: 'shift'; readonly length: Length; readonly other: Length | null }
  /** Working days from today, which does not count. */
  | { readonly type: 'working'; readonly days: number; readonly other: number | null }
  /** «начало», «середина» and «конец» of a period. */
  | { readonly type: 'begin' | 'middle' | 'end'; readonly period: Period }
  /** «первый понедельник апреля»; `nth` −1 is the last, `weekday` null any working day. */
  | { readonly type: 'nth'; readonly nth: number; readonly weekday: number | null; readonly period: Period }
  /** The last working day before a weekend, or the first one after it. */
  | { readonly type: 'weekend'; readonly side: 'before' | 'after'; readonly offset: number }

/**
 * A clock time; `bare` hours (1–12 with nothing to fix the half-day) are decided by the resolver. Hour 24 is the day's
 * end, and `bare` there is a midnight that may be its beginning as well.
 */
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
  /** «через 2 часа»; zero for «сейчас»; `other` is the second of «через час-два». */
  | { readonly type: 'moment-shift'; readonly length: Length; readonly other: Length | null }
  | { readonly type: 'length'; readonly length: Length }
  | { readonly type: 'zone'; readonly zone: string }
  | { readonly type: 'repeat'; readonly repeat: Repeat }
  /** «в это же время»: the clock of now. */
  | { readonly type: 'same-time' }
  /** «весь день»: a day without a clock, as it is anyway. */
  | { readonly type: 'whole-day' }
  /** «5 раз», which counts only beside a repetition. */
  | { readonly type: 'count'; readonly count: number }
  | {
      readonly type: 'invalid'
      readonly reason: 'no-such-day' | 'no-such-time'
      /** That of the day, where it was named. */
      readonly month?: MonthNamed
    }
  /** Speaks of time in a way that has no one reading («в 9 и 12», «с 14 по 16»): better none than half of it. */
  | { readonly type: 'unclear' }
  /** Understood and deliberately left in the text: «за март», «от 5 мая». */
  | { readonly type: 'topic' }

/** A repetition as said. */
export interface Repeat {
  /** Null where the calendar's rule cannot say it («каждый час», «2 раза в неделю»). */
  readonly frequency: Recurrence['frequency'] | null
  readonly interval: number
  /** ISO weekdays. */
  readonly weekdays: readonly number[]
  /** The day it names itself: «каждое 10 число», «каждый первый понедельник месяца». */
  readonly day: DaySaid | null
  readonly part: Part | null
}

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
  | {
      readonly type: 'shift'
      readonly shift: Length
      readonly other: Length | null
      /** «через час на 30 минут». */
      readonly length: Length | null
      readonly bound: When['bound']
    }
  | { readonly type: 'days'; readonly start: Edge; readonly end: Edge }
  | { readonly type: 'period'; readonly period: Period }

/** A repetition with everything said around it. */
export interface SaidRepeat {
  readonly repeat: Repeat
  /** The clock of each time; its day is open. */
  readonly moment: Extract<Said, { type: 'moment' }>
  readonly from: DaySaid | null
  readonly until: DaySaid | null
  /** «каждый понедельник в декабре». */
  readonly within: Period | null
  readonly count: number | null
}

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
