import { clock } from './clocks.ts'
import { dayOrClock, onDayOrClock } from './day-or-clock.ts'
import { type Meaning, type Place, meaning } from './meaning.ts'
import { preposition } from './prepositions.ts'
import { shifted } from './shifts.ts'
import { type Match, is } from './tokens.ts'

/** «не завтра, а в пятницу»: the second is meant; «не сегодня» leaves it open. */
export function insteadOf(place: Place): Match<Meaning> | null {
  const { tokens, i } = place
  if (!is(tokens[i], 'не') || is(tokens[i + 1], 'позднее', 'позже', 'раньше', 'ранее')) return null
  const first = readAt(place, i + 1)
  if (first === null) return null
  const at = is(tokens[first.end], ',') ? first.end + 1 : first.end
  if (is(tokens[at], 'а')) return readAt(place, at + 1)
  // «не завтра» alone says only when not.
  return first.value.fact.type === 'day' ? meaning(first.end, { type: 'unclear' }) : null
}

/** «перенести встречу со вторника на четверг», «сдвинуть созвон с 10 на 12»: what is to be done, and no time to do it. */
export function movedFrom(place: Place): Match<Meaning> | null {
  const { tokens, i } = place
  if (!is(tokens[i], 'с', 'со')) return null
  if (!tokens.slice(Math.max(0, i - reach), i).some(({ text }) => moving.test(text))) return null
  const from = onDayOrClock(place)
  if (from === null || !is(tokens[from.end], 'на')) return null
  const to = readAt(place, from.end) ?? clockAt(place, from.end + 1)
  return to === null ? null : meaning(to.end, { type: 'unclear' })
}

/** Words between the verb and what it moves. */
const reach = 12
const moving = /^(?:пере(?:нес|нос|двин|движ|став)|сдвин|сдвиг|двига)/u

function clockAt({ tokens }: Place, i: number): Match<unknown> | null {
  return clock(tokens, i, 'до', true)
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
