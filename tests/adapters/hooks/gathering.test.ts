import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createGathering } from '../../../src/adapters/hooks/gathering.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function open() {
  const given: string[] = []
  const gathering = createGathering(3_000, ({ kind, id }) => given.push(`${kind} ${id}`))
  return { given, gathering }
}

test('what comes about one object in a row is one hint, three seconds after the first', () => {
  const { given, gathering } = open()
  for (const id of [8017, 8018, 8017]) gathering.add({ kind: 'task', id })
  gathering.add({ kind: 'event', id: 8017 })
  vi.advanceTimersByTime(2_999)
  gathering.add({ kind: 'task', id: 8017 })
  expect(given).toEqual([])
  vi.advanceTimersByTime(1)
  expect(given).toEqual(['task 8017', 'task 8018', 'event 8017'])
})

test('an object that changes all the time is heard of all the time', () => {
  const { given, gathering } = open()
  for (let second = 0; second < 9; second += 1) {
    gathering.add({ kind: 'task', id: 8017 })
    vi.advanceTimersByTime(1_000)
  }
  expect(given).toEqual(['task 8017', 'task 8017', 'task 8017'])
})

test('a flood of objects is cut off, and over when it has been given on', () => {
  const { given, gathering } = open()
  for (let id = 1; id <= 20_000; id += 1) gathering.add({ kind: 'task', id })
  vi.advanceTimersByTime(3_000)
  expect(given).toHaveLength(5_000)
  gathering.add({ kind: 'task', id: 20_000 })
  vi.advanceTimersByTime(3_000)
  expect(given.at(-1)).toBe('task 20000')
})

test('after stopping nothing is given on', () => {
  const { given, gathering } = open()
  gathering.add({ kind: 'task', id: 8017 })
  gathering.stop()
  vi.advanceTimersByTime(10_000)
  expect(given).toEqual([])
})
