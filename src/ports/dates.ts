import type { Recurrence } from './calendar.ts'
import type { Language } from './language.ts'

/** What the question expects; an answer that only fits under `expect` («9», «полчаса») is not guessed without it. */
export type WhenExpect = 'deadline' | 'event' | 'reminder' | 'time' | 'duration'

/** Working hours and words of the day, per portal. Minutes are minutes after local midnight. */
export interface WhenPolicy {
  readonly workStartMinutes: number
  readonly workEndMinutes: number
  /** «конец дня», and the clock a date-only deadline gets. */
  readonly dayEndMinutes: number
  /** Absent: Monday to Friday. */
  readonly days?: WorkDays | undefined
}

/** Which days are worked, as data. */
export interface WorkDays {
  /** ISO weekdays nobody works on. */
  readonly restWeekdays: readonly number[]
  /** By `YYYY-MM-DD`, or by `MM-DD` of every year; the very date decides before the day of every year. */
  readonly dates: Readonly<Record<string, 'off' | 'work'>>
}

/**
 * A moment or stretch that was said. `local` is wall-clock in `zone` without offset (`2026-11-27T18:00`, or
 * `2026-11-27` for a date); `utc` is the same as an ISO instant, or null where there is no single instant.
 */
export interface WhenPoint {
  readonly local: string
  readonly utc: string | null
}

export interface When {
  readonly kind: 'date' | 'point' | 'interval' | 'time' | 'duration'
  readonly start: WhenPoint
  readonly end?: WhenPoint
  /** Only with `duration`. */
  readonly minutes?: number
  readonly bound: 'at' | 'by' | 'from' | 'after' | 'about'
  /** Which parts the person said, as opposed to what was filled in. */
  readonly sure: { readonly day: boolean; readonly time: boolean; readonly year: boolean }
  readonly zone: string
}

export type WhenDoubt =
  | 'half-day'
  | 'same-weekday'
  | 'next-weekday'
  | 'week-end'
  | 'after-midnight'
  | 'date-or-time'
  | 'past-year'
  /** Two were said: «через 2–3 дня». */
  | 'either'

/** `month` 1–12; `year` null where none was said. */
export interface MonthNamed {
  readonly month: number
  readonly year: number | null
}

export interface WhenReading {
  readonly status: 'ok' | 'ambiguous' | 'recurrence' | 'invalid' | 'past' | 'none'
  readonly value?: When
  /** At most two complete other readings. */
  readonly alternatives: readonly { readonly value: When; readonly doubt: WhenDoubt }[]
  /** Only with `invalid`. */
  readonly invalid?: 'no-such-day' | 'no-such-time'
  /** Only with `no-such-day`, where the month of that day was named. */
  readonly month?: MonthNamed
  /**
   * Only with `recurrence`, and only where the calendar's rule can say it («каждый понедельник»); `value` is then the
   * first time it happens. Absent for «2 раза в неделю», «по чётным числам».
   */
  readonly recurrence?: Recurrence
  /** A length that was said and is no part of the value, for want of a clock to run from: «завтра на полчаса». */
  readonly lasting?: { readonly minutes: number; readonly start: number; readonly end: number }
  /** «весь день» was said of the day. */
  readonly wholeDay?: true
  /** The text without the date and its prepositions. */
  readonly rest: string
  /** Character ranges of the date in the original text. */
  readonly spans: readonly { readonly start: number; readonly end: number }[]
  readonly corrected?: { readonly from: string; readonly to: string }
  readonly notes: readonly string[]
}

/** Reads dates and times out of what people type. Pure: same arguments, same answer, on any server in any zone. */
export interface DateReader {
  parseWhen(
    text: string,
    options: {
      readonly now: number
      /** IANA name. */
      readonly zone: string
      readonly language: Language
      readonly expect?: WhenExpect
      readonly policy: WhenPolicy
    },
  ): WhenReading
  /** Whether anybody works on a local date `YYYY-MM-DD`. */
  isWorkDay(date: string, policy: WhenPolicy): boolean
  /** The zone meant by «Екатеринбург», «Asia/Omsk», «UTC+5», «мск+2», as an IANA name; null when not understood. */
  readZone(text: string): string | null
}

/** `near` «завтра, вт, 24 ноября» (the default), `short` «вт, 24 ноября», `long` «вторник, 24 ноября». */
export interface DayOptions {
  readonly now: number
  readonly language: Language
  /** `near`: «завтра, вт, 24 ноября»; `brief`: «завтра» alone where it fits; `short`: «вт, 24 ноября»; `long`: «вторник, …». */
  readonly style?: 'near' | 'brief' | 'short' | 'long' | undefined
}

/** Writes dates as people say them; the mirror of {@link DateReader}. */
export interface DateWriter {
  /**
   * «завтра, вт, 24 ноября, 15:00». A date without a clock has no clock, unless it is told when the working day ends:
   * «пт, 27 ноября, 19:00 (конец рабочего дня)». `withZone` names the zone of a clock: «15:00 · Москва (UTC+3)».
   */
  format(
    when: When,
    options: {
      readonly now: number
      readonly language: Language
      readonly dayEndMinutes?: number
      readonly withZone?: true
    },
  ): string
  /** «В апреле 30 дней», “February 2027 has 28 days”. */
  formatMonthLength(month: MonthNamed, language: Language): string
  /** «сегодня, 12:00» of an instant in a zone. */
  formatMoment(atMs: number, zone: string, options: DayOptions): string
  /**
   * «ср, 25 ноября, 15:00–16:00» of two instants in a zone; the second day is named only where it is another one. By
   * default with «сегодня», «завтра», «вчера» where they fit.
   */
  formatRange(fromMs: number, toMs: number, zone: string, options: DayOptions): string
  /**
   * A local date `YYYY-MM-DD`: «завтра, вт, 24 ноября».
   * @throws RangeError for what is no such date.
   */
  formatDay(date: string, options: DayOptions & { readonly zone: string }): string
  /** Whole days, both inclusive: «ср, 25 ноября, весь день», «вт, 1 декабря – чт, 10 декабря». Throws like `formatDay`. */
  formatDays(first: string, last: string, options: DayOptions & { readonly zone: string }): string
  /** «через 15 минут», «через час», «через 1 час 30 минут», «2 дня назад», «сейчас»; days are of 24 hours. */
  formatRelative(atMs: number, nowMs: number, language: Language): string
  /** «1 ч 30 мин», «45 мин»: short, for buttons and cards. */
  formatDuration(minutes: number, language: Language): string
  /** «14:30» of an instant in a zone. */
  formatClock(atMs: number, zone: string): string
  /** «Москва (UTC+3)» / «Moscow (UTC+3)»: what a person recognises as their zone. */
  formatZone(zone: string, atMs: number, language: Language): string
}
