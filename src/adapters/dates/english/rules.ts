import { clocks, ranges } from './clocks.ts'
import { days } from './days.ts'
import { periods } from './periods.ts'
import { rangesOfDays } from './ranges-of-days.ts'
import { relative } from './relative.ts'
import { repetition } from './repetition.ts'
import { type Rule } from './rule.ts'
import { zones } from './zones.ts'

/** Tried in this order, each on what the earlier ones left. */
export const rules: readonly Rule[] = [
  ...repetition,
  ...rangesOfDays,
  ...ranges,
  ...relative,
  ...days,
  ...periods,
  ...clocks,
  ...zones,
]
