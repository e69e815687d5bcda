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
