import { expect, test } from 'vitest'
import type { Facts } from '../../../src/scheduler/rules/notification.ts'
import { plan, settledKeys } from '../../../src/scheduler/rules/plan.ts'
import { prepare } from '../../../src/scheduler/rules/prepare.ts'
import { planChanges } from '../../../src/scheduler/rules/changes.ts'
import { snooze } from '../../../src/scheduler/rules/snooze.ts'
import { anna, at, defaults, facts, kept, meeting, noDigests, task } from './people.ts'

const alone = anna({ settings: noDigests })
const show = meeting(501, '2026-11-24 15:00', '2026-11-24 16:00')
const report = task(8, '2026-11-25 14:00')

/** What was planned at `before` and is due at `now`, looked at with the facts of `now`. */
function prepared(before: Facts, now: Facts) {
  const rows = plan(before).map((row) => kept(row, { state: 'sending' }))
  const due = rows.filter(({ dueMs }) => dueMs <= now.nowMs)
  return prepare(due, { ...now, already: settledKeys(rows) })
}

const morning = facts('2026-11-24 09:00', { person: alone, events: [show], tasks: [report] })

test('a reminder whose object is as it was leaves', () => {
  const { messages, cancel } = prepared(morning, facts('2026-11-24 14:45', { person: alone, events: [show] }))
  expect(messages.flatMap(({ rows }) => rows.map(({ kind }) => kind))).toEqual(['event'])
  expect(cancel).toEqual([{ key: `dl1:15:8:${at('2026-11-25 14:00') / 60_000}`, reason: 'deleted' }])
})

test.each([
  ['moved', [meeting(501, '2026-11-24 17:00', '2026-11-24 18:00')]],
  ['declined', [{ ...show, answer: 'no' as const }]],
  ['deleted', []],
])('an event that was %s in the last minute is not told of', (reason, events) => {
  const { messages, cancel } = prepared(
    { ...morning, tasks: [] },
    facts('2026-11-24 14:45', { person: alone, events }),
  )
  expect(messages).toEqual([])
  expect(cancel).toMatchObject([{ reason }])
})

test('with a silent portal the event is told from what is stored, and the deadline waits', () => {
  const now = facts('2026-11-24 14:46', { person: alone, events: null, tasks: null })
  const { messages, cancel, wait } = prepared(morning, now)
  expect(messages.flatMap(({ rows }) => rows.map(({ kind }) => kind))).toEqual(['event'])
  expect(wait).toEqual([`dl1:15:8:${at('2026-11-25 14:00') / 60_000}`])
  expect(cancel).toEqual([])
})

test('with a silent portal a digest waits, and with half of it leaves', () => {
  const before = facts('2026-11-24 07:00')
  const silent = prepared(before, facts('2026-11-24 08:00', { events: null, tasks: null }))
  expect(silent).toMatchObject({ messages: [], wait: ['morning:15:2026-11-24'] })
  expect(prepared(before, facts('2026-11-24 08:00', { events: null })).messages).toHaveLength(1)
})

test('even with a silent portal who has paused is told nothing', () => {
  const person = anna({ settings: { ...noDigests, pausedUntil: '2026-11-26' } })
  const { cancel } = prepared(morning, facts('2026-11-24 14:46', { person, events: null, tasks: null }))
  expect(cancel.map(({ reason }) => reason)).toEqual(['paused', 'paused'])
})

test('a digest settles also the deadlines that appeared since the last look', () => {
  const now = facts('2026-11-24 08:00', { tasks: [task(9, '2026-11-24 14:00')] })
  const { messages } = prepared(facts('2026-11-24 07:55'), now)
  expect(messages.flatMap(({ rows }) => rows.map(({ kind }) => kind))).toEqual(['on-day', 'morning'])
})

test('a digest whose hour moved on waits for it', () => {
  const person = anna({ settings: { ...defaults, morning: { enabled: true, atMinutes: 540 } } })
  const { later, messages } = prepared(facts('2026-11-24 07:00'), facts('2026-11-24 08:00', { person }))
  expect(messages).toEqual([])
  expect(later.map(({ key, dueMs }) => [key, dueMs])).toEqual([
    ['morning:15:2026-11-24', at('2026-11-24 09:00')],
  ])
})

test('a deadline of the digest that was switched off leaves by itself', () => {
  const before = facts('2026-11-24 07:00', { tasks: [task(9, '2026-11-24 14:00')] })
  const { messages, cancel } = prepared(
    before,
    facts('2026-11-24 08:00', { tasks: before.tasks, person: alone }),
  )
  expect(messages.map(({ rows }) => rows.map(({ together }) => together))).toEqual([['dl0:15@2026-11-24']])
  expect(cancel).toEqual([{ key: 'morning:15:2026-11-24', reason: 'off' }])
})

test('a digest on a day that became one off is dropped', () => {
  const calendar = { portal: null, overrides: new Map([['2026-11-24', 'off' as const]]) }
  const { cancel } = prepared(facts('2026-11-24 07:00'), facts('2026-11-24 08:00', { calendar }))
  expect(cancel).toEqual([{ key: 'morning:15:2026-11-24', reason: 'not_due' }])
})

test('an occurrence moved out of its series is known by its original start', () => {
  const weekly = meeting(9, '2026-11-24 15:00', '2026-11-24 16:00', { occurrence: '2026-11-24T15:00' })
  const moved = meeting(77, '2026-11-24 17:00', '2026-11-24 18:00', { occurrence: '2026-11-24T15:00' })
  const before = facts('2026-11-24 09:00', { person: alone, events: [weekly] })
  const { cancel } = prepared(before, facts('2026-11-24 14:45', { person: alone, events: [moved] }))
  expect(cancel).toMatchObject([{ reason: 'moved' }])
  const mention = {
    event: 9,
    occurrence: '2026-11-24T15:00',
    title: 'Показ клиенту',
    startMs: at('2026-11-24 15:00'),
    endMs: at('2026-11-24 16:00'),
  }
  const nowMs = at('2026-11-24 10:00')
  const found = [{ mention, current: moved }]
  const rows = planChanges({ nowMs, person: alone, found, own: new Set(), already: new Set() }).map((row) =>
    kept(row),
  )
  const { messages } = prepare(rows, facts('2026-11-24 10:00', { person: alone, events: [moved] }))
  expect(messages).toHaveLength(1)
})

test('a snoozed reminder is looked at like any other', () => {
  const [row] = plan(facts('2026-11-24 14:00', { person: alone, tasks: [report] }))
  const again = snooze({ type: 'minutes', minutes: 60 }, row!, {
    nowMs: at('2026-11-24 14:00'),
    person: alone,
  })
  if (!again.ok) throw new Error(again.reason)
  const due = [kept(again.notification)]
  const now = (tasks: Facts['tasks']) => facts('2026-11-24 15:00', { person: alone, tasks })
  expect(prepare(due, now([report])).messages).toHaveLength(1)
  expect(prepare(due, now([{ ...report, status: 'completed' }])).cancel).toMatchObject([{ reason: 'closed' }])
  expect(prepare(due, now(null)).wait).toHaveLength(1)
})

test('what has expired meanwhile is in no list', () => {
  const { messages, cancel, later, wait } = prepared(
    { ...morning, tasks: [] },
    facts('2026-11-24 15:05', { person: alone, events: [show] }),
  )
  expect([messages, cancel, later, wait]).toEqual([[], [], [], []])
})
