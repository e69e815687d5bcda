/**
 * What the inside needs of the outside, as types: identities, time, the messenger, the portal, the store.
 * Nothing here runs except the `to…Id` checks; every adapter implements some of these interfaces and imports no other adapter.
 */

declare const brand: unique symbol

/** A Telegram private chat; equal to the person's Telegram user id (Bot API `Chat.id` of a private chat). */
export type ChatId = number & { readonly [brand]: 'ChatId' }

/** An employee of the Bitrix24 portal (`user.get` → `ID`, as a number). */
export type PortalUserId = number & { readonly [brand]: 'PortalUserId' }

/** @throws RangeError when `value` is not a positive safe integer. */
export function toChatId(value: number): ChatId {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a brand can only be asserted
  return positive(value, 'chat id') as ChatId
}

/** @throws RangeError when `value` is not a positive safe integer. */
export function toPortalUserId(value: number): PortalUserId {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a brand can only be asserted
  return positive(value, 'portal user id') as PortalUserId
}

function positive(value: number, what: string): number {
  if (!Number.isSafeInteger(value) || value <= 0) throw new RangeError(`Not a ${what}: ${value}`)
  return value
}

/** What survives JSON unchanged. Everything stored, sent or kept in a snapshot is made of this. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

export type Language = 'ru' | 'en'

/** The only source of "now". Milliseconds since the epoch, UTC. */
export interface Clock {
  now(): number
}

/** Where randomness comes from: tokens, codes and ids are unguessable outside tests and repeatable inside them. */
export interface Randomness {
  /** `length` characters of `A-Za-z0-9_-`, 6 bits each. */
  token(length: number): string
  /** A whole number, 0 ≤ n < `below`. */
  integer(below: number): number
}

/**
 * Places where a process may die, by name: a test hands in a function that kills the process there, and then looks at
 * what is left. Nothing else ever does anything at them.
 */
export type FaultPoint =
  | 'turn: update claimed'
  | 'turn: decided'
  | 'turn: chat saved'
  | 'turn: before commit'
  | 'turn: after commit'
  | 'dispatch: leased'
  | 'dispatch: done outside'
  | 'dispatch: before settling'
  | 'dispatch: settling'
  | 'dispatch: settled'

export type Reach = (point: FaultPoint) => void

/* ── Messages ─────────────────────────────────────────────────────────────────────────────────────────────── */

/** A stretch of a text; offsets and lengths count UTF-16 units, as Bot API `MessageEntity` does. */
export interface Span {
  readonly type:
    | 'bold'
    | 'italic'
    | 'underline'
    | 'strikethrough'
    | 'code'
    | 'spoiler'
    | 'text_link'
    | 'date_time'
  readonly offset: number
  readonly length: number
  /** Only with `text_link`. */
  readonly url?: string
  /** Only with `date_time`: unix seconds (Bot API 9.5). */
  readonly unixTime?: number
}

export interface FormattedText {
  readonly text: string
  readonly spans: readonly Span[]
}

/** One button under a message. */
export interface Choice {
  readonly label: string
  readonly style?: 'primary' | 'success' | 'danger'
  readonly act:
    /** Opaque to everyone but the card it belongs to; at most 64 bytes (Bot API `callback_data`). */
    | { readonly type: 'press'; readonly data: string }
    | { readonly type: 'open'; readonly url: string }
    | { readonly type: 'copy'; readonly text: string }
    | { readonly type: 'disabled' }
}

export interface Message extends FormattedText {
  readonly rows: readonly (readonly Choice[])[]
  /** Delivered without a sound. */
  readonly silent?: boolean
}

/** What the messenger said to one request. */
export type MessengerResult =
  | { readonly type: 'done'; readonly messageId: number }
  /** The message to edit or delete is not there, or may not be changed any more. */
  | { readonly type: 'missing' }
  /** Refused for good: this request will never succeed. */
  | {
      readonly type: 'refused'
      readonly reason: 'blocked' | 'deactivated' | 'no_chat' | 'invalid'
      readonly detail: string
    }
  /** Not delivered for sure; repeat no sooner than `afterMs`. `scope` says who has to wait. */
  | {
      readonly type: 'later'
      readonly afterMs: number
      readonly scope: 'chat' | 'all'
      readonly detail: string
    }
  /** The request was written and no answer came: it may or may not have been delivered. */
  | { readonly type: 'uncertain'; readonly detail: string }
  /** The token itself is refused (401) or the server lacks the method (404): nothing can be sent until a person helps. */
  | { readonly type: 'misconfigured'; readonly detail: string }

/** The channel to people. Implementations never throw; every failure is a {@link MessengerResult}. */
export interface Messenger {
  send(chat: ChatId, message: Message, signal?: AbortSignal): Promise<MessengerResult>
  /** Replaces text and buttons in place. An edit that changes nothing is `done`. */
  edit(chat: ChatId, messageId: number, message: Message, signal?: AbortSignal): Promise<MessengerResult>
  removeButtons(chat: ChatId, messageId: number, signal?: AbortSignal): Promise<MessengerResult>
  remove(chat: ChatId, messageId: number, signal?: AbortSignal): Promise<MessengerResult>
  /** Best effort: stops the spinner on a pressed button, optionally with a short note (at most 200 characters). */
  answerPress(pressId: string, note?: string): Promise<void>
  /** Best effort: "typing…", shown for at most 5 s. */
  showTyping(chat: ChatId): Promise<void>
  /** The commands menu of private chats, for one language or (without one) for all others. */
  setCommands(
    commands: readonly { name: string; description: string }[],
    language?: Language,
  ): Promise<MessengerResult>
  /** The commands menu of one chat in place of the common one, whatever the language of the client; null: the common one again. */
  setChatCommands(
    chat: ChatId,
    commands: readonly { name: string; description: string }[] | null,
    signal?: AbortSignal,
  ): Promise<MessengerResult>
}

/** What a person did, in the channel's neutral form. Private chats only; anything else never gets this far. */
export type PersonEvent =
  | { readonly type: 'text'; readonly text: string; readonly messageId: number }
  /** `/name argument…`; `name` without the slash and the @bot suffix, in lower case. */
  | { readonly type: 'command'; readonly name: string; readonly argument: string; readonly messageId: number }
  /** `data` comes from the client and proves nothing. */
  | {
      readonly type: 'press'
      readonly pressId: string
      readonly data: string
      readonly messageId: number | null
    }
  /** An earlier message of the person now reads `text`. */
  | { readonly type: 'edited'; readonly text: string; readonly messageId: number }
  /** A photo, sticker, voice… where only text is understood. */
  | {
      readonly type: 'media'
      readonly kind: string
      readonly messageId: number
      /** Absent for what is no file: a contact, a place, a poll. */
      readonly file?: FileReference
      readonly caption?: string
    }
  /** The person blocked the bot (`my_chat_member` → kicked), or let it in again. */
  | { readonly type: 'blocked' }
  | { readonly type: 'unblocked' }
  /** Something else that the person did in a chat we share begins a dialog, with answers that are known. */
  | { readonly type: 'begin'; readonly dialog: string; readonly answers: JsonObject }

/** A file a person sent, still at the messenger. Of a photo, its largest size. */
export interface FileReference {
  /** Bot API `file_id`: only good for this bot. */
  readonly id: string
  /** As the sender's device called it; made up for photos. Hostile text. */
  readonly name: string
  /** Bytes; null when the messenger does not say. */
  readonly size: number | null
  /** What it is, where no device gave it a name: then `name` is made up, and nothing to show to anybody. */
  readonly unnamed?: 'photo' | 'video' | 'audio' | 'voice' | 'file'
}

/** Fetches what people sent. Implementations never throw. */
export interface Files {
  /**
   * The bytes of a file. Reasons: `too_large` (over `maxBytes`, or over the 20 MB a bot may fetch, Bot API `getFile`),
   * `gone`, `temporary`.
   */
  download(id: string, maxBytes: number, signal?: AbortSignal): Promise<Outcome<Uint8Array>>
}

export interface Sender {
  readonly chat: ChatId
  readonly firstName: string
  readonly lastName?: string
  readonly username?: string
  /** IETF tag as the client reports it; may be absent. */
  readonly languageCode?: string
}

/** One accepted update of the channel. */
export interface Incoming {
  /** Bot API `update_id`: the key of at-most-once intake. */
  readonly updateId: number
  readonly sender: Sender
  readonly event: PersonEvent
}

/* ── The portal ───────────────────────────────────────────────────────────────────────────────────────────── */

/**
 * What came of asking a service. `reason` is one of the named error classes of the dialog language:
 * `temporary` (surely not done, may be repeated), `limited` (the same, but not for some minutes), `uncertain` (maybe
 * done), `denied`, `config` (an administrator must act), `rejected_…` and others that the service documents.
 */
export type Outcome<T = Json> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false
      readonly reason: string
      /** Facts for the wording of the refusal. */
      readonly data?: JsonObject
      /** For the log and the administrator; never shown to the person, never holds secrets or typed text. */
      readonly detail?: string
      /** Do not repeat sooner than this. */
      readonly retryAfterMs?: number
      /** What an administrator has to know of it, whatever the person is told. */
      readonly trouble?: Trouble
    }

/** Something at the other side that a person has to put right, and what it was met at. */
export interface Trouble {
  readonly kind: TroubleKind
  /** A method, with the scope it lacks where that is known: the other side's vocabulary, never a secret or typed text. */
  readonly at: string
}

export type TroubleKind =
  /** The webhook is wrong, expired, or its owner was dismissed. */
  | 'portal_webhook'
  | 'portal_scope'
  /** No REST in the portal's plan, or the owner is no longer an administrator. */
  | 'portal_plan'
  /** The webhook's owner lacks a right of their own. */
  | 'portal_owner'
  | 'portal_method'
  /** The portal waits for an administrator to confirm the call, or was told to refuse it. */
  | 'portal_confirmation'
  | 'portal_https'
  /** Blocked by hand, by Bitrix24's support. */
  | 'portal_blocked'
  /** Closed or deleted. */
  | 'portal_closed'
  /** The portal's address leads to where the webhook must not be sent. */
  | 'portal_moved'
  /** The portal's address leads to another of its own, which works. */
  | 'portal_renamed'
  /** A method has used up its working time. */
  | 'portal_operating'
  /** No room on the Drive. */
  | 'portal_drive'
  /** Requests are refused for their number; passes by itself, unless it lasts. */
  | 'portal_busy'
  /** No usable answer comes, or none at all; passes by itself, unless it lasts. */
  | 'portal_silent'
  | 'telemost_token'
  | 'telemost_restricted'

/** An employee as the assistant may show one to a colleague: no e-mail, no phone. */
export interface Colleague {
  readonly id: PortalUserId
  readonly name: string
  readonly position: string
}

/** An employee as linking sees one. `zone` is an IANA name or null when the portal has none. */
export interface Employee extends Colleague {
  readonly firstName: string
  readonly email: string
  readonly zone: string | null
}

export interface Directory {
  /**
   * The one active employee with exactly this address, ignoring case; null for none, for more than one, for a dismissed
   * or extranet user: the caller must not be able to tell these apart.
   */
  findByEmail(email: string, signal?: AbortSignal): Promise<Outcome<Employee | null>>
  /** Active employees whose name matches, at most 8, in the portal's order. */
  search(text: string, signal?: AbortSignal): Promise<Outcome<readonly Colleague[]>>
  /** Which of these people are active employees right now: never from a cache. */
  active(ids: readonly PortalUserId[], signal?: AbortSignal): Promise<Outcome<readonly PortalUserId[]>>
}

/** What people are called: for showing who stands on a task or an event. */
export interface NameBook {
  /** From a cache where it is fresh enough (BITRIX24_CACHE_TTL); people the portal does not know are left out. */
  names(ids: readonly PortalUserId[], signal?: AbortSignal): Promise<Outcome<readonly Participant[]>>
}

export interface Notice {
  readonly to: PortalUserId
  /** Plain text; the adapter neutralises BBCode. */
  readonly text: string
  /** What may leave the portal by e-mail or push (`MESSAGE_OUT`): never a code. */
  readonly outsideText: string
  /** A new notice with the same tag replaces the older one. */
  readonly tag: string
}

export interface Notices {
  /** A system notification inside the portal. `result: false` of the portal counts as `undelivered`. */
  send(notice: Notice, signal?: AbortSignal): Promise<Outcome<null>>
}

export interface NewTask {
  readonly title: string
  readonly description: string
  readonly creator: PortalUserId
  readonly responsible: PortalUserId
  /** ISO 8601 with an explicit offset, or null. */
  readonly deadline: string | null
  readonly priority: 'normal' | 'high'
}

export interface CreatedTask {
  readonly id: number
  readonly url: string
  /** True when an earlier attempt had already created it. */
  readonly existed: boolean
}

/** A person as they stand on a task or an event. */
export interface Participant {
  readonly id: PortalUserId
  readonly name: string
}

export type TaskStatus =
  | 'pending'
  | 'in_progress'
  /** Done, and waiting for the creator to accept it (task control). */
  | 'awaiting_control'
  | 'completed'
  | 'deferred'
  | 'declined'

/** Somebody's part in a task; the strongest one, in this order, where they have several. */
export type TaskRole = 'responsible' | 'creator' | 'accomplice' | 'auditor'

/**
 * Which of an employee's tasks. `my`: to be done by them, `today`: of those, due on their local day, `overdue`: of those,
 * past their deadline, `ordered`: set by them to others, `control`: done and waiting for them to accept.
 */
export type TaskSelection = 'my' | 'today' | 'overdue' | 'ordered' | 'control'

export interface TaskRow {
  readonly id: number
  readonly title: string
  readonly status: TaskStatus
  /** ISO instant. */
  readonly deadline: string | null
  readonly priority: 'normal' | 'high'
  readonly role: TaskRole
}

/** What can be done to a task by the methods of the same name. */
export type TaskMove = 'start' | 'pause' | 'defer' | 'renew' | 'complete' | 'approve' | 'disapprove'

/** What somebody may do with a task, as the portal says right now (`tasks.task.getaccess`). */
export type TaskRight = TaskMove | 'deadline' | 'assign' | 'comment' | 'attach'

export interface Task extends TaskRow {
  /** Plain text, without BBCode. */
  readonly description: string
  readonly creator: Participant
  readonly responsible: Participant
  readonly accomplices: readonly Participant[]
  readonly auditors: readonly Participant[]
  /** Opens the task in the portal, in the actor's own section. */
  readonly url: string
  /** The creator must accept the result. */
  readonly control: boolean
  /** Cannot be finished without a result, which only the portal can take. */
  readonly needsResult: boolean
  /** ISO instant. */
  readonly closedAt: string | null
  readonly closedBy: Participant | null
  readonly may: readonly TaskRight[]
}

export interface TaskBoard {
  /**
   * Creates the task once per `operation`, however often it is called with that operation: by `Idempotency-Key` where
   * the portal has REST 3.0, by looking for the mark first where it has not. `repeated` says an earlier attempt may
   * have reached the portal.
   */
  add(
    task: NewTask,
    operation: string,
    repeated: boolean,
    signal?: AbortSignal,
  ): Promise<Outcome<CreatedTask>>
}

/**
 * What an employee may see and do of their tasks: `actor` comes from the link alone. A task they have no part in is
 * `not_found`, in no way different from one that does not exist. Before every write the portal is asked whether they may.
 *
 * Reasons beyond the common ones: `not_found`, `denied`, `needs_result`, `closed` (with `by` and `at` in the data).
 */
export interface TaskDesk {
  /** Soonest deadline first, those without one last; only rows the actor has a part in. At most 200. */
  list(
    query: {
      readonly actor: PortalUserId
      readonly which: TaskSelection
      readonly nowMs: number
      /** IANA name: whose day «today» is. */
      readonly zone: string
    },
    signal?: AbortSignal,
  ): Promise<Outcome<readonly TaskRow[]>>
  get(actor: PortalUserId, id: number, signal?: AbortSignal): Promise<Outcome<Task>>
  /**
   * The status it has afterwards, as read back; one it already had counts as done. `signature`: words left as a comment
   * in the actor's own name once something has been written; whether that worked changes nothing.
   */
  move(
    actor: PortalUserId,
    id: number,
    move: TaskMove,
    signal?: AbortSignal,
    signature?: string,
  ): Promise<Outcome<{ readonly status: TaskStatus }>>
  /** ISO 8601 with an explicit offset. `before` is what it was, for undoing. */
  setDeadline(
    actor: PortalUserId,
    id: number,
    deadline: string | null,
    signal?: AbortSignal,
  ): Promise<Outcome<{ readonly before: string | null; readonly after: string | null }>>
  /** Hands the task over: by delegation from its responsible, by editing from its creator. Read back. `signature` as in `move`. */
  assign(
    actor: PortalUserId,
    id: number,
    to: PortalUserId,
    signal?: AbortSignal,
    signature?: string,
  ): Promise<Outcome<{ readonly responsible: Participant }>>
  /**
   * A comment in the actor's own name. Reason `unsupported` where the portal only lets the webhook's owner write one.
   * Not repeatable: an attempt that may have gone through is `uncertain`, and stays so.
   */
  comment(actor: PortalUserId, id: number, text: string, signal?: AbortSignal): Promise<Outcome<null>>
  /** Adds a file to the task. Reasons `unsupported`, `too_large`, `type_refused`. */
  attach(
    actor: PortalUserId,
    id: number,
    file: { readonly name: string; readonly bytes: Uint8Array },
    operation: string,
    signal?: AbortSignal,
  ): Promise<Outcome<null>>
}

export interface CalendarEvent {
  /** The entry in the actor's own calendar. */
  readonly id: number
  /** The meeting it is a copy of; its own id where it is none. */
  readonly parentId: number
  /** Null: hidden by the portal's privacy settings. */
  readonly title: string | null
  readonly allDay: boolean
  /** ISO instants of a timed event. For an all-day one the local midnights around its dates, in the actor's zone. */
  readonly start: string
  readonly end: string
  /** First and last local date (`2026-11-24`) of an all-day event, else null. */
  readonly dates: { readonly first: string; readonly last: string } | null
  /** IANA name the event was made in. */
  readonly zone: string
  readonly location: string
  /** A Telemost link found in the location or the description. */
  readonly link: string | null
  /** Without our mark and the Telemost line. */
  readonly description: string
  readonly meeting: boolean
  readonly organiser: Participant | null
  /** The actor's own answer to the invitation; `host` of their own. */
  readonly answer: 'host' | 'yes' | 'no' | 'none'
  readonly participants: readonly (Participant & { readonly answer: 'host' | 'yes' | 'no' | 'none' })[]
  readonly important: boolean
  readonly private: boolean
  /** `absent`: the actor is away while it lasts. */
  readonly accessibility: 'busy' | 'absent' | 'quest' | 'free'
  /** One of a series: this occurrence's original start, as the portal names it. */
  readonly occurrence: string | null
  /** A series as a whole, named without a day. */
  readonly series: boolean
  /** Opens the event in the portal. */
  readonly url: string
  /** Whether the actor may change it: their own, or a meeting they host; never a private one of somebody else. */
  readonly mine: boolean
}

/** When an event is, as people say it: wall clock in a zone (`2026-11-25T15:00`), or dates of an all-day one. */
export interface EventTime {
  readonly allDay: boolean
  /** `2026-11-25T15:00`, or `2026-11-25`. */
  readonly from: string
  /** As `from`; of an all-day event the last date. */
  readonly to: string
  /** IANA name. */
  readonly zone: string
}

/** RFC 5545, as far as the portal goes (`calendar.event.add` → `rrule`). */
export interface Recurrence {
  readonly frequency: 'daily' | 'weekly' | 'monthly' | 'yearly'
  readonly interval: number
  readonly weekdays: readonly ('MO' | 'TU' | 'WE' | 'TH' | 'FR' | 'SA' | 'SU')[]
  /** Local date of the last day it may happen on. */
  readonly until: string | null
  readonly count: number | null
}

export interface NewEvent {
  readonly title: string
  readonly owner: Participant
  readonly time: EventTime
  /** Without the owner. At most 20. */
  readonly participants: readonly PortalUserId[]
  readonly link: string | null
  readonly description: string
  readonly recurrence: Recurrence | null
}

export interface CreatedEvent {
  readonly id: number
  readonly url: string
  readonly existed: boolean
  /** Who the portal made the organiser, as read back. */
  readonly organiser: 'owner' | 'assistant'
}

export interface EventChanges {
  readonly title?: string
  readonly time?: EventTime
  readonly participants?: readonly PortalUserId[]
  /** Null takes the link away. */
  readonly link?: string | null
  /** As typed, for the link's line stays where it is; '' takes the words away. */
  readonly description?: string
}

/** How the portal's week and working day look (`calendar.settings.get`). */
export interface PortalCalendar {
  readonly workStartMinutes: number
  readonly workEndMinutes: number
  /** ISO weekdays, 1 = Monday. */
  readonly restWeekdays: readonly number[]
  /** `MM-DD`, every year. */
  readonly holidays: readonly string[]
  readonly extraWorkdays: readonly string[]
}

/**
 * Calendars, always for one employee. Reasons beyond the common ones: `not_found`, `denied`, `not_organiser` (with the
 * organiser's `name`), `series` (only the portal can change it).
 */
export interface Calendar {
  /** Events that touch [fromMs, toMs), recurrences expanded, declined ones included; by start, all-day ones first. */
  list(
    query: {
      readonly actor: PortalUserId
      readonly fromMs: number
      readonly toMs: number
      readonly zone: string
    },
    signal?: AbortSignal,
  ): Promise<Outcome<readonly CalendarEvent[]>>
  /** `occurrence` as {@link CalendarEvent.occurrence} named it; null for an event that stands alone. */
  get(
    query: {
      readonly actor: PortalUserId
      readonly id: number
      readonly occurrence: string | null
      readonly zone: string
    },
    signal?: AbortSignal,
  ): Promise<Outcome<CalendarEvent>>
  /** Which of these people have something in [fromMs, toMs). Only who, never what. */
  busy(
    people: readonly PortalUserId[],
    fromMs: number,
    toMs: number,
    signal?: AbortSignal,
  ): Promise<Outcome<readonly PortalUserId[]>>
  /** Once per `operation`: looks for its mark before any repeat. */
  add(
    event: NewEvent,
    operation: string,
    repeated: boolean,
    signal?: AbortSignal,
  ): Promise<Outcome<CreatedEvent>>
  change(
    target: {
      readonly actor: PortalUserId
      readonly id: number
      readonly occurrence: string | null
      readonly zone: string
    },
    changes: EventChanges,
    signal?: AbortSignal,
  ): Promise<Outcome<null>>
  cancel(
    target: {
      readonly actor: PortalUserId
      readonly id: number
      readonly occurrence: string | null
      readonly zone: string
    },
    signal?: AbortSignal,
  ): Promise<Outcome<null>>
  settings(signal?: AbortSignal): Promise<Outcome<PortalCalendar>>
}

/** A task as digests and reminders know it. */
export interface TaskLine extends TaskRow {
  /** Null when the portal gives no name to show. */
  readonly creator: Participant | null
  /** Opens it in the portal, in the employee's own section. */
  readonly url: string
  /** ISO instant; null when the portal does not say. */
  readonly createdAt: string | null
  /** ISO instant of the last change of anything; null when the portal does not say. */
  readonly changedAt: string | null
  /** ISO instant; of a task on control when it was handed in. */
  readonly closedAt: string | null
  readonly closedBy: PortalUserId | null
}

/** Whose, and whose day «today» is. */
export interface EmployeeInZone {
  readonly employee: PortalUserId
  /** IANA name. */
  readonly zone: string
}

/** By employee. What could not be read is said for those it concerns; everybody asked for is in it, once. */
export type PerEmployee<T> = ReadonlyMap<PortalUserId, Outcome<T>>

/**
 * What many employees have on, in few requests, behind everybody who waits for an answer. It may wait some minutes for
 * the portal to allow more. Never rejects; once aborted, what is missing is `temporary`.
 */
export interface BulkReads {
  /**
   * Open tasks (their own, and those they help with) with a deadline before `untilMs`, of overdue ones those of the last
   * 60 days; with `control` also what waits for their acceptance, with `closedToday` also what was closed or handed in
   * on their local day, by them or as their own task; with `undated` also their own open ones without a deadline, none of
   * them where they are too many to be counted.
   */
  openTasks(
    people: readonly EmployeeInZone[],
    wanted: {
      readonly untilMs: number
      readonly control?: boolean
      readonly closedToday?: boolean
      readonly undated?: boolean
    },
    signal?: AbortSignal,
  ): Promise<PerEmployee<readonly TaskLine[]>>
  /**
   * As {@link Calendar.list}, but who has only events marked as free, new ones, may come out without any for an hour: most
   * portals leave these out when they are asked who has something at all.
   */
  events(
    people: readonly EmployeeInZone[],
    fromMs: number,
    toMs: number,
    signal?: AbortSignal,
  ): Promise<PerEmployee<readonly CalendarEvent[]>>
  /**
   * What has become of these, right now: what is gone, or theirs no longer, is missing. Events around the ones asked
   * for come along, so that an occurrence moved out of its series can be found.
   */
  stillThere(
    asked: readonly (EmployeeInZone & {
      readonly tasks: readonly number[]
      readonly events: readonly {
        readonly id: number
        readonly occurrence: string | null
        readonly startMs: number
      }[]
    })[],
    signal?: AbortSignal,
  ): Promise<
    ReadonlyMap<
      PortalUserId,
      {
        readonly tasks: Outcome<readonly TaskLine[]>
        readonly events: Outcome<readonly CalendarEvent[]>
      }
    >
  >
}

/** Rooms for video calls. */
export interface Conferences {
  /** False without a token, and from the moment the service has said that this account may not. */
  readonly available: boolean
  /** A new room. Reasons: `temporary`, `uncertain` (a room nobody uses does no harm), `config`, `unsupported`. */
  create(signal?: AbortSignal): Promise<Outcome<{ readonly url: string }>>
}

/* ── People in sentences ──────────────────────────────────────────────────────────────────────────────────── */

/** An employee as names in a sentence are compared with; empty where the portal has nothing. */
export interface Person {
  readonly id: PortalUserId
  readonly firstName: string
  readonly lastName: string
  /** The patronymic. */
  readonly secondName: string
  readonly position: string
}

/** A name in a sentence, and the words that go with it. */
export interface PersonMention {
  /** Everybody it may be, best first; never empty. */
  readonly people: readonly Person[]
  /** `likely`: whoever it is may have the part asked about, or may just be spoken of. */
  readonly role: 'sure' | 'likely'
  /** UTF-16 offsets of the name with its preposition, or with what introduces it («исполнитель:»). */
  readonly start: number
  readonly end: number
  /** What the sentence says there once the mention is taken out: «Проверить» of «Пусть Роман проверит». */
  readonly instead?: string
}

/**
 * Finds employees in what people type, in any case form, by surname, first name, diminutive or initials. Pure; knows
 * nobody but the directory it is handed; of a full name that is nobody's it takes no half.
 */
export interface PeopleReader {
  /** Those who are to do it, or to take part, in order. `taken`: stretches that something else has been read from. */
  mentions(
    text: string,
    directory: readonly Person[],
    options: {
      readonly expect: 'assignee' | 'participants'
      readonly taken?: readonly { readonly start: number; readonly end: number }[]
    },
  ): readonly PersonMention[]
  /** Whom a text that is a name and nothing else may mean, best first; empty for any other text. */
  named(text: string, directory: readonly Person[]): readonly Person[]
}

/** The people reader over the employees known at the moment of reading. */
export interface KnownPeople {
  mentions(text: string, options: Parameters<PeopleReader['mentions']>[2]): readonly PersonMention[]
  named(text: string): readonly Person[]
}

/** The employees of the portal as they were a while ago. */
export interface Roster {
  /** Empty until the portal has told them; asks it for fresh ones in the background when these are old. */
  people(): readonly Person[]
}

/* ── Dates ────────────────────────────────────────────────────────────────────────────────────────────────── */

/** What the question expects; an answer that only fits under `expect` («9», «полчаса») is not guessed without it. */
export type WhenExpect = 'deadline' | 'event' | 'reminder' | 'time' | 'duration'

/** Working hours and words of the day, per portal. Minutes are minutes after local midnight. */
export interface WhenPolicy {
  readonly workStartMinutes: number
  readonly workEndMinutes: number
  /** «конец дня», and the clock a date-only deadline gets. */
  readonly dayEndMinutes: number
  /** Absent: Monday to Friday. */
  readonly days?: WorkDays | undefined
}

/** Which days are worked, as data. */
export interface WorkDays {
  /** ISO weekdays nobody works on. */
  readonly restWeekdays: readonly number[]
  /** By `YYYY-MM-DD`, or by `MM-DD` of every year; the very date decides before the day of every year. */
  readonly dates: Readonly<Record<string, 'off' | 'work'>>
}

/**
 * A moment or stretch that was said. `local` is wall-clock in `zone` without offset (`2026-11-27T18:00`, or
 * `2026-11-27` for a date); `utc` is the same as an ISO instant, or null where there is no single instant.
 */
export interface WhenPoint {
  readonly local: string
  readonly utc: string | null
}

export interface When {
  readonly kind: 'date' | 'point' | 'interval' | 'time' | 'duration'
  readonly start: WhenPoint
  readonly end?: WhenPoint
  /** Only with `duration`. */
  readonly minutes?: number
  readonly bound: 'at' | 'by' | 'from' | 'after' | 'about'
  /** Which parts the person said, as opposed to what was filled in. */
  readonly sure: { readonly day: boolean; readonly time: boolean; readonly year: boolean }
  readonly zone: string
}

export type WhenDoubt =
  | 'half-day'
  | 'same-weekday'
  | 'next-weekday'
  | 'week-end'
  | 'after-midnight'
  | 'date-or-time'
  | 'past-year'
  /** Two were said: «через 2–3 дня». */
  | 'either'

/** `month` 1–12; `year` null where none was said. */
export interface MonthNamed {
  readonly month: number
  readonly year: number | null
}

export interface WhenReading {
  readonly status: 'ok' | 'ambiguous' | 'recurrence' | 'invalid' | 'past' | 'none'
  readonly value?: When
  /** At most two complete other readings. */
  readonly alternatives: readonly { readonly value: When; readonly doubt: WhenDoubt }[]
  /** Only with `invalid`. */
  readonly invalid?: 'no-such-day' | 'no-such-time'
  /** Only with `no-such-day`, where the month of that day was named. */
  readonly month?: MonthNamed
  /**
   * Only with `recurrence`, and only where the calendar's rule can say it («каждый понедельник»); `value` is then the
   * first time it happens. Absent for «2 раза в неделю», «по чётным числам».
   */
  readonly recurrence?: Recurrence
  /** A length that was said and is no part of the value, for want of a clock to run from: «завтра на полчаса». */
  readonly lasting?: { readonly minutes: number; readonly start: number; readonly end: number }
  /** «весь день» was said of the day. */
  readonly wholeDay?: true
  /** The text without the date and its prepositions. */
  readonly rest: string
  /** Character ranges of the date in the original text. */
  readonly spans: readonly { readonly start: number; readonly end: number }[]
  readonly corrected?: { readonly from: string; readonly to: string }
  readonly notes: readonly string[]
}

/** Reads dates and times out of what people type. Pure: same arguments, same answer, on any server in any zone. */
export interface DateReader {
  parseWhen(
    text: string,
    options: {
      readonly now: number
      /** IANA name. */
      readonly zone: string
      readonly language: Language
      readonly expect?: WhenExpect
      readonly policy: WhenPolicy
    },
  ): WhenReading
  /** Whether anybody works on a local date `YYYY-MM-DD`. */
  isWorkDay(date: string, policy: WhenPolicy): boolean
  /** The zone meant by «Екатеринбург», «Asia/Omsk», «UTC+5», «мск+2», as an IANA name; null when not understood. */
  readZone(text: string): string | null
}

/** `near` «завтра, вт, 24 ноября» (the default), `short` «вт, 24 ноября», `long` «вторник, 24 ноября». */
export interface DayOptions {
  readonly now: number
  readonly language: Language
  /** `near`: «завтра, вт, 24 ноября»; `brief`: «завтра» alone where it fits; `short`: «вт, 24 ноября»; `long`: «вторник, …». */
  readonly style?: 'near' | 'brief' | 'short' | 'long' | undefined
}

/** Writes dates as people say them; the mirror of {@link DateReader}. */
export interface DateWriter {
  /**
   * «завтра, вт, 24 ноября, 15:00». A date without a clock has no clock, unless it is told when the working day ends:
   * «пт, 27 ноября, 19:00 (конец рабочего дня)». `withZone` names the zone of a clock: «15:00 · Москва (UTC+3)».
   */
  format(
    when: When,
    options: {
      readonly now: number
      readonly language: Language
      readonly dayEndMinutes?: number
      readonly withZone?: true
    },
  ): string
  /** «В апреле 30 дней», “February 2027 has 28 days”. */
  formatMonthLength(month: MonthNamed, language: Language): string
  /** «сегодня, 12:00» of an instant in a zone. */
  formatMoment(atMs: number, zone: string, options: DayOptions): string
  /**
   * «ср, 25 ноября, 15:00–16:00» of two instants in a zone; the second day is named only where it is another one. By
   * default with «сегодня», «завтра», «вчера» where they fit.
   */
  formatRange(fromMs: number, toMs: number, zone: string, options: DayOptions): string
  /**
   * A local date `YYYY-MM-DD`: «завтра, вт, 24 ноября».
   * @throws RangeError for what is no such date.
   */
  formatDay(date: string, options: DayOptions & { readonly zone: string }): string
  /** Whole days, both inclusive: «ср, 25 ноября, весь день», «вт, 1 декабря – чт, 10 декабря». Throws like `formatDay`. */
  formatDays(first: string, last: string, options: DayOptions & { readonly zone: string }): string
  /** «через 15 минут», «через час», «через 1 час 30 минут», «2 дня назад», «сейчас»; days are of 24 hours. */
  formatRelative(atMs: number, nowMs: number, language: Language): string
  /** «1 ч 30 мин», «45 мин»: short, for buttons and cards. */
  formatDuration(minutes: number, language: Language): string
  /** «14:30» of an instant in a zone. */
  formatClock(atMs: number, zone: string): string
  /** «Москва (UTC+3)» / «Moscow (UTC+3)»: what a person recognises as their zone. */
  formatZone(zone: string, atMs: number, language: Language): string
}
