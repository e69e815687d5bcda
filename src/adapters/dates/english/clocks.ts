import { clock, clocks as clocksSaid, past, written } from './clock-meanings.ts'
import { partOf } from './meanings.ts'
import { type Rule, clockText, nounAhead, preposition, rule } from './rule.ts'
import { hourPattern, numberOf } from './words.ts'

const hourWords = 'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve'

const minutes: ReadonlyMap<string, number> = new Map([
  ['fifteen', 15],
  ['twenty', 20],
  ['thirty', 30],
  ['forty', 40],
])

/** «from 2 to 4», «2-3pm», «half past two», «at noon», «in the morning», «3 o'clock», «at 5». */
export const ranges: readonly Rule[] = [
  rule(
    ['from 2 to 3:30 pm', 'between 3 and 4pm', 'from 10am to noon'],
    `(?:from|between) ${clockText('a')} ?(?:to|until|till|and|-) ?(?:${clockText('b')}|(?<named>noon|midday|midnight))`,
    (groups) => clocksSaid(groups, 'none'),
  ),
  rule(
    ['2-3pm', '10:00-11:30', 'tomorrow 10-11'],
    `${clockText('a')} ?(?:to|-) ?(?:${clockText('b')}|(?<named>noon|midday|midnight))${nounAhead}`,
    (groups) => {
      const told = groups['named'] ?? groups['bHalf'] ?? (groups['aMinute'] && groups['bMinute'])
      if (told !== undefined) return clocksSaid(groups, 'none')
      // «tomorrow 10-11» only beside a day: alone it counts something.
      const hours = Number(groups['a']) < Number(groups['b']) && Number(groups['b']) <= 24
      return hours && groups['aMinute'] === undefined && groups['noun'] === undefined
        ? clocksSaid(groups, 'company')
        : null
    },
  ),
]

export const clocks: readonly Rule[] = [
  rule(['half past four'], `${preposition}half past (?<hour>${hourPattern})`, ({ preposition, hour }) =>
    past(preposition, 30, hour),
  ),
  rule(
    ['quarter to six', 'ten past four', 'a quarter past three'],
    `${preposition}(?:a )?(?<minutes>quarter|five|ten|twenty(?:[ -]five)?|\\d{1,2})(?: minutes?)? (?<side>past|to) (?<hour>${hourPattern})`,
    ({ preposition, minutes = '', side, hour }) => {
      const count = minutes === 'quarter' ? 15 : minutes.length > 6 ? 25 : numberOf(minutes)
      const plain = side === 'to' && /^\d/.test(minutes) && /^\d/.test(hour ?? '')
      return plain ? null : past(preposition, side === 'to' ? -count : count, hour)
    },
  ),
  rule(['at noon'], `${preposition}(?:noon|midday)`, ({ preposition }) => clock(preposition, 12, 0, false)),
  rule(['at midnight'], `${preposition}midnight`, ({ preposition }) => clock(preposition, 24, 0, true)),
  rule(['after lunch'], `(?<preposition>after) lunch`, () => ({
    facts: [{ type: 'part', part: 'afternoon' }],
  })),
  rule(['at lunch'], '(?:at|by|before|over) lunch(?: ?time)?', () => ({
    facts: [{ type: 'part', part: 'lunch' }],
  })),
  rule(
    ['in the morning', 'tomorrow evening', 'tomorrow night', 'first thing tomorrow'],
    '(?:(?<sure>in the|by|first thing in the) )?(?<part>morning|afternoon|evening|(?<=\\|\\s)night|first thing)',
    ({ sure, part = '' }) => ({
      facts: [{ type: 'part', part: partOf(part) }],
      need: sure === undefined ? 'company' : 'none',
    }),
  ),
  rule(["at 3 o'clock"], `${preposition}(?<hour>${hourPattern})(?: o['’]?clock)`, ({ preposition, hour }) =>
    clock(preposition, numberOf(hour ?? ''), 0, true),
  ),
  rule(
    ['at 5', '3pm', 'by 18.30', 'tomorrow 14:30'],
    `${preposition}${clockText('a')}(?!%|[.:]\\d)${nounAhead}`,
    (groups) => written(groups),
  ),
  rule(
    ['at three thirty'],
    `(?<preposition>at|by|until|after) (?<hour>${hourWords})[ -](?<minute>fifteen|twenty|thirty|forty(?:[ -]five)?)(?= ?(?:$|[.,;!?|]))`,
    ({ preposition, hour, minute = '' }) =>
      clock(preposition, numberOf(hour ?? ''), minutes.get(minute.slice(0, 7)) ?? 45, true),
  ),
  rule(
    ['at five'],
    `(?<preposition>at|by|until|after) (?<hour>${hourWords})(?= ?(?:$|[.,;!?|]))`,
    ({ preposition, hour }) => clock(preposition, numberOf(hour ?? ''), 0, true),
  ),
]
