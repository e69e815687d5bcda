import { expect, test } from 'vitest'
import { read, told } from './read.ts'

test.each([
  ['tomorrow morning at 9', 'point 2026-03-11T09:00'],
  ['call Bob at 5 tomorrow', 'point 2026-03-11T17:00'],
  ['in 15 minutes', 'point 2026-03-10T10:15'],
  ['in two weeks', 'date 2026-03-24'],
  ['by the end of next month', 'date 2026-04-30'],
  ['the 5th of March 2027', 'date 2027-03-05'],
  ['dec 25', 'date 2026-12-25'],
  ['20/03/2026 at 15:00', 'point 2026-03-20T15:00'],
  ['2026-04-17T09:30Z', 'point 2026-04-17T12:30'],
  ['starts 2026-04-17T09:30Z', 'point 2026-04-17T12:30'],
  ['between 2 and 4 pm tomorrow', 'interval 2026-03-11T14:00 .. 2026-03-11T16:00'],
  ['from March 16 to March 20', 'interval 2026-03-16 .. 2026-03-20'],
  ['tomorrow at 15:00 for an hour', 'interval 2026-03-11T15:00 .. 2026-03-11T16:00'],
  ['this weekend', 'interval 2026-03-14 .. 2026-03-15'],
  ['next week on Wednesday', 'date 2026-03-18'],
  ['quarter past three', 'point 2026-03-10T15:15'],
  ['ten to five', 'point 2026-03-10T16:50'],
  ['tonight at 8', 'point 2026-03-10T20:00'],
  ['18:00 UTC', 'point 2026-03-10T21:00'],
  ['Tuesday, 17 March', 'date 2026-03-17'],
  ['3 days ago', 'past date 2026-03-07'],
])('"%s" is %s', (text, expected) => {
  expect(told(text)).toBe(expected)
})

test.each([
  'buy milk for 5 people',
  'may I come in',
  'prepare Friday report',
  'the sun is shining',
  'report for May',
  'score 5 to 3',
  'at 10 Downing street',
  'call +1 202 555 0143',
  '24/7 support',
  'flight BA 15.30',
  'IP 192.168.1.10',
  'room 12',
])('"%s" speaks of no date', (text) => {
  expect(read(text).status).toBe('none')
})

test('the title is what is left when the date is taken out', () => {
  expect(read('meeting with Anna on Tuesday at 10').rest).toBe('meeting with Anna')
  expect(read('Send the estimate to Igor by Friday 18:00').rest).toBe('Send the estimate to Igor')
})
