import { expect, test } from 'vitest'

import { createMovableClock, furthestMs } from '../../sandbox/clock.ts'

const hourMs = 3600_000

test('it goes as the machine’s does, so far ahead as it was moved', () => {
  const clock = createMovableClock()
  const before = Date.now()
  expect(clock.now()).toBeGreaterThanOrEqual(before)
  expect(clock.offsetMs()).toBe(0)
  const toMs = clock.now() + 2 * hourMs
  clock.moveTo(toMs)
  expect(clock.now()).toBeGreaterThanOrEqual(toMs)
  expect(clock.offsetMs()).toBeGreaterThan(2 * hourMs - 60_000)
  expect(createMovableClock(clock.offsetMs()).now()).toBeGreaterThanOrEqual(toMs)
})

test('it goes forward only, and not for ever', () => {
  const clock = createMovableClock(hourMs)
  const moves: number[] = []
  clock.onMove(() => moves.push(clock.offsetMs()))
  expect(() => clock.moveTo(Date.now())).toThrow(/forward only/)
  expect(() => clock.moveTo(clock.now() + furthestMs + hourMs)).toThrow(/Too far/)
  expect([clock.offsetMs(), moves]).toEqual([hourMs, []])
})

test('another clock follows it, and whoever listens is told until they stop', () => {
  const clock = createMovableClock()
  const other = createMovableClock()
  let told = 0
  const stop = other.onMove(() => (told += 1))
  clock.onMove(() => other.follow(clock.offsetMs()))
  clock.moveTo(clock.now() + hourMs)
  expect(other.offsetMs()).toBe(clock.offsetMs())
  stop()
  clock.moveTo(clock.now() + hourMs)
  expect([other.offsetMs(), told]).toEqual([clock.offsetMs(), 1])
})
