import { expect, test } from 'vitest'
import {
  isWorkDay,
  lastWorkDay,
  nextWorkDay,
  type WorkCalendar,
} from '../../../src/scheduler/rules/work-days.ts'
import { sixDays, weekdays } from './people.ts'

test('without any calendar Saturday and Sunday are off', () => {
  const days = ['2026-11-27', '2026-11-28', '2026-11-29', '2026-11-30'].map((date) =>
    isWorkDay(date, weekdays),
  )
  expect(days).toEqual([true, false, false, true])
})

test('the portal says which weekdays are off, which dates are holidays, and which are worked all the same', () => {
  const portal = { ...sixDays, holidays: ['11-04', '11-08'], extraWorkdays: ['11-08', '12-06'] }
  const calendar = { portal, overrides: new Map() }
  expect(isWorkDay('2026-11-28', calendar)).toBe(true)
  expect(isWorkDay('2026-11-04', calendar)).toBe(false)
  expect(isWorkDay('2026-11-08', calendar)).toBe(true)
  expect(isWorkDay('2026-12-06', calendar)).toBe(true)
})

test("the administrator's table is above the portal's calendar", () => {
  const calendar: WorkCalendar = {
    portal: { ...sixDays, holidays: ['11-04'] },
    overrides: new Map([
      ['2026-11-04', 'work'],
      ['2026-11-05', 'off'],
      ['2026-11-06', 'short'],
    ]),
  }
  expect(isWorkDay('2026-11-04', calendar)).toBe(true)
  expect(isWorkDay('2026-11-05', calendar)).toBe(false)
  expect(isWorkDay('2026-11-06', calendar)).toBe(true)
})

test('the next and the last work day step over a weekend', () => {
  expect(nextWorkDay('2026-11-27', weekdays)).toBe('2026-11-30')
  expect(lastWorkDay('2026-11-30', weekdays)).toBe('2026-11-27')
})

test('a calendar without work days ends no search in a loop', () => {
  const never = { portal: { ...sixDays, restWeekdays: [1, 2, 3, 4, 5, 6, 7] }, overrides: new Map() }
  expect(nextWorkDay('2026-11-27', never)).toBe('2026-11-28')
  expect(lastWorkDay('2026-11-27', never)).toBe('2026-11-26')
})
