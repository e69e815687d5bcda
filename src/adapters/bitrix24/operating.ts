import type { Clock } from '../../ports.ts'

/**
 * Keeps the portal's second limit: the seconds each method has worked for this webhook in the last ten minutes
 * (`time.operating`). Over the cap the portal answers 429 for that method alone.
 */
export interface OperatingTracker {
  note(method: string, seconds: number, resetAtMs: number | null): void
  /** 429 OPERATION_TIME_LIMIT was heard. Returns the instant before which the method is not worth calling. */
  block(method: string): number
  /**
   * Until when the method must not be called, or null. Background calls stop earlier, at 60 % of the cap, so that
   * people's own calls still get through.
   */
  blockedUntilMs(method: string, background: boolean): number | null
}

interface Account {
  seconds: number
  resetAtMs: number
  blockedUntilMs: number
}

const minuteMs = 60_000
const backgroundShare = 0.6

/** `capSeconds`: 480 is the example of the portal's documentation (limits.md); the cloud may set another. */
export function createOperatingTracker(deps: { readonly clock: Clock }, capSeconds = 480): OperatingTracker {
  const { clock } = deps
  const accounts = new Map<string, Account>()

  return {
    note(method, seconds, resetAtMs) {
      const account = accountOf(method)
      account.seconds = seconds
      account.resetAtMs = resetAtMs ?? clock.now() + 10 * minuteMs
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
  }

  function accountOf(method: string): Account {
    const known = accounts.get(method)
    if (known !== undefined) return known
    const fresh = { seconds: 0, resetAtMs: 0, blockedUntilMs: 0 }
    accounts.set(method, fresh)
    return fresh
  }
}
