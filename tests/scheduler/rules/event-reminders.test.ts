import { expect, test } from 'vitest'
import { plan } from '../../../src/scheduler/rules/plan.ts'
import type { Facts } from '../../../src/scheduler/rules/notification.ts'
import { allDay, anna, at, defaults, facts, meeting, noDigests, seen } from './people.ts'

const person = anna({ settings: noDigests })

function reminders(now: string, changes: Partial<Facts>) {
  return plan(facts(now, { person, ...changes }))
}

const show = meeting(501, '2026-11-24 15:00', '2026-11-24 16:00')
const minute = at('2026-11-24 15:00') / 60_000

test('a reminder stands 15 minutes before an event', () => {
  const [row] = reminders('2026-11-24 09:00', { events: [show] })
  expect(seen([row!])).toEqual([`2026-11-24 14:45 ev:15:501:${minute}:15 → ev:15@${minute}:15`])
  expect(row).toMatchObject({ kind: 'event', silent: false, payload: { event: 501, title: 'Показ клиенту' } })
})

test('before an important event there is one an hour before as well', () => {
  const rows = reminders('2026-11-24 09:00', { events: [{ ...show, important: true }] })
  expect(rows.map(({ key, kind }) => `${kind} ${key}`)).toEqual([
    `important-event ev:15:501:${minute}:60`,
    `event ev:15:501:${minute}:15`,
  ])
})

test('the hour before gives way when fewer than 20 minutes remain', () => {
  const events = [{ ...show, important: true }]
  expect(reminders('2026-11-24 14:40', { events }).map(({ kind }) => kind)).toEqual([
    'important-event',
    'event',
  ])
  expect(reminders('2026-11-24 14:41', { events }).map(({ kind }) => kind)).toEqual(['event'])
})

test('people who want no hour before, or no more than the short warning, get one reminder', () => {
  const events = [{ ...show, important: true }]
  for (const importantLeadMinutes of [null, 15, 10]) {
    const settings = { ...noDigests, events: { enabled: true, leadMinutes: 15, importantLeadMinutes } }
    expect(reminders('2026-11-24 09:00', { person: anna({ settings }), events })).toHaveLength(1)
  }
})

test.each([
  ['declined', meeting(1, '2026-11-24 15:00', '2026-11-24 16:00', { answer: 'no' })],
  ['all-day', allDay(1, '2026-11-24', '2026-11-26')],
])('a %s event has no reminder', (_, event) => {
  expect(reminders('2026-11-24 09:00', { events: [event] })).toEqual([])
})

test('an event that is gone has no reminder', () => {
  expect(reminders('2026-11-24 09:00', { events: [] })).toEqual([])
})

test('with event reminders off there are none', () => {
  const settings = { ...defaults, events: { ...defaults.events, enabled: false } }
  expect(
    reminders('2026-11-24 12:00', { person: anna({ settings }), events: [show] }).map((r) => r.kind),
  ).toEqual(['evening', 'morning'])
})

test('a private event is reminded of, without its title', () => {
  const [row] = reminders('2026-11-24 09:00', { events: [{ ...show, title: null, private: true }] })
  expect(row!.payload).toMatchObject({ type: 'event', title: null })
})

test('an event discovered four minutes before its start is told of at once', () => {
  const [row] = reminders('2026-11-24 14:56', { events: [show] })
  expect(row!.dueMs).toBeLessThan(at('2026-11-24 14:56'))
  expect(row!.expiresMs).toBeGreaterThan(at('2026-11-24 14:56'))
})

test('up to five minutes after its start it is still worth a word, then not', () => {
  expect(reminders('2026-11-24 15:04', { events: [show] })).toHaveLength(1)
  expect(reminders('2026-11-24 15:05', { events: [show] })).toHaveLength(0)
})

test('event reminders come on days off too', () => {
  const events = [meeting(1, '2026-11-28 15:00', '2026-11-28 16:00')]
  expect(reminders('2026-11-28 09:00', { events })).toHaveLength(1)
})

test('at night they come without a sound', () => {
  const events = [
    meeting(1, '2026-11-25 06:30', '2026-11-25 07:00'),
    meeting(2, '2026-11-25 07:15', '2026-11-25 08:00'),
  ]
  expect(reminders('2026-11-24 20:00', { events }).map(({ silent }) => silent)).toEqual([true, false])
})

test('two events at one start are one message', () => {
  const other = meeting(502, '2026-11-24 15:00', '2026-11-24 15:30')
  const rows = reminders('2026-11-24 09:00', { events: [show, other] })
  expect(new Set(rows.map(({ together }) => together)).size).toBe(1)
  expect(new Set(rows.map(({ key }) => key)).size).toBe(2)
})

test('a weekly series has one reminder for each occurrence; the moved and the deleted one follow their own way', () => {
  const planned = meeting(9, '2026-11-24 10:00', '2026-11-24 11:00', { occurrence: '2026-11-24' })
  const before = reminders('2026-11-24 08:00', { events: [planned] })
  const moved = meeting(77, '2026-11-24 12:00', '2026-11-24 13:00', { occurrence: '2026-11-24' })
  const after = reminders('2026-11-24 08:30', { events: [moved] })
  expect(before[0]!.key).toBe(`ev:15:9:${at('2026-11-24 10:00') / 60_000}:15`)
  expect(after.map(({ key }) => key)).toEqual([`ev:15:77:${at('2026-11-24 12:00') / 60_000}:15`])
  const deleted = reminders('2026-11-24 08:30', { events: [] })
  expect(deleted).toEqual([])
})

test('an event before and after midnight is reminded of once, by its start', () => {
  const events = [meeting(1, '2026-11-24 23:30', '2026-11-25 00:30')]
  expect(seen(reminders('2026-11-24 12:00', { events }))).toHaveLength(1)
  expect(seen(reminders('2026-11-25 00:10', { events }))).toEqual([])
})

test('an event in another zone is reminded of at its instant', () => {
  const events = [meeting(1, '2026-11-24 15:00', '2026-11-24 16:00', { zone: 'Asia/Almaty' })]
  expect(seen(reminders('2026-11-24 09:00', { events }))[0]).toContain('2026-11-24 12:45')
})

test('a longer warning chosen after the reminder was sent does not repeat it', () => {
  const settings = { ...noDigests, events: { enabled: true, leadMinutes: 30, importantLeadMinutes: 60 } }
  const already = new Set([`ev:15:501:${minute}:15`])
  expect(reminders('2026-11-24 14:50', { person: anna({ settings }), events: [show], already })).toEqual([])
})

test('the hour before does not count as the reminder shortly before', () => {
  const already = new Set([`ev:15:501:${minute}:60`])
  const rows = reminders('2026-11-24 14:50', { events: [{ ...show, important: true }], already })
  expect(rows.map(({ key }) => key)).toEqual([`ev:15:501:${minute}:15`])
})

test('nothing is planned of a calendar that did not answer', () => {
  expect(reminders('2026-11-24 09:00', { events: null })).toEqual([])
})

test('during a pause, and for what fell due in it, there is no reminder', () => {
  const paused = anna({ settings: { ...noDigests, pausedUntil: '2026-11-25' } })
  const events = [
    meeting(1, '2026-11-25 00:03', '2026-11-25 01:00'),
    meeting(2, '2026-11-25 09:00', '2026-11-25 10:00'),
  ]
  const keys = reminders('2026-11-25 00:01', { person: paused, events }).map(({ payload }) => payload)
  expect(keys).toMatchObject([{ event: 2 }])
  expect(reminders('2026-11-24 14:46', { person: paused, events: [show] })).toEqual([])
})
