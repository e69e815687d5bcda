import { expect, test } from 'vitest'
import type { StoredNotification } from '../../../src/scheduler/rules/notification.ts'
import { gather, plan, reconcile, settledKeys } from '../../../src/scheduler/rules/plan.ts'
import { afterUncertainSend, whenPortalSilent } from '../../../src/scheduler/rules/policy.ts'
import { anna, at, facts, kept, meeting, noDigests, task, wall } from './people.ts'

const known = { events: true, tasks: true }
const show = meeting(501, '2026-11-24 15:00', '2026-11-24 16:00')
const full = facts('2026-11-24 07:00', { events: [show], tasks: [task(8, '2026-11-25 14:00')] })

function stored(changes: Partial<StoredNotification> = {}, from = full): readonly StoredNotification[] {
  return plan(from).map((row) => kept(row, changes))
}

test('the same facts give the same plan', () => {
  expect(plan(structuredClone(full))).toEqual(plan(full))
})

test('the first plan is inserted whole, and the second changes nothing', () => {
  const planned = plan(full)
  const first = reconcile({ stored: [], planned, nowMs: full.nowMs, known })
  expect(first).toEqual({ insert: planned, update: [], cancel: [], expire: [] })
  const second = reconcile({ stored: stored(), planned, nowMs: full.nowMs, known })
  expect(second).toEqual({ insert: [], update: [], cancel: [], expire: [] })
})

test('a payload whose keys came back in another order is no change', () => {
  const swapped = stored().map((row) => ({
    ...row,
    payload: Object.fromEntries(Object.entries(row.payload).toReversed()) as typeof row.payload,
  }))
  expect(reconcile({ stored: swapped, planned: plan(full), nowMs: full.nowMs, known }).update).toEqual([])
})

test('a moved event takes its reminder along: the old one is cancelled, the new one planned', () => {
  const moved = { ...full, events: [meeting(501, '2026-11-24 16:00', '2026-11-24 17:00')] }
  const { insert, cancel } = reconcile({ stored: stored(), planned: plan(moved), nowMs: full.nowMs, known })
  expect(insert.map(({ key }) => key)).toEqual([`ev:15:501:${at('2026-11-24 16:00') / 60_000}:15`])
  expect(cancel).toEqual([{ key: `ev:15:501:${at('2026-11-24 15:00') / 60_000}:15`, reason: 'moved' }])
})

test('a deadline moved three times, and back again, leaves one reminder standing', () => {
  const places = ['2026-11-25 14:00', '2026-11-25 16:00', '2026-11-26 12:00', '2026-11-25 14:00']
  const rows = new Map<string, StoredNotification>()
  for (const deadline of places) {
    const tasks = [task(8, deadline)]
    const difference = reconcile({
      stored: [...rows.values()],
      planned: plan(facts('2026-11-24 09:00', { tasks, person: anna({ settings: noDigests }) })),
      nowMs: at('2026-11-24 09:00'),
      known,
    })
    for (const row of [...difference.insert, ...difference.update]) rows.set(row.key, kept(row))
    for (const { key, reason } of difference.cancel) {
      rows.set(key, { ...rows.get(key)!, state: 'cancelled', reason })
    }
  }
  const standing = [...rows.values()].filter(({ state }) => state === 'planned')
  const minute = at('2026-11-25 14:00') / 60_000
  expect(standing.map(({ key }) => key)).toEqual([`dl1:15:8:${minute}`, `dl0:15:8:2026-11-25:${minute}`])
})

test('a declined event and a closed task lose their reminders', () => {
  const changed = {
    ...full,
    events: [{ ...show, answer: 'no' as const }],
    tasks: [task(8, '2026-11-25 14:00', { status: 'completed' })],
  }
  const { cancel } = reconcile({ stored: stored(), planned: plan(changed), nowMs: full.nowMs, known })
  expect(cancel.map(({ reason }) => reason)).toEqual(['not_due', 'not_due', 'not_due'])
})

test('a title changed in the portal changes the stored row', () => {
  const renamed = { ...full, events: [{ ...show, title: 'Показ заказчику' }] }
  const { update } = reconcile({ stored: stored(), planned: plan(renamed), nowMs: full.nowMs, known })
  expect(update.map(({ payload }) => payload)).toMatchObject([{ title: 'Показ заказчику' }])
})

test('a digest whose hour was changed moves with it', () => {
  const settings = { ...noDigests, evening: { enabled: true, atMinutes: 19 * 60 } }
  const evening = { ...full, events: [], tasks: [], person: anna({ settings }) }
  const rows = stored({}, evening)
  const later = {
    ...evening,
    person: anna({ settings: { ...settings, evening: { enabled: true, atMinutes: 1170 } } }),
  }
  const { update, insert, cancel } = reconcile({
    stored: rows,
    planned: plan(later),
    nowMs: full.nowMs,
    known,
  })
  expect(update.map(({ dueMs }) => wall(dueMs))).toEqual(['2026-11-24 19:30'])
  expect([insert, cancel]).toEqual([[], []])
})

test('rows of a portal that does not answer stay as they are', () => {
  const blind = { ...full, events: null, tasks: null }
  const difference = reconcile({
    stored: stored(),
    planned: plan(blind),
    nowMs: full.nowMs,
    known: { events: false, tasks: false },
  })
  expect(difference).toEqual({ insert: [], update: [], cancel: [], expire: [] })
})

test('an event accepted again after it was declined is reminded of again', () => {
  const cancelled = stored({ state: 'cancelled', reason: 'declined' })
  const { update, insert } = reconcile({ stored: cancelled, planned: plan(full), nowMs: full.nowMs, known })
  expect(insert).toEqual([])
  expect(update).toEqual(plan(full))
})

test.each([
  ['sent', null],
  ['sending', null],
  ['unknown', null],
  ['failed', null],
  ['cancelled', 'empty'],
] as const)('what is %s (%s) is never planned again', (state, reason) => {
  const rows = stored({ state, reason })
  const already = settledKeys(rows)
  expect(plan({ ...full, already })).toEqual([])
  const difference = reconcile({ stored: rows, planned: plan(full), nowMs: full.nowMs, known })
  expect(difference).toEqual({ insert: [], update: [], cancel: [], expire: [] })
})

test('what has expired stays so, though the clock goes back', () => {
  const rows = stored({ state: 'expired' })
  const planned = plan({ ...full, already: settledKeys(rows) })
  const difference = reconcile({ stored: rows, planned, nowMs: full.nowMs, known })
  expect(difference).toEqual({ insert: [], update: [], cancel: [], expire: [] })
})

test('a digest that expired unsent leaves the deadlines of tomorrow it would have carried to be told by themselves', () => {
  const tasks = [task(8, '2026-11-25 20:00')]
  const rows = stored({}, facts('2026-11-24 17:00', { tasks })).map((row) =>
    row.kind === 'evening' ? { ...row, state: 'expired' as const } : row,
  )
  const night = facts('2026-11-24 23:00', { tasks, already: settledKeys(rows) })
  const due = plan(night).filter(({ dueMs }) => dueMs <= night.nowMs)
  expect(due).toMatchObject([
    { kind: 'day-before', together: `dl1:15@${at('2026-11-24 18:00')}`, silent: true },
  ])
})

test('after six hours of downtime over the morning the digest has expired and the rest of the day stands', () => {
  const night = facts('2026-11-24 06:30', { events: [show] })
  const later = facts('2026-11-24 12:30', { events: [show] })
  const rows = stored({}, night)
  const planned = plan({ ...later, already: settledKeys(rows) })
  const difference = reconcile({ stored: rows, planned, nowMs: later.nowMs, known })
  expect(difference.expire).toEqual(['morning:15:2026-11-24'])
  expect(difference.cancel).toEqual([])
  const due = planned.filter(({ dueMs }) => dueMs <= later.nowMs)
  expect(due).toEqual([])
})

test('three hours of downtime leave the morning digest to be sent, once', () => {
  const rows = stored({}, facts('2026-11-24 07:00'))
  const later = facts('2026-11-24 10:00')
  const [outgoing, ...more] = gather(rows, later.nowMs)
  expect(outgoing!.rows.map(({ key }) => key)).toEqual(['morning:15:2026-11-24'])
  expect(more).toEqual([])
})

test('a restart never floods: more than three late messages are one, and the punctual one stays apart', () => {
  const events = [9, 10, 11, 12].map((minutes, index) =>
    meeting(index + 1, `2026-11-24 14:${minutes < 10 ? '0' : ''}${minutes}`, '2026-11-24 16:00'),
  )
  const person = anna({ settings: noDigests })
  const punctual = meeting(9, '2026-11-24 14:23', '2026-11-24 15:00')
  const rows = plan(facts('2026-11-24 14:08', { events: [...events, punctual], person }))
  const outgoing = gather(rows, at('2026-11-24 14:08'))
  expect(outgoing.map(({ rows: { length }, combined }) => [length, combined])).toEqual([
    [4, true],
    [1, false],
  ])
})

test('three late messages stay three', () => {
  const events = [9, 10, 11].map((minutes) =>
    meeting(minutes, `2026-11-24 14:${String(minutes).padStart(2, '0')}`, '2026-11-24 16:00'),
  )
  const rows = plan(facts('2026-11-24 14:08', { events, person: anna({ settings: noDigests }) }))
  expect(gather(rows, at('2026-11-24 14:08')).map(({ combined }) => combined)).toEqual([false, false, false])
})

test('a digest and the deadlines it carries are one message, not several late ones', () => {
  const tasks = [1, 2, 3, 4, 5].map((id) => task(id, '2026-11-24 14:00'))
  const now = facts('2026-11-24 09:00', { tasks })
  const outgoing = gather(plan(now), now.nowMs)
  expect(outgoing).toHaveLength(1)
  expect(outgoing[0]).toMatchObject({ combined: false, rows: { length: 6 } })
})

test('what is not due and what has expired is in no message', () => {
  const rows = plan(full)
  expect(gather(rows, full.nowMs)).toEqual([])
  expect(gather(rows, at('2026-11-30 09:00'))).toEqual([])
})

test('an uncertain send of an event is repeated, of a digest or a deadline never', () => {
  const kinds = new Map(plan(full).map(({ kind, payload }) => [kind, afterUncertainSend(payload)]))
  expect(Object.fromEntries(kinds)).toEqual({
    morning: 'unknown',
    evening: 'unknown',
    event: 'retry',
    'day-before': 'unknown',
    'on-day': 'unknown',
  })
})

test('when the portal is silent an event is told from what is stored, all else waits', () => {
  const kinds = new Map(plan(full).map(({ kind, payload }) => [kind, whenPortalSilent(payload)]))
  expect(Object.fromEntries(kinds)).toEqual({
    morning: 'wait',
    evening: 'wait',
    event: 'send_stored',
    'day-before': 'wait',
    'on-day': 'wait',
  })
})
