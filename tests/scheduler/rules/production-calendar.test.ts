import { expect, test } from 'vitest'
import { readProductionCalendar } from '../../../src/scheduler/rules/production-calendar.ts'
import { isWorkDay, nextWorkDay } from '../../../src/scheduler/rules/work-days.ts'
import { addDays } from '../../../src/scheduler/rules/local-day.ts'
import { json2026, xml2024, xml2026 } from './production-calendars.ts'

function read(text: string) {
  const calendar = readProductionCalendar(text)
  if (!calendar.ok) throw new Error(JSON.stringify(calendar.problems))
  return calendar
}

test('reads days off, short days and working weekends from calendar.xml', () => {
  const { year, days } = read(xml2024)
  expect(year).toBe(2024)
  expect(days.get('2024-01-01')).toBe('off')
  expect(days.get('2024-02-22')).toBe('short')
  expect(days.get('2024-04-27')).toBe('work')
  expect(days.get('2024-04-26')).toBeUndefined()
})

test('both forms of the same year mean the same on every day of it', () => {
  const [xml, json] = [read(xml2026), read(json2026)]
  for (let date = '2026-01-01'; date < '2027-01-01'; date = addDays(date, 1)) {
    const [one, other] = [xml, json].map(({ days }) => isWorkDay(date, { portal: null, overrides: days }))
    expect(`${date} ${one}`).toBe(`${date} ${other}`)
  }
})

test('a weekend that calendar.json does not name is worked', () => {
  const { days } = read('{"year":2027,"months":[{"month":2,"days":"6,7,13,14,21,22+,23"}]}')
  expect(days.get('2027-02-20')).toBe('work')
  expect(days.get('2027-02-22')).toBe('off')
})

test('the working Saturday of 2024 is a work day, and the Monday after it is not', () => {
  const calendar = { portal: null, overrides: read(xml2024).days }
  expect(nextWorkDay('2024-04-26', calendar)).toBe('2024-04-27')
  expect(nextWorkDay('2024-04-27', calendar)).toBe('2024-05-02')
})

test('after 30 December 2026 the next work day is found over the whole holiday', () => {
  const next = { ok: true, days: new Map(read(xml2026).days) } as const
  for (let day = 1; day <= 8; day += 1) next.days.set(`2027-01-0${day}`, 'off')
  expect(nextWorkDay('2026-12-30', { portal: null, overrides: next.days })).toBe('2027-01-11')
})

test.each([
  ['', 'unknown_format', ''],
  ['<html><body>404</body></html>', 'unknown_format', '<html><body>404</body></html>'],
  ['{"year":2026', 'unknown_format', '{"year":2026'],
  ['<calendar lang="ru"><days><day d="01.01" t="1"/></days></calendar>', 'year', 'undefined'],
  ['<calendar year="2026"><days></days></calendar>', 'no_days', ''],
  ['<calendar year="2026"><days><day d="02.30" t="1"/></days></calendar>', 'date', '<day d="02.30" t="1"/>'],
  ['<calendar year="2026"><days><day d="1.1" t="1"/></days></calendar>', 'date', '<day d="1.1" t="1"/>'],
  ['<calendar year="2026"><days><day d="01.01" t="7"/></days></calendar>', 'type', '<day d="01.01" t="7"/>'],
  [
    '<calendar year="2026"><days><day d="01.01" t="1"/><day d="01.01" t="3"/></days></calendar>',
    'contradiction',
    '<day d="01.01" t="3"/>',
  ],
  ['{"year":"soon","months":[]}', 'year', 'soon'],
  ['{"year":2026,"months":[{"month":1,"days":"1,2,x"}]}', 'date', '1: x'],
  ['{"year":2026,"months":[{"month":13,"days":"1"}]}', 'date', '13: 1'],
  ['{"year":2026,"months":[{"month":1,"days":[1]}]}', 'date', '{"month":1,"days":[1]}'],
])('refuses %s and says what is wrong with it', (text, code, what) => {
  expect(readProductionCalendar(text)).toEqual({ ok: false, problems: [{ code, what }] })
})

test('names every mistake, not the first one', () => {
  const text = '<calendar year="2026"><days><day d="02.30" t="1"/><day d="02.20" t="9"/></days></calendar>'
  expect(readProductionCalendar(text)).toMatchObject({
    ok: false,
    problems: [{ code: 'date' }, { code: 'type' }],
  })
})

test('the example in the comment of the file is no part of it', () => {
  const { days } = read(
    '<!-- <day d="05.05" t="1"/> --><calendar year="2026"><day d="01.01" t="1"/></calendar>',
  )
  expect([...days.keys()]).toEqual(['2026-01-01'])
})
