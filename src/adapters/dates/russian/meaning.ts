import type { When } from '../../../ports/dates.ts'
import type { Fact, Need, Piece } from '../said.ts'
import type { Preposition } from './prepositions.ts'
import type { Match, Tokens } from './tokens.ts'

/** What a rule understood, before it knows where in the text it stands. */
export interface Meaning extends Omit<Piece, 'from' | 'to'> {
  /** A second fact of the same words: the day in «до конца завтрашнего дня». */
  readonly also?: Fact
}

/** Where a rule is asked: at token `i`, with what stands right before it. */
export interface Place {
  readonly tokens: Tokens
  readonly i: number
  /** The preposition that begins at `i`. */
  readonly before: Match<Preposition> | null
  /** The piece found last, anywhere before. */
  readonly last: Piece | undefined
  /** A day or a part of one was named right before. */
  readonly known: boolean
}

export function meaning(
  end: number,
  fact: Fact,
  need: Need = 'none',
  bound: When['bound'] = 'at',
): Match<Meaning> {
  return { end, value: { fact, need, bound } }
}
