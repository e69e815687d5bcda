import { expect, test } from 'vitest'
import {
  mentionsOf,
  mentionsToCheck,
  planChanges,
  successorOf,
  type Mention,
} from '../../../src/scheduler/rules/changes.ts'
import type { CalendarEvent } from '../../../src/ports/calendar.ts'
import { plan } from '../../../src/scheduler/rules/plan.ts'
import { allDay, anna, at, defaults, facts, meeting } from './people.ts'

const now = at('2026-11-24 10:00')
const told: Mention = {
  event: 501,
  occurrence: null,
  title: 'Показ клиенту',
  startMs: at('2026-11-24 15:00'),
  endMs: at('2026-11-24 16:00'),
}
const minute = (local: string) => at(local) / 60_000

function notices(current: CalendarEvent | null, changes: Partial<Parameters<typeof planChanges>[0]> = {}) {
  const found = [{ mention: told, current }]
  return planChanges({ nowMs: now, person: anna(), found, own: new Set(), already: new Set(), ...changes })
}

test('an event moved after it was mentioned is told of at once, for two hours', () => {
  const [notice] = notices(meeting(501, '2026-11-25 11:00', '2026-11-25 12:00'))
  expect(notice).toMatchObject({
    key: `evchg:15:501:${minute('2026-11-24 15:00')}:${minute('2026-11-25 11:00')}`,
    dueMs: now,
    expiresMs: now + 2 * 3_600_000,
    payload: { title: 'Показ клиенту', to: { startMs: at('2026-11-25 11:00') } },
  })
})

test('an event cancelled after it was mentioned is told of', () => {
  expect(notices(null)).toMatchObject([
    { key: `evchg:15:501:${minute('2026-11-24 15:00')}:x`, payload: { to: null } },
  ])
})

test.each([
  ['it is where it was', meeting(501, '2026-11-24 15:00', '2026-11-24 16:30')],
  ['the person declined it', meeting(501, '2026-11-25 11:00', '2026-11-25 12:00', { answer: 'no' })],
  ['it became an all-day one', allDay(501, '2026-11-24', '2026-11-24')],
])('nothing is said when %s', (_, current) => {
  expect(notices(current)).toEqual([])
})

test('nothing is said of what the person changed through the assistant, nor twice', () => {
  expect(notices(null, { own: new Set([501]) })).toEqual([])
  const already = new Set([`evchg:15:501:${minute('2026-11-24 15:00')}:x`])
  expect(notices(null, { already })).toEqual([])
})

test('an event put off after it should have begun is told of, one that vanishes then is not', () => {
  const later = meeting(501, '2026-11-24 17:00', '2026-11-24 18:00')
  expect(notices(later, { nowMs: at('2026-11-24 15:05') })).toHaveLength(1)
  expect(notices(null, { nowMs: at('2026-11-24 15:05') })).toEqual([])
})

test('nothing is said when both starts are more than a day away', () => {
  expect(notices(null, { nowMs: at('2026-11-23 14:59') })).toEqual([])
  const soon = meeting(501, '2026-11-24 11:00', '2026-11-24 12:00')
  expect(notices(soon, { nowMs: at('2026-11-23 14:00') })).toHaveLength(1)
})

test('with event reminders off, in a pause, and to who blocked the bot nothing is said', () => {
  const off = { ...defaults, events: { ...defaults.events, enabled: false } }
  for (const person of [
    anna({ settings: off }),
    anna({ settings: { ...defaults, pausedUntil: '2026-11-25' } }),
    anna({ status: 'silent' }),
  ]) {
    expect(notices(null, { person })).toEqual([])
  }
})

test('at night a change is told of without a sound', () => {
  const nowMs = at('2026-11-24 02:00')
  expect(notices(null, { nowMs })).toMatchObject([{ silent: true }])
})

test('only mentioned events that are not where they were have to be read again', () => {
  const events = [meeting(501, '2026-11-24 15:00', '2026-11-24 16:00', { answer: 'no' })]
  expect(mentionsToCheck([told], events, now)).toEqual([])
  expect(mentionsToCheck([told], [], now)).toEqual([told])
  expect(mentionsToCheck([told], [], at('2026-11-24 16:00'))).toEqual([])
  expect(mentionsToCheck([told], [], at('2026-11-23 14:59'))).toEqual([])
  const sooner = [meeting(501, '2026-11-23 17:00', '2026-11-23 18:00')]
  expect(mentionsToCheck([told], sooner, at('2026-11-23 14:59'))).toEqual([told])
})

test('a moved occurrence of a series is found by the start it had', () => {
  const mention = { ...told, event: 9, occurrence: '2026-11-24T15:00' }
  const moved = meeting(77, '2026-11-24 17:00', '2026-11-24 18:00', { occurrence: '2026-11-24T15:00' })
  const other = meeting(78, '2026-11-24 17:00', '2026-11-24 18:00', {
    occurrence: '2026-11-24T15:00',
    title: 'Обед',
  })
  expect(successorOf(mention, [other, moved])?.id).toBe(77)
  expect(successorOf(mention, [other])).toBeNull()
  expect(successorOf(told, [moved])).toBeNull()
})

test('a series moved to another hour carries on at that hour, tomorrow’s occurrence does not', () => {
  const mention = { ...told, event: 9, occurrence: '2026-11-24T15:00' }
  const later = meeting(9, '2026-11-24 17:00', '2026-11-24 18:00', { occurrence: '2026-11-24T17:00' })
  const tomorrow = meeting(9, '2026-11-25 15:00', '2026-11-25 16:00', { occurrence: '2026-11-25T15:00' })
  expect(successorOf(mention, [later, tomorrow])).toBe(later)
  expect(successorOf(mention, [tomorrow])).toBeNull()
})

test('what a person was last told is a mention: by the digest, a reminder, a notice of a change', () => {
  const shown = [meeting(501, '2026-11-24 15:00', '2026-11-24 16:00'), allDay(7, '2026-11-24', '2026-11-24')]
  const reminder = plan(
    facts('2026-11-24 09:00', { events: [meeting(502, '2026-11-24 12:00', '2026-11-24 13:00')] }),
  )
  const [moved] = notices(meeting(501, '2026-11-25 11:00', '2026-11-25 12:00'))
  const mentions = mentionsOf([...reminder.map(({ payload }) => payload), moved!.payload], shown)
  expect(mentions.map(({ event, startMs }) => [event, startMs])).toEqual([
    [501, at('2026-11-25 11:00')],
    [502, at('2026-11-24 12:00')],
  ])
  const [cancelled] = notices(null)
  expect(mentionsOf([cancelled!.payload], shown)).toEqual([])
})
