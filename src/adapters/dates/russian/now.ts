import { noLength } from '../said.ts'
import { type Meaning, type Place, meaning } from './meaning.ts'
import { type Match, is } from './tokens.ts'

/** «сейчас», «прямо сейчас»: only where it is all there is, for «сейчас» inside a sentence says little. */
export function now({ tokens, i }: Place): Match<Meaning> | null {
  const at = is(tokens[i], 'прямо') ? i + 1 : i
  if (!is(tokens[at], 'сейчас', 'щас', 'щаз')) return null
  return meaning(at + 1, { type: 'moment-shift', length: noLength, other: null }, 'company')
}
