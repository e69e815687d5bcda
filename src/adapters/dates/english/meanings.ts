import { type DaySaid, type Fact, type Length, type Part, type Period } from '../said.ts'
import { lengthSaid } from './lengths.ts'
import type { Groups, Meaning } from './meaning.ts'
import { boundOf, monthOf, nthOf, seasonOf, shortMonthPattern, weekdayOf, whichOf } from './words.ts'

export function day(said: DaySaid): Fact {
  return { type: 'day', day: said }
}

export function yearOf(year: string | undefined): number | null {
  return year === undefined ? null : Number(year)
}

export function partOf(word: string): Part {
  if (word === 'night' || word === 'evening') return 'evening'
  return word === 'morning' || word === 'first thing' ? 'morning' : 'afternoon'
}

export function offset(days: number, preposition: string | undefined): Meaning {
  return { facts: [day({ type: 'offset', days })], bound: boundOf(preposition) }
}

/** A shift of hours or minutes names a moment, one of days or longer a day. */
export function shift(length: Length, other: Length | null): Fact {
  return length.seconds === 0
    ? day({ type: 'shift', length, other })
    : { type: 'moment-shift', length, other }
}

export function working(days: number, other: number | null, within: string | undefined): Meaning {
  return { facts: [day({ type: 'working', days, other })], bound: within === undefined ? 'at' : 'by' }
}

export function lasting(text: string | undefined): Meaning | null {
  const length = lengthSaid(text ?? '')
  return length === null || length.months + length.days > 0 ? null : { facts: [{ type: 'length', length }] }
}

const edgeTypes: ReadonlyMap<string, 'begin' | 'middle' | 'end'> = new Map([
  ['beginning', 'begin'],
  ['start', 'begin'],
  ['early', 'begin'],
  ['middle', 'middle'],
  ['mid', 'middle'],
])

const shortEnds: ReadonlyMap<string, 'week' | 'month' | 'quarter' | 'year'> = new Map([
  ['eow', 'week'],
  ['eom', 'month'],
  ['eoq', 'quarter'],
  ['eoy', 'year'],
])

/** «end of the week», «early next month», «mid-December», «EOD». */
export function edge(groups: Groups): Meaning {
  const { preposition, short, day: ofDay } = groups
  const bound = boundOf(preposition)
  const type = edgeTypes.get(groups['edge'] ?? '') ?? 'end'
  const unit = shortEnds.get(short ?? '')
  if (ofDay !== undefined || (short !== undefined && unit === undefined)) {
    const part = type === 'begin' ? 'morning' : type === 'middle' ? 'day' : null
    const working = short === 'cob' || (ofDay !== undefined && ofDay !== 'day')
    return { facts: [{ type: 'part', part: part ?? (working ? 'work-end' : 'day-end') }], bound }
  }
  return { facts: [day({ type, period: periodOf(groups, unit) })], bound }
}

function periodOf(groups: Groups, unit: 'week' | 'month' | 'quarter' | 'year' | undefined): Period {
  const { month, quarter, year, which } = groups
  if (month !== undefined) return { type: 'month', month: monthOf(month), year: yearOf(year) }
  if (quarter !== undefined) return { type: 'quarter', quarter: Number(quarter), year: yearOf(year) }
  return { type: 'unit', unit: unit ?? unitName(groups['unit']), offset: which === 'next' ? 1 : 0 }
}

function unitName(unit: string | undefined): 'week' | 'month' | 'quarter' | 'year' {
  return unit === 'month' || unit === 'quarter' || unit === 'year' ? unit : 'week'
}

/** «by April», «from January». */
export function monthBegin({ preposition, month = '', year }: Groups): Meaning {
  const period: Period = { type: 'month', month: monthOf(month), year: yearOf(year) }
  const bound = preposition === 'starting' ? 'from' : boundOf(preposition)
  return { facts: [day({ type: 'begin', period })], bound }
}

/** A winter has two years, so a year settles none. */
export function seasonPeriod(
  which: string | undefined,
  word: string,
  year: string | undefined,
): Meaning | null {
  const season = seasonOf(word)
  if (season === 3 && year !== undefined) return null
  const said = which === undefined ? 'bare' : whichOf(which)
  return {
    facts: [{ type: 'period', period: { type: 'season', season, which: said, year: yearOf(year) } }],
  }
}

/** «before the weekend» is Friday, «after the weekend» Monday. */
export function holiday(side: string | undefined, which: string | undefined): Meaning {
  const after = side === 'after'
  const said: DaySaid = {
    type: 'weekend',
    side: after ? 'after' : 'before',
    offset: which === undefined ? 0 : 1,
  }
  return { facts: [day(said)], bound: after ? 'at' : 'by' }
}

/** «first Monday of April», «last business day of the month»; null where no period follows. */
export function nthWeekday({ preposition, nth = '', weekday, of = '', year }: Groups): Meaning | null {
  const [, which, noun = ''] = /^(?:(next|this) )?([a-z]+)$/.exec(of) ?? []
  const month = new RegExp(`^(?:${shortMonthPattern})$`).test(noun) ? monthOf(noun) : null
  if (month === null && !/^(?:month|quarter|year)$/.test(noun)) return null
  const offset = which === 'next' ? 1 : 0
  const period: Period =
    month === null
      ? { type: 'unit', unit: unitName(noun), offset }
      : { type: 'month', month, year: yearOf(year) }
  const said: DaySaid = {
    type: 'nth',
    nth: nthOf(nth),
    weekday: weekday === undefined ? null : weekdayOf(weekday),
    period,
  }
  return { facts: [day(said)], bound: boundOf(preposition) }
}

/** «the 15th», «on the 30th»; «the 2nd attempt» counts something. */
export function monthDay({ preposition, the, day: number, which, noun }: Groups): Meaning | null {
  const value = Number(number)
  if (noun !== undefined || preposition === 'about' || preposition === 'around') return null
  const need = preposition === undefined ? (the === undefined ? 'company' : 'edge') : 'none'
  if (value < 1 || value > 31) return { facts: [{ type: 'invalid', reason: 'no-such-day' }], need: 'company' }
  const offset = which === undefined ? null : which === 'next' ? 1 : 0
  return {
    facts: [day({ type: 'day-of-month', day: value, offset })],
    need,
    bound: boundOf(preposition),
  }
}

export function period(which: string | undefined, unit: string): Meaning {
  const offset = which === 'next' ? 1 : which === 'last' ? -1 : 0
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
