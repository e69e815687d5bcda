import { assert, nat, property } from 'fast-check'
import { expect, test } from 'vitest'
import {
  addDays,
  daysBetween,
  localDate,
  minuteOfDay,
  startOfDayMs,
  wallMs,
  weekday,
} from '../../../src/scheduler/rules/local-day.ts'
import { wall } from './people.ts'
import { dates, zones } from './arbitraries.ts'

const hour = 3_600_000

test.each([
  ['Europe/Berlin', '2026-03-29', 23],
  ['Europe/Berlin', '2026-10-25', 25],
  ['Europe/Moscow', '2026-03-29', 24],
])('in %s the day %s has %i hours', (zone, date, hours) => {
  expect(startOfDayMs(addDays(date, 1), zone) - startOfDayMs(date, zone)).toBe(hours * hour)
})

test('a wall time that a change of clocks skips moves forward', () => {
  expect(wall(wallMs('2026-03-29', 150, 'Europe/Berlin'), 'Europe/Berlin')).toBe('2026-03-29 03:30')
})

test('a wall time that comes twice is the first of the two', () => {
  expect(new Date(wallMs('2026-10-25', 150, 'Europe/Berlin')).toISOString()).toBe('2026-10-25T00:30:00.000Z')
})

test('a day without a midnight begins at its first minute', () => {
  expect(wall(startOfDayMs('2026-04-24', 'Africa/Cairo'), 'Africa/Cairo')).toBe('2026-04-24 01:00')
})

test('Almaty is five hours east of Greenwich', () => {
  expect(new Date(wallMs('2026-11-24', 480, 'Asia/Almaty')).toISOString()).toBe('2026-11-24T03:00:00.000Z')
})

test('an unknown zone is refused', () => {
  expect(() => localDate(0, 'Europe/Muscovy')).toThrow(RangeError)
})

test('dates are counted over the ends of months and years', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  expect(daysBetween('2026-12-30', '2027-01-09')).toBe(10)
  expect([weekday('2026-11-23'), weekday('2026-11-29')]).toEqual([1, 7])
})

test('in every zone a wall time is on its own date, and on no date does time run backwards', () => {
  assert(
    property(zones, dates, nat({ max: 1439 }), nat({ max: 1439 }), (zone, date, one, other) => {
      const [early, late] = [Math.min(one, other), Math.max(one, other)]
      expect(localDate(wallMs(date, early, zone), zone)).toBe(date)
      expect(wallMs(date, early, zone)).toBeGreaterThanOrEqual(startOfDayMs(date, zone))
      expect(minuteOfDay(wallMs(date, late, zone), zone)).toBeGreaterThanOrEqual(late)
    }),
  )
})
