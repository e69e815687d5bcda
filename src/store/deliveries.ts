import type { ChatId } from '../ports/identity.ts'
import type { JsonObject } from '../ports/json.ts'

/** Something to do after the commit: send a message, call a service, wake a conversation. */
export interface NewDelivery {
  /** Deterministic (`chat:revision:n`), so that the same turn can never enqueue it twice. */
  readonly id: string
  /** Deliveries of one lane are done one at a time, in the order they were enqueued; null waits for nobody. */
  readonly lane: string | null
  readonly kind: 'message' | 'card' | 'erase' | 'strip' | 'call' | 'timer'
  readonly chat: ChatId
  readonly payload: JsonObject
  readonly dueAtMs: number
  /** Nobody waits for it: whatever somebody does wait for goes first, and it keeps the pace that {@link Outbox.claim} sets. */
  readonly background?: true
}

export interface DeliveryWriter {
  /** A delivery whose id exists already is left as it is. */
  enqueue(deliveries: readonly NewDelivery[]): Promise<void>
  /** Cancels those that have not been settled. One that is being performed right now is performed, and its result ignored. */
  cancel(ids: readonly string[], reason: string): Promise<void>
  /**
   * Cancels everything still to be done for a chat (its link ended), or only deliveries of these kinds (it blocked the
   * bot: nothing can be shown there, but what was asked of the portal goes on).
   */
  cancelChat(chat: ChatId, reason: string, kinds?: readonly NewDelivery['kind'][]): Promise<void>
}
