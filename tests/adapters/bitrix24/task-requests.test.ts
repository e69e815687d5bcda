import { expect, test } from 'vitest'

import { anna, dmitry, igor, olga, startDesk } from './task-desk-portal.ts'
import type { DeskOfPortal } from './task-desk-portal.ts'

/**
 * How many HTTP requests each thing a person does takes: the portal allows two a second for everybody together
 * (docs: limits.md). Every write is preceded by one request that asks for the right.
 */
const zone = 'Europe/Moscow'
const nowMs = Date.parse('2026-11-24T12:00:00+03:00')
const friday = '2026-11-27T18:00:00+03:00'
const estimate = { name: 'Смета.pdf', bytes: new Uint8Array([0x25, 0x50]) }

interface Measured {
  readonly started: DeskOfPortal
  readonly id: number
}

const rows: readonly [
  what: string,
  requests: number,
  act: (one: Measured) => Promise<{ readonly ok: boolean }>,
][] = [
  [
    'a list of fifty tasks',
    1,
    ({ started: { desk } }) => desk.list({ actor: anna, which: 'my', nowMs, zone }),
  ],
  ['today', 1, ({ started: { desk } }) => desk.list({ actor: anna, which: 'today', nowMs, zone })],
  ['a card', 1, ({ started: { desk }, id }) => desk.get(anna, id)],
  ['a start', 2, ({ started: { desk }, id }) => desk.move(anna, id, 'start')],
  ['completing', 2, ({ started: { desk }, id }) => desk.move(anna, id, 'complete')],
  ['a creator completing under control', 3, ({ started: { desk }, id }) => desk.move(olga, id, 'complete')],
  ['a new deadline', 2, ({ started: { desk }, id }) => desk.setDeadline(olga, id, friday)],
  ['delegating', 2, ({ started: { desk }, id }) => desk.assign(anna, id, igor)],
  ['handing over', 2, ({ started: { desk }, id }) => desk.assign(olga, id, igor)],
  ['a comment', 2, ({ started: { desk }, id }) => desk.comment(anna, id, 'Готово')],
  ['the first file', 4, ({ started: { desk }, id }) => desk.attach(olga, id, estimate, 'op')],
]

test.each(rows)('%s: requests %i', async (_, expected, act) => {
  await using started = await startDesk({ scopes: ['user_basic', 'task', 'disk'] })
  const { sandbox } = started.portal
  for (let number = 0; number < 49; number++) {
    sandbox.addTask({ title: `Задача ${number}`, createdBy: olga, responsibleId: anna, deadlineMs: nowMs })
  }
  const id = sandbox.addTask({
    title: 'Акт',
    createdBy: olga,
    responsibleId: anna,
    auditors: [igor],
    taskControl: true,
  })
  expect(await act({ started, id })).toMatchObject({ ok: true })
  expect(started.requests()).toBe(expected)
})

test('a card with somebody on it whom the task does not name asks for the name once', async () => {
  await using started = await startDesk()
  const closed = { createdBy: olga, responsibleId: anna, status: 5, closedBy: dmitry }
  const id = started.portal.sandbox.addTask({ title: 'Акт', ...closed })
  await started.desk.get(anna, id)
  expect(started.requests()).toBe(2)
  expect(await started.desk.get(anna, id)).toMatchObject({ value: { closedBy: { name: 'Дмитрий Жуков' } } })
  expect(started.requests()).toBe(1)
})

test('the second file goes without looking for the Drive again, but looks at what hangs on the task', async () => {
  await using started = await startDesk({ scopes: ['user_basic', 'task', 'disk'] })
  const id = started.portal.sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: anna })
  await started.desk.attach(olga, id, estimate, 'op-1')
  started.requests()
  await started.desk.attach(olga, id, { ...estimate, name: 'Акт.pdf' }, 'op-2')
  expect(started.requests()).toBe(4)
})
