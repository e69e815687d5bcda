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
import { lengthPattern, lengthSaid } from './lengths.ts'
import {
  boundOf,
  hourPattern,
  monthOf,
  monthPattern,
  numberOf,
  weekdayOf,
  weekdayPattern,
  whichOf,
} from './words.ts'

export interface Meaning {
  readonly facts: readonly Fact[]
  readonly need?: Need
  readonly bound?: When['bound']
}

/** A pattern over the lower-case text and what its match means; null when it means nothing after all. */
export interface Rule {
  readonly pattern: RegExp
  meaning(groups: Readonly<Record<string, string | undefined>>): Meaning | null
}

const preposition =
  '(?:(?<preposition>by|until|till|before|no later than|from|since|after|around|about|on|at|due) )?'
const end = '(?![a-z0-9])'
const start = '(?<![a-z0-9]|\\d[.:/,-])'

/** What may follow a clock that is a lone number: «at 5 with Anna», but not «at 5 stars». */
const followers =
  'with|on|in|about|to|for|and|or|at|by|sharp|please|this|next|the|a|an|please|call|meet|meeting|send'

function rule(pattern: string, meaning: Rule['meaning']): Rule {
  return { pattern: new RegExp(`${start}${pattern}${end}`, 'g'), meaning }
}

function clockText(name: string): string {
  return `(?<${name}>\\d{1,2})(?:[:.](?<${name}Minute>\\d\\d))?(?: ?(?<${name}Half>[ap])\\.?m\\.?)?`
}

/** Tried in this order, each on what the earlier ones left. */
export const rules: readonly Rule[] = [
  rule(
    `(?:every|each) (?:(?:other|second|\\d{1,2}) )?(?:(?<weekday>${weekdayPattern})|(?:week|work)?days?|weeks?|months?|quarters?|years?|hours?|(?<part>morning|evening))(?:(?:,| and) (?:${weekdayPattern}))*`,
    ({ weekday, part }) => repeats(weekday, part),
  ),
  rule('on (?<weekday>mon|tues|wednes|thurs|fri|satur|sun)days', ({ weekday }) =>
    repeats(weekday, undefined),
  ),
  rule('(?:daily|weekly|monthly|quarterly|yearly|annually|hourly)(?= ?(?:$|[.,;!?]| at | on ))', () =>
    repeats(undefined, undefined),
  ),
  rule('(?:once|twice|\\d{1,2} times) (?:a|per) (?:day|week|month|quarter|year)', () =>
    repeats(undefined, undefined),
  ),
  rule(`(?:from|between) ${clockText('a')} ?(?:to|until|till|and|-) ?${clockText('b')}`, (groups) =>
    clocks(groups, 'none'),
  ),
  rule(`${clockText('a')} ?(?:to|-) ?${clockText('b')}`, (groups) =>
    groups['bHalf'] !== undefined || (groups['aMinute'] !== undefined && groups['bMinute'] !== undefined)
      ? clocks(groups, 'none')
      : null,
  ),
  rule(`in (?<length>${lengthPattern})`, ({ length }) => shift(length, 1)),
  rule(`(?<length>${lengthPattern}) from now`, ({ length }) => shift(length, 1)),
  rule(`(?<length>${lengthPattern}) ago`, ({ length }) => shift(length, -1)),
  rule(`(?:right )?now`, () => ({
    facts: [{ type: 'moment-shift', length: { months: 0, days: 0, seconds: 0 } }],
    need: 'company',
  })),
  rule(`${preposition}(?:the )?day after tomorrow`, ({ preposition }) => offset(2, preposition)),
  rule(`${preposition}(?:the )?day before yesterday`, ({ preposition }) => offset(-2, preposition)),
  rule(`${preposition}(?:tomorrow|tmrw)`, ({ preposition }) => offset(1, preposition)),
  rule(`${preposition}today`, ({ preposition }) => offset(0, preposition)),
  rule(`${preposition}yesterday`, ({ preposition }) => offset(-1, preposition)),
  rule('(?:tonight|this evening)', () => ({
    facts: [day({ type: 'offset', days: 0 }), { type: 'part', part: 'evening' }],
  })),
  rule('this (?<part>morning|afternoon)', ({ part }) => ({
    facts: [day({ type: 'offset', days: 0 }), { type: 'part', part: partOf(part ?? '') }],
  })),
  rule(
    `${preposition}(?:the )?end of (?:the )?(?:(?<which>this|next|current) )?(?:(?<day>(?:business |work(?:ing)? ?)?day)|(?<unit>week|month|quarter|year)|(?<month>${monthPattern}))`,
    ({ preposition, which, day, unit, month }) => endOf(preposition, which, day, unit, month),
  ),
  rule(`${preposition}(?:eod|cob)`, ({ preposition }) =>
    endOf(preposition, undefined, 'day', undefined, undefined),
  ),
  rule(
    `(?:on |in |over |at )?(?:(?<which>this|next) (?<unit>week|month|quarter|year|weekend)|(?:the )(?<weekend>weekend))`,
    ({ which, unit }) => period(which, unit ?? 'weekend'),
  ),
  rule(
    `${preposition}(?:(?<which>this|next|last|coming) )?(?<weekday>${weekdayPattern})\\.?(?! ?['’]s)(?= (?<noun>[a-z]+)|)`,
    ({ preposition, which, weekday, noun }) => weekdaySaid(preposition, which, weekday ?? '', noun),
  ),
  rule(`in (?<month>${monthPattern})(?: (?<year>(?:19|20|21)\\d\\d))?(?! \\d)`, ({ month, year }) => ({
    facts: [{ type: 'period', period: { type: 'month', month: monthOf(month ?? ''), year: yearOf(year) } }],
  })),
  rule(`${preposition}half past (?<hour>${hourPattern})`, ({ preposition, hour }) =>
    past(preposition, 30, hour),
  ),
  rule(
    `${preposition}(?:a )?(?<minutes>quarter|five|ten|twenty|\\d{1,2})(?: minutes?)? (?<side>past|to) (?<hour>${hourPattern})`,
    ({ preposition, minutes, side, hour }) => {
      const count = minutes === 'quarter' ? 15 : numberOf(minutes ?? '')
      const plain = side === 'to' && /^\d/.test(minutes ?? '') && /^\d/.test(hour ?? '')
      return plain ? null : past(preposition, side === 'to' ? -count : count, hour)
    },
  ),
  rule(`${preposition}(?:noon|midday)`, ({ preposition }) => clock(preposition, 12, 0, false)),
  rule(`${preposition}midnight`, ({ preposition }) => clock(preposition, 24, 0, false)),
  rule(`(?<preposition>after) lunch`, () => ({ facts: [{ type: 'part', part: 'afternoon' }] })),
  rule('(?:at|by|before|over) lunch(?: ?time)?', () => ({ facts: [{ type: 'part', part: 'lunch' }] })),
  rule('(?:(?<sure>in the|by) )?(?<part>morning|afternoon|evening)', ({ sure, part }) => ({
    facts: [{ type: 'part', part: partOf(part ?? '') }],
    need: sure === undefined ? 'company' : 'none',
  })),
  rule(`${preposition}(?<hour>${hourPattern})(?: o['’]?clock)`, ({ preposition, hour }) =>
    clock(preposition, numberOf(hour ?? ''), 0, true),
  ),
  rule(
    `${preposition}${clockText('a')}(?!%|[.:]\\d)(?= (?!(?:${followers})${end})(?<noun>[a-z]+)|)`,
    (groups) => written(groups),
  ),
  rule(
    `(?<preposition>at|by|until|after) (?<hour>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?= ?(?:$|[.,;!?|]))`,
    ({ preposition, hour }) => clock(preposition, numberOf(hour ?? ''), 0, true),
  ),
  rule(`for (?<length>${lengthPattern})`, ({ length }) => {
    const found = lengthSaid(length ?? '')
    return found === null || found.months + found.days > 0
      ? null
      : { facts: [{ type: 'length', length: found }] }
  }),
  rule('(?:utc|gmt)', () => ({ facts: [{ type: 'zone', zone: 'UTC' }], need: 'company' })),
  rule('(?:msk|moscow time)', () => ({ facts: [{ type: 'zone', zone: 'Europe/Moscow' }], need: 'company' })),
]

function day(said: DaySaid): Fact {
  return { type: 'day', day: said }
}

function yearOf(year: string | undefined): number | null {
  return year === undefined ? null : Number(year)
}

function repeats(weekday: string | undefined, part: string | undefined): Meaning {
  const said: DaySaid | null =
    weekday === undefined ? null : { type: 'weekday', weekday: weekdayOf(weekday), which: 'bare' }
  return { facts: [{ type: 'recurrence', day: said, part: part === undefined ? null : partOf(part) }] }
}

function partOf(word: string): Part {
  return word === 'morning' || word === 'evening' ? word : 'afternoon'
}

function offset(days: number, preposition: string | undefined): Meaning {
  return { facts: [day({ type: 'offset', days })], bound: boundOf(preposition) }
}

function shift(text: string | undefined, sign: 1 | -1): Meaning | null {
  const found = lengthSaid(text ?? '')
  if (found === null) return null
  const length = { months: found.months * sign, days: found.days * sign, seconds: found.seconds * sign }
  if (length.seconds !== 0) return { facts: [{ type: 'moment-shift', length }] }
  return { facts: [day({ type: 'shift', length })] }
}

function endOf(
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

function period(which: string | undefined, unit: string): Meaning {
  const offset = which === 'next' ? 1 : 0
  const period: Period =
    unit === 'weekend' ? { type: 'weekend', offset } : { type: 'unit', unit: unitName(unit), offset }
  return { facts: [{ type: 'period', period }] }
}

/** «Friday report» is a report's name; «report Friday» is a day. */
function weekdaySaid(
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

function past(preposition: string | undefined, minutes: number, hour: string | undefined): Meaning | null {
  const said = numberOf(hour ?? '')
  if (said < 1 || said > 12 || Math.abs(minutes) > 59) return null
  const total = said * 60 + minutes
  const at = Math.floor(total / 60)
  return clock(preposition, at === 0 ? 12 : at, total % 60, true)
}

function clock(
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
function written(groups: Readonly<Record<string, string | undefined>>): Meaning | null {
  const { preposition, a, aMinute, aHalf, noun } = groups
  const hour = Number(a)
  if (aHalf !== undefined) return clock(preposition, halfHour(hour, aHalf), Number(aMinute ?? 0), false)
  if (aMinute !== undefined) {
    const need = preposition !== undefined ? 'none' : noun === undefined ? 'edge' : 'company'
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
function clocks(groups: Readonly<Record<string, string | undefined>>, need: Need): Meaning | null {
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
