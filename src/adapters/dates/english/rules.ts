import { lengthPattern } from './lengths.ts'
import {
  type Meaning,
  clock,
  clocks,
  day,
  endOf,
  lasting,
  offset,
  partOf,
  past,
  period,
  repeats,
  shift,
  weekdaySaid,
  written,
  yearOf,
} from './meanings.ts'
import { hourPattern, monthOf, monthPattern, numberOf, weekdayPattern } from './words.ts'

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
  return `(?<${name}>\\d{1,2})(?:(?:(?<${name}Colon>:)|\\.)(?<${name}Minute>\\d\\d))?(?: ?(?<${name}Half>[ap])\\.?m\\.?)?`
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
  rule(`for (?<length>${lengthPattern})`, ({ length }) => lasting(length)),
  rule('(?:utc|gmt)', () => ({ facts: [{ type: 'zone', zone: 'UTC' }], need: 'company' })),
  rule('(?:msk|moscow time)', () => ({ facts: [{ type: 'zone', zone: 'Europe/Moscow' }], need: 'company' })),
]
