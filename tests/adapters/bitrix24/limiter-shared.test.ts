import { setImmediate } from 'node:timers/promises'

import * as fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'

import { openStore } from '../../../db/database.ts'
import { createLimiter, createMemoryBucket } from '../../../src/adapters/bitrix24/limiter.ts'
import type { Limiter, Priority } from '../../../src/adapters/bitrix24/limiter.ts'
import { createSharedBucket } from '../../../src/adapters/bitrix24/limiter-shared.ts'
import type { SharedTokens } from '../../../src/adapters/bitrix24/limiter-shared.ts'
import { createHandClock } from './hand-clock.ts'
import type { HandClock } from './hand-clock.ts'

interface Scene {
  readonly clock: HandClock
  readonly failures: readonly unknown[]
  /** How often the store was asked for tokens. */
  visits(): number
  /** The limiter of one more process. */
  start(hand: number, tokens?: SharedTokens): Limiter
}

async function openScene(): Promise<Scene> {
  const clock = createHandClock()
  const store = await openStore({ url: 'sqlite::memory:', clock })
  onTestFinished(() => store[Symbol.asyncDispose]())
  const failures: unknown[] = []
  let visits = 0
  const counted: SharedTokens = {
    take: (...asked) => {
      visits += 1
      return store.buckets.take(...asked)
    },
    pause: (...asked) => store.buckets.pause(...asked),
  }
  return {
    clock,
    failures,
    visits: () => visits,
    start(hand, tokens = counted) {
      const bucket = createSharedBucket({ tokens, onFailure: (error) => failures.push(error) }, { hand })
      return createLimiter({ clock, sleep: clock.sleep, bucket })
    },
  }
}

/** When each of so many calls could go, in ms from now. */
function goTimes(clock: HandClock, limiter: Limiter, count: number, priority: Priority): Promise<number[]> {
  const startMs = clock.now()
  return Promise.all(
    Array.from({ length: count }, () => limiter.take(priority).then(() => clock.now() - startMs)),
  )
}

/** Lets what was begun behind somebody’s back come to its end. */
async function settle(): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1) await setImmediate()
}

test('two processes together take no more than one may', async () => {
  const { clock, start } = await openScene()
  const [bot, another] = [start(0), start(0)]
  const times = await Promise.all([
    goTimes(clock, bot, 30, 'interactive'),
    goTimes(clock, another, 28, 'interactive'),
  ])
  const all = times.flat().toSorted((a, b) => a - b)
  expect(all.filter((ms) => ms === 0)).toHaveLength(40)
  expect(all.at(-1)).toBeGreaterThanOrEqual(10_000)
})

test('a digest of another process leaves people of this one their tokens', async () => {
  const { clock, start } = await openScene()
  const [bot, ticker] = [start(4), start(0)]
  const digest = goTimes(clock, ticker, 31, 'background')
  await settle()
  expect(await goTimes(clock, bot, 5, 'interactive')).toEqual([0, 0, 0, 0, 0])
  expect((await digest).filter((ms) => ms === 0)).toHaveLength(30)
})

test('people’s calls go from the hand, which is filled behind their back', async () => {
  const { start, visits } = await openScene()
  const bot = start(4)
  await bot.take('interactive')
  await settle()
  const before = visits()
  expect(before).toBe(1)
  const taken = bot.take('interactive')
  expect(visits()).toBe(before)
  await taken
  for (let call = 0; call < 8; call += 1) {
    await bot.take('interactive')
    await settle()
  }
  expect(visits() - before).toBeLessThanOrEqual(5)
})

test('a refusal heard by one process stops the background calls of another at once', async () => {
  const { clock, start } = await openScene()
  const [bot, ticker] = [start(4), start(0)]
  await goTimes(clock, bot, 1, 'interactive')
  bot.pause()
  await settle()
  // What had been saved up is lost: the ten tokens that belong to people come back first.
  expect(await goTimes(clock, ticker, 1, 'background')).toEqual([Math.ceil(10_000 / 1.8)])
})

test('a refusal heard by one process stops people’s calls in another after a handful', async () => {
  const { clock, start } = await openScene()
  const [ticker, bot] = [start(0), start(4)]
  await goTimes(clock, bot, 1, 'interactive')
  await settle()
  ticker.pause()
  await settle()
  const times: number[] = []
  for (let call = 0; call < 6; call += 1) {
    times.push(...(await goTimes(clock, bot, 1, 'interactive')))
    await settle()
  }
  expect(times.filter((ms) => ms === 0).length).toBeLessThanOrEqual(4)
  expect(Math.max(...times)).toBe(1000)
})

test('a pause is forgotten by the hand that made it', async () => {
  const { clock, start } = await openScene()
  const bot = start(4)
  await bot.take('interactive')
  await settle()
  const ms = bot.pause()
  const times = await goTimes(clock, bot, 4, 'interactive')
  expect(times.slice(0, 2)).toEqual([ms, ms])
  expect(times[3]).toBeGreaterThan(ms)
})

test('while the store cannot be asked calls wait, and go on when it can', async () => {
  const { clock, start, failures } = await openScene()
  let broken = 2
  const tokens: SharedTokens = {
    take: () => {
      broken -= 1
      if (broken >= 0) return Promise.reject(new Error('locked'))
      return Promise.resolve({ tokens: 1, waitMs: 0, paused: false })
    },
    pause: () => Promise.reject(new Error('locked')),
  }
  const bot = start(0, tokens)
  expect(await goTimes(clock, bot, 1, 'interactive')).toEqual([2000])
  expect(bot.pause()).toBe(1000)
  await settle()
  expect(failures).toHaveLength(3)
})

test('what was given before a refusal was heard is not used after it', async () => {
  const { clock, start } = await openScene()
  const asked: ((grant: Awaited<ReturnType<SharedTokens['take']>>) => void)[] = []
  const slow: SharedTokens = {
    take: () => new Promise((resolve) => asked.push(resolve)),
    pause: () => Promise.resolve(),
  }
  const ticker = start(0, slow)
  const grant = { tokens: 2, waitMs: 0, paused: false }
  const controller = new AbortController()
  const calls = [ticker.take('background'), ticker.take('background', controller.signal)]
  // The first is asked for alone; the second leaves a token behind.
  asked.shift()?.(grant)
  controller.abort()
  expect(await Promise.all(calls)).toEqual([true, false])
  const startMs = clock.now()
  ticker.pause()
  const after = ticker.take('background')
  await settle()
  expect(clock.now() - startMs).toBe(1000)
  expect(asked).toHaveLength(1)
  ticker.pause()
  asked.shift()?.(grant)
  await settle()
  expect(clock.now() - startMs).toBe(3000)
  expect(asked).toHaveLength(1)
  asked.shift()?.(grant)
  expect(await after).toBe(true)
})

test('what was taken for somebody who left meanwhile goes to whoever comes next', async () => {
  const { clock, start } = await openScene()
  const ticker = start(0)
  const controller = new AbortController()
  const left = ticker.take('background', controller.signal)
  controller.abort()
  expect(await left).toBe(false)
  await settle()
  expect((await goTimes(clock, ticker, 31, 'background')).filter((ms) => ms === 0)).toHaveLength(30)
})

test('the bucket of the store and the one in memory give the same, whatever is asked of them', async () => {
  const ask = fc.record({
    afterMs: fc.nat(6000).map((half) => half * 500),
    wanted: fc.integer({ min: 1, max: 12 }),
    priority: fc.constantFrom<Priority>('interactive', 'background'),
  })
  const size = { perSecond: 2, burst: 10, reserve: 3 }
  await fc.assert(
    fc.asyncProperty(fc.array(ask, { maxLength: 30 }), async (asked) => {
      const clock = createHandClock()
      await using store = await openStore({ url: 'sqlite::memory:', clock })
      const shared = createSharedBucket({ tokens: store.buckets, onFailure: () => {} }, { hand: 0, size })
      const alone = createMemoryBucket({ clock }, size)
      for (const { afterMs, wanted, priority } of asked) {
        clock.advance(afterMs)
        expect(await shared.take(wanted, priority)).toMatchObject(alone.take(wanted, priority))
      }
    }),
    { numRuns: 20 },
  )
})
