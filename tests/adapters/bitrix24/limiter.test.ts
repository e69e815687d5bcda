import { setImmediate } from 'node:timers/promises'

import { expect, test } from 'vitest'

import { createLimiter } from '../../../src/adapters/bitrix24/limiter.ts'
import type { Priority } from '../../../src/adapters/bitrix24/limiter.ts'
import { createOperatingTracker } from '../../../src/adapters/bitrix24/operating.ts'
import { createHandClock } from './hand-clock.ts'

test('a burst goes at once and the rest at the steady rate', async () => {
  const clock = createHandClock()
  const limiter = createLimiter({ clock, sleep: clock.sleep })
  const startMs = clock.now()
  const atMs = await Promise.all(
    Array.from({ length: 58 }, () => limiter.take('interactive').then(() => clock.now() - startMs)),
  )
  expect(atMs.slice(0, 40)).toEqual(Array.from({ length: 40 }, () => 0))
  expect(atMs[57]).toBeGreaterThanOrEqual(10_000)
  expect(atMs[57]).toBeLessThanOrEqual(10_000 + 18)
})

test('background calls leave ten for people, and go on when more have come back', async () => {
  const clock = createHandClock()
  const limiter = createLimiter({ clock, sleep: clock.sleep })
  const startMs = clock.now()
  const went = (priority: Priority) => limiter.take(priority).then(() => clock.now() - startMs)
  const digest = Array.from({ length: 31 }, () => went('background'))
  const people = Array.from({ length: 10 }, () => went('interactive'))
  expect(await Promise.all(people)).toEqual(Array.from({ length: 10 }, () => 0))
  const last = (await Promise.all(digest)).at(-1)
  expect(last).toBeGreaterThanOrEqual((11 / 1.8) * 1000)
  expect(last).toBeLessThan((11 / 1.8) * 1000 + 10)
})

test('a person who comes while background calls wait for more does not wait with them', async () => {
  const clock = createHandClock()
  const limiter = createLimiter({ clock, sleep: clock.sleep }, { perSecond: 1, burst: 2, reserve: 1 })
  await limiter.take('background')
  const startMs = clock.now()
  const digest = limiter.take('background')
  expect(await limiter.take('interactive')).toBe(true)
  expect(clock.now()).toBe(startMs)
  await digest
  expect(clock.now() - startMs).toBe(2000)
})

test('an interactive call overtakes every background call that is still waiting', async () => {
  const clock = createHandClock()
  const limiter = createLimiter({ clock, sleep: clock.sleep }, { perSecond: 1, burst: 1 })
  const order: string[] = []
  const go = (name: string, priority: Priority) => limiter.take(priority).then(() => order.push(name))
  await Promise.all([
    go('digest 1', 'background'),
    go('digest 2', 'background'),
    go('digest 3', 'background'),
    go('Анна', 'interactive'),
    go('Пётр', 'interactive'),
  ])
  expect(order).toEqual(['digest 1', 'Анна', 'Пётр', 'digest 2', 'digest 3'])
})

test('a refusal of the portal stops everybody, each time for longer, and success starts over', async () => {
  const clock = createHandClock()
  const limiter = createLimiter({ clock, sleep: clock.sleep })
  const pauses: number[] = []
  for (let refusal = 0; refusal < 7; refusal++) {
    pauses.push(limiter.pause())
    const beforeMs = clock.now()
    await limiter.take('interactive')
    expect(clock.now() - beforeMs).toBe(pauses.at(-1))
  }
  expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
  limiter.resume()
  expect(limiter.pause()).toBe(1000)
})

test('calls that were under way together lengthen the pause only once', () => {
  const clock = createHandClock()
  const limiter = createLimiter({ clock, sleep: clock.sleep })
  expect([limiter.pause(), limiter.pause(), limiter.pause()]).toEqual([1000, 1000, 1000])
  clock.advance(1000)
  expect(limiter.pause()).toBe(2000)
})

test('jitter lengthens a pause by at most a quarter, and never over half a minute', () => {
  const clock = createHandClock()
  const limiter = createLimiter({ clock, sleep: clock.sleep, randomness: { integer: (below) => below - 1 } })
  const pauses = Array.from({ length: 6 }, () => {
    const ms = limiter.pause()
    clock.advance(ms)
    return ms
  })
  expect(pauses).toEqual([1249, 2499, 4999, 9999, 19_999, 30_000])
})

test('after a pause the burst is gone', async () => {
  const clock = createHandClock()
  const limiter = createLimiter({ clock, sleep: clock.sleep })
  const startMs = clock.now()
  limiter.pause()
  await Promise.all(Array.from({ length: 11 }, () => limiter.take('interactive')))
  expect(clock.now() - startMs).toBeGreaterThan(4000)
})

test('who gives up leaves the queue and takes no token', async () => {
  const clock = createHandClock()
  const limiter = createLimiter({ clock, sleep: clock.sleep }, { perSecond: 1, burst: 1 })
  await limiter.take('interactive')
  const controller = new AbortController()
  const left = limiter.take('interactive', controller.signal)
  const startMs = clock.now()
  const stayed = limiter.take('interactive')
  controller.abort()
  expect(await left).toBe(false)
  expect(await stayed).toBe(true)
  expect(clock.now() - startMs).toBe(1000)
})

test('a queue that was left empty serves whoever comes next', async () => {
  const clock = createHandClock()
  const limiter = createLimiter({ clock, sleep: clock.sleep }, { perSecond: 1, burst: 1 })
  await limiter.take('interactive')
  const controller = new AbortController()
  const left = limiter.take('interactive', controller.signal)
  controller.abort()
  expect(await left).toBe(false)
  await setImmediate()
  expect(await limiter.take('background')).toBe(true)
})

test('background work on a method stops at six tenths of its working time', () => {
  const clock = createHandClock()
  const tracker = createOperatingTracker({ clock }, 100)
  const resetAtMs = clock.now() + 90_000
  tracker.note('tasks.task.list', 59, resetAtMs)
  expect(tracker.blockedUntilMs('tasks.task.list', true)).toBeNull()
  tracker.note('tasks.task.list', 60, resetAtMs)
  expect(tracker.blockedUntilMs('tasks.task.list', true)).toBe(resetAtMs)
  expect(tracker.blockedUntilMs('tasks.task.list', false)).toBeNull()
  clock.advance(90_000)
  expect(tracker.blockedUntilMs('tasks.task.list', true)).toBeNull()
})

test('a blocked method waits for the announced reset, then minute by minute', () => {
  const clock = createHandClock()
  const tracker = createOperatingTracker({ clock })
  tracker.note('user.get', 481, clock.now() + 200_000)
  expect(tracker.block('user.get') - clock.now()).toBe(200_000)
  clock.advance(200_000)
  expect(tracker.blockedUntilMs('user.get', false)).toBeNull()
  expect(tracker.block('user.get') - clock.now()).toBe(60_000)
})
