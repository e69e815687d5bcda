import type { DaySaid, Period } from '../said.ts'
import { type Meaning, type Place, meaning } from './meaning.ts'
import { month } from './periods.ts'
import { season } from './seasons.ts'
import { type Match, type Tokens, is } from './tokens.ts'

/** «к апрелю», «до марта», «с января», «к лету»: the first day of it. */
export function towardsMonth({ tokens, before }: Place): Match<Meaning> | null {
  if (before === null) return null
  const { name, bound } = before.value
  if (name !== 'к' && name !== 'до' && name !== 'с') return null
  const form = name === 'к' ? 'dat' : 'gen'
  const found = month(tokens, before.end, form) ?? season(tokens, before.end, form)
  if (found === null) return null
  const day: DaySaid = { type: 'begin', period: found.value }
  return meaning(found.end, { type: 'day', day }, 'none', bound)
}

/** «с мая по июль», «май–июль», «с января по март 2027»: whole months. */
export function severalMonths({ tokens, i }: Place): Match<Meaning> | null {
  const opened = is(tokens[i], 'с', 'со')
  const start = opened ? i + 1 : i
  const first = tokens[start]?.word
  if (first?.month === undefined || first.monthCase !== (opened ? 'gen' : 'nom')) return null
  if (!is(tokens[start + 1], 'по', '-')) return null
  const last = month(tokens, start + 2, 'nom')
  if (last === null) return null
  const period: Period = {
    type: 'months',
    first: first.month,
    last: last.value.month,
    year: last.value.year,
  }
  return meaning(last.end, { type: 'period', period }, opened ? 'none' : needAlone(tokens, i))
}

/** «отчёт январь–март» names what is reported; at the start of a text it names when. */
function needAlone(tokens: Tokens, i: number): 'edge' | 'company' {
  return i === 0 && tokens.length > 0 ? 'edge' : 'company'
}
