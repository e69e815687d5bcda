import { noLength } from '../said.ts'
import { type Meaning, type Place, meaning } from './meaning.ts'
import { type Match, is } from './tokens.ts'

/** «в это же время», «в то же самое время»: counts only beside a day. */
export function sameTime({ tokens, i }: Place): Match<Meaning> | null {
  if (!is(tokens[i], 'в') || !is(tokens[i + 1], 'это', 'то') || !is(tokens[i + 2], 'же')) return null
  const noun = is(tokens[i + 3], 'самое') ? i + 4 : i + 3
  return is(tokens[noun], 'время') ? meaning(noun + 1, { type: 'same-time' }, 'company') : null
}

/** «сейчас», «прямо сейчас»: only where it is all there is, for «сейчас» inside a sentence says little. */
export function now({ tokens, i }: Place): Match<Meaning> | null {
  const at = is(tokens[i], 'прямо') ? i + 1 : i
  if (!is(tokens[at], 'сейчас', 'щас', 'щаз')) return null
  return meaning(at + 1, { type: 'moment-shift', length: noLength, other: null }, 'company')
}
