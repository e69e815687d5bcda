import { expect, test } from 'vitest'
import { dayBeforeMs, passedEveningMs } from '../../../src/scheduler/rules/deadline-reminders.ts'
import type { Facts, PlannedNotification, TaskFacts } from '../../../src/scheduler/rules/notification.ts'
import { plan } from '../../../src/scheduler/rules/plan.ts'
import { anna, at, defaults, facts, noDigests, seen, task, wall, weekdays } from './people.ts'

const alone = anna({ settings: noDigests })
const minute = (local: string) => at(local) / 60_000

function deadlines(now: string, tasks: readonly TaskFacts[], changes: Partial<Facts> = {}) {
  return plan(facts(now, { tasks, ...changes })).filter(({ payload }) => payload.type === 'deadline')
}

function only(rows: readonly PlannedNotification[], kind: PlannedNotification['kind']) {
  return rows.filter((row) => row.kind === kind)
}

test.each([
  ['2026-11-25 07:00', '2026-11-24 08:00'],
  ['2026-11-25 14:00', '2026-11-24 14:00'],
  ['2026-11-25 23:59', '2026-11-24 18:00'],
])('the day before %s is told at %s', (deadline, told) => {
  expect(wall(dayBeforeMs(at(deadline), anna(), weekdays))).toBe(told)
})

test('the day before a deadline at 02:30 on 30 March is told in Berlin at eight of the day of the change', () => {
  const person = anna({ zone: 'Europe/Berlin', settings: { ...defaults, workDaysOnly: false } })
  const toldMs = dayBeforeMs(at('2026-03-30 02:30', 'Europe/Berlin'), person, weekdays)
  expect(new Date(toldMs).toISOString()).toBe('2026-03-29T06:00:00.000Z')
})

test('the day before a Monday is told on Friday evening', () => {
  expect(wall(dayBeforeMs(at('2026-11-30 12:00'), anna(), weekdays))).toBe('2026-11-27 18:00')
})

test('a person who wants to be told every day is told of a Monday on Sunday', () => {
  const person = anna({ settings: { ...defaults, workDaysOnly: false } })
  expect(wall(dayBeforeMs(at('2026-11-30 12:00'), person, weekdays))).toBe('2026-11-29 12:00')
})

test('the day before comes by itself, at the hour of the deadline', () => {
  const rows = deadlines('2026-11-24 09:00', [task(8, '2026-11-25 14:00')])
  const slot = at('2026-11-24 14:00')
  expect(seen(only(rows, 'day-before'))).toEqual([
    `2026-11-24 14:00 dl1:15:8:${minute('2026-11-25 14:00')} → dl1:15@${slot}`,
  ])
})

test('deadlines of one quarter of an hour are one message, at the first of them', () => {
  const tasks = [task(1, '2026-11-25 14:11'), task(2, '2026-11-25 14:02'), task(3, '2026-11-25 14:15')]
  const rows = only(deadlines('2026-11-24 09:00', tasks), 'day-before')
  const messages = Map.groupBy(rows, ({ together }) => together)
  expect([...messages.values()].map((group) => group.map(({ dueMs }) => wall(dueMs)))).toEqual([
    ['2026-11-24 14:02', '2026-11-24 14:02'],
    ['2026-11-24 14:15'],
  ])
})

test('what is told of the day before in the evening becomes part of the evening digest', () => {
  const rows = deadlines('2026-11-24 09:00', [task(8, '2026-11-25 20:00')])
  expect(only(rows, 'day-before')[0]).toMatchObject({ together: 'evening:15:2026-11-24' })
})

test('without the evening digest it is a message of its own', () => {
  const rows = deadlines('2026-11-24 09:00', [task(8, '2026-11-25 20:00')], { person: alone })
  expect(only(rows, 'day-before')[0]!.together).toBe(`dl1:15@${at('2026-11-24 18:00')}`)
})

test('a deadline set less than a day ahead has no day before', () => {
  const late = task(8, '2026-11-25 14:00', { deadlineSetAtMs: at('2026-11-24 14:01') })
  const early = task(9, '2026-11-25 14:00', { deadlineSetAtMs: at('2026-11-24 13:59') })
  const rows = only(deadlines('2026-11-24 13:59', [late, early]), 'day-before')
  expect(rows.map(({ payload }) => payload)).toMatchObject([{ task: 9 }])
})

test('a deadline set on Saturday for Monday owes nothing to Friday evening', () => {
  const set = task(8, '2026-11-30 18:00', { deadlineSetAtMs: at('2026-11-28 12:00') })
  expect(only(deadlines('2026-11-28 12:01', [set]), 'day-before')).toEqual([])
})

test('the day before may come late until the morning of the deadline', () => {
  const tasks = [task(8, '2026-11-25 14:00')]
  expect(only(deadlines('2026-11-25 07:59', tasks), 'day-before')).toHaveLength(1)
  expect(only(deadlines('2026-11-25 08:00', tasks), 'day-before')).toHaveLength(0)
})

test('on its day a deadline is part of the morning digest', () => {
  const rows = only(deadlines('2026-11-24 07:00', [task(8, '2026-11-24 14:00')]), 'on-day')
  expect(seen(rows)).toEqual([
    `2026-11-24 08:00 dl0:15:8:2026-11-24:${minute('2026-11-24 14:00')} → morning:15:2026-11-24`,
  ])
})

test('without the digest the deadlines of a day are one message', () => {
  const tasks = [task(8, '2026-11-24 14:00'), task(9, '2026-11-24 19:00')]
  const rows = only(deadlines('2026-11-24 07:00', tasks, { person: alone }), 'on-day')
  expect(rows.map(({ together, dueMs }) => `${together} ${wall(dueMs)}`)).toEqual([
    'dl0:15@2026-11-24 2026-11-24 08:00',
    'dl0:15@2026-11-24 2026-11-24 08:00',
  ])
})

test('a deadline before the morning of its day is left to the rule of what has passed', () => {
  const rows = deadlines('2026-11-24 06:00', [task(8, '2026-11-24 07:30')])
  expect(only(rows, 'on-day')).toEqual([])
  expect(only(rows, 'passed')).toHaveLength(1)
})

test('on a day off a deadline has a message of its own, without a sound', () => {
  const rows = only(deadlines('2026-11-28 07:00', [task(8, '2026-11-28 14:00')]), 'on-day')
  expect(rows).toMatchObject([{ together: 'dl0:15@2026-11-28', silent: true }])
})

test('on the day it may come late, before the deadline and within four hours', () => {
  const tasks = [task(8, '2026-11-24 10:00'), task(9, '2026-11-24 20:00')]
  const told = (now: string) =>
    only(deadlines(now, tasks, { person: alone }), 'on-day').map(({ payload }) => payload)
  expect(told('2026-11-24 09:59')).toMatchObject([{ task: 8 }, { task: 9 }])
  expect(told('2026-11-24 10:01')).toMatchObject([{ task: 9 }])
  expect(told('2026-11-24 12:00')).toEqual([])
})

test('a deadline set during its day is not announced as one of that morning', () => {
  const set = task(8, '2026-11-24 18:00', { deadlineSetAtMs: at('2026-11-24 10:00') })
  expect(only(deadlines('2026-11-24 10:01', [set], { person: alone }), 'on-day')).toEqual([])
})

test('a task that appears after the digest went out sends no reminder behind it', () => {
  const already = new Set(['morning:15:2026-11-24'])
  expect(only(deadlines('2026-11-24 08:03', [task(8, '2026-11-24 14:00')], { already }), 'on-day')).toEqual(
    [],
  )
})

test.each([
  ['2026-11-24 12:00', '2026-11-24 18:00'],
  ['2026-11-24 18:00', '2026-11-24 18:00'],
  ['2026-11-24 18:01', '2026-11-25 18:00'],
  ['2026-11-27 19:00', '2026-11-30 18:00'],
  ['2026-11-28 12:00', '2026-11-30 18:00'],
])('that a deadline of %s has passed is told at %s', (deadline, told) => {
  expect(wall(passedEveningMs(at(deadline), anna(), weekdays)!)).toBe(told)
})

test('what has passed is part of the evening digest, or one message without it', () => {
  const tasks = [task(8, '2026-11-24 12:00'), task(9, '2026-11-24 13:00')]
  const merged = only(deadlines('2026-11-24 14:00', tasks), 'passed')
  expect(merged.map(({ together }) => together)).toEqual(['evening:15:2026-11-24', 'evening:15:2026-11-24'])
  const own = only(deadlines('2026-11-24 14:00', tasks, { person: alone }), 'passed')
  expect(own.map(({ together }) => together)).toEqual(['dlp:15@2026-11-24', 'dlp:15@2026-11-24'])
})

test('it is told once for each deadline, and not after four hours', () => {
  const tasks = [task(8, '2026-11-24 12:00')]
  const key = `dlp:15:8:${minute('2026-11-24 12:00')}`
  expect(deadlines('2026-11-24 21:59', tasks, { person: alone }).map((row) => row.key)).toEqual([key])
  expect(deadlines('2026-11-24 22:00', tasks, { person: alone })).toEqual([])
  expect(deadlines('2026-11-24 19:00', tasks, { person: alone, already: new Set([key]) })).toEqual([])
  expect(deadlines('2026-11-25 17:00', tasks, { person: alone })).toEqual([])
})

test.each(['awaiting_control', 'completed', 'deferred', 'declined'] as const)(
  'a task that is %s has no deadline reminders',
  (status) => {
    const tasks = ['2026-11-24 12:00', '2026-11-24 19:00', '2026-11-25 12:00'].map((deadline, index) =>
      task(index + 1, deadline, { status }),
    )
    expect(deadlines('2026-11-24 07:00', tasks)).toEqual([])
  },
)

test.each(['creator', 'accomplice', 'auditor'] as const)(
  'who is only %s of a task has no deadline reminders',
  (role) => {
    expect(deadlines('2026-11-24 07:00', [task(1, '2026-11-24 12:00', { role })])).toEqual([])
  },
)

test('a task without a deadline has none either', () => {
  expect(deadlines('2026-11-24 07:00', [task(1, null)])).toEqual([])
})

test('each of the three can be switched off', () => {
  const tasks = [task(1, '2026-11-24 12:00'), task(2, '2026-11-25 12:00')]
  const kinds = (off: Partial<typeof defaults.deadlines>) => {
    const settings = { ...defaults, deadlines: { ...defaults.deadlines, ...off } }
    return new Set(
      deadlines('2026-11-24 07:00', tasks, { person: anna({ settings }) }).map(({ kind }) => kind),
    )
  }
  expect(kinds({})).toEqual(new Set(['day-before', 'on-day', 'passed']))
  expect(kinds({ dayBefore: false })).toEqual(new Set(['on-day', 'passed']))
  expect(kinds({ onDay: false })).toEqual(new Set(['day-before', 'passed']))
  expect(kinds({ passed: false })).toEqual(new Set(['day-before', 'on-day']))
})

test('a deadline moved three times is told of where it ended up', () => {
  const places = ['2026-11-25 11:00', '2026-11-25 15:00', '2026-11-26 11:00']
  const keys = places.map((deadline) =>
    deadlines('2026-11-24 09:00', [task(8, deadline)]).map((row) => row.key),
  )
  expect(keys.map((found) => found[0])).toEqual([
    `dl1:15:8:${minute('2026-11-25 11:00')}`,
    `dl1:15:8:${minute('2026-11-25 15:00')}`,
    `dl1:15:8:${minute('2026-11-26 11:00')}`,
  ])
})

test('another zone is another day, and so another reminder of the day itself', () => {
  const deadline = [task(8, '2026-11-24 23:30')]
  const keys = ['Europe/Moscow', 'Asia/Kamchatka'].map(
    (zone) =>
      only(
        plan({
          ...facts('2026-11-24 07:00', { tasks: deadline, person: anna({ zone, settings: noDigests }) }),
          nowMs: at('2026-11-24 07:00'),
        }),
        'on-day',
      )[0]!.key,
  )
  expect(keys[0]).toContain(':2026-11-24:')
  expect(keys[1]).toContain(':2026-11-25:')
})

test('at night deadline reminders come without a sound', () => {
  const settings = { ...noDigests, evening: { enabled: false, atMinutes: 23 * 60 } }
  const rows = deadlines('2026-11-24 20:00', [task(8, '2026-11-25 23:30')], { person: anna({ settings }) })
  expect(only(rows, 'day-before')).toMatchObject([{ silent: true }])
})

test('during a pause there are no deadline reminders, and none of them afterwards', () => {
  const person = anna({ settings: { ...noDigests, pausedUntil: '2026-11-25' } })
  const tasks = [task(1, '2026-11-24 14:00'), task(2, '2026-11-25 14:00'), task(3, '2026-11-26 14:00')]
  const told = (now: string) =>
    deadlines(now, tasks, { person }).map(({ kind, dueMs }) => `${kind} ${wall(dueMs)}`)
  const after = ['on-day 2026-11-25 08:00', 'day-before 2026-11-25 14:00', 'passed 2026-11-25 18:00']
  expect(told('2026-11-24 23:00')).toEqual(after)
  expect(told('2026-11-25 00:01')).toEqual(after)
})
