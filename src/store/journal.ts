import type { ChatId } from '../ports/identity.ts'
import type { Json } from '../ports/json.ts'
import type { ChatRecord } from './chats.ts'

/** One turn of one conversation, as the inspector and the time machine read it. Secret answers are masked. */
export interface JournalEntry {
  readonly chat: ChatId
  readonly revision: number
  readonly conversation: string | null
  readonly dialog: string | null
  readonly hash: string | null
  readonly event: Json
  readonly from: string | null
  readonly to: string | null
  readonly atMs: number
}

export interface JournalStore {
  append(entries: readonly JournalEntry[]): Promise<void>
}

export interface JournalRow extends JournalEntry {
  /** Grows with every row; on PostgreSQL a row may be seen after one that has a greater number. */
  readonly seq: number
}

/** What has happened, for whoever watches: reads alone, outside any transaction. */
export interface History {
  /** What came after `seq`, oldest first. */
  after(seq: number, limit: number): Promise<readonly JournalRow[]>
  /** The number of the latest row; 0 while there is none. */
  lastSeq(): Promise<number>
  /** The chat as it is now. */
  chat(chat: ChatId): Promise<Pick<ChatRecord, 'revision' | 'state'> | null>
  /** The definition of that hash, or null. */
  definition(hash: string): Promise<Json | null>
}
