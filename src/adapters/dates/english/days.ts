import { lengthOf, noLength } from '../said.ts'
import { day, monthDay, nthWeekday, weekdaySaid } from './meanings.ts'
import { type Rule, dayPreposition, nounAhead, rule } from './rule.ts'
import { boundOf, nthPattern, weekdayOf, weekdayPattern } from './words.ts'

/** «on Friday», «next Thu», «Wednesday next week», «the 15th», «first Monday of April». */
export const days: readonly Rule[] = [
  rule(
    ['first Monday of April', 'by the last Friday of the month', 'last business day of the month'],
    `${dayPreposition}(?:the )?(?<nth>${nthPattern}) (?:(?<weekday>${weekdayPattern})|(?:business|working) day) (?:of|in) (?:the )?(?<of>(?:next |this )?[a-z]+)(?: (?<year>20\\d\\d))?`,
    (groups) => nthWeekday(groups),
  ),
  rule(
    ['Wednesday next week', 'on Tuesday of next week', 'Friday this week'],
    `${dayPreposition}(?<weekday>${weekdayPattern})\\.? (?:of )?(?<which>next|this) week`,
    ({ preposition, weekday = '', which }) => ({
      facts: [
        day({
          type: 'weekday-after',
          weekday: weekdayOf(weekday),
          shift: lengthOf(which === 'next' ? 1 : 0, 'week') ?? noLength,
        }),
      ],
      bound: boundOf(preposition),
    }),
  ),
  rule(
    ['Friday week'],
    `${dayPreposition}(?<weekday>${weekdayPattern}) week(?= ?(?:$|[.,;!?|]))`,
    ({ preposition, weekday = '' }) => ({
      facts: [
        day({
          type: 'weekday-after',
          weekday: weekdayOf(weekday),
          shift: { months: 0, days: 7, seconds: 0 },
        }),
      ],
      bound: boundOf(preposition),
    }),
  ),
  rule(
    ['on Friday', 'next Thu', 'by Wednesday', 'Thursday'],
    `${dayPreposition}(?:(?:the )?(?<which>this|next|last|(?:this )?coming) )?(?<weekday>${weekdayPattern})\\.?(?! ?['’]s)(?= (?<noun>[a-z]+)|)`,
    ({ preposition, which, weekday, noun }) => weekdaySaid(preposition, which, weekday ?? '', noun),
  ),
  rule(
    ['the 15th', 'on the 30th', 'by the 5th of next month', '15th'],
    `${dayPreposition}(?<the>the )?(?<day>\\d{1,2})(?:st|nd|rd|th)(?: of (?:the|(?<which>this|next)) month)?${nounAhead}`,
    (groups) => monthDay(groups),
  ),
]
