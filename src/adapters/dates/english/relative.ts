import { type Length, lengthOf, noLength } from '../said.ts'
import { lengthPattern, lengthSaid } from './lengths.ts'
import { day, lasting, offset, partOf, shift, working } from './meanings.ts'
import { type Rule, dayPreposition, preposition, rule } from './rule.ts'
import { numberOf, unitOf, unitPattern, weekdayOf, weekdayPattern } from './words.ts'

const small = '\\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|a'
const workdays = '(?:business|working|work) days?'

/** «in 2 hours», «within 3 days», «in 2-3 days», «in 3 business days», «tomorrow», «tonight». */
export const relative: readonly Rule[] = [
  rule(
    ['in 3 business days', 'within 5 working days'],
    `(?:in|(?<within>within)) (?<count>${small}) ${workdays}`,
    ({ within, count = '' }) => working(numberOf(count), null, within),
  ),
  rule(['next business day'], `(?:on |by )?(?:the )?next (?:business|working) day`, () =>
    working(1, null, undefined),
  ),
  rule(
    ['in 2-3 days', 'in two or three weeks'],
    `in (?<first>${small})(?: ?- ?| or | to )(?<second>${small}) (?<unit>${unitPattern})`,
    ({ first = '', second = '', unit = '' }) => {
      const [length, other] = [
        lengthOf(numberOf(first), unitOf(unit)),
        lengthOf(numberOf(second), unitOf(unit)),
      ]
      return length === null || other === null ? null : { facts: [shift(length, other)] }
    },
  ),
  rule(
    ['in 2 hours', 'in an hour and a half', 'within 3 days', 'in a fortnight'],
    `(?:in|(?<within>within)) (?:the next )?(?<length>${lengthPattern})(?:['’]? time)?`,
    ({ within, length = '' }) => shifted(length, 1, within),
  ),
  rule(
    ['a week from Friday', 'two weeks from tomorrow'],
    `(?<length>${lengthPattern}) from (?:(?<weekday>${weekdayPattern})|(?<day>today|tomorrow|now))`,
    ({ length = '', weekday, day: from }) => {
      const said = lengthSaid(length)
      if (said === null) return null
      if (weekday !== undefined) {
        return said.days % 7 === 0 && said.days > 0 && said.months + said.seconds === 0
          ? { facts: [day({ type: 'weekday-after', weekday: weekdayOf(weekday), shift: said })] }
          : null
      }
      return { facts: [shift(from === 'tomorrow' ? { ...said, days: said.days + 1 } : said, null)] }
    },
  ),
  rule(['3 days ago'], `(?<length>${lengthPattern}) ago`, ({ length = '' }) =>
    shifted(length, -1, undefined),
  ),
  rule(['now', 'right now'], `(?:right )?now`, () => ({
    facts: [{ type: 'moment-shift', length: noLength, other: null }],
    need: 'company',
  })),
  rule(['the day after tomorrow'], `${preposition}(?:the )?day after tomorrow`, ({ preposition }) =>
    offset(2, preposition),
  ),
  rule(['the day before yesterday'], `${preposition}(?:the )?day before yesterday`, ({ preposition }) =>
    offset(-2, preposition),
  ),
  rule(
    ['tomorrow', 'by tomorrow'],
    `${dayPreposition}(?:tomorrow|tmrw|tomorow|tommorow|tommorrow)`,
    ({ preposition }) => offset(1, preposition),
  ),
  rule(['today'], `${dayPreposition}today`, ({ preposition }) => offset(0, preposition)),
  rule(['yesterday'], `${preposition}yesterday`, ({ preposition }) => offset(-1, preposition)),
  rule(['tonight', 'this evening'], '(?:tonight|this evening)', () => ({
    facts: [day({ type: 'offset', days: 0 }), { type: 'part', part: 'evening' }],
  })),
  rule(['this afternoon'], 'this (?<part>morning|afternoon)', ({ part = '' }) => ({
    facts: [day({ type: 'offset', days: 0 }), { type: 'part', part: partOf(part) }],
  })),
  rule(['tomorrow, all day'], '(?:all|the whole) day', () => ({
    facts: [{ type: 'whole-day' }],
    need: 'company',
  })),
  rule(['tomorrow at 3pm for an hour'], `for (?<length>${lengthPattern})`, ({ length }) => lasting(length)),
]

function shifted(text: string, sign: 1 | -1, within: string | undefined): ReturnType<Rule['meaning']> {
  const found = lengthSaid(text)
  if (found === null) return null
  const length: Length = {
    months: found.months * sign,
    days: found.days * sign,
    seconds: found.seconds * sign,
  }
  return { facts: [shift(length, null)], bound: within === undefined ? 'at' : 'by' }
}
