import type { Clock } from '../../ports/environment.ts'
import type { Priority } from './limiter.ts'
import type { CallResult } from './result.ts'

/**
 * Keeps the portal's second limit: the seconds each method has worked for this webhook in the last ten minutes
 * (`time.operating`). Over the cap the portal answers 429 for that method alone.
 */
export interface OperatingTracker {
  note(method: string, seconds: number, resetAtMs: number | null): void
  /** The method has answered without telling: portals of one's own keep no such account. */
  untold(method: string): void
  /** 429 OPERATION_TIME_LIMIT was heard. Returns the instant before which the method is not worth calling. */
  block(method: string): number
  /**
   * Until when the method must not be called, or null. Background calls stop earlier, at 60 % of the cap, so that
   * people's own calls still get through.
   */
  blockedUntilMs(method: string, background: boolean): number | null
  /**
   * How many more background calls of a method fit under their 60 %, by what its calls have cost lately; at least 1
   * while it is not blocked for them.
   */
  roomFor(method: string): number
  /** How much of its cap a method has used, as far as it has told: 0–1; 1 while it is refused. */
  share(method: string): number
}

interface Account {
  seconds: number
  /** What one call costs; the dearest lately. */
  costSeconds: number
  notedAtMs: number
  resetAtMs: number
  blockedUntilMs: number
}

const minuteMs = 60_000
const windowMs = 10 * minuteMs
const backgroundShare = 0.6
/** For a method not heard of yet: the documents' examples go up to a third of a second. */
const usualCostSeconds = 0.35
/** As many as fit into one request of a minute, which is all that it can cost. */
const firstCalls = 25
/** Less than this is rounding. */
const leastCostSeconds = 0.01

/** `capSeconds`: 480 is the example of the portal's documentation (limits.md); the cloud may set another. */
export function createOperatingTracker(deps: { readonly clock: Clock }, capSeconds = 480): OperatingTracker {
  const { clock } = deps
  const accounts = new Map<string, Account>()

  return {
    note(method, seconds, resetAtMs) {
      const account = accountOf(method)
      const grown = seconds - account.seconds
      // The first figure is that of all calls so far; a smaller one than before says that some were forgotten.
      if (account.notedAtMs > 0 && grown > 0) {
        account.costSeconds = Math.max(leastCostSeconds, grown, account.costSeconds * 0.9)
      }
      account.seconds = seconds
      account.notedAtMs = clock.now()
      account.resetAtMs = resetAtMs ?? clock.now() + windowMs
    },

    untold(method) {
      const account = accountOf(method)
      if (account.notedAtMs === 0) account.notedAtMs = clock.now()
    },

    block(method) {
      const account = accountOf(method)
      const nowMs = clock.now()
      // After the announced reset the sum may still be over the cap: from there on, minute by minute.
      account.blockedUntilMs = account.resetAtMs > nowMs ? account.resetAtMs : nowMs + minuteMs
      return account.blockedUntilMs
    },

    blockedUntilMs(method, background) {
      const account = accounts.get(method)
      if (account === undefined) return null
      const nowMs = clock.now()
      if (account.blockedUntilMs > nowMs) return account.blockedUntilMs
      const spent = background && account.seconds >= capSeconds * backgroundShare
      return spent && account.resetAtMs > nowMs ? account.resetAtMs : null
    },

    roomFor(method) {
      const account = accountOf(method)
      if (account.notedAtMs === 0) return firstCalls
      const cap = capSeconds * backgroundShare
      const isForgotten = clock.now() >= account.notedAtMs + windowMs
      const left = isForgotten ? cap : cap - account.seconds
      // After the announced reset a minute's worth has gone, nobody knows how much: one call tells.
      return Math.max(1, Math.floor(left / account.costSeconds))
    },

    share(method) {
      const account = accounts.get(method)
      const nowMs = clock.now()
      if (account === undefined) return 0
      if (account.blockedUntilMs > nowMs) return 1
      return nowMs >= account.notedAtMs + windowMs ? 0 : Math.min(1, account.seconds / capSeconds)
    },
  }

  function accountOf(method: string): Account {
    const known = accounts.get(method)
    if (known !== undefined) return known
    const fresh = { seconds: 0, costSeconds: usualCostSeconds, notedAtMs: 0, resetAtMs: 0, blockedUntilMs: 0 }
    accounts.set(method, fresh)
    return fresh
  }
}

/** What a method's account says before it is called; null: it may be. */
export function blockedBefore(
  operating: OperatingTracker,
  method: string,
  priority: Priority,
): Extract<CallResult<never>, { type: 'blocked' }> | null {
  const forAllMs = operating.blockedUntilMs(method, false)
  if (forAllMs !== null) return { type: 'blocked', untilMs: forAllMs }
  const untilMs = priority === 'background' ? operating.blockedUntilMs(method, true) : null
  return untilMs === null ? null : { type: 'blocked', untilMs, spared: true }
}
