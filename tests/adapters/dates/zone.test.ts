import { expect, test } from 'vitest'
import { isZone, readZone } from '../../../src/adapters/dates/zone.ts'

test.each(['Europe/Moscow', 'Asia/Yekaterinburg', 'UTC', 'Etc/GMT-5'])('%s is a zone', (name) => {
  expect(isZone(name)).toBe(true)
})

test.each(['', 'Москва', '+03:00', 'UTC+3', 'Europe/Atlantis', '../etc/passwd', 'local'])(
  '%j is no zone',
  (name) => {
    expect(isZone(name)).toBe(false)
  },
)

test.each([
  ['Екатеринбург', 'Asia/Yekaterinburg'],
  ['по Новосибирску', 'Asia/Novosibirsk'],
  ['Санкт-Петербург', 'Europe/Moscow'],
  ['московское время', 'Europe/Moscow'],
  ['Asia/Omsk', 'Asia/Omsk'],
  ['UTC+5', 'Etc/GMT-5'],
  ['utc -3', 'Etc/GMT+3'],
  ['+3', 'Etc/GMT-3'],
  ['мск', 'Europe/Moscow'],
  ['МСК+2', 'Etc/GMT-5'],
  ['UTC', 'UTC'],
  ['UTC+25', null],
  ['не знаю', null],
  ['', null],
])('«%s» as an answer means %s', (typed, zone) => {
  expect(readZone(typed)).toBe(zone)
})
