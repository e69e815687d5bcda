import { expect, test } from 'vitest'

import type { NewTask } from '../../../sandbox/bitrix24/rows.ts'
import { startPortal, taskOf, type TestPortal } from './portal-client.ts'

const base: NewTask = { title: 'Смета', createdBy: 15, responsibleId: 27, accomplices: [19], auditors: [31] }

/** The status afterwards, or the HTTP status and code of the refusal. */
async function status(portal: TestPortal, action: string, row: Partial<NewTask> = {}): Promise<unknown> {
  const taskId = portal.sandbox.addTask({ ...base, ...row })
  const reply = await portal.v2(`tasks.task.${action}`, { taskId })
  return reply.status === 200 ? taskOf(reply)['status'] : [reply.status, reply.body['error']]
}

test.each<[string, number, unknown]>([
  ['start', 2, '3'],
  ['start', 6, [400, '0']],
  ['start', 5, [400, '0']],
  ['pause', 3, '2'],
  ['pause', 6, [400, '1048582']],
  ['defer', 2, '6'],
  ['defer', 3, [400, '1048582']],
  ['renew', 6, '2'],
  ['renew', 5, '2'],
  ['renew', 3, [400, '1048582']],
  ['complete', 2, '5'],
  ['complete', 6, '5'],
  ['approve', 4, '5'],
  ['approve', 3, [400, '1048582']],
  ['disapprove', 4, '2'],
  ['disapprove', 5, [400, '1048582']],
])('an administrator’s %s from status %i gives %j', async (action, from, expected) => {
  await using portal = await startPortal()
  expect(await status(portal, action, { status: from })).toEqual(expected)
})

test.each([
  ['start', 3, '3'],
  ['pause', 2, '2'],
  ['complete', 5, '5'],
  ['defer', 6, '6'],
])(
  '%s on a task already in status %i changes nothing and succeeds, even for an auditor',
  async (action, from, expected) => {
    await using portal = await startPortal({ ownerId: 31 })
    expect(await status(portal, action, { status: from })).toEqual(expected)
  },
)

test('completing under control depends on who the webhook is, not on who asked', async () => {
  const controlled = { taskControl: true }
  await using administrator = await startPortal()
  expect(await status(administrator, 'complete', controlled)).toBe('4')
  expect(await status(administrator, 'complete', { ...controlled, status: 4 })).toBe('5')
  expect(await status(administrator, 'complete', { ...controlled, createdBy: 27 })).toBe('5')
  await using creator = await startPortal({ ownerId: 15 })
  expect(await status(creator, 'complete', controlled)).toBe('5')
  await using responsible = await startPortal({ ownerId: 27 })
  expect(await status(responsible, 'complete', controlled)).toBe('4')
  expect(await status(responsible, 'approve', { ...controlled, status: 4 })).toEqual([400, '1048582'])
})

test('completing stamps who and when, renewing wipes it', async () => {
  await using portal = await startPortal()
  const taskId = portal.sandbox.addTask(base)
  portal.pass(60_000)
  const completed = taskOf(await portal.v2('tasks.task.complete', { taskId }))
  expect(completed).toMatchObject({
    closedBy: '1',
    closedDate: '2026-11-23T12:01:00+03:00',
    statusChangedBy: '1',
  })
  expect(taskOf(await portal.v2('tasks.task.renew', { taskId }))).toMatchObject({
    closedDate: null,
    closedBy: '0',
  })
})

test('gone, forbidden and wrong status are told in the same words', async () => {
  await using portal = await startPortal({ ownerId: 33 })
  const forbidden = portal.sandbox.addTask(base)
  const own = portal.sandbox.addTask({ ...base, responsibleId: 33, status: 6 })
  const texts = await Promise.all(
    [4711, forbidden, own].map(async (taskId) => (await portal.v2('tasks.task.start', { taskId })).body),
  )
  expect(new Set(texts.map((body) => JSON.stringify(body))).size).toBe(1)
})
