import { describe, expect, test } from 'vitest'
import { createDateReader } from '../../../src/adapters/dates/reader.ts'
import { aroundDays, daysOf } from '../../../src/dialogs/schedule/days.ts'

const policy = { workStartMinutes: 480, workEndMinutes: 1200, dayEndMinutes: 1140 }
const zone = 'Europe/Moscow'
const now = Date.parse('2026-11-23T12:00:00+03:00')

function days(words: string): string {
  const { value } = createDateReader().parseWhen(words, {
    now,
    zone,
    language: 'ru',
    expect: 'event',
    policy,
  })
  if (value === undefined) return 'nothing'
  const { first, last } = daysOf(value, '2026-11-23')
  return `${first} ${last}`
}

describe('the days that are meant', () => {
  test.each([
    ['завтра в 15:00', '2026-11-24 2026-11-24'],
    ['на выходных', '2026-11-28 2026-11-29'],
    ['с 1 по 5 декабря', '2026-12-01 2026-12-05'],
    ['до пятницы', '2026-11-23 2026-11-27'],
    ['с пятницы', '2026-11-27 2026-12-03'],
    ['после пятницы', '2026-11-28 2026-12-04'],
    ['на прошлой неделе', '2026-11-16 2026-11-22'],
  ])('by «%s»', (words, expected) => {
    expect(days(words)).toBe(expected)
  })

  test('are no more than anybody reads: of a whole year its first month', () => {
    expect(days('в следующем году')).toBe('2027-01-01 2027-01-31')
  })
})

test('a day of 23 or 25 hours is whole all the same', () => {
  expect([hours('2026-03-29'), hours('2026-10-25'), hours('2026-11-23')]).toEqual([23, 25, 24])
})

function hours(date: string): number {
  const [from, to] = aroundDays({ first: date, last: date }, 'Europe/Berlin')
  return (to - from) / 3_600_000
}
