import { expect, test } from 'vitest'

import { policyOf, readSettings } from '../../../src/adapters/bitrix24/calendar-settings.ts'
import { settingsRow } from '../../../src/adapters/bitrix24/calendar-schemas.ts'
import { openCalendar, valueOf } from './calendar-scene.ts'

function read(row: object) {
  return readSettings(settingsRow.parse(row))
}

test('the portal’s working day, week and holidays are read', async () => {
  await using scene = await openCalendar()
  const settings = valueOf(await scene.calendar.settings())
  expect(settings).toMatchObject({
    workStartMinutes: 540,
    workEndMinutes: 1080,
    restWeekdays: [6, 7],
    extraWorkdays: [],
  })
  expect(settings.holidays).toContain('01-08')
  expect(settings.holidays).toContain('02-23')
  expect(settings.holidays).toHaveLength(14)
  expect(policyOf(settings)).toEqual({ workStartMinutes: 540, workEndMinutes: 1080, dayEndMinutes: 1080 })
  expect(scene.calls()).toEqual(['calendar.settings.get'])
})

test.each([
  ['9', 540],
  ['9.30', 570],
  ['09.30', 570],
  ['9.3', 570],
  [9.3, 570],
  [8, 480],
  ['10:15', 615],
  ['0', 0],
])('work that begins at %o begins at minute %i', (start, minutes) => {
  expect(read({ work_time_start: start, work_time_end: '19' }).workStartMinutes).toBe(minutes)
})

test.each([
  ['nothing', {}],
  ['words', { work_time_start: 'утром', work_time_end: 'вечером' }],
  ['an hour there is not', { work_time_start: '9.75', work_time_end: '25' }],
  ['a day that ends before it begins', { work_time_start: '19', work_time_end: '9' }],
])('%s is a day from nine to seven', (_, row) => {
  expect(read(row)).toMatchObject({ workStartMinutes: 540, workEndMinutes: 1140 })
})

test('rest days come in any order, and what is no day is left out', () => {
  const row = {
    week_holidays: ['SU', 'FR', 'XX', 7],
    year_holidays: '1.01, 31.12,,29.02;30.02,5.13,08.03,8.03',
  }
  const { restWeekdays, holidays, extraWorkdays } = read({ ...row, year_workdays: '28.12.2026' })
  expect(restWeekdays).toEqual([5, 7])
  expect(holidays).toEqual(['01-01', '12-31', '02-29', '03-08'])
  expect(extraWorkdays).toEqual(['12-28'])
  expect(read({ week_holidays: null, year_holidays: [] })).toMatchObject({ restWeekdays: [], holidays: [] })
})
