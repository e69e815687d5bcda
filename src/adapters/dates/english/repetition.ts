import { lengthOf, type Repeat } from '../said.ts'
import type { Meaning } from './meaning.ts'
import { partOf } from './meanings.ts'
import { type Rule, rule } from './rule.ts'
import {
  nthOf,
  nthPattern,
  numberOf,
  unitOf,
  weekdayListPattern,
  weekdayOf,
  weekdayPattern,
  weekdaysOf,
} from './words.ts'

const workdays = [1, 2, 3, 4, 5]
const every = '(?:every|each) (?:(?<count>other|second|third|\\d{1,2}|two|three|four|six) )?'
const plural = '(?:mon|tues|wednes|thurs|fri|satur|sun)days'

/** «every Monday», «every other Friday», «on weekdays», «monthly», «5 times». */
export const repetition: readonly Rule[] = [
  rule(
    ['once a week', 'twice a month', 'once every two weeks'],
    '(?<times>once|twice|\\d{1,2} times) (?:a|per|every) (?:(?<count>\\d{1,2}|two|three) )?(?<unit>day|week|month|quarter|year)s?',
    ({ times, count, unit = '' }) => (times === 'once' ? everyUnit(countOf(count), unit) : said({})),
  ),
  rule(
    ['every first Monday of the month'],
    `(?:every|each) (?<nth>${nthPattern}) (?<weekday>${weekdayPattern})(?: (?:of|in) (?:the|each|every) month)?`,
    ({ nth = '', weekday = '' }) => {
      const period = { type: 'unit', unit: 'month', offset: 0 } as const
      if (nth === 'second') return said({ frequency: 'weekly', interval: 2, weekdays: [weekdayOf(weekday)] })
      return said({ day: { type: 'nth', nth: nthOf(nth), weekday: weekdayOf(weekday), period } })
    },
  ),
  rule(
    ['every Monday', 'every other Friday', 'every Tuesday and Thursday'],
    `${every}(?<days>${weekdayListPattern})`,
    ({ count, days = '' }) =>
      said({ frequency: 'weekly', interval: countOf(count), weekdays: weekdaysOf(days) }),
  ),
  rule(
    ['every weekday', 'each working day', 'on weekdays', 'every weekend'],
    '(?:(?:every|each) (?<one>weekday|(?:work|working|business) ?day|weekend)|on (?<many>weekdays|(?:work|working|business) ?days|weekends))',
    ({ one, many }) => {
      const weekend = (one ?? many ?? '').startsWith('weekend')
      return said({ frequency: 'weekly', weekdays: weekend ? [6, 7] : workdays })
    },
  ),
  rule(
    ['every morning', 'each evening'],
    '(?:every|each) (?<part>morning|afternoon|evening)',
    ({ part = '' }) => said({ frequency: 'daily', part: partOf(part) }),
  ),
  rule(
    ['on the 15th of each month', 'every 1st of the month'],
    '(?:(?:on )?(?:the )?(?=\\d{1,2}(?:st|nd|rd|th) of (?:each|every))|(?:every|each) )(?<day>\\d{1,2})(?:st|nd|rd|th)(?: of (?:the|each|every) month)?',
    ({ day }) => {
      const value = Number(day)
      if (value < 1 || value > 31) return null
      return said({ frequency: 'monthly', day: { type: 'day-of-month', day: value, offset: null } })
    },
  ),
  rule(
    ['every day', 'every 2 weeks', 'every other month', 'every hour'],
    `${every}(?<unit>day|week|fortnight|month|quarter|year|hour|minute)s?`,
    ({ count, unit = '' }) => everyUnit(countOf(count), unit),
  ),
  rule(
    ['on Mondays', 'Tuesdays and Thursdays'],
    `(?<on>on )?(?<days>${plural}(?:(?:, ?(?:and )?| and | ?& ?)${plural})*)`,
    ({ on, days = '' }) => ({
      ...said({ frequency: 'weekly', weekdays: weekdaysOf(days) }),
      need: on === undefined ? 'edge' : 'none',
    }),
  ),
  rule(
    ['daily at 9', 'monthly on the 15th', 'weekly'],
    '(?<adverb>daily|weekly|fortnightly|bi-?weekly|monthly|quarterly|yearly|annually|hourly)(?= ?(?:$|[.,;!?|]| at | on | from | until | starting ))',
    ({ adverb = '' }) => {
      if (adverb === 'fortnightly' || adverb.startsWith('bi')) return everyUnit(2, 'week')
      return everyUnit(1, adverb === 'daily' ? 'day' : adverb === 'annually' ? 'year' : adverb.slice(0, -2))
    },
  ),
  rule(['every day at 9, 5 times'], '(?:for )?(?<count>\\d{1,3}) (?:times|occurrences)', ({ count }) => ({
    facts: [{ type: 'count', count: Math.max(1, Number(count)) }],
  })),
]

/** Without a frequency it is known to repeat, in a way no calendar rule says. */
function said(repeat: Partial<Repeat>): Meaning {
  const plain = { frequency: null, interval: 1, weekdays: [], day: null, part: null }
  return { facts: [{ type: 'repeat', repeat: { ...plain, ...repeat } }] }
}

function countOf(word: string | undefined): number {
  if (word === undefined) return 1
  if (word === 'other' || word === 'second') return 2
  return word === 'third' ? 3 : Math.max(1, numberOf(word))
}

function everyUnit(count: number, unit: string): Meaning {
  if (unit === 'hour' || unit === 'minute') return said({})
  if (unit === 'year') return said({ frequency: 'yearly', interval: count })
  const fortnight = unit === 'fortnight' ? 2 : 1
  const { months, days } = lengthOf(count * fortnight, fortnight === 2 ? 'week' : unitOf(unit)) ?? {
    months: 0,
    days: 1,
  }
  if (months > 0) return said({ frequency: 'monthly', interval: months })
  return days % 7 === 0
    ? said({ frequency: 'weekly', interval: days / 7 })
    : said({ frequency: 'daily', interval: days })
}
