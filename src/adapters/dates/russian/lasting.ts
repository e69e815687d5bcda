import { type Meaning, type Place, meaning } from './meaning.ts'
import { type Length, lengthOf } from '../said.ts'
import { closes } from './followers.ts'
import { count, length, unitAt, unitOnward } from './numbers.ts'
import { type Match, type Tokens, is } from './tokens.ts'

/** «на полтора часа» after a start; days and weeks («на неделю») say no meeting's length. */
export function lasting({ tokens, i }: Place): Match<Meaning> | null {
  if (is(tokens[i], 'на', 'длительностью', 'продолжительностью')) return timed(tokens, i + 1)
  if (!is(tokens[i], 'длительность', 'продолжительность')) return null
  return timed(tokens, is(tokens[i + 1], ':', '-') ? i + 2 : i + 1)
}

/** «в 15:00, 30 минут»: a length right after the start needs no «на». */
export function afterClock({ tokens, i, last }: Place): Match<Meaning> | null {
  const token = tokens[i]
  if (last?.fact.type !== 'clock' || token === undefined || token.from - last.to > 2) return null
  return onward(tokens, i) ?? halfMore(tokens, i) ?? timed(tokens, i)
}

/** «минут на 20», «часа на два» after a start. */
function onward(tokens: Tokens, i: number): Match<Meaning> | null {
  const end = unitOnward(tokens, i)
  const unit = tokens[i]?.word.unit
  const value = end === null || unit === undefined ? null : lengthOf(count(tokens, i + 2)?.value ?? 0, unit)
  return end === null || value === null ? null : meaning(end, { type: 'length', length: value })
}

/** «на полтора» leaves its hours out. */
function halfMore(tokens: Tokens, i: number): Match<Meaning> | null {
  if (!is(tokens[i], 'на') || tokens[i + 1]?.word.count !== 1.5 || !closes(tokens, i + 2)) return null
  return meaning(i + 2, { type: 'length', length: { months: 0, days: 0, seconds: 5400 } })
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
