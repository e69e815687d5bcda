import { type Meaning, type Place, meaning } from './meaning.ts'
import { type Length, lengthOf } from '../said.ts'
import { count, length, unitAt } from './numbers.ts'
import { type Match, type Tokens, is } from './tokens.ts'

/** «на полтора часа» after a start; days and weeks («на неделю») say no meeting's length. */
export function lasting({ tokens, i }: Place): Match<Meaning> | null {
  return is(tokens[i], 'на', 'длительностью', 'продолжительностью') ? timed(tokens, i + 1) : null
}

/** «в 15:00, 30 минут»: a length right after the start needs no «на». */
export function afterClock({ tokens, i, last }: Place): Match<Meaning> | null {
  const token = tokens[i]
  if (last?.fact.type !== 'clock' || token === undefined || token.from - last.to > 2) return null
  return timed(tokens, i)
}

/** «с 1 июля на 2 недели»: whole days run from a day that was named as the start. */
export function afterDay({ tokens, i, last }: Place): Match<Meaning> | null {
  if (last?.fact.type !== 'day' || last.bound !== 'from' || !is(tokens[i], 'на')) return null
  const found = length(tokens, i + 1)
  if (found === null || found.value.seconds !== 0) return null
  return meaning(found.end, { type: 'length', length: found.value })
}

function timed(tokens: Tokens, i: number): Match<Meaning> | null {
  const found = longer(tokens, i) ?? length(tokens, i)
  if (found === null || found.value.months !== 0 || found.value.days !== 0) return null
  return meaning(found.end, { type: 'length', length: found.value })
}

/** «на час-полтора», «на час-два»: room for the longer of the two. */
function longer(tokens: Tokens, i: number): Match<Length> | null {
  const unit = tokens[i]?.word.one === true && is(tokens[i + 1], '-') ? tokens[i]?.word.unit : undefined
  const more = unit === undefined ? null : count(tokens, i + 2)
  const value = unit === undefined || more === null ? null : lengthOf(more.value, unit)
  return more === null || value === null || unitAt(tokens, more.end) !== null
    ? null
    : { end: more.end, value }
}
