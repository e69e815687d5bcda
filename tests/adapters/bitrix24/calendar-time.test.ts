import { expect, test } from 'vitest'

import type { RowMoment, RowTime } from '../../../src/adapters/bitrix24/calendar-schemas.ts'
import { chosenSpan, isZone, readSpan } from '../../../src/adapters/bitrix24/calendar-time.ts'

const moscow = 'Europe/Moscow'

function moment(iso: string | null, more: Partial<RowMoment> = {}): RowMoment {
  const seconds = iso === null ? null : Date.parse(iso) / 1000
  return { seconds, formatted: '', display: '', zone: moscow, ...more }
}

function row(from: RowMoment, to: RowMoment, more: Partial<RowTime> = {}): RowTime {
  return { from, to, allDay: false, length: null, ...more }
}

function iso(time: RowTime, series: boolean | 'unknown' = false, zone = moscow) {
  const span = readSpan(time, zone, series)
  return span === null ? null : [new Date(span.startMs).toISOString(), new Date(span.endMs).toISOString()]
}

test('a single event is when its timestamps say, in whatever way its dates are written', () => {
  for (const display of ['03.09.2026 15:00:00', '09/03/2026 03:00:00 pm', '2026-09-03 15:00', 'завтра', '']) {
    const time = row(moment('2026-09-03T12:00:00Z', { display }), moment('2026-09-03T12:30:00Z'))
    expect(iso(time)).toEqual(['2026-09-03T12:00:00.000Z', '2026-09-03T12:30:00.000Z'])
  }
})

test('a wrong display date of a single event changes nothing', () => {
  const time = row(
    moment('2026-09-03T12:00:00Z', { display: '05.09.2026 18:00:00' }),
    moment('2026-09-03T12:30:00Z'),
  )
  expect(iso(time)).toEqual(['2026-09-03T12:00:00.000Z', '2026-09-03T12:30:00.000Z'])
})

test.each([
  ['09.12.2026 15:00:00', ''],
  ['12/09/2026 03:00:00 pm', ''],
  ['12/09/2026 03:00 PM', ''],
  ['2026-12-09 15:00:00', ''],
  ['', 'Wed Dec 09 2026 15:00:00'],
  ['что-то другое', 'Wed Dec 09 2026 15:00:00'],
])(
  'an occurrence is on the day that is written («%s» «%s»), at the clock of the series',
  (display, formatted) => {
    const from = moment('2026-09-02T12:00:00Z', { display, formatted })
    // DATE_TO of a series is where it ends.
    const time = row(from, moment('2027-01-01T00:00:00Z'), { length: 1800 })
    expect(iso(time, true)).toEqual(['2026-12-09T12:00:00.000Z', '2026-12-09T12:30:00.000Z'])
  },
)

test('noon and midnight are told apart on an English portal', () => {
  const midnight = moment(null, { display: '12/09/2026 12:00:00 am' })
  expect(iso(row(midnight, midnight))?.[0]).toBe('2026-12-08T21:00:00.000Z')
  const noon = moment(null, { display: '12/09/2026 12:00:00 pm' })
  expect(iso(row(noon, noon))?.[0]).toBe('2026-12-09T09:00:00.000Z')
})

test('an occurrence keeps its clock when the clocks change', () => {
  const zone = 'Europe/Berlin'
  const from = moment('2026-07-01T07:00:00Z', { formatted: 'Wed Dec 02 2026 09:00:00', zone })
  expect(iso(row(from, moment(null, { zone }), { length: 3600 }), true)).toEqual([
    '2026-12-02T08:00:00.000Z',
    '2026-12-02T09:00:00.000Z',
  ])
})

test('an occurrence across the night of the change is as long as its clock says', () => {
  const zone = 'Europe/Berlin'
  const from = moment('2026-10-17T21:00:00Z', { formatted: 'Sat Oct 24 2026 23:00:00', zone })
  expect(iso(row(from, moment(null, { zone }), { length: 5 * 3600 }), true)).toEqual([
    '2026-10-24T21:00:00.000Z',
    '2026-10-25T03:00:00.000Z',
  ])
})

test('of an hour that comes twice, the timestamp says which', () => {
  const zone = 'Europe/Berlin'
  const formatted = 'Sun Oct 25 2026 02:30:00'
  for (const stamp of ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z']) {
    const time = row(moment(stamp, { formatted, zone }), moment(stamp, { formatted, zone }))
    expect(iso(time)?.[0]).toBe(new Date(stamp).toISOString())
  }
})

test.each([
  ['Europe/Moscow', '2026-09-03T12:00:00Z', 'Thu Sep 03 2026 18:00:00', '2026-09-03T15:00:00.000Z'],
  ['Asia/Kolkata', '2026-09-03T12:00:00Z', 'Thu Sep 03 2026 14:30:00', '2026-09-03T09:00:00.000Z'],
  ['Europe/Moscow', '2026-09-02T22:00:00Z', 'Wed Sep 02 2026 22:00:00', '2026-09-02T19:00:00.000Z'],
])(
  'a server that does not run on UTC is found out by the clock it writes (%s)',
  (zone, stamp, formatted, start) => {
    expect(iso(row(moment(stamp, { formatted, zone }), moment(stamp, { formatted, zone })))?.[0]).toBe(start)
  },
)

test('a clock that no zone explains is not believed', () => {
  const from = moment('2026-09-03T12:00:00Z', { formatted: 'Thu Sep 03 2026 15:07:00' })
  expect(iso(row(from, moment('2026-09-03T12:30:00Z')))?.[0]).toBe('2026-09-03T12:00:00.000Z')
})

test.each([
  ['one day', '25.11.2026 00:00:00', 86_400, '2026-11-25', '2026-11-25'],
  ['three days', '25.11.2026 00:00:00', 3 * 86_400, '2026-11-25', '2026-11-27'],
  ['an English date', '11/25/2026 12:00:00 am', 86_400, '2026-11-25', '2026-11-25'],
  ['no length', '25.11.2026', null, '2026-11-25', '2026-11-26'],
  ['a date nobody can read', '25 ноября', 86_400, '2026-11-24', '2026-11-24'],
])('an all-day event covers its dates: %s', (_, display, length, first, last) => {
  const from = moment('2026-11-24T00:00:00Z', { display, zone: '' })
  const to = moment('2026-11-26T00:00:00Z', { display: '26.11.2026 00:00:00', zone: '' })
  expect(readSpan(row(from, to, { allDay: true, length }), moscow, false)?.dates).toEqual({ first, last })
})

test('an all-day event lasts from midnight to midnight where the reader is, also when a day has 23 hours', () => {
  const at = { formatted: 'Sun Mar 28 2027', zone: '' }
  const time = row(moment(null, at), moment(null, at), { allDay: true, length: 86_400 })
  expect(iso(time, false, 'Europe/Berlin')).toEqual(['2027-03-27T23:00:00.000Z', '2027-03-28T22:00:00.000Z'])
})

test('a busy time that may repeat is on the day that is written beside the same clock, and on no other', () => {
  const stamps = ['2026-09-02T12:00:00Z', '2027-12-31T21:00:00Z'] as const
  const busy = (from: string, to: string) =>
    iso(row(moment(stamps[0], { display: from }), moment(stamps[1], { display: to })), 'unknown')
  expect(busy('09.12.2026 15:00:00', '09.12.2026 15:30:00')).toEqual([
    '2026-12-09T12:00:00.000Z',
    '2026-12-09T12:30:00.000Z',
  ])
  expect(busy('09.12.2026 15:07:00', '09.12.2026 15:30:00')?.[0]).toBe('2026-09-02T12:00:00.000Z')
})

test('a row that says nothing of its time is no event', () => {
  expect(iso(row(moment(null), moment(null)))).toBeNull()
  expect(iso(row(moment(null, { display: 'завтра' }), moment(null)), true)).toBeNull()
  expect(iso(row(moment(null), moment(null), { allDay: true }))).toBeNull()
})

test('an event without an end, or with one before its start, ends as it begins', () => {
  const start = '2026-09-03T12:00:00.000Z'
  expect(iso(row(moment(start), moment(null)))).toEqual([start, start])
  expect(iso(row(moment(start), moment('2026-09-03T11:00:00Z')))).toEqual([start, start])
})

test('a zone the runtime does not know is the reader’s', () => {
  const written = { formatted: 'Thu Sep 03 2026 15:00:00', zone: '+03:00' }
  const span = readSpan(row(moment(null, written), moment(null)), 'Asia/Omsk', false)
  expect(span).toMatchObject({ fromZone: 'Asia/Omsk', startMs: Date.parse('2026-09-03T09:00:00Z') })
  expect(['Europe/Moscow', 'UTC', 'Etc/GMT-5'].every(isZone)).toBe(true)
  expect(['', '+03:00', 'Europe/Moskva', '../etc'].some(isZone)).toBe(false)
})

test('a time a person chose is checked before it is sent', () => {
  const time = { allDay: false, from: '2026-11-25T15:00', to: '2026-11-25T15:30', zone: moscow }
  expect(chosenSpan(time)).toEqual({
    startMs: Date.parse('2026-11-25T12:00:00Z'),
    endMs: Date.parse('2026-11-25T12:30:00Z'),
  })
  expect(chosenSpan({ ...time, from: '2026-11-25T15:00+03:00' })).toBeNull()
  expect(chosenSpan({ ...time, allDay: true })).toBeNull()
  expect(chosenSpan({ ...time, allDay: true, from: '2026-11-27', to: '2026-11-25' })).toBeNull()
})
