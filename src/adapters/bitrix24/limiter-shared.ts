import type { BucketSize, Grant, TokenBucket } from './limiter.ts'
import { usualSize } from './limiter.ts'

/** What counts for several processes, as this room needs it; the store implements it. */
export interface SharedTokens {
  /** At most `wanted` tokens of the bucket, down to `size.reserve`; without any, how long it is no use to ask again. */
  take(
    bucket: string,
    wanted: number,
    size: Required<BucketSize>,
  ): Promise<Grant & { readonly paused: boolean }>
  pause(bucket: string, ms: number): Promise<void>
}

export interface SharedBucketOptions {
  readonly size?: BucketSize
  /**
   * Tokens kept in hand for people's calls, so that none of them waits for the database; 0 in a process that only works
   * in the background. All hands together are on top of `size.burst`.
   */
  readonly hand: number
}

const bucketName = 'bitrix24'
const retryMs = 1000

/**
 * One bucket for all processes behind one address. A call in the background takes its token from the store when its
 * turn comes. A person's call takes one from the hand, which is filled up again behind its back: when another process
 * has been refused by the portal, at most a handful of calls still leave before this one hears of it.
 */
export function createSharedBucket(
  deps: {
    readonly tokens: SharedTokens
    /** The store could not be asked; the calls go on waiting and it is asked again a second later. */
    readonly onFailure: (error: unknown) => void
  },
  { size = usualSize, hand: handMax }: SharedBucketOptions,
): TokenBucket {
  const { perSecond, burst, reserve = 0 } = size
  let hand = 0
  let filling = false

  return {
    take(wanted, priority) {
      if (priority === 'background') return ask(wanted, reserve)
      if (hand === 0) return takeMore(wanted)
      const tokens = Math.min(hand, wanted)
      hand -= tokens
      if (hand <= handMax / 2 && !filling) void fill()
      return { tokens, waitMs: 0 }
    },

    pause(ms) {
      hand = 0
      deps.tokens.pause(bucketName, ms).catch(deps.onFailure)
    },
  }

  /** For the calls that wait, and a hand besides. */
  async function takeMore(wanted: number): Promise<Grant> {
    const grant = await ask(wanted + handMax, 0)
    const tokens = Math.min(wanted, grant.tokens)
    hand = Math.min(handMax, hand + grant.tokens - tokens)
    return { tokens, waitMs: grant.waitMs }
  }

  async function fill(): Promise<void> {
    filling = true
    const { tokens, paused } = await ask(handMax - hand, 0)
    hand = paused ? 0 : Math.min(handMax, hand + tokens)
    filling = false
  }

  async function ask(wanted: number, left: number): Promise<Grant & { readonly paused: boolean }> {
    try {
      return await deps.tokens.take(bucketName, wanted, { perSecond, burst, reserve: left })
    } catch (error) {
      deps.onFailure(error)
      return { tokens: 0, waitMs: retryMs, paused: false }
    }
  }
}
