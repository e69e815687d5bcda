/** A message as the page has it. */
import type { Message } from '../../ports/message.ts'

/** One kind of message, in every way it is drawn; null where the other language leads elsewhere. */
export interface Drawn {
  /** The texts it is made of. */
  readonly keys: readonly string[]
  readonly ru: Pair
  readonly en: Pair
}

export interface Pair {
  readonly usual: Message | null
  readonly worst: Message | null
}
