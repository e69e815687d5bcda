/**
 * What the inside needs of the database, as types. `db/` implements them once for SQLite and PostgreSQL.
 *
 * A {@link Unit} is one open transaction. Whoever holds one awaits nothing but its methods: no network, no timers, no
 * second transaction (on SQLite that would be a deadlock).
 */
import type { ChatId, Json, JsonObject, Language, PortalUserId } from './ports.ts'

/**
 * The database cannot be reached, was lost in the middle, or has a disk that takes nothing more. Nothing is wrong with
 * what was asked: it may be asked again when the database is back. Should it have been lost during a commit, nobody
 * knows whether that took place.
 */
export class StoreAway extends Error {
  override name = 'StoreAway'
  constructor(cause: unknown) {
    super('The database cannot be reached', { cause })
  }
}

export interface Store extends AsyncDisposable {
  /**
   * Runs `work` in one transaction (`BEGIN IMMEDIATE` on SQLite) and commits what it did, or nothing when it throws.
   * On PostgreSQL `work` is run again, from its beginning, when another transaction stood in its way or the connection
   * was lost: it must not keep anything of an earlier run.
   *
   * @throws StoreAway when the database is away for longer than a restart takes.
   */
  transaction<T>(work: (unit: Unit) => Promise<T>): Promise<T>
  readonly outbox: Outbox
  readonly buckets: BucketStore
  readonly schedule: Schedule
}

export interface Unit {
  /** Runs `work` inside a savepoint: when it throws, only its own writes are undone, and the error goes on up. */
  savepoint<T>(work: () => Promise<T>): Promise<T>
  readonly updates: UpdateStore
  readonly chats: ChatStore
  readonly cards: CardStore
  readonly definitions: DefinitionStore
  readonly journal: JournalStore
  readonly deliveries: DeliveryWriter
  readonly links: LinkStore
  readonly settings: SettingsStore
  readonly actions: ActionStore
  readonly notifications: NotificationStore
  readonly workDays: WorkDayStore
}

/* ── Intake ───────────────────────────────────────────────────────────────────────────────────────────────── */

export interface UpdateStore {
  /** Takes `updateId` for good. False when it was taken before: the update is a repetition and must do nothing. */
  claim(updateId: number, atMs: number): Promise<boolean>
  /** Keeps an update whose turn threw every time, for a person to look at. Takes the id as {@link claim} does. */
  poison(update: {
    readonly updateId: number
    readonly chat: ChatId
    readonly payload: Json
    /** What the person was told to quote. */
    readonly incident: string
    readonly error: string
    readonly atMs: number
  }): Promise<void>
}

/* ── Chats ────────────────────────────────────────────────────────────────────────────────────────────────── */

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

/* ── Definitions and journal ──────────────────────────────────────────────────────────────────────────────── */

export interface DefinitionStore {
  /** Keeps a definition under its content hash; a second time does nothing. */
  keep(definition: {
    readonly hash: string
    readonly dialog: string
    readonly source: Json
    readonly atMs: number
  }): Promise<void>
  /** The definition of that hash, or null. */
  load(hash: string): Promise<Json | null>
  /**
   * Makes these the definitions that running processes go over to: each dialog by the hash it is kept under. A later
   * publication takes the place of an earlier one.
   */
  publish(hashes: ReadonlyMap<string, string>, atMs: number): Promise<void>
  /** What was published after `afterMs`, as {@link Publication.atMs} counts, oldest first. */
  publishedAfter(afterMs: number): Promise<readonly Publication[]>
}

export interface Publication {
  readonly dialog: string
  readonly hash: string
  /** Instants of one database never repeat nor go back, whatever the clocks of those who publish say. */
  readonly atMs: number
}

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

/** What is kept about one employee, for whoever has to answer for it: outside any transaction. */
export interface PersonalData {
  /** Every row, by table, as it is stored, but for the digests of codes. */
  collect(employee: PortalUserId): Promise<Readonly<Record<string, readonly object[]>>>
  /**
   * Deletes it, but the records of who did what, which hold numbers alone. `blank` is what is left of a chat's state.
   * `linked`: the link has to be ended first; `unfinished`: something is still to be said or done, and nothing was deleted.
   */
  erase(
    employee: PortalUserId,
    blank: (state: JsonObject) => JsonObject,
  ): Promise<{ readonly type: 'linked' | 'unfinished' } | { readonly type: 'erased'; readonly rows: number }>
}

/* ── Outbox ───────────────────────────────────────────────────────────────────────────────────────────────── */

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

export interface Delivery extends NewDelivery {
  readonly seq: number
  /** Times it has been claimed, this one included; the fence of {@link Outbox.settle}. */
  readonly attempts: number
  /** How many of the earlier ones surely did nothing; what they leave may have been done unseen. */
  readonly undone: number
  /** How many of the earlier ones said that their request leaves ({@link Outbox.begin}), and may have been heard. */
  readonly begun: number
  readonly leaseUntilMs: number
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

export type Settlement =
  | { readonly type: 'done'; readonly outcome?: Json }
  /** Try again at `dueAtMs`; keeps its place in the lane. `detail` says why; `undone`: this attempt surely did nothing. */
  | { readonly type: 'retry'; readonly dueAtMs: number; readonly detail: string; readonly undone?: true }
  /** Will never succeed; kept for a person to look at, and no longer in anybody's way. */
  | { readonly type: 'dead'; readonly detail: string }
  /** It cannot be known whether it happened, and it must not be repeated. */
  | { readonly type: 'unknown'; readonly detail: string }

/** The transactional outbox. `enqueue` and `cancel` are on {@link Unit.deliveries}. */
export interface Outbox {
  /**
   * Leases at most `limit` due deliveries, the head of each lane only, for `leaseMs`. Two claimers never get the same
   * row while the lease lasts.
   */
  claim(options: {
    readonly limit: number
    readonly nowMs: number
    readonly leaseMs: number
    /** Only these lanes (the fast path right after a commit). */
    readonly lanes?: readonly string[]
    /**
     * Ids of those the claimer is still busy with: they are not handed to it again, however long ago their lease ended
     * by a clock that was set or a machine that slept.
     */
    readonly besides?: readonly string[]
    /**
     * Of `background` deliveries at most `limit`, and none while anything else is due; with `perSecond` only as many as
     * leave, together with all other messages of all processes, no more than that within any second. Without it: as
     * many as `limit` above says.
     */
    readonly background?: { readonly limit: number; readonly perSecond?: number }
  }): Promise<readonly Delivery[]>
  /**
   * For what must not be done twice: said right before the request leaves. Whoever takes over after a crash then knows
   * that it may have been done, and otherwise that it surely was not. False, and nothing may leave, when the delivery
   * was taken over or cancelled meanwhile.
   */
  begin(delivery: Delivery): Promise<boolean>
  /**
   * Ends the lease. Runs `work` in the same transaction, so that what follows from the outcome is stored together with
   * it. False, and nothing written, when the lease was lost to another claimer or the delivery was cancelled meanwhile.
   */
  settle(
    delivery: Delivery,
    settlement: Settlement,
    nowMs: number,
    work?: (unit: Unit) => Promise<void>,
  ): Promise<boolean>
  /** When the next delivery falls due, or null: how long a dispatcher may sleep. */
  nextDueMs(): Promise<number | null>
}

/* ── Linking ──────────────────────────────────────────────────────────────────────────────────────────────── */

/** Which employee a chat speaks for. The only source of identity for every portal call. */
export interface Link {
  readonly chat: ChatId
  readonly employee: PortalUserId
  readonly name: string
  readonly firstName: string
  /** IANA name. */
  readonly zone: string
  readonly linkedAtMs: number
  /** When the portal last confirmed that the employee is active. */
  readonly checkedAtMs: number
}

export interface LinkProfile {
  readonly name: string
  readonly firstName: string
  /** IANA name, or null when the portal has none. */
  readonly zone: string | null
}

export interface LinkAttempt {
  readonly id: string
  readonly chat: ChatId
  /** Lower case; null as soon as it has been looked up: nothing keeps an address longer than that. */
  readonly email: string | null
  /** Null while the address has not been looked up, and for ever when it belongs to nobody. */
  readonly employee: PortalUserId | null
  /** What the portal says of `employee`, for the link to come; null exactly while `employee` is. */
  readonly profile: LinkProfile | null
  /** HMAC-SHA-256 digests in hex; never the code. Null until a code has been sent. */
  readonly codeDigest: string | null
  readonly inviteDigest: string | null
  readonly triesLeft: number
  readonly requestedAtMs: number
  readonly expiresAtMs: number
}

/** Append-only; holds no code and no address. */
export type LinkAuditEvent =
  | 'requested'
  /** By an administrator. */
  | 'invited'
  | 'sent'
  | 'not_sent'
  /** No code was made: this employee was sent too many, or failed too often. */
  | 'withheld'
  | 'wrong'
  | 'linked'
  | 'moved'
  | 'unlinked'
  | 'revoked'
  | 'dismissed'
  | 'unlocked'

export interface LinkCount {
  readonly times: number
  readonly oldestAtMs: number | null
  readonly newestAtMs: number | null
}

export interface LinkStore {
  byChat(chat: ChatId): Promise<Link | null>
  byEmployee(employee: PortalUserId): Promise<Link | null>
  /** All living links, for the check of dismissed employees. */
  all(): Promise<readonly Link[]>
  /**
   * Makes `link` the only living one of its chat and of its employee; returns the ones it ended (the employee's other
   * chat, the chat's other employee).
   */
  establish(link: Link): Promise<readonly Link[]>
  /** Ends the living link of a chat; null when there was none. */
  end(
    chat: ChatId,
    reason: 'unlinked' | 'revoked' | 'dismissed' | 'moved',
    atMs: number,
  ): Promise<Link | null>
  checked(employees: readonly PortalUserId[], atMs: number): Promise<void>
  /** The person's time zone from now on, an IANA name. Nothing happens without a living link. */
  setZone(chat: ChatId, zone: string): Promise<void>
  /** What the chat shall be told is to be planned anew at once. */
  replan(chat: ChatId): Promise<void>
  /** The same of all living links. */
  replanAll(): Promise<void>

  /** The chat's only attempt, or null. */
  attempt(chat: ChatId): Promise<LinkAttempt | null>
  attemptById(id: string): Promise<LinkAttempt | null>
  /** Replaces whatever attempt the chat had. */
  saveAttempt(attempt: LinkAttempt): Promise<void>
  dropAttempt(chat: ChatId): Promise<void>

  audit(
    event: LinkAuditEvent,
    facts: { readonly chat: ChatId | null; readonly employee: PortalUserId | null; readonly atMs: number },
  ): Promise<void>
  /**
   * How often `event` happened after `sinceMs`, for one chat, one employee, or everybody; with the first and last of them.
   * Until this transaction ends, nobody else counts for the same employee, or for everybody.
   */
  count(
    event: LinkAuditEvent,
    whose: { readonly chat: ChatId } | { readonly employee: PortalUserId } | 'everybody',
    sinceMs: number,
  ): Promise<LinkCount>
  /** Wrong codes for an employee since the last `linked` or `unlocked`. */
  failuresInARow(employee: PortalUserId): Promise<number>
}

/* ── Settings ─────────────────────────────────────────────────────────────────────────────────────────────── */

/** What a person has chosen. Deleted with the link. Times are wall clock in the link's zone, minutes after midnight. */
export interface Settings {
  /** Null: as their messenger says. */
  readonly language: Language | null
  readonly notifications: NotificationSettings
  /** Absent in what was saved before it was kept. */
  readonly chosenAtMs?: ChosenAt
}

/** When it was last said what is due from now on; 0 for never. What fell due before is not owed. */
export interface ChosenAt {
  /** The hour of the morning digest, or the zone, which moves it. */
  readonly morning: number
  readonly evening: number
  /** All notifications were switched on, or a pause was ended before its date. */
  readonly all: number
}

export interface NotificationSettings {
  readonly enabled: boolean
  readonly morning: { readonly enabled: boolean; readonly atMinutes: number }
  readonly evening: { readonly enabled: boolean; readonly atMinutes: number }
  readonly events: {
    readonly enabled: boolean
    readonly leadMinutes: number
    /** For important events, in addition; null: not at all. */
    readonly importantLeadMinutes: number | null
  }
  readonly deadlines: { readonly dayBefore: boolean; readonly onDay: boolean; readonly passed: boolean }
  readonly workDaysOnly: boolean
  /** A digest with nothing in it is not sent. */
  readonly skipEmpty: boolean
  /** Delivered without a sound in between. */
  readonly quiet: { readonly fromMinutes: number; readonly toMinutes: number } | null
  /** Local date from which notifications come again; null without a pause. */
  readonly pausedUntil: string | null
}

export interface SettingsStore {
  /** Null while the person has changed nothing. */
  load(chat: ChatId): Promise<Settings | null>
  save(chat: ChatId, settings: Settings, atMs: number): Promise<void>
  drop(chat: ChatId): Promise<void>
}

/* ── Actions ──────────────────────────────────────────────────────────────────────────────────────────────── */

/** What was done in the portal on somebody's behalf: the portal itself names the webhook's owner as the author. */
export interface Action {
  /** The delivery that does it: a repeat is the same action. */
  readonly id: string
  readonly chat: ChatId
  readonly employee: PortalUserId
  /** The service: `bitrix.tasks.move`. */
  readonly service: string
  /** What it is done to: `task:8017`; null where it is being made. */
  readonly object: string | null
  readonly atMs: number
}

export interface PastAction extends Action {
  /** `done`, or the reason why not. Null while it is being done, or where nobody lived to write it down. */
  readonly outcome: string | null
  readonly endedAtMs: number | null
}

export interface ActionStore {
  /** Written down before it is tried; a second time does nothing. */
  begin(action: Action): Promise<void>
  /** `done`, or the reason why not; the last attempt has the last word. `object`: what was made. */
  end(id: string, outcome: string, atMs: number, object?: string): Promise<void>
  /** What was done for an employee, the latest first, at most `limit`: for whoever has to look into it. */
  ofEmployee(employee: PortalUserId, limit: number): Promise<readonly PastAction[]>
}

/* ── Notifications ────────────────────────────────────────────────────────────────────────────────────────── */

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

/* ── Work calendar ────────────────────────────────────────────────────────────────────────────────────────── */

/** A date on which work differs from what the portal's calendar and the weekday say. */
export interface WorkDay {
  /** `2027-01-04`. */
  readonly date: string
  /** `off`: nobody works; `short`: a work day that ends earlier; `work`: a work day though it is a weekend. */
  readonly kind: 'off' | 'short' | 'work'
}

/** What an administrator imported. */
export interface WorkDayStore {
  /** In the order of their dates. */
  all(): Promise<readonly WorkDay[]>
  /** All that is known of a calendar year from now on; `days` are of that year, each date once. */
  replaceYear(year: number, days: readonly WorkDay[]): Promise<void>
}

/* ── Requests ─────────────────────────────────────────────────────────────────────────────────────────────── */

/** How many tokens come back in a second, how many there are at most, and how many must stay for others. */
export interface BucketSize {
  readonly perSecond: number
  readonly burst: number
  readonly reserve: number
}

export interface BucketGrant {
  readonly tokens: number
  /** Without any token: how long it is no use to ask again. */
  readonly waitMs: number
  /** Somebody was refused by whoever is called, and everybody waits. */
  readonly paused: boolean
}

/** Tokens for requests, counted for all processes together; each call is a short transaction of its own. */
export interface BucketStore {
  /** Takes at most `wanted` tokens, and not the last `size.reserve`. A bucket never seen is full. */
  take(bucket: string, wanted: number, size: BucketSize): Promise<BucketGrant>
  /** Nobody gets a token for `ms`, nor for a pause that was longer, and what was saved up is lost. */
  pause(bucket: string, ms: number): Promise<void>
}
