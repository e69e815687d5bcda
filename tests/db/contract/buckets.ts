import { describe, expect, test } from 'vitest'
import type { BucketSize } from '../../../src/store/buckets.ts'
import { createSetClock, HOUR_MS } from '../fixtures.ts'
import type { OpenEmpty } from './empty-database.ts'

const size: BucketSize = { perSecond: 2, burst: 10, reserve: 0 }
const polite: BucketSize = { ...size, reserve: 3 }
const none = { tokens: 0, paused: false }

export function describeBuckets(openEmpty: OpenEmpty): void {
  describe('buckets of requests', () => {
    test('a new bucket is full, gives what it has and says when there is more', async () => {
      const { store } = await openEmpty(createSetClock())
      expect(await store.buckets.take('portal', 4, size)).toEqual({ tokens: 4, waitMs: 0, paused: false })
      expect(await store.buckets.take('portal', 9, size)).toMatchObject({ tokens: 6 })
      expect(await store.buckets.take('portal', 1, size)).toEqual({ ...none, waitMs: 500 })
    })

    test('what was taken comes back with time, and never more than the bucket holds', async () => {
      const clock = createSetClock()
      const { store } = await openEmpty(clock)
      await store.buckets.take('portal', 10, size)
      clock.advance(1700)
      expect(await store.buckets.take('portal', 10, size)).toMatchObject({ tokens: 3 })
      expect(await store.buckets.take('portal', 1, size)).toEqual({ ...none, waitMs: 300 })
      clock.advance(HOUR_MS)
      expect(await store.buckets.take('portal', 100, size)).toMatchObject({ tokens: 10 })
    })

    test('asking in vain costs nothing, however often', async () => {
      const clock = createSetClock()
      const { store } = await openEmpty(clock)
      await store.buckets.take('portal', 10, size)
      for (let asked = 0; asked < 49; asked += 1) {
        clock.advance(10)
        expect(await store.buckets.take('portal', 1, size)).toMatchObject({ tokens: 0 })
      }
      clock.advance(10)
      expect(await store.buckets.take('portal', 1, size)).toMatchObject({ tokens: 1 })
    })

    test('who leaves a reserve gets nothing of the last tokens, others do', async () => {
      const { store } = await openEmpty(createSetClock())
      expect(await store.buckets.take('portal', 10, polite)).toMatchObject({ tokens: 7 })
      expect(await store.buckets.take('portal', 1, polite)).toEqual({ ...none, waitMs: 500 })
      expect(await store.buckets.take('portal', 5, size)).toMatchObject({ tokens: 3 })
      expect(await store.buckets.take('portal', 1, polite)).toEqual({ ...none, waitMs: 2000 })
    })

    test('buckets of different names know nothing of each other', async () => {
      const { store } = await openEmpty(createSetClock())
      await store.buckets.take('portal', 10, size)
      expect(await store.buckets.take('another', 1, size)).toMatchObject({ tokens: 1 })
    })

    test('a pause stops everybody, a shorter one does not end it, and afterwards nothing is saved up', async () => {
      const clock = createSetClock()
      const { store } = await openEmpty(clock)
      await store.buckets.take('portal', 1, size)
      await store.buckets.pause('portal', 4000)
      await store.buckets.pause('portal', 1000)
      expect(await store.buckets.take('portal', 1, size)).toEqual({ tokens: 0, waitMs: 4000, paused: true })
      clock.advance(4000)
      expect(await store.buckets.take('portal', 100, size)).toMatchObject({ tokens: 9, paused: false })
    })

    test('a pause of a bucket never seen holds too', async () => {
      const { store } = await openEmpty(createSetClock())
      await store.buckets.pause('portal', 1000)
      expect(await store.buckets.take('portal', 1, size)).toEqual({ tokens: 0, waitMs: 1000, paused: true })
    })

    test('a clock set back takes nothing away and ends no life in a pause', async () => {
      const clock = createSetClock()
      const { store } = await openEmpty(clock)
      await store.buckets.take('portal', 10, size)
      await store.buckets.pause('portal', 1000)
      clock.advance(-HOUR_MS)
      await store.buckets.take('portal', 10, size)
      clock.advance(1000)
      expect(await store.buckets.take('portal', 10, size)).toMatchObject({ tokens: 2 })
    })

    test('two processes never get the same token', async () => {
      const clock = createSetClock()
      const { store, another } = await openEmpty(clock)
      const other = another === undefined ? store : await another()
      const grants = await Promise.all(
        Array.from({ length: 16 }, (_, at) => (at % 2 === 0 ? store : other).buckets.take('portal', 1, size)),
      )
      expect(grants.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(10)
    })

    test('one process hears of the pause of another', async () => {
      const { store, another } = await openEmpty(createSetClock())
      const other = another === undefined ? store : await another()
      await other.buckets.take('portal', 1, size)
      await store.buckets.pause('portal', 2000)
      expect(await other.buckets.take('portal', 1, size)).toMatchObject({ paused: true, waitMs: 2000 })
    })
  })
}
