import type { ChatId } from '../ports/identity.ts'
import type { JsonObject } from '../ports/json.ts'
import type { Language } from '../ports/language.ts'

/** Everything one chat is in the middle of: one row, one optimistic lock. */
export interface ChatRecord {
  readonly chat: ChatId
  /** Number of turns taken; the lock, and part of every effect id. */
  readonly revision: number
  readonly language: Language
  /** `silent`: the person blocked the bot; nothing is sent until they are back. */
  readonly status: 'active' | 'silent'
  /** The stack of dialogs with their snapshots. Opaque to the database. */
  readonly state: JsonObject
}

export interface ChatStore {
  /** Reads the chat and holds it against other writers until the transaction ends. Null for a chat never seen. */
  load(chat: ChatId): Promise<ChatRecord | null>
  /**
   * Writes the chat with `revision = record.revision` if the stored revision still is `record.revision - 1` (for the
   * first turn of a chat: if there is no row yet). False when another turn was faster.
   */
  save(record: ChatRecord, atMs: number): Promise<boolean>
  /** Chats that can be reached, by their id, after `after`; nothing is held. For whoever looks through them all. */
  page(after: ChatId | null, limit: number): Promise<readonly ChatRecord[]>
}
