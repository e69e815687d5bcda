import type { DaySaid } from '../said.ts'
import { type Meaning, type Place, meaning } from './meaning.ts'
import { type Match, type Tokens, is } from './tokens.ts'

/** «до выходных», «перед выходными», «после выходных», «до Нового года». */
export function besideHoliday({ tokens, i }: Place): Match<Meaning> | null {
  return besideWeekend(tokens, i) ?? beforeNewYear(tokens, i)
}

function besideWeekend(tokens: Tokens, i: number): Match<Meaning> | null {
  const which = tokens[i + 1]?.word.which
  const at = which === undefined && !is(tokens[i + 1], 'этими', 'следующими') ? i + 1 : i + 2
  const before =
    (is(tokens[i], 'до') && is(tokens[at], 'выходных')) ||
    (is(tokens[i], 'к') && is(tokens[at], 'выходным')) ||
    (is(tokens[i], 'перед') && is(tokens[at], 'выходными'))
  const after = is(tokens[i], 'после') && is(tokens[at], 'выходных')
  if (!before && !after) return null
  const offset = which === 'next' || is(tokens[i + 1], 'следующими') ? 1 : 0
  const day: DaySaid = { type: 'weekend', side: before ? 'before' : 'after', offset }
  return meaning(at + 1, { type: 'day', day }, 'none', before ? 'by' : 'at')
}

/** The last day of the year: nobody means January. */
function beforeNewYear(tokens: Tokens, i: number): Match<Meaning> | null {
  const said =
    (is(tokens[i], 'до') && is(tokens[i + 1], 'нового') && is(tokens[i + 2], 'года')) ||
    (is(tokens[i], 'к') && is(tokens[i + 1], 'новому') && is(tokens[i + 2], 'году')) ||
    (is(tokens[i], 'под', 'перед') &&
      is(tokens[i + 1], 'новый', 'новым') &&
      is(tokens[i + 2], 'год', 'годом'))
  if (!said) return null
  const day: DaySaid = { type: 'end', period: { type: 'unit', unit: 'year', offset: 0 } }
  return meaning(i + 3, { type: 'day', day }, 'none', 'by')
}
