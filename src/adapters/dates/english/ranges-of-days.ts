import type { DaySaid } from '../said.ts'
import { type Rule, rule } from './rule.ts'
import { weekdayOf, weekdayPattern } from './words.ts'

const named = `${weekdayPattern}|today|tomorrow`

/** «from Monday to Friday», «Mon-Fri», «from tomorrow until Thursday». */
export const rangesOfDays: readonly Rule[] = [
  rule(
    ['from Monday to Friday', 'Mon-Wed', 'from tomorrow until Thursday'],
    `(?<opened>from |between )?(?<first>${named})(?: ?- ?| to | through | till | until | and )(?<last>${named})`,
    ({ opened, first = '', last = '' }) => ({
      facts: [
        {
          type: 'days',
          start: { day: dayOf(first), clock: null },
          end: { day: dayOf(last), clock: null },
        },
      ],
      need: opened === undefined ? 'company' : 'none',
    }),
  ),
]

function dayOf(word: string): DaySaid {
  if (word === 'today') return { type: 'offset', days: 0 }
  if (word === 'tomorrow') return { type: 'offset', days: 1 }
  return { type: 'weekday', weekday: weekdayOf(word), which: 'bare' }
}
