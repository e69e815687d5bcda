import type { When } from '../../../ports/dates.ts'
import type { Fact, Need } from '../said.ts'

/** The named groups of a matched pattern. */
export type Groups = Readonly<Record<string, string | undefined>>

/** What a matched pattern says: the first fact covers the match, the others stand right after it. */
export interface Meaning {
  readonly facts: readonly Fact[]
  readonly need?: Need
  readonly bound?: When['bound']
}
