import type { DaySaid } from '../said.ts'
import { type Meaning, type Place, meaning } from './meaning.ts'
import { wholePeriod } from './periods.ts'
import { nthSaid } from './numbers.ts'
import { type Match, type Tokens, is } from './tokens.ts'

/** «первый понедельник апреля», «в последнюю пятницу месяца», «до первого рабочего дня января». */
export function nthWeekday({ tokens, i, before }: Place): Match<Meaning> | null {
  const found = nthDay(tokens, before?.end ?? i)
  if (found === null) return null
  const day: DaySaid | 'next' = found.value
  if (day === 'next') return null
  return meaning(found.end, { type: 'day', day }, 'none', before?.value.bound ?? 'at')
}

/** «следующий рабочий день», «ближайший рабочий день». */
export function nextWorkingDay({ tokens, i, before }: Place): Match<Meaning> | null {
  const at = before?.end ?? i
  const which = tokens[at]?.word.which
  if (which !== 'next' && which !== 'nearest') return null
  const end = workingDayAt(tokens, at + 1)
  if (end === null) return null
  const day: DaySaid = { type: 'working', days: 1, other: null }
  return meaning(end, { type: 'day', day }, 'none', before?.value.bound ?? 'at')
}

/** The day without its preposition; `next` where no month says which («первый понедельник»). */
export function nthDay(tokens: Tokens, i: number): Match<DaySaid | 'next'> | null {
  const nth = nthSaid(tokens[i])
  if (nth === null || nth > 4) return null
  const weekday = tokens[i + 1]?.word.weekday ?? null
  const noun = weekday === null ? workingDayAt(tokens, i + 1) : i + 2
  if (noun === null) return null
  const of = wholePeriod(tokens, noun)
  const weekly = of?.value.type === 'unit' && of.value.unit === 'week'
  if (of === null || (weekly && weekday !== null)) return { end: noun, value: 'next' }
  return { end: of.end, value: { type: 'nth', nth, weekday, period: of.value } }
}

function workingDayAt(tokens: Tokens, i: number): number | null {
  const working = is(tokens[i], 'рабочий', 'рабочего', 'рабочему', 'рабочем')
  return working && is(tokens[i + 1], 'день', 'дня', 'дню', 'дне') ? i + 2 : null
}
