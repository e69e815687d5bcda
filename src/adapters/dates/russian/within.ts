import type { Part } from '../said.ts'
import { type Meaning, type Place, meaning } from './meaning.ts'
import { namedDays } from './named-days.ts'
import { wholePeriod } from './periods.ts'
import { isUnclear, shiftMeaning, shiftSaid } from './shifts.ts'
import { type Match, type Tokens, is } from './tokens.ts'

/** «в течение 3 дней», «в течение часа», «в течение рабочего дня», «в течение следующей недели». */
export function within({ tokens, i }: Place): Match<Meaning> | null {
  if (!is(tokens[i], 'в') || !is(tokens[i + 1], 'течение', 'течении')) return null
  const at = is(tokens[i + 2], 'ближайших', 'ближайшего', 'ближайшей') ? i + 3 : i + 2
  return ofDay(tokens, at) ?? ofPeriod(tokens, at) ?? ofLength(tokens, at)
}

/** By its end: what is to happen within a day is due when the day ends. */
function ofDay(tokens: Tokens, i: number): Match<Meaning> | null {
  const offset = namedDays.get(tokens[i]?.text ?? '')
  const working = is(tokens[i], 'рабочего', 'всего')
  const at = working || offset !== undefined ? i + 1 : i
  if (!is(tokens[at], 'дня')) return null
  const part: Part = is(tokens[i], 'рабочего') ? 'work-end' : 'day-end'
  const found = meaning(at + 1, { type: 'part', part }, 'none', 'by')
  if (offset === undefined) return found
  return {
    ...found,
    value: { ...found.value, also: { type: 'day', day: { type: 'offset', days: offset } } },
  }
}

function ofPeriod(tokens: Tokens, i: number): Match<Meaning> | null {
  if (tokens[i]?.word.which === undefined) return null
  const found = wholePeriod(tokens, i)
  return found === null ? null : meaning(found.end, { type: 'period', period: found.value })
}

function ofLength(tokens: Tokens, i: number): Match<Meaning> | null {
  const found = shiftSaid(tokens, i) ?? single(tokens, i)
  if (found === null || isUnclear(tokens, found.end)) return null
  const { end, value } = shiftMeaning(found)
  return { end, value: { ...value, bound: 'by' } }
}

/** «в течение часа», «в течение недели»: the genitive that alone means one. */
function single(tokens: Tokens, i: number): ReturnType<typeof shiftSaid> {
  const length = singles.get(tokens[i]?.text ?? '')
  return length === undefined ? null : { end: i + 1, value: { type: 'length', length, other: null } }
}

const singles = new Map([
  ['минуты', { months: 0, days: 0, seconds: 60 }],
  ['часа', { months: 0, days: 0, seconds: 3600 }],
  ['суток', { months: 0, days: 1, seconds: 0 }],
  ['недели', { months: 0, days: 7, seconds: 0 }],
  ['месяца', { months: 1, days: 0, seconds: 0 }],
  ['квартала', { months: 3, days: 0, seconds: 0 }],
  ['года', { months: 12, days: 0, seconds: 0 }],
])
