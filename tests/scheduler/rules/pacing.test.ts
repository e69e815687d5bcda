import { expect, test } from 'vitest'
import { toPortalUserId } from '../../../src/ports/identity.ts'
import { digestSpreadMs, messagesPerSecond, scanEveryMs } from '../../../src/scheduler/rules/pacing.ts'

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

test.each([
  [0, 5],
  [0.5, 5],
  [0.51, 10],
  [0.76, 15],
])('with %f of the portal’s budget used the next look is in %i minutes', (share, minutes) => {
  expect(scanEveryMs(share)).toBe(minutes * 60_000)
})
