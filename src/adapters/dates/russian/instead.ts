import { dayOrClock, onDayOrClock } from './day-or-clock.ts'
import { type Meaning, type Place, meaning } from './meaning.ts'
import { preposition } from './prepositions.ts'
import { shifted } from './shifts.ts'
import { type Match, is } from './tokens.ts'

/** «не завтра, а в пятницу»: the second is meant. */
export function insteadOf(place: Place): Match<Meaning> | null {
  const { tokens, i } = place
  if (!is(tokens[i], 'не') || is(tokens[i + 1], 'позднее', 'позже', 'раньше', 'ранее')) return null
  const first = readAt(place, i + 1)
  if (first === null) return null
  const at = is(tokens[first.end], ',') ? first.end + 1 : first.end
  return is(tokens[at], 'а') ? readAt(place, at + 1) : null
}

function readAt(place: Place, i: number): Match<Meaning> | null {
  const at = { ...place, i, before: preposition(place.tokens, i) }
  return shifted(at) ?? onDayOrClock(at) ?? dayOrClock(at)
}

/** «в ночь на субботу», «в ночь с пятницы на субботу»: of two days, which nobody could tell. */
export function overNight({ tokens, i }: Place): Match<Meaning> | null {
  const night = is(tokens[i], 'в') && is(tokens[i + 1], 'ночь') && is(tokens[i + 2], 'на', 'с', 'со')
  return night ? meaning(i + 2, { type: 'unclear' }) : null
}
