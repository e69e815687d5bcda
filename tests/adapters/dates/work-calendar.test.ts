/** What the days of a company's own calendar change in what people say. */
import { DateTime } from 'luxon'
import { expect, test } from 'vitest'
import { createDateReader } from '../../../src/adapters/dates/reader.ts'
import type { WorkDays } from '../../../src/ports/dates.ts'
import { policy } from './read.ts'

/** The Russian May of 2026: the 1st and the 11th (for the 9th) are off, and somebody works on Saturday the 16th. */
const days: WorkDays = {
  restWeekdays: [6, 7],
  dates: { '05-01': 'off', '05-09': 'off', '2026-05-11': 'off', '2026-05-16': 'work' },
}
const zone = 'Europe/Moscow'
const reader = createDateReader()

function told(text: string, now: string): string | undefined {
  const nowMs = DateTime.fromISO(now, { zone }).toMillis()
  const language = /[а-я]/i.test(text) ? 'ru' : 'en'
  return reader.parseWhen(text, { now: nowMs, zone, language, policy: { ...policy, days } }).value?.start
    .local
}

test.each([
  ['через 3 рабочих дня', '2026-04-29T10:00', '2026-05-05'],
  ['через 1 рабочий день', '2026-05-08T10:00', '2026-05-12'],
  ['на следующий рабочий день', '2026-04-30T10:00', '2026-05-04'],
  ['в течение двух рабочих дней', '2026-05-07T10:00', '2026-05-12'],
  ['в последний рабочий день недели', '2026-04-27T10:00', '2026-04-30'],
  ['к концу рабочей недели', '2026-04-27T10:00', '2026-04-30'],
  ['до конца рабочей недели', '2026-05-12T10:00', '2026-05-16'],
  ['в первый рабочий день мая', '2026-04-27T10:00', '2026-05-04'],
  ['до выходных', '2026-04-28T10:00', '2026-04-30'],
  ['после выходных', '2026-05-08T10:00', '2026-05-12'],
  ['через 3 рабочих дня', '2026-05-14T10:00', '2026-05-18'],
  ['in 3 business days', '2026-04-29T10:00', '2026-05-05'],
  ['last business day of the month', '2026-05-20T10:00', '2026-05-29'],
])('«%s», said on %s, is %s', (text, now, expected) => {
  expect(told(text, now)).toBe(expected)
})

test.each([
  ['2026-05-11', false],
  ['2027-05-01', false],
  ['2026-05-16', true],
  ['2026-05-17', false],
  ['2026-05-12', true],
])('whether somebody works on %s is %s', (date, works) => {
  expect(reader.isWorkDay(date, { ...policy, days })).toBe(works)
})

test('on a calendar without a single working day the search ends', () => {
  const idle: WorkDays = { restWeekdays: [1, 2, 3, 4, 5, 6, 7], dates: {} }
  const asked = {
    now: Date.UTC(2026, 3, 27),
    zone,
    language: 'ru',
    policy: { ...policy, days: idle },
  } as const
  expect(reader.parseWhen('через 3 рабочих дня', asked).status).toBe('ok')
})
