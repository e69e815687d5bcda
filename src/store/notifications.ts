import type { ChatId } from '../ports/identity.ts'
import type { JsonObject } from '../ports/json.ts'
import type { Link } from './links.ts'

/** What a person shall be told, or has been: one row for each thing, several of which may leave as one message. */
export interface NotificationRow {
  /** Unique for ever: a second row of the same thing is impossible. */
  readonly key: string
  readonly kind: string
  readonly chat: ChatId
  /** Rows of one message share this name. */
  readonly together: string
  readonly dueMs: number
  readonly expiresMs: number
  readonly silent: boolean
  readonly payload: JsonObject
  readonly state: 'planned' | 'sending' | 'sent' | 'cancelled' | 'expired' | 'failed' | 'unknown'
  /** Of a cancelled one. */
  readonly reason: string | null
}

/** One that somebody is about to send. */
export interface ClaimedRow extends NotificationRow {
  /** Names the claim: nobody else's of the same row ends then. */
  readonly leaseUntilMs: number
}

export interface NotificationStore {
  /** Rows of a chat that are planned or being sent, and those settled after `sinceMs`. */
  ofChat(chat: ChatId, sinceMs: number): Promise<readonly NotificationRow[]>
  byKey(key: string): Promise<NotificationRow | null>
  /** The keys of those that are still this claimer's: neither settled, nor taken over when the lease had run out. */
  held(claimed: readonly ClaimedRow[]): Promise<ReadonlySet<string>>
  /**
   * Inserts as `planned`, or makes a row that waits, was cancelled or has expired `planned` again with what it reads now.
   * One being sent stays as it is, and so does for ever what was sent, may have been, or could not be.
   */
  plan(rows: readonly Omit<NotificationRow, 'state' | 'reason'>[], atMs: number): Promise<void>
  /** Ends rows, or puts those that were not sent back to `planned`. */
  mark(
    keys: readonly string[],
    state: 'planned' | 'sent' | 'cancelled' | 'expired' | 'failed' | 'unknown',
    reason: string | null,
    atMs: number,
  ): Promise<void>
  /**
   * Everything still to be sent to a chat, when there is nobody to tell any more. Whoever is sending a row finds it
   * `cancelled` in the transaction in which it would settle it, and must not send it.
   */
  cancelChat(chat: ChatId, reason: string, atMs: number): Promise<void>
}

/** A row is in one of the two parts for as long as it is young, and then in the second: they never share one. */
export interface DuePart {
  /** `young`: rows of these kinds that fell due less than `youngMs` ago; `others`: all but those. */
  readonly which: 'young' | 'others'
  readonly kinds: readonly string[]
  readonly youngMs: number
}

/** What several tickers share: each chat and each due row goes to one of them. */
export interface Schedule {
  /**
   * Living links whose chat has not been planned for since `staleMs` ago, longest first, at most `limit`; they count as
   * planned from `nowMs` on. {@link LinkStore.replan} makes a chat due at once.
   */
  claimPlanning(options: {
    readonly nowMs: number
    readonly staleMs: number
    readonly limit: number
  }): Promise<readonly Link[]>
  /**
   * All due rows of at most `chats` chats, the longest waiting first, as `sending` for `leaseMs`. A row whose lease has
   * run out was not sent: what sends it also settles it, in one transaction, if it is {@link NotificationStore.held} still.
   */
  claimDue(options: {
    readonly nowMs: number
    readonly chats: number
    readonly leaseMs: number
    /** Absent: all of them. */
    readonly part?: DuePart
  }): Promise<readonly ClaimedRow[]>
  /** When the next row falls due, or null. */
  nextDueMs(): Promise<number | null>
}
