import { edge, holiday, monthBegin, period, seasonPeriod, yearOf } from './meanings.ts'
import { type Rule, preposition, rule } from './rule.ts'
import { monthOf, monthPattern, seasonPattern, shortMonthPattern } from './words.ts'

const units = '(?<unit>week|month|quarter|year)'

/** «end of the week», «beginning of December», «mid-December», «next week», «in April», «before the weekend». */
export const periods: readonly Rule[] = [
  rule(
    ['end of day', 'by the end of the month', 'beginning of December', 'end of next week', 'end of Q2'],
    `${preposition}(?:at |in )?(?:the )?(?<edge>end|close|beginning|start|middle) of (?:the )?(?:(?<which>this|next|current) )?(?:(?<day>(?:business|(?:business |work(?:ing)? ?)?day))|${units}|q(?<quarter>[1-4])|(?<month>${monthPattern}))(?: (?<year>20\\d\\d))?`,
    (groups) => edge(groups),
  ),
  rule(
    ['early next month', 'mid-December', 'late January'],
    `${preposition}(?:in )?(?<edge>early|mid|late)[ -](?:(?<which>this|next) ${units}|(?<month>${monthPattern}))(?: (?<year>20\\d\\d))?`,
    (groups) => edge(groups),
  ),
  rule(['EOD', 'COB', 'by EOW', 'EOM'], `${preposition}(?<short>eod|cob|eow|eom|eoq|eoy)`, (groups) =>
    edge(groups),
  ),
  rule(
    ['before the weekend', 'by the weekend', 'after the weekend'],
    '(?<side>before|by|after) (?:the )?(?<which>next )?weekend',
    ({ side, which }) => holiday(side, which),
  ),
  rule(
    ['next week', 'this weekend', 'next month'],
    `(?:on |in |over |at )?(?:(?<which>this|next|last) (?<unit>week|month|quarter|year|weekend)|(?:the )(?<weekend>weekend))`,
    ({ which, unit }) => period(which, unit ?? 'weekend'),
  ),
  rule(
    ['from May to July', 'May-July 2027', 'between June and August'],
    `(?<opened>from |between )?(?<first>${shortMonthPattern})(?: ?- ?| to | through | till | until | and )(?<last>${shortMonthPattern})(?: (?<year>20\\d\\d))?`,
    ({ opened, first = '', last = '', year }) => ({
      facts: [
        {
          type: 'period',
          period: { type: 'months', first: monthOf(first), last: monthOf(last), year: yearOf(year) },
        },
      ],
      need: opened === undefined ? 'edge' : 'none',
    }),
  ),
  rule(
    ['in April', 'in March 2027'],
    `in (?<month>${monthPattern})(?: (?<year>(?:19|20|21)\\d\\d))?(?! \\d)`,
    ({ month, year }) => ({
      facts: [{ type: 'period', period: { type: 'month', month: monthOf(month ?? ''), year: yearOf(year) } }],
    }),
  ),
  rule(
    ['by April', 'from January', 'until March 2027'],
    `(?<preposition>by|until|till|before|from|since|starting) (?<month>${monthPattern})(?: (?<year>20\\d\\d))?(?! ?\\d)`,
    (groups) => monthBegin(groups),
  ),
  rule(
    ['in the summer', 'this spring', 'next autumn'],
    `(?:in (?:the )?|(?<which>this|next|last) )(?<season>${seasonPattern})(?: (?<year>20\\d\\d))?`,
    ({ which, season = '', year }) => seasonPeriod(which, season, year),
  ),
  // "Q3 report" is about the quarter, not in it.
  rule(
    ['in Q2', 'Q1 2027'],
    `(?:in q(?<in>[1-4])|q(?<quarter>[1-4])(?!(?: 20\\d\\d)? [a-z]))(?: (?<year>20\\d\\d))?`,
    ({ in: said, quarter = said, year }) => ({
      facts: [{ type: 'period', period: { type: 'quarter', quarter: Number(quarter), year: yearOf(year) } }],
      need: 'edge',
    }),
  ),
]
