import { expect, test } from 'vitest'
import { plan } from '../../../src/scheduler/rules/plan.ts'
import { snooze, snoozeChoices, type SnoozeChoice } from '../../../src/scheduler/rules/snooze.ts'
import { anna, at, facts, meeting, noDigests, task, wall } from './people.ts'

const person = anna({ settings: noDigests })
const rows = plan(
  facts('2026-11-24 09:00', {
    person,
    events: [meeting(501, '2026-11-24 15:00', '2026-11-24 16:00')],
    tasks: [task(8, '2026-11-25 14:00')],
  }),
)
const event = rows.find(({ kind }) => kind === 'event')!
const before = rows.find(({ kind }) => kind === 'day-before')!

function snoozed(choice: SnoozeChoice, source = before, now = '2026-11-24 14:05') {
  return snooze(choice, source, { nowMs: at(now), person })
}

test.each([
  [{ type: 'minutes', minutes: 10 }, '2026-11-24 14:15'],
  [{ type: 'minutes', minutes: 60 }, '2026-11-24 15:05'],
  [{ type: 'tomorrow' }, '2026-11-25 08:00'],
  [{ type: 'at', atMs: at('2026-11-26 11:00') }, '2026-11-26 11:00'],
] as const)('a task put off by %j comes again at %s', (choice, due) => {
  const result = snoozed(choice)
  expect(result.ok && [wall(result.notification.dueMs), result.notification.key]).toEqual([
    due,
    `snz:15:${before.key}:1`,
  ])
})

test('an event can be put off to five minutes before its start', () => {
  const result = snoozed({ type: 'before_start', minutes: 5 }, event, '2026-11-24 14:45')
  expect(result.ok && wall(result.notification.dueMs)).toBe('2026-11-24 14:55')
  expect(result.ok && result.notification.expiresMs).toBe(at('2026-11-24 16:00'))
})

test('an event cannot be put off past its end, nor a task to a moment that has gone or is months away', () => {
  expect(snoozed({ type: 'tomorrow' }, event, '2026-11-24 14:45')).toEqual({ ok: false, reason: 'too_late' })
  expect(snoozed({ type: 'minutes', minutes: 60 }, event, '2026-11-24 15:00')).toEqual({
    ok: false,
    reason: 'too_late',
  })
  expect(snoozed({ type: 'before_start', minutes: 5 }, event, '2026-11-24 14:56')).toEqual({
    ok: false,
    reason: 'past',
  })
  expect(snoozed({ type: 'at', atMs: at('2026-11-24 14:00') })).toEqual({ ok: false, reason: 'past' })
  expect(snoozed({ type: 'at', atMs: at('2027-02-01 14:00') })).toEqual({ ok: false, reason: 'too_far' })
})

test('a task has no start to be reminded before, and a digest is not put off at all', () => {
  expect(snoozed({ type: 'before_start', minutes: 5 })).toEqual({ ok: false, reason: 'nothing' })
  const [digest] = plan(facts('2026-11-24 07:00'))
  expect(snoozed({ type: 'minutes', minutes: 10 }, digest)).toEqual({ ok: false, reason: 'nothing' })
})

test('five times are enough, and all of one reminder count together', () => {
  let source = before
  for (let times = 1; times <= 5; times += 1) {
    const result = snoozed({ type: 'minutes', minutes: 10 }, source)
    if (!result.ok) throw new Error(result.reason)
    expect(result.notification.key).toBe(`snz:15:${before.key}:${times}`)
    source = result.notification
  }
  expect(snoozed({ type: 'minutes', minutes: 10 }, source)).toEqual({ ok: false, reason: 'too_often' })
  expect(snoozeChoices(source, { nowMs: at('2026-11-24 14:05'), person })).toEqual([])
})

test('only what makes sense is offered', () => {
  const types = (source: typeof event, now: string) =>
    snoozeChoices(source, { nowMs: at(now), person }).map((choice) =>
      choice.type === 'minutes' ? choice.minutes : choice.type,
    )
  expect(types(before, '2026-11-24 14:05')).toEqual([10, 60, 'tomorrow'])
  expect(types(event, '2026-11-24 14:45')).toEqual(['before_start', 10, 60])
  expect(types(event, '2026-11-24 15:04')).toEqual([10])
})

test('a snoozed reminder at night makes no sound', () => {
  const result = snoozed({ type: 'at', atMs: at('2026-11-24 23:00') })
  expect(result.ok && result.notification.silent).toBe(true)
})
