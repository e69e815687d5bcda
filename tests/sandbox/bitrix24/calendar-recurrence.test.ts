import { expect, test } from 'vitest'

import { textOf } from '../../../sandbox/bitrix24/json.ts'
import type { JsonObject } from '../../../src/ports/json.ts'
import { add, instant, list, plain, startCalendar, update } from './calendar-client.ts'

interface Case {
  readonly name: string
  readonly from: string
  readonly zone: string
  readonly rrule: JsonObject
  /** Starts on the UTC clock, worked out on paper. */
  readonly starts: readonly string[]
}

const berlin = 'Europe/Berlin'
const moscow = 'Europe/Moscow'

test.each<Case>([
  {
    name: 'every second day over the spring change of Berlin',
    from: '2027-03-26 09:00:00',
    zone: berlin,
    rrule: { FREQ: 'DAILY', INTERVAL: 2, COUNT: 4 },
    starts: ['2027-03-26T08', '2027-03-28T07', '2027-03-30T07', '2027-04-01T07'],
  },
  {
    name: 'Mondays over the spring change of Berlin',
    from: '2027-03-22 09:00:00',
    zone: berlin,
    rrule: { FREQ: 'WEEKLY', BYDAY: ['MO'], COUNT: 3 },
    starts: ['2027-03-22T08', '2027-03-29T07', '2027-04-05T07'],
  },
  {
    name: 'the same Mondays in Moscow, which does not change',
    from: '2027-03-22 09:00:00',
    zone: moscow,
    rrule: { FREQ: 'WEEKLY', BYDAY: ['MO'], COUNT: 3 },
    starts: ['2027-03-22T06', '2027-03-29T06', '2027-04-05T06'],
  },
  {
    name: 'weekends over the autumn change of Berlin, the last day of UNTIL included',
    from: '2027-10-30 10:00:00',
    zone: berlin,
    rrule: { FREQ: 'WEEKLY', BYDAY: ['SA', 'SU'], UNTIL: '2027-11-06' },
    starts: ['2027-10-30T08', '2027-10-31T09', '2027-11-06T09'],
  },
  {
    name: 'every second week, which ends on Sunday',
    from: '2026-11-25 10:00:00',
    zone: moscow,
    rrule: { FREQ: 'WEEKLY', INTERVAL: 2, BYDAY: ['MO', 'WE'], COUNT: 5 },
    starts: ['2026-11-25T07', '2026-12-07T07', '2026-12-09T07', '2026-12-21T07', '2026-12-23T07'],
  },
  {
    name: 'a week without days means Monday, and a first day that is none does not happen',
    from: '2026-11-24 10:00:00',
    zone: moscow,
    rrule: { FREQ: 'WEEKLY', COUNT: 2 },
    starts: ['2026-11-30T07', '2026-12-07T07'],
  },
  {
    name: 'the 31st moves to the 1st where there is none',
    from: '2027-01-31 10:00:00',
    zone: moscow,
    rrule: { FREQ: 'MONTHLY', COUNT: 4 },
    starts: ['2027-01-31T07', '2027-03-01T07', '2027-03-31T07', '2027-05-01T07'],
  },
  {
    name: 'every quarter over both changes of Berlin',
    from: '2027-01-15 08:30:00',
    zone: berlin,
    rrule: { FREQ: 'MONTHLY', INTERVAL: 3, COUNT: 4 },
    starts: ['2027-01-15T07:30', '2027-04-15T06:30', '2027-07-15T06:30', '2027-10-15T06:30'],
  },
  {
    name: 'the 29th of February is the 1st of March in other years',
    from: '2028-02-29 10:00:00',
    zone: moscow,
    rrule: { FREQ: 'YEARLY', COUNT: 3 },
    starts: ['2028-02-29T07', '2029-03-01T07', '2030-03-01T07'],
  },
  {
    name: 'days of the week mean nothing in a daily rule, and of COUNT and UNTIL the earlier ends it',
    from: '2026-12-01 10:00:00',
    zone: moscow,
    rrule: { FREQ: 'DAILY', BYDAY: ['SU'], COUNT: 9, UNTIL: '2026-12-03' },
    starts: ['2026-12-01T07', '2026-12-02T07', '2026-12-03T07'],
  },
])('happens: $name', async ({ from, zone, rrule, starts }) => {
  await using portal = await startCalendar({ modes: { occurrenceTimestamps: 'occurrence' } })
  const to = from.replace(/:\d0:00$/, ':45:00')
  await add(portal, { ...plain, from, to, timezone_from: zone, timezone_to: zone, rrule })
  const events = await list(portal, 15, '2026-11-01', '2031-01-01')
  const expected = starts.map((start) => `${start.padEnd(16, ':00')}:00.000Z`)
  expect(events.map((event) => instant(event, 'DATE_FROM_TS_UTC'))).toEqual(expected)
  expect(events.every(({ DATE_FROM: shown }) => textOf(shown).endsWith(from.slice(10)))).toBe(true)
})

/** Another reading of a weekly rule: by weeks since the first one, day by day. */
function weeksReading(
  first: string,
  interval: number,
  weekdays: readonly number[],
  through: string,
): string[] {
  const dayMs = 86_400_000
  const mondayOf = (atMs: number): number => atMs - ((new Date(atMs).getUTCDay() + 6) % 7) * dayMs
  const found: string[] = []
  for (let atMs = Date.parse(first); atMs <= Date.parse(through); atMs += dayMs) {
    const weeks = (mondayOf(atMs) - mondayOf(Date.parse(first))) / (7 * dayMs)
    if (weeks % interval === 0 && weekdays.includes(new Date(atMs).getUTCDay())) {
      found.push(new Date(atMs).toISOString().slice(0, 10))
    }
  }
  return found
}

const names = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']

test('weekly rules agree with a reading of another make, from every day of the week', async () => {
  await using portal = await startCalendar()
  for (const interval of [1, 2, 3]) {
    for (const day of [22, 23, 24, 25, 26, 27, 28]) {
      const weekdays = [day % 7, (day + interval) % 7, 0].filter((one, at, all) => all.indexOf(one) === at)
      const first = `2026-11-${day}`
      const rrule = { FREQ: 'WEEKLY', INTERVAL: interval, BYDAY: weekdays.map((one) => names[one] ?? '') }
      const id = await add(portal, { ...plain, from: `${first} 10:00:00`, to: `${first} 11:00:00`, rrule })
      const events = await list(portal, 15, '2026-11-01', '2027-03-31')
      const days = events.map(({ DATE_FROM: shown }) =>
        textOf(shown).slice(0, 10).split('.').toReversed().join('-'),
      )
      expect(days).toEqual(weeksReading(first, interval, weekdays, '2027-03-31'))
      await portal.v2('calendar.event.delete', { id })
    }
  }
})

test('occurrences share the id and tell their place, those taken out counted', async () => {
  await using portal = await startCalendar()
  const id = await add(portal, { ...plain, rrule: { FREQ: 'DAILY', COUNT: 3 } })
  await update(portal, id, { recurrence_mode: 'this', current_date_from: '2026-11-25', name: 'Иначе' })
  const events = await list(portal, 15, '2026-11-20', '2026-12-20')
  expect(events.map(({ ID, RINDEX, NAME }) => [ID, RINDEX, NAME])).toEqual([
    [String(id), 0, 'Планёрка по договору'],
    [String(id + 1), undefined, 'Иначе'],
    [String(id), 2, 'Планёрка по договору'],
  ])
  expect(events[0]).toMatchObject({
    RRULE: { FREQ: 'DAILY', INTERVAL: 1, COUNT: 3, UNTIL: '01.01.2038', '~UNTIL': '', UNTIL_TS: 2145916800 },
    EXDATE: '25.11.2026',
    DATE_FROM_FORMATTED: 'Tue Nov 24 2026 15:00:00',
  })
  expect(events[2]).toMatchObject({
    DATE_FROM: '26.11.2026 15:00:00',
    DATE_TO: '26.11.2026 15:30:00',
    DATE_FROM_FORMATTED: 'Thu Nov 26 2026 15:00:00',
  })
})

test.each([
  ['series', '2026-11-24T12:00:00.000Z', '2026-11-26T12:30:00.000Z'],
  ['occurrence', '2026-11-25T12:00:00.000Z', '2026-11-25T12:30:00.000Z'],
] as const)('timestamps of an occurrence, by mode: %s', async (occurrenceTimestamps, from, to) => {
  await using portal = await startCalendar({ modes: { occurrenceTimestamps } })
  await add(portal, { ...plain, rrule: { FREQ: 'DAILY', COUNT: 3 } })
  const [, second] = await list(portal, 15, '2026-11-24', '2026-11-30')
  expect([instant(second, 'DATE_FROM_TS_UTC'), instant(second, 'DATE_TO_TS_UTC')]).toEqual([from, to])
  const { result } = await portal.v2('calendar.accessibility.get', {
    users: [15],
    from: '2026-11-25',
    to: '2026-11-25',
  })
  const busy = result as Record<string, JsonObject[]>
  expect(instant(busy['15']?.[0], 'DATE_FROM_TS_UTC')).toBe(from)
})

test.each<[string, JsonObject, 'counted' | 'never', string]>([
  ['a day after UNTIL', { FREQ: 'DAILY', UNTIL: '2026-12-10' }, 'counted', '2026-12-10T21:00:00.000Z'],
  ['after the last of COUNT', { FREQ: 'DAILY', COUNT: 3 }, 'counted', '2026-11-26T12:30:00.000Z'],
  ['never by mode, whatever COUNT says', { FREQ: 'DAILY', COUNT: 3 }, 'never', '2037-12-31T21:00:00.000Z'],
  ['never', { FREQ: 'DAILY' }, 'counted', '2037-12-31T21:00:00.000Z'],
])('a series ends %s', async (_name, rrule, countedSeriesEnd, end) => {
  await using portal = await startCalendar({ modes: { countedSeriesEnd } })
  const id = await add(portal, { ...plain, rrule })
  const { result } = await portal.v2('calendar.event.getbyid', { id })
  expect(instant(result as JsonObject, 'DATE_TO_TS_UTC')).toBe(end)
})
