import { DateTime } from 'luxon'
import { expect, test } from 'vitest'
import { createDateWriter } from '../../../src/adapters/dates/writer.ts'
import type { Language } from '../../../src/ports/language.ts'
import { read } from './read.ts'

const writer = createDateWriter()
const monday = '2026-11-23T09:00'

function written(text: string, language: Language, now = monday, zone = 'Europe/Moscow'): string {
  const { value } = read(text, { now, zone })
  if (value === undefined) throw new Error(`Not read: ${text}`)
  return writer.format(value, { now: DateTime.fromISO(now, { zone }).toMillis(), language })
}

test.each([
  ['завтра в 15', 'завтра, вт, 24 ноября, 15:00', 'tomorrow, Tue 24 November, 15:00'],
  ['завтра', 'завтра, вт, 24 ноября', 'tomorrow, Tue 24 November'],
  ['сегодня до 19:00', 'сегодня, пн, 23 ноября, 19:00', 'today, Mon 23 November, 19:00'],
  ['27.11 19:00', 'пт, 27 ноября, 19:00', 'Fri 27 November, 19:00'],
  ['3 марта', 'ср, 3 марта 2027', 'Wed 3 March 2027'],
  ['завтра с 15 до 16', 'завтра, вт, 24 ноября, 15:00–16:00', 'tomorrow, Tue 24 November, 15:00–16:00'],
  ['1–10 декабря', 'вт, 1 декабря – чт, 10 декабря', 'Tue 1 December – Thu 10 December'],
  [
    'завтра с 22:00 до 02:00',
    'завтра, вт, 24 ноября, 22:00 – ср, 25 ноября, 02:00',
    'tomorrow, Tue 24 November, 22:00 – Wed 25 November, 02:00',
  ],
])('«%s» is written «%s» and "%s"', (text, russian, english) => {
  expect(written(text, 'ru').replaceAll('\u00A0', ' ')).toBe(russian)
  expect(written(text, 'en').replaceAll('\u00A0', ' ')).toBe(english)
})

test('a no-break space keeps the number with its month', () => {
  expect(written('завтра', 'ru')).toBe('завтра, вт, 24\u00A0ноября')
})

test('times and lengths are written without a day', () => {
  const time = read('в 8 утра', { expect: 'time' }).value
  const length = read('полтора часа', { expect: 'duration' }).value
  expect(time && writer.format(time, { now: 0, language: 'ru' })).toBe('08:00')
  expect(length && writer.format(length, { now: 0, language: 'ru' })).toBe('1\u00A0час 30\u00A0минут')
  expect(length && writer.format(length, { now: 0, language: 'en' })).toBe('1\u00A0hour 30\u00A0minutes')
})

const now = Date.parse('2026-11-23T06:00:00Z')
const inMoscow = { now, zone: 'Europe/Moscow' }

test('a stretch of two instants is written in the zone it is shown in', () => {
  const [from, to] = [Date.parse('2026-11-25T12:00:00Z'), Date.parse('2026-11-25T13:00:00Z')]
  const inRussian = { now, language: 'ru' } as const
  expect(writer.formatRange(from, to, 'Europe/Moscow', inRussian)).toBe('ср, 25\u00A0ноября, 15:00–16:00')
  expect(writer.formatRange(from, to, 'Europe/Moscow', { now, language: 'en' })).toBe(
    'Wed 25\u00A0November, 15:00–16:00',
  )
  expect(writer.formatRange(from, to, 'Asia/Vladivostok', { ...inRussian, style: 'long' })).toBe(
    'среда, 25\u00A0ноября, 22:00–23:00',
  )
  expect(writer.formatRange(from - 86_400_000, to, 'Europe/Moscow', inRussian)).toBe(
    'завтра, вт, 24\u00A0ноября, 15:00 – ср, 25\u00A0ноября, 16:00',
  )
})

test.each([
  ['2026-11-24', 'near', 'завтра, вт, 24 ноября', 'tomorrow, Tue 24 November'],
  ['2026-11-24', 'short', 'вт, 24 ноября', 'Tue 24 November'],
  ['2026-11-24', 'long', 'вторник, 24 ноября', 'Tuesday, 24 November'],
  ['2027-01-09', 'near', 'сб, 9 января 2027', 'Sat 9 January 2027'],
] as const)('the local date %s in the style %s is «%s»', (date, style, russian, english) => {
  const plain = (language: Language): string =>
    writer.formatDay(date, { ...inMoscow, language, style }).replaceAll('\u00A0', ' ')
  expect([plain('ru'), plain('en')]).toEqual([russian, english])
})

test('whole days are a day or a stretch, both ends named', () => {
  const options = { ...inMoscow, language: 'ru' } as const
  expect(writer.formatDays('2026-11-25', '2026-11-25', options)).toBe('ср, 25\u00A0ноября, весь день')
  expect(writer.formatDays('2026-12-01', '2026-12-10', options)).toBe(
    'вт, 1\u00A0декабря – чт, 10\u00A0декабря',
  )
  expect(() => writer.formatDay('25.11.2026', options)).toThrow(RangeError)
})

test.each([
  [15, 'через 15 минут', 'in 15 minutes'],
  [1, 'через минуту', 'in 1 minute'],
  [21, 'через 21 минуту', 'in 21 minutes'],
  [60, 'через час', 'in 1 hour'],
  [90, 'через 1 час 30 минут', 'in 1 hour 30 minutes'],
  [300, 'через 5 часов', 'in 5 hours'],
  [2900, 'через 2 дня', 'in 2 days'],
  [-60, 'час назад', '1 hour ago'],
  [-2880, '2 дня назад', '2 days ago'],
  [0, 'сейчас', 'now'],
])('%d minutes from now is «%s»', (minutes, russian, english) => {
  const written = (language: Language): string =>
    writer.formatRelative(now + minutes * 60_000, now, language).replaceAll('\u00A0', ' ')
  expect([written('ru'), written('en')]).toEqual([russian, english])
})

test.each([
  [90, '1 ч 30 мин', '1 h 30 min'],
  [45, '45 мин', '45 min'],
  [120, '2 ч', '2 h'],
  [1620, '1 день 3 ч', '1 day 3 h'],
  [0, '0 мин', '0 min'],
])('a length of %d minutes is «%s»', (minutes, russian, english) => {
  const written = (language: Language): string =>
    writer.formatDuration(minutes, language).replaceAll('\u00A0', ' ')
  expect([written('ru'), written('en')]).toEqual([russian, english])
})

test('a zone is written as a city with its present offset', () => {
  const summer = Date.parse('2026-07-01T00:00:00Z')
  const winter = Date.parse('2026-12-01T00:00:00Z')
  expect(writer.formatZone('Europe/Moscow', winter, 'ru')).toBe('Москва (UTC+3)')
  expect(writer.formatZone('Europe/Moscow', winter, 'en')).toBe('Moscow (UTC+3)')
  expect(writer.formatZone('Asia/Yekaterinburg', winter, 'ru')).toBe('Екатеринбург (UTC+5)')
  expect(writer.formatZone('Europe/Berlin', summer, 'ru')).toBe('Берлин (UTC+2)')
  expect(writer.formatZone('Europe/Berlin', winter, 'ru')).toBe('Берлин (UTC+1)')
  expect(writer.formatZone('Asia/Kathmandu', winter, 'ru')).toBe('Kathmandu (UTC+5:45)')
  expect(writer.formatZone('America/New_York', winter, 'en')).toBe('New York (UTC−5)')
  expect(writer.formatZone('Etc/GMT-5', winter, 'ru')).toBe('UTC+5')
  expect(writer.formatZone('UTC', winter, 'ru')).toBe('UTC')
})

test('a clock is that of the zone', () => {
  expect(writer.formatClock(Date.parse('2026-11-23T11:05:00Z'), 'Europe/Moscow')).toBe('14:05')
})
