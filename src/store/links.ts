import type { ChatId, PortalUserId } from '../ports/identity.ts'

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
