import type { Length } from '../said.ts'
import { cardinal, length } from './numbers.ts'
import { type Match, type Tokens, is } from './tokens.ts'

/** «через 3 дня», «спустя час», «минут через 20», «2 дня назад»: a length from now, negative for the past. */
export function shift(tokens: Tokens, i: number): Match<Length> | null {
  return ahead(tokens, i) ?? inverted(tokens, i) ?? ago(tokens, i)
}

function ahead(tokens: Tokens, i: number): Match<Length> | null {
  if (!is(tokens[i], 'через', 'спустя')) return null
  const found = length(tokens, i + 1)
  return found === null || isUnclear(tokens, found.end) ? null : found
}

/** «через час-полтора», «через час после встречи»: no one moment. */
function isUnclear(tokens: Tokens, i: number): boolean {
  return (is(tokens[i], '-') && tokens[i]?.gap === false) || is(tokens[i], 'после', 'перед', 'от')
}

/** «минут через 20», «дня через три». */
function inverted(tokens: Tokens, i: number): Match<Length> | null {
  const unit = tokens[i]?.word.unit
  if (unit === undefined || !is(tokens[i + 1], 'через')) return null
  const count = cardinal(tokens, i + 2)
  const noun = tokens[i]
  if (count === null || noun === undefined) return null
  const number = tokens.slice(i + 2, count.end)
  const found = length([...number, noun], 0)
  return found === null ? null : { end: count.end, value: found.value }
}

function ago(tokens: Tokens, i: number): Match<Length> | null {
  const found = length(tokens, i)
  if (found === null || !is(tokens[found.end], 'назад')) return null
  const { months, days, seconds } = found.value
  return { end: found.end + 1, value: { months: 0 - months, days: 0 - days, seconds: 0 - seconds } }
}

/** Whether the length names a moment («через час») rather than a day («через неделю»). */
export function isMomentary(length: Length): boolean {
  return length.seconds !== 0
}
