import type { ChatId } from '../ports/identity.ts'
import type { Json } from '../ports/json.ts'

/** A message with buttons, and what pressing each of them means. */
export interface CardRecord {
  /** Unguessable; the first part of every `callback_data` of the card. */
  readonly token: string
  readonly chat: ChatId
  /** The conversation whose live card this is; null for messages that belong to none. */
  readonly conversation: string | null
  /** Grows each time other buttons are shown under the same token; a press names the revision it saw. */
  readonly revision: number
  /** Where it stands in the chat; null until it has been sent. */
  readonly messageId: number | null
  /** What each button means, by index. */
  readonly choices: readonly Json[]
  readonly expiresAtMs: number
}

export interface CardStore {
  load(token: string): Promise<CardRecord | null>
  /** Inserts, or replaces everything but `messageId` (which only {@link placed} writes). */
  save(card: Omit<CardRecord, 'messageId'>): Promise<void>
  /** The messenger has shown the card as this message. */
  placed(token: string, messageId: number): Promise<void>
}
