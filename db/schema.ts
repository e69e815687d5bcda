/**
 * The tables as the queries see them. Instants are whole milliseconds since the epoch (`…_ms`), JSON is text.
 *
 * On PostgreSQL whole numbers are `bigint`, and the pg client must be told to parse int8 as a number: every value here
 * stays below 2^53.
 */
import type { Generated } from 'kysely'
import type { ChatId, PortalUserId } from '../src/ports/identity.ts'
import type { Language } from '../src/ports/language.ts'
import type { ChatRecord } from '../src/store/chats.ts'
import type { NewDelivery } from '../src/store/deliveries.ts'
import type { LinkAuditEvent } from '../src/store/links.ts'
import type { NotificationRow } from '../src/store/notifications.ts'
import type { WorkDay } from '../src/store/work-days.ts'

/** Which database a statement is for, where that makes a difference. */
export type Dialect = 'sqlite' | 'postgres'

export interface Schema {
  readonly updates: UpdatesTable
  readonly poisoned_updates: PoisonedUpdatesTable
  readonly chats: ChatsTable
  readonly cards: CardsTable
  readonly definitions: DefinitionsTable
  readonly publications: PublicationsTable
  readonly journal: JournalTable
  readonly deliveries: DeliveriesTable
  readonly links: LinksTable
  readonly link_attempts: LinkAttemptsTable
  readonly audit: AuditTable
  readonly settings: SettingsTable
  readonly actions: ActionsTable
  readonly request_buckets: RequestBucketsTable
  readonly notifications: NotificationsTable
  readonly work_days: WorkDaysTable
}

interface UpdatesTable {
  readonly update_id: number
  readonly at_ms: number
}

interface PoisonedUpdatesTable {
  readonly update_id: number
  readonly chat: ChatId
  readonly payload: string
  readonly incident: string
  readonly error: string
  readonly at_ms: number
}

interface ChatsTable {
  readonly chat: ChatId
  readonly revision: number
  readonly language: Language
  readonly status: ChatRecord['status']
  readonly state: string
  readonly updated_at_ms: number
}

interface CardsTable {
  readonly token: string
  readonly chat: ChatId
  readonly conversation: string | null
  readonly revision: number
  readonly message_id: number | null
  readonly choices: string
  readonly expires_at_ms: number
}

interface DefinitionsTable {
  readonly hash: string
  readonly dialog: string
  readonly source: string
  readonly at_ms: number
}

interface PublicationsTable {
  readonly dialog: string
  readonly hash: string
  readonly at_ms: number
}

interface JournalTable {
  readonly seq: Generated<number>
  readonly chat: ChatId
  readonly revision: number
  readonly conversation: string | null
  readonly dialog: string | null
  readonly hash: string | null
  readonly event: string
  readonly from_state: string | null
  readonly to_state: string | null
  readonly at_ms: number
}

interface DeliveriesTable {
  /** Order of enqueueing; per lane it is also the order of commits, since a turn holds its chat while it enqueues. */
  readonly seq: Generated<number>
  readonly id: string
  readonly lane: string | null
  readonly kind: NewDelivery['kind']
  readonly chat: ChatId
  readonly payload: string
  /** 1 when nobody waits for it, else 0. */
  readonly background: Generated<number>
  readonly due_at_ms: number
  /** Set while somebody performs the delivery, even if it was cancelled meanwhile; null otherwise. */
  readonly lease_until_ms: number | null
  readonly attempts: number
  /** How many of the attempts surely did nothing. */
  readonly undone: number
  /** How many of those that say so have let their request go, and have not been found to have done nothing. */
  readonly begun: Generated<number>
  readonly state: 'pending' | 'done' | 'dead' | 'unknown' | 'cancelled'
  readonly outcome: string | null
  readonly detail: string | null
  readonly created_at_ms: number
  /** When it left `pending`. */
  readonly settled_at_ms: number | null
}

interface LinksTable {
  readonly seq: Generated<number>
  readonly chat: ChatId
  readonly employee: PortalUserId
  readonly name: string
  readonly first_name: string
  readonly zone: string
  readonly linked_at_ms: number
  readonly checked_at_ms: number
  /** When somebody last set out to plan what the chat shall be told; 0: never, or it is to be done anew at once. */
  readonly planned_at_ms: Generated<number>
  /** Null while the link lives; at most one living link per chat and per employee. */
  readonly ended_at_ms: number | null
  readonly ended_reason: string | null
}

interface LinkAttemptsTable {
  readonly id: string
  readonly chat: ChatId
  readonly email: string | null
  readonly employee: PortalUserId | null
  readonly name: string | null
  readonly first_name: string | null
  readonly zone: string | null
  readonly code_digest: string | null
  readonly invite_digest: string | null
  readonly tries_left: number
  readonly requested_at_ms: number
  readonly expires_at_ms: number
}

interface AuditTable {
  readonly seq: Generated<number>
  readonly at_ms: number
  readonly event: LinkAuditEvent
  readonly chat: ChatId | null
  readonly employee: PortalUserId | null
}

interface SettingsTable {
  readonly chat: ChatId
  readonly value: string
  readonly updated_at_ms: number
}

interface ActionsTable {
  readonly id: string
  readonly chat: ChatId
  readonly employee: PortalUserId
  readonly service: string
  readonly object: string | null
  readonly at_ms: number
  /** Null while it is being done, or when the process ended before it knew. */
  readonly outcome: string | null
  readonly ended_at_ms: number | null
}

interface NotificationsTable {
  readonly key: string
  readonly kind: string
  readonly chat: ChatId
  readonly together_name: string
  readonly due_ms: number
  readonly expires_ms: number
  /** 0 or 1. */
  readonly silent: number
  readonly payload: string
  readonly state: NotificationRow['state']
  readonly reason: string | null
  /** Set exactly while the row is `sending`. */
  readonly lease_until_ms: number | null
  /** When it was planned, claimed or settled, whichever came last. */
  readonly updated_ms: number
}

interface WorkDaysTable {
  /** `2027-01-04`. */
  readonly date: string
  readonly kind: WorkDay['kind']
}

interface RequestBucketsTable {
  readonly name: string
  readonly milli_tokens: number
  readonly counted_at_ms: number
  readonly paused_until_ms: number
}
