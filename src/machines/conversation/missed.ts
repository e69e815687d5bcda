/** Words that found the person away: kept while they have the bot blocked, said when they are back. */
import type { PortalUserId } from '../../ports/identity.ts'
import type { NewDelivery } from '../../store/deliveries.ts'

export interface Missed {
  /** Whose words they are: should the chat speak for somebody else by then, they are not said. */
  readonly employee: PortalUserId | null
  readonly words: readonly Word[]
}

type Word = Pick<NewDelivery, 'kind' | 'payload'>

/** The last ones tell how things ended; nobody comes back for the rest. */
const wordsMax = 3

/** What was missed before, and what of these deliveries somebody would have read. */
export function addMissed(
  before: Missed | undefined,
  deliveries: readonly Word[],
  employee: PortalUserId | null,
): Missed {
  const words = deliveries.flatMap(({ kind, payload }) =>
    kind === 'message' || kind === 'card' ? [{ kind, payload }] : [],
  )
  const kept = before?.employee === employee ? before.words : []
  return { employee, words: [...kept, ...words].slice(-wordsMax) }
}

/** What may be said to whom the chat speaks for now. */
export function wordsFor(missed: Missed | undefined, employee: PortalUserId | null): readonly Word[] {
  return missed?.employee === employee ? missed.words : []
}
