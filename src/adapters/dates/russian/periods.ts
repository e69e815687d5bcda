import type { Part, Period, Which } from '../said.ts'
import { yearAfter } from './days.ts'
import type { Preposition } from './prepositions.ts'
import { type Match, type Tokens, is } from './tokens.ts'

type Before = Preposition['name'] | null

/** A whole period after «в» or «на»: «на следующей неделе», «в апреле», «в 2027 году», «на выходных». */
export function period(tokens: Tokens, i: number, before: Before): Match<Period> | null {
  if (before !== 'в' && before !== 'на') return null
  const which = tokens[i]?.word.which
  const at = which === undefined ? i : i + 1
  if (is(tokens[at], 'выходных', 'выходные')) {
    return { end: at + 1, value: { type: 'weekend', offset: offsetOf(which) } }
  }
  if (which !== undefined && is(tokens[at], ...wholeUnits.keys())) return unitAt(tokens, at, which)
  if (which !== undefined || before === 'на') return null
  return quarter(tokens, i) ?? monthAlone(tokens, i) ?? yearAlone(tokens, i)
}

const wholeUnits: ReadonlyMap<string, 'week' | 'month' | 'quarter' | 'year'> = new Map([
  ['неделе', 'week'],
  ['неделю', 'week'],
  ['месяце', 'month'],
  ['месяц', 'month'],
  ['квартале', 'quarter'],
  ['квартал', 'quarter'],
  ['году', 'year'],
  ['год', 'year'],
])

function unitAt(tokens: Tokens, i: number, which: Which): Match<Period> | null {
  const unit = wholeUnits.get(tokens[i]?.text ?? '')
  return unit === undefined ? null : { end: i + 1, value: { type: 'unit', unit, offset: offsetOf(which) } }
}

function offsetOf(which: Which | undefined): number {
  return which === 'next' ? 1 : which === 'last' ? -1 : 0
}

const quarterWords = ['первом', 'втором', 'третьем', 'четвертом']

function quarter(tokens: Tokens, i: number): Match<Period> | null {
  const token = tokens[i]
  const digit = token?.literal?.type === 'number' ? token.literal.value : 0
  const quarter = digit > 0 ? digit : quarterWords.indexOf(token?.text ?? '') + 1
  if (quarter < 1 || quarter > 4 || !is(tokens[i + 1], 'квартале')) return null
  const year = yearAfter(tokens, i + 2)
  return { end: year?.end ?? i + 2, value: { type: 'quarter', quarter, year: year?.value ?? null } }
}

function monthAlone(tokens: Tokens, i: number): Match<Period> | null {
  const word = tokens[i]?.word
  if (word?.month === undefined || word.monthCase !== 'prep') return null
  const year = yearAfter(tokens, i + 1)
  return { end: year?.end ?? i + 1, value: { type: 'month', month: word.month, year: year?.value ?? null } }
}

function yearAlone(tokens: Tokens, i: number): Match<Period> | null {
  const year = yearAfter(tokens, i)
  if (year === null || !is(tokens[i + 1], 'году', 'г')) return null
  return { end: year.end, value: { type: 'year', year: year.value } }
}

/** «конца недели», «концу рабочего дня», «конце следующего месяца», «последний день марта». */
export function endOf(tokens: Tokens, i: number): Match<Period | Part> | null {
  const last =
    is(tokens[i], 'последний', 'последнего', 'последнему', 'последнее') &&
    is(tokens[i + 1], 'день', 'дня', 'дню', 'число', 'числа')
  if (!last && !is(tokens[i], 'конец', 'конца', 'концу', 'конце')) return null
  const at = last ? i + 2 : i + 1
  const working = is(tokens[at], 'рабочего', 'рабочей')
  const which = tokens[at]?.word.which
  const noun = working || which !== undefined ? at + 1 : at
  if (is(tokens[noun], 'дня') && !last && (which === undefined || which === 'this')) {
    return { end: noun + 1, value: working ? 'work-end' : 'day-end' }
  }
  const unit = genitiveUnits.get(tokens[noun]?.text ?? '')
  if (unit !== undefined) return { end: noun + 1, value: { type: 'unit', unit, offset: offsetOf(which) } }
  const month = tokens[noun]?.word.month
  if (month === undefined || tokens[noun]?.word.monthCase !== 'gen') return yearEnd(tokens, noun)
  const year = yearAfter(tokens, noun + 1)
  return { end: year?.end ?? noun + 1, value: { type: 'month', month, year: year?.value ?? null } }
}

const genitiveUnits: ReadonlyMap<string, 'week' | 'month' | 'quarter' | 'year'> = new Map([
  ['недели', 'week'],
  ['месяца', 'month'],
  ['квартала', 'quarter'],
  ['года', 'year'],
])

function yearEnd(tokens: Tokens, i: number): Match<Period> | null {
  const year = yearAfter(tokens, i)
  return year === null ? null : { end: year.end, value: { type: 'year', year: year.value } }
}
