import type { Kysely } from 'kysely'
import type { Clock } from '../src/ports/environment.ts'
import type { BucketGrant, BucketSize, BucketStore } from '../src/store/buckets.ts'
import { holdBucket, openBucket, saveBucket } from './queries/buckets.ts'
import type { Bucket } from './queries/buckets.ts'
import type { Dialect, Schema } from './schema.ts'

type Transaction = <T>(work: (db: Kysely<Schema>) => Promise<T>) => Promise<T>

/** Each call is one short transaction of at most four statements; one that gives nothing hardly ever writes. */
export function createBuckets(transaction: Transaction, dialect: Dialect, clock: Clock): BucketStore {
  return {
    take: (name, wanted, size) =>
      transaction(async (db) => {
        const held = await hold(db, name, size.burst)
        const { bucket, grant } = takeFrom(held.bucket, wanted, size, held.nowMs)
        // A clock that was set back counts from now on, even for who got nothing.
        const isBack = bucket.countedAtMs < held.bucket.countedAtMs
        if (grant.tokens > 0 || isBack) await saveBucket(db, name, bucket)
        return grant
      }),

    pause: (name, ms) =>
      transaction(async (db) => {
        const { bucket, nowMs } = await hold(db, name, 1)
        const untilMs = Math.max(nowMs + ms, isPaused(bucket, nowMs) ? bucket.pausedUntilMs : 0)
        const milliTokens = Math.min(bucket.milliTokens, 1000)
        await saveBucket(db, name, { milliTokens, countedAtMs: nowMs, pausedUntilMs: untilMs })
      }),
  }

  async function hold(db: Kysely<Schema>, name: string, burst: number) {
    const found = await holdBucket(db, dialect, name, clock.now())
    if (found !== null) return found
    await openBucket(db, dialect, name, burst * 1000, clock.now())
    const opened = await holdBucket(db, dialect, name, clock.now())
    if (opened === null) throw new Error('A bucket that was just made is not there')
    return opened
  }
}

/** Longer is no pause, but a clock that was set back. */
const pauseMaxMs = 60_000
/** Clocks of one database may disagree by less than this; more means that the clock was set back. */
const clockSlackMs = 5000

function takeFrom(
  bucket: Bucket,
  wanted: number,
  { perSecond, burst, reserve }: BucketSize,
  nowMs: number,
): { readonly bucket: Bucket; readonly grant: BucketGrant } {
  if (isPaused(bucket, nowMs)) {
    return { bucket, grant: { tokens: 0, waitMs: bucket.pausedUntilMs - nowMs, paused: true } }
  }
  const passedMs = nowMs - bucket.countedAtMs
  // So many tokens a second are as many thousandths a millisecond.
  const milli = Math.min(burst * 1000, Math.floor(bucket.milliTokens + Math.max(0, passedMs) * perSecond))
  const tokens = Math.max(0, Math.min(wanted, Math.floor(milli / 1000) - reserve))
  const isSlack = passedMs < 0 && passedMs > -clockSlackMs
  const left = { milliTokens: milli - tokens * 1000, countedAtMs: isSlack ? bucket.countedAtMs : nowMs }
  const waitMs = tokens > 0 ? 0 : Math.ceil(((reserve + 1) * 1000 - milli) / perSecond)
  return { bucket: { ...bucket, ...left }, grant: { tokens, waitMs, paused: false } }
}

function isPaused({ pausedUntilMs }: Bucket, nowMs: number): boolean {
  return pausedUntilMs > nowMs && pausedUntilMs <= nowMs + pauseMaxMs
}
