import type { PortalUserId } from './identity.ts'
import type { Outcome } from './outcome.ts'

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

/** A person as they stand on a task or an event. */
export interface Participant {
  readonly id: PortalUserId
  readonly name: string
}
