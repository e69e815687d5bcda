import { type Meaning, type Place, meaning } from './meaning.ts'
import { type Match, is } from './tokens.ts'

/** «завтра весь день»: belongs to the day it stands beside, and says no clock. */
export function wholeDay({ tokens, i }: Place): Match<Meaning> | null {
  const at = is(tokens[i], 'на') ? i + 1 : i
  if (!is(tokens[at], 'весь', 'целый') || !is(tokens[at + 1], 'день')) return null
  return meaning(at + 2, { type: 'whole-day' }, 'company')
}
