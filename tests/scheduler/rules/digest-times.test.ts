import { expect, test } from 'vitest'
import { digestWindow } from '../../../src/scheduler/rules/compose/digest.ts'
import { plan } from '../../../src/scheduler/rules/plan.ts'
import { readProductionCalendar } from '../../../src/scheduler/rules/production-calendar.ts'
import { allDay, anna, at, defaults, facts, noDigests, seen, wall, weekdays } from './people.ts'
import { xml2024, xml2026 } from './production-calendars.ts'

const everyDay = { ...defaults, workDaysOnly: false }

function overrides(text: string) {
  const calendar = readProductionCalendar(text)
  return { portal: null, overrides: calendar.ok ? calendar.days : new Map() }
}

test('the morning and the evening digest stand at their hours, a day ahead', () => {
  expect(seen(plan(facts('2026-11-24 07:00')))).toEqual([
    '2026-11-24 08:00 morning:15:2026-11-24',
    '2026-11-24 18:00 evening:15:2026-11-24',
    '2026-11-25 08:00 morning:15:2026-11-25',
  ])
})

test('a digest of every zone stands at the wall clock of that zone', () => {
  for (const zone of ['Europe/Kaliningrad', 'Asia/Almaty', 'Europe/Berlin']) {
    const [morning] = plan(facts('2026-11-24 07:00', { person: anna({ zone }) }))
    expect(wall(morning!.dueMs, zone)).toBe('2026-11-24 08:00')
  }
})

test('an hour that the change to summer time skips is told an hour later, once', () => {
  const settings = { ...everyDay, morning: { enabled: true, atMinutes: 150 } }
  const person = anna({ zone: 'Europe/Berlin', settings })
  const rows = plan(facts('2026-03-28 23:00', { person }))
  expect(seen(rows, 'Europe/Berlin')[0]).toBe('2026-03-29 03:30 morning:15:2026-03-29')
})

test('an hour that comes twice is told at the first, and not again at the second', () => {
  const settings = { ...everyDay, morning: { enabled: true, atMinutes: 150 } }
  const person = anna({ zone: 'Europe/Berlin', settings })
  const [first] = plan(facts('2026-10-24 23:00', { person }))
  expect(new Date(first!.dueMs).toISOString()).toBe('2026-10-25T00:30:00.000Z')
  const again = plan({
    ...facts('2026-10-25 02:30', { person }),
    nowMs: Date.parse('2026-10-25T01:30:00Z'),
    already: new Set([first!.key]),
  })
  expect(again.map(({ key }) => key)).not.toContain(first!.key)
})

test.each([
  ['2026-03-29', '2026-03-29T06:00:00.000Z'],
  ['2026-10-25', '2026-10-25T07:00:00.000Z'],
])('on the day of the change %s Berlin has its digest at eight by the new clock', (date, utc) => {
  const person = anna({ zone: 'Europe/Berlin', settings: everyDay })
  const rows = plan(facts(`${date} 00:30`, { person }))
  expect(new Date(rows[0]!.dueMs).toISOString()).toBe(utc)
})

test('an hour soon after midnight is planned two dates ahead', () => {
  const settings = { ...noDigests, morning: { enabled: true, atMinutes: 30 } }
  expect(seen(plan(facts('2026-11-24 23:00', { person: anna({ settings }) })))).toEqual([
    '2026-11-25 00:30 morning:15:2026-11-25',
    '2026-11-26 00:30 morning:15:2026-11-26',
  ])
})

test('on days off there is no digest, unless the person wants one every day', () => {
  expect(seen(plan(facts('2026-11-28 07:00')))).toEqual([])
  const person = anna({ settings: everyDay })
  expect(seen(plan(facts('2026-11-28 07:00', { person })))).toHaveLength(3)
})

test('a working Saturday has its digests', () => {
  const calendar = overrides(xml2024)
  expect(seen(plan(facts('2024-04-27 07:00', { calendar })))).toEqual([
    '2024-04-27 08:00 morning:15:2024-04-27',
    '2024-04-27 18:00 evening:15:2024-04-27',
  ])
})

test('from 31 December the holidays are silent', () => {
  const calendar = overrides(xml2026)
  const keys = plan(facts('2026-12-30 07:00', { calendar })).map(({ key }) => key)
  expect(keys).toEqual(['morning:15:2026-12-30', 'evening:15:2026-12-30'])
})

test('without the digest, or without notifications, nothing stands', () => {
  const off = { ...defaults, morning: { enabled: false, atMinutes: 480 } }
  expect(seen(plan(facts('2026-11-24 07:00', { person: anna({ settings: off }) })))).toEqual([
    '2026-11-24 18:00 evening:15:2026-11-24',
  ])
  const none = { ...defaults, enabled: false }
  expect(plan(facts('2026-11-24 07:00', { person: anna({ settings: none }) }))).toEqual([])
})

test('a person who blocked the bot has no plan', () => {
  expect(plan(facts('2026-11-24 07:00', { person: anna({ status: 'silent' }) }))).toEqual([])
})

test('nothing is sent after the fact to somebody who links or comes back at ten', () => {
  const person = anna({ sinceMs: at('2026-11-24 10:00') })
  expect(seen(plan(facts('2026-11-24 10:01', { person })))[0]).toBe('2026-11-24 18:00 evening:15:2026-11-24')
})

test('a new hour that has passed today starts tomorrow', () => {
  const settings = { ...defaults, morning: { enabled: true, atMinutes: 450 } }
  const person = anna({ settings, chosenAtMs: { morning: at('2026-11-24 07:55'), evening: 0 } })
  expect(seen(plan(facts('2026-11-24 07:55', { person })))).toEqual([
    '2026-11-24 18:00 evening:15:2026-11-24',
    '2026-11-25 07:30 morning:15:2026-11-25',
  ])
})

test('choosing another evening hour does not take away a morning digest that is late', () => {
  const person = anna({ chosenAtMs: { morning: 0, evening: at('2026-11-24 08:30') } })
  expect(seen(plan(facts('2026-11-24 08:31', { person })))[0]).toBe('2026-11-24 08:00 morning:15:2026-11-24')
})

test('a person who moves to Kaliningrad at 07:55 has the digest at eight there', () => {
  const chosen = at('2026-11-24 07:55')
  const person = anna({ zone: 'Europe/Kaliningrad', chosenAtMs: { morning: chosen, evening: chosen } })
  const rows = plan({ ...facts('2026-11-24 06:55', { person }), nowMs: chosen })
  expect(wall(rows[0]!.dueMs)).toBe('2026-11-24 09:00')
})

test('a person who moves to Kaliningrad at 08:05, digest read, has no second one that day', () => {
  const chosen = at('2026-11-24 08:05')
  const person = anna({ zone: 'Europe/Kaliningrad', chosenAtMs: { morning: chosen, evening: chosen } })
  const already = new Set(['morning:15:2026-11-24'])
  const rows = plan({ ...facts('2026-11-24 07:05', { person, already }), nowMs: chosen })
  expect(rows.map(({ key }) => key)).toEqual(['evening:15:2026-11-24', 'morning:15:2026-11-25'])
})

test('a person who moves to Almaty at 07:55, where eight has passed, has the next digest tomorrow', () => {
  const chosen = at('2026-11-24 07:55')
  const person = anna({ zone: 'Asia/Almaty', chosenAtMs: { morning: chosen, evening: chosen } })
  const rows = plan({ ...facts('2026-11-24 09:55', { person }), nowMs: chosen })
  expect(seen(rows, 'Asia/Almaty')).toEqual([
    '2026-11-24 18:00 evening:15:2026-11-24',
    '2026-11-25 08:00 morning:15:2026-11-25',
  ])
})

test('after a downtime the digest comes within four hours, and not later', () => {
  expect(seen(plan(facts('2026-11-24 11:59')))[0]).toBe('2026-11-24 08:00 morning:15:2026-11-24')
  expect(seen(plan(facts('2026-11-24 12:00')))[0]).toBe('2026-11-24 18:00 evening:15:2026-11-24')
})

test('a late evening digest does not come on the next date', () => {
  const settings = { ...everyDay, evening: { enabled: true, atMinutes: 22 * 60 } }
  const person = anna({ settings })
  const digest = plan(facts('2026-11-24 23:00', { person })).find(({ kind }) => kind === 'evening')
  expect(wall(digest!.expiresMs)).toBe('2026-11-25 00:00')
})

test('with the clock set ten minutes back the digest that was sent is not sent again', () => {
  const already = new Set(['morning:15:2026-11-24'])
  const rows = plan(facts('2026-11-24 07:50', { already }))
  expect(rows.map(({ key }) => key)).not.toContain('morning:15:2026-11-24')
})

test('until the date of a pause nothing is sent, and nothing of it comes afterwards', () => {
  const person = anna({ settings: { ...defaults, pausedUntil: '2026-11-25' } })
  expect(seen(plan(facts('2026-11-24 07:00', { person })))).toEqual([
    '2026-11-25 08:00 morning:15:2026-11-25',
  ])
  expect(seen(plan(facts('2026-11-25 00:01', { person })))).toEqual([
    '2026-11-25 08:00 morning:15:2026-11-25',
    '2026-11-25 18:00 evening:15:2026-11-25',
  ])
})

test('an all-day absence is a pause for digests, on each of its days', () => {
  const events = [allDay(7, '2026-11-24', '2026-11-26', { accessibility: 'absent' })]
  expect(seen(plan(facts('2026-11-24 07:00', { events })))).toEqual([])
  expect(seen(plan(facts('2026-11-26 19:00', { events })))).toEqual([
    '2026-11-27 08:00 morning:15:2026-11-27',
    '2026-11-27 18:00 evening:15:2026-11-27',
  ])
})

test('an absence that was declined is none', () => {
  const events = [allDay(7, '2026-11-24', '2026-11-24', { accessibility: 'absent', answer: 'no' })]
  expect(seen(plan(facts('2026-11-24 07:00', { events })))).toHaveLength(3)
})

test('the hour of a digest is kept by quiet hours, and it is heard', () => {
  const settings = { ...defaults, morning: { enabled: true, atMinutes: 390 } }
  const [digest] = plan(facts('2026-11-24 05:00', { person: anna({ settings }) }))
  expect(wall(digest!.dueMs)).toBe('2026-11-24 06:30')
  expect(digest!.silent).toBe(false)
})

test('on Friday the evening digest needs the events up to Monday night', () => {
  const { fromMs, toMs } = digestWindow('evening', '2026-11-27', { person: anna(), calendar: weekdays })
  expect([wall(fromMs), wall(toMs)]).toEqual(['2026-11-27 00:00', '2026-12-01 00:00'])
})
