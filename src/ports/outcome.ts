import type { Json, JsonObject } from './json.ts'

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
