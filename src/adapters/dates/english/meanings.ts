import type { When } from '../../../ports.ts'
import {
  type ClockSaid,
  type DaySaid,
  type Fact,
  type Need,
  type Part,
  type Period,
  hourIn,
} from '../said.ts'
import { lengthSaid } from './lengths.ts'
import { boundOf, monthOf, numberOf, weekdayOf, whichOf } from './words.ts'

/** What a matched pattern says: the first fact covers the match, the others stand right after it. */
export interface Meaning {
  readonly facts: readonly Fact[]
  readonly need?: Need
  readonly bound?: When['bound']
}

export function day(said: DaySaid): Fact {
  return { type: 'day', day: said }
}

export function yearOf(year: string | undefined): number | null {
  return year === undefined ? null : Number(year)
}

export function repeats(weekday: string | undefined, part: string | undefined): Meaning {
  const said: DaySaid | null =
    weekday === undefined ? null : { type: 'weekday', weekday: weekdayOf(weekday), which: 'bare' }
  return { facts: [{ type: 'recurrence', day: said, part: part === undefined ? null : partOf(part) }] }
}

export function partOf(word: string): Part {
  return word === 'morning' || word === 'evening' ? word : 'afternoon'
}

export function offset(days: number, preposition: string | undefined): Meaning {
  return { facts: [day({ type: 'offset', days })], bound: boundOf(preposition) }
}

export function shift(text: string | undefined, sign: 1 | -1): Meaning | null {
  const found = lengthSaid(text ?? '')
  if (found === null) return null
  const length = { months: found.months * sign, days: found.days * sign, seconds: found.seconds * sign }
  if (length.seconds !== 0) return { facts: [{ type: 'moment-shift', length }] }
  return { facts: [day({ type: 'shift', length })] }
}

export function lasting(text: string | undefined): Meaning | null {
  const length = lengthSaid(text ?? '')
  return length === null || length.months + length.days > 0 ? null : { facts: [{ type: 'length', length }] }
}

export function endOf(
  preposition: string | undefined,
  which: string | undefined,
  ofDay: string | undefined,
  unit: string | undefined,
  month: string | undefined,
): Meaning {
  const bound = boundOf(preposition)
  if (ofDay !== undefined) {
    return { facts: [{ type: 'part', part: ofDay === 'day' ? 'day-end' : 'work-end' }], bound }
  }
  const period: Period =
    month === undefined
      ? { type: 'unit', unit: unitName(unit), offset: which === 'next' ? 1 : 0 }
      : { type: 'month', month: monthOf(month), year: null }
  return { facts: [day({ type: 'end', period })], bound }
}

function unitName(unit: string | undefined): 'week' | 'month' | 'quarter' | 'year' {
  return unit === 'month' || unit === 'quarter' || unit === 'year' ? unit : 'week'
}

export function period(which: string | undefined, unit: string): Meaning {
  const offset = which === 'next' ? 1 : 0
  const period: Period =
    unit === 'weekend' ? { type: 'weekend', offset } : { type: 'unit', unit: unitName(unit), offset }
  return { facts: [{ type: 'period', period }] }
}

/** «Friday report» is a report's name; «report Friday» is a day. */
export function weekdaySaid(
  preposition: string | undefined,
  which: string | undefined,
  weekday: string,
  noun: string | undefined,
): Meaning {
  const said: DaySaid = { type: 'weekday', weekday: weekdayOf(weekday), which: whichOf(which) }
  const sure = preposition !== undefined || which !== undefined
  const need = sure ? 'none' : noun === undefined ? 'edge' : 'company'
  return { facts: [day(said)], need, bound: boundOf(preposition) }
}

export function past(
  preposition: string | undefined,
  minutes: number,
  hour: string | undefined,
): Meaning | null {
  const said = numberOf(hour ?? '')
  if (said < 1 || said > 12 || Math.abs(minutes) > 59) return null
  const total = said * 60 + minutes
  const at = Math.floor(total / 60)
  return clock(preposition, at === 0 ? 12 : at, total % 60, true)
}

export function clock(
  preposition: string | undefined,
  hour: number,
  minute: number,
  bare: boolean,
  need: Need = 'none',
): Meaning {
  if (hour > 24 || minute > 59 || (hour === 24 && minute > 0)) {
    return { facts: [{ type: 'invalid', reason: 'no-such-time' }], need, bound: boundOf(preposition) }
  }
  const said: ClockSaid = { hour, minute, second: 0, bare: bare && hour >= 1 && hour <= 12 }
  return { facts: [{ type: 'clock', clock: said }], need, bound: boundOf(preposition) }
}

/** «3pm», «14:30», «at 3», «by 18.30»; a lone number is no time, and one that counts a noun is none either. */
export function written(groups: Readonly<Record<string, string | undefined>>): Meaning | null {
  const { preposition, a, aColon, aMinute, aHalf, noun } = groups
  const hour = Number(a)
  if (aHalf !== undefined) return clock(preposition, halfHour(hour, aHalf), Number(aMinute ?? 0), false)
  if (aMinute !== undefined) {
    const alone = aColon !== undefined && noun === undefined ? 'edge' : 'company'
    const need = preposition === undefined ? alone : 'none'
    return clock(preposition, hour, Number(aMinute), false, need)
  }
  if (preposition === undefined || preposition === 'on' || preposition === 'due' || hour > 24) return null
  return clock(preposition, hour, 0, true, noun === undefined ? 'none' : 'company')
}

function halfHour(hour: number, half: string): number {
  if (hour > 12) return hour
  return half === 'a' ? hourIn('morning', hour) : hour === 12 ? 12 : hour + 12
}

/** «from 2 to 3:30 pm»: a marker at the end serves both, unless the start would come after the end. */
export function clocks(groups: Readonly<Record<string, string | undefined>>, need: Need): Meaning | null {
  const end = clockOf(groups['b'], groups['bMinute'], groups['bHalf'])
  const own = clockOf(groups['a'], groups['aMinute'], groups['aHalf'])
  const shared = clockOf(groups['a'], groups['aMinute'], groups['aHalf'] ?? groups['bHalf'])
  if (end === null || own === null || shared === null) return null
  const fits = shared.hour * 60 + shared.minute < end.hour * 60 + end.minute
  return { facts: [{ type: 'clocks', start: fits ? shared : own, end }], need }
}

function clockOf(
  hour: string | undefined,
  minute: string | undefined,
  half: string | undefined,
): ClockSaid | null {
  const value = half === undefined ? Number(hour) : halfHour(Number(hour), half)
  const minutes = Number(minute ?? 0)
  if (value > 23 || minutes > 59) return null
  return {
    hour: value,
    minute: minutes,
    second: 0,
    bare: half === undefined && minute === undefined && value <= 12,
  }
}
