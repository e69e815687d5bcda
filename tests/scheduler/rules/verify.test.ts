import { expect, test } from 'vitest'
import type { Recipient } from '../../../src/scheduler/rules/notification.ts'
import { plan } from '../../../src/scheduler/rules/plan.ts'
import { planChanges } from '../../../src/scheduler/rules/changes.ts'
import { whyNot } from '../../../src/scheduler/rules/verify.ts'
import { allDay, anna, at, defaults, facts, igor, meeting, noDigests, task } from './people.ts'

const show = meeting(501, '2026-11-24 15:00', '2026-11-24 16:00', { important: true })
const report = task(8, '2026-11-25 14:00')
const rows = plan(facts('2026-11-24 07:00', { events: [show], tasks: [report] }))
const nowMs = at('2026-11-24 14:45')
const row = (kind: string) => rows.find((one) => one.kind === kind)!

function whyNotEvent(event: typeof show | null, person: Recipient = anna()) {
  return whyNot(row('event'), { nowMs, person, event, task: null })
}

function whyNotTask(found: typeof report | null) {
  return whyNot(row('day-before'), { nowMs, person: anna(), event: null, task: found })
}

test('a reminder whose object is as it was may leave', () => {
  expect(whyNotEvent(show)).toBeNull()
  expect(whyNotTask(report)).toBeNull()
})

test.each([
  ['deleted', null],
  ['declined', { ...show, answer: 'no' as const }],
  ['moved', meeting(501, '2026-11-24 15:30', '2026-11-24 16:00')],
  ['moved', allDay(501, '2026-11-24', '2026-11-24')],
])('of an event that was %s after planning nothing is said', (reason, event) => {
  expect(whyNotEvent(event)).toBe(reason)
})

test.each([
  ['deleted', null],
  ['closed', { ...report, status: 'completed' as const }],
  ['closed', { ...report, status: 'awaiting_control' as const }],
  ['closed', { ...report, status: 'deferred' as const }],
  ['not_theirs', { ...report, role: 'creator' as const }],
  ['moved', task(8, '2026-11-26 14:00')],
  ['moved', task(8, null)],
])('of a task that is %s nothing is said', (reason, found) => {
  expect(whyNotTask(found)).toBe(reason)
})

test('nothing is said to who blocked the bot, paused, or switched that kind off', () => {
  expect(whyNotEvent(show, anna({ status: 'silent' }))).toBe('silent')
  expect(whyNotEvent(show, anna({ settings: { ...defaults, pausedUntil: '2026-11-25' } }))).toBe('paused')
  expect(whyNotEvent(show, anna({ settings: { ...defaults, enabled: false } }))).toBe('off')
  const events = { ...defaults.events, enabled: false }
  expect(whyNotEvent(show, anna({ settings: { ...defaults, events } }))).toBe('off')
})

test('each digest can be switched off up to its last moment', () => {
  for (const kind of ['morning', 'evening'] as const) {
    const why = whyNot(row(kind), { nowMs, person: anna({ settings: noDigests }), event: null, task: null })
    expect(why).toBe('off')
    expect(whyNot(row(kind), { nowMs, person: anna(), event: null, task: null })).toBeNull()
  }
})

test('a snoozed reminder of an event that is over is not sent', () => {
  const late = { nowMs: at('2026-11-24 16:00'), person: anna(), event: show, task: null }
  expect(whyNot({ ...row('event'), kind: 'snoozed' }, late)).toBe('over')
})

test('a notice of a change is not sent when the event has moved on', () => {
  const mention = {
    event: 501,
    occurrence: null,
    title: 'Показ',
    startMs: at('2026-11-24 15:00'),
    endMs: nowMs,
  }
  const current = meeting(501, '2026-11-24 17:00', '2026-11-24 18:00', { organiser: igor })
  const already = new Set<string>()
  const found = [{ mention, current }]
  const [notice] = planChanges({ nowMs, person: anna(), found, own: new Set(), already })
  const why = (event: typeof current | null) => whyNot(notice!, { nowMs, person: anna(), event, task: null })
  expect(why(current)).toBeNull()
  expect(why(meeting(501, '2026-11-24 18:00', '2026-11-24 19:00'))).toBe('moved')
  expect(why(null)).toBe('moved')
  expect(why({ ...current, answer: 'no' })).toBe('declined')
})
