import { expect, test } from 'vitest'
import { toPortalUserId } from '../../../src/ports.ts'
import { digestSpreadMs, messagesPerSecond, scanEveryMs } from '../../../src/scheduler/rules/pacing.ts'
import { plan } from '../../../src/scheduler/rules/plan.ts'
import { at, facts, task } from './people.ts'

const people = Array.from({ length: 500 }, (_, index) => toPortalUserId(index + 1))

test('500 people at eight are spread over the minute, no second above what may be sent in it', () => {
  const seconds = Map.groupBy(people, (person) => Math.floor(digestSpreadMs(person, people.length) / 1_000))
  expect(Math.max(...[...seconds.values()].map((crowd) => crowd.length))).toBeLessThanOrEqual(
    messagesPerSecond,
  )
  expect(seconds.size).toBeGreaterThan(50)
  expect(Math.max(...seconds.keys())).toBeLessThan(60)
})

test('a person has the same place in the minute every day', () => {
  expect(people.map((person) => digestSpreadMs(person, 500))).toEqual(
    people.map((person) => digestSpreadMs(person, 400)),
  )
})

test('a small company has its digests on the minute', () => {
  expect(people.slice(0, 25).map((person) => digestSpreadMs(person, 25))).toEqual(Array(25).fill(0))
})

test('a spread digest takes the deadlines it carries along', () => {
  const rows = plan(facts('2026-11-24 07:00', { tasks: [task(8, '2026-11-24 14:00')], spreadMs: 37_000 }))
  const morning = rows.filter(({ together }) => together === 'morning:15:2026-11-24')
  expect(morning.map(({ dueMs }) => dueMs - at('2026-11-24 08:00'))).toEqual([37_000, 37_000])
})

test.each([
  [0, 5],
  [0.5, 5],
  [0.51, 10],
  [0.76, 15],
])('with %f of the portal’s budget used the next look is in %i minutes', (share, minutes) => {
  expect(scanEveryMs(share)).toBe(minutes * 60_000)
})
