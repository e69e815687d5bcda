/** What an administrator has to put right before the call can work. */
export type ConfigKind =
  /** The webhook is wrong, expired, or its owner was dismissed. */
  | 'webhook'
  /** A scope is not ticked. */
  | 'scope'
  /** No REST in the portal's plan, or the owner is no longer an administrator. */
  | 'plan'
  /** What was called is closed to the webhook's owner. */
  | 'owner'
  /** The portal waits for an administrator to confirm the call, or was told to refuse it. */
  | 'confirmation'
  /** No such method on this portal. */
  | 'method'
  | 'https'
  /** Bitrix24's support has blocked the portal by hand. */
  | 'blocked'
  /** The portal is closed or deleted. */
  | 'closed'
  /** The portal's address leads elsewhere, to where the webhook's secret must not be sent. */
  | 'moved'

/** What came of one call, repeats included. Check `type`. */
export type CallResult<T> =
  | { readonly type: 'ok'; readonly value: T; readonly next: number | null; readonly replayed: boolean }
  /** Not executed: the bucket of requests is full. */
  | { readonly type: 'rateLimited'; readonly afterMs: number }
  /**
   * Not executed: this method has used up its working time (`operating`); `spared`: only what background calls may
   * take of it, and nobody has to know.
   */
  | { readonly type: 'blocked'; readonly untilMs: number; readonly spared?: true }
  /** Not executed: no connection was made, or the caller gave up before the request was sent. */
  | { readonly type: 'unreachable'; readonly cause: string }
  /** The portal answered, and the answer was no. `text` is the portal's, in its language: never show or log it. */
  | {
      readonly type: 'rejected'
      readonly code: string
      readonly text: string
      /** REST 3.0 names the fields it did not like. */
      readonly fields: readonly string[]
      readonly status: number
    }
  | { readonly type: 'config'; readonly kind: ConfigKind; readonly code: string }
  /**
   * The request went out and no usable answer came: it may or may not have been executed, and may be at work for
   * another `settlesInMs`. Looking or repeating sooner could miss, or double, what it does.
   */
  | { readonly type: 'uncertain'; readonly cause: UncertainCause; readonly settlesInMs: number }

export type UncertainCause =
  | 'timeout'
  | 'aborted'
  | 'connection'
  | 'not_json'
  | 'unexpected_shape'
  | 'too_long'
  | 'server_error'
