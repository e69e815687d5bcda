import { expect, test } from 'vitest'

import { nowMs, openBulk, titlesOf } from './bulk-scene.ts'
import { anna, dmitry, igor, olga, taskIn, viktor } from './task-desk-portal.ts'

const zone = 'Europe/Moscow'
const startMs = Date.parse('2026-11-24T15:00:00+03:00')
const times = { from: '2026-11-24T15:00:00', to: '2026-11-24T16:00:00' }

test('a task is as it is now for whoever has a part in it, and gone for everybody else', async () => {
  await using scene = await openBulk()
  const { sandbox } = scene.portal
  const put = (title: string, more: object = {}): number => {
    return sandbox.addTask({ title, createdBy: viktor, responsibleId: anna, deadlineMs: nowMs, ...more })
  }
  const [kept, closed, moved, removed, passed] = ['Своя', 'Закрыта', 'Перенесена', 'Удалена', 'Чужая'].map(
    (title) => put(title),
  )
  if (closed === undefined || moved === undefined || removed === undefined || passed === undefined)
    throw new Error()
  sandbox.changeTask(closed, { status: 5 })
  sandbox.changeTask(moved, { deadlineMs: nowMs + 3_600_000 })
  sandbox.removeTask(removed)
  sandbox.changeTask(passed, { responsibleId: igor })
  const tasks = [kept ?? 0, closed, moved, removed, passed]
  const read = await scene.bulk.stillThere([
    { employee: anna, zone, tasks, events: [] },
    { employee: dmitry, zone, tasks, events: [] },
  ])
  expect(scene.requests()).toBe(1)
  expect(read.get(anna)).toMatchObject({
    tasks: {
      ok: true,
      value: [
        { id: kept, status: 'pending', role: 'responsible' },
        { id: closed, status: 'completed' },
        { id: moved, deadline: '2026-11-24T10:00:00Z' },
      ],
    },
    events: { ok: true, value: [] },
  })
  expect(read.get(dmitry)?.tasks).toEqual({ ok: true, value: [] })
  expect(taskIn(scene.portal, passed).responsibleId).toBe(igor)
})

test('an event is found where it is now, even weeks away, and not at all when it is cancelled', async () => {
  await using scene = await openBulk()
  const { sandbox } = scene.portal
  const stays = sandbox.addEvent({ ownerId: anna, name: 'Планёрка', ...times })
  const moves = sandbox.addEvent({
    ownerId: anna,
    name: 'Показ',
    from: '2026-12-24T15:00:00',
    to: '2026-12-24T16:00:00',
  })
  const foreign = sandbox.addEvent({
    ownerId: igor,
    name: 'Чужая',
    from: '2026-12-24T15:00:00',
    to: '2026-12-24T16:00:00',
  })
  const read = await scene.bulk.stillThere([
    { employee: anna, zone, tasks: [], events: [stays, moves, foreign, 999_999].map(expected) },
    { employee: olga, zone, tasks: [], events: [] },
  ])
  expect(scene.requests()).toBe(2)
  const events = read.get(anna)?.events
  expect(events).toMatchObject({
    value: [
      { id: stays, start: '2026-11-24T12:00:00.000Z' },
      { id: moves, start: '2026-12-24T12:00:00.000Z' },
    ],
  })
  await scene.bulk.stillThere([{ employee: anna, zone, tasks: [], events: [expected(stays)] }])
  expect(scene.requests()).toBe(1)
  expect(read.get(olga)).toEqual({ tasks: { ok: true, value: [] }, events: { ok: true, value: [] } })
})

test('an event the portal still shows as deleted is gone, wherever it is found', async () => {
  await using scene = await openBulk({}, { fetch: deleting })
  const { sandbox } = scene.portal
  const far = { from: '2026-12-24T15:00:00', to: '2026-12-24T16:00:00' }
  const ids = [times, far].map((when) => sandbox.addEvent({ ownerId: anna, name: 'Показ', ...when }))
  const asked = { employee: anna, zone, tasks: [], events: ids.map(expected) }
  const read = await scene.bulk.stillThere([asked])
  expect(read.get(anna)?.events).toEqual({ ok: true, value: [] })
})

const deleting: typeof globalThis.fetch = async (input, init) => {
  const text = await (await fetch(input, init)).text()
  return new Response(text.replaceAll('"DELETED":"N"', '"DELETED":"Y"'))
}

test('an occurrence that was moved out of its series comes along', async () => {
  await using scene = await openBulk()
  const { sandbox } = scene.portal
  const rule = {
    frequency: 'WEEKLY' as const,
    interval: 1,
    weekdays: ['TU' as const],
    until: null,
    count: null,
  }
  const series = sandbox.addEvent({
    ownerId: anna,
    name: 'Планёрка',
    ...times,
    rule,
    exceptDays: ['2026-11-24'],
  })
  sandbox.addEvent({
    ownerId: anna,
    name: 'Планёрка',
    from: '2026-11-25T11:00:00',
    to: '2026-11-25T12:00:00',
    recurrenceId: series,
    originalFrom: times.from,
  })
  const events = [{ id: series, occurrence: '2026-11-24', startMs }]
  const read = await scene.bulk.stillThere([{ employee: anna, zone, tasks: [], events }])
  expect(read.get(anna)?.events).toMatchObject({
    value: [{ title: 'Планёрка', start: '2026-11-25T08:00:00.000Z' }],
  })
})

test('a task that cannot be read is no reason to take the events for gone', async () => {
  await using scene = await openBulk({ scopes: ['calendar', 'user_basic'] })
  const id = scene.portal.sandbox.addEvent({ ownerId: anna, name: 'Планёрка', ...times })
  const asked = { employee: anna, zone, tasks: [8001], events: [{ id, occurrence: null, startMs }] }
  const read = await scene.bulk.stillThere([asked])
  expect(read.get(anna)).toMatchObject({ tasks: { ok: false, reason: 'config' }, events: { ok: true } })
  expect(titlesOf(new Map([...read].map(([one, { events }]) => [one, events])))).toEqual({
    [anna]: ['Планёрка'],
  })
})

function expected(id: number) {
  return { id, occurrence: null, startMs }
}
