import { expect, test } from 'vitest'

import type { JsonObject } from '../../../src/ports/json.ts'
import type { NewTask } from '../../../sandbox/bitrix24/rows.ts'
import { rows, startPortal, type TestPortal } from './portal-client.ts'

const base: NewTask = { title: 'Смета', createdBy: 15, responsibleId: 27, accomplices: [19], auditors: [31] }

async function access(portal: TestPortal, row: Partial<NewTask>, user: number): Promise<readonly string[]> {
  const taskId = portal.sandbox.addTask({ ...base, ...row })
  const { result } = await portal.v2('tasks.task.getaccess', { taskId, users: [user] })
  const flags =
    (result as { allowedActions: Record<string, Record<string, boolean>> }).allowedActions[user] ?? {}
  expect(Object.keys(flags)).toHaveLength(27)
  const watched = [
    'COMPLETE',
    'APPROVE',
    'START',
    'PAUSE',
    'DEFER',
    'RENEW',
    'DELEGATE',
    'REMOVE',
    'EDIT',
    'CHANGE_DEADLINE',
  ]
  return watched.filter((key) => flags[key] === true)
}

test.each<[string, Partial<NewTask>, number, readonly string[]]>([
  ['the responsible of a new task', {}, 27, ['COMPLETE', 'START', 'DEFER', 'DELEGATE']],
  [
    '… who may move the deadline',
    { allowChangeDeadline: true },
    27,
    ['COMPLETE', 'START', 'DEFER', 'DELEGATE', 'CHANGE_DEADLINE'],
  ],
  ['… at work', { status: 3 }, 27, ['COMPLETE', 'PAUSE', 'DELEGATE']],
  ['… of a finished one', { status: 5 }, 27, ['RENEW']],
  ['the creator', {}, 15, ['COMPLETE', 'START', 'DEFER', 'DELEGATE', 'REMOVE', 'EDIT', 'CHANGE_DEADLINE']],
  [
    'the creator of one that waits',
    { status: 4 },
    15,
    ['COMPLETE', 'APPROVE', 'DELEGATE', 'REMOVE', 'EDIT', 'CHANGE_DEADLINE'],
  ],
  ['the responsible of one that waits', { status: 4 }, 27, ['RENEW', 'DELEGATE']],
  [
    'the creator of a deferred one',
    { status: 6 },
    15,
    ['COMPLETE', 'RENEW', 'DELEGATE', 'REMOVE', 'EDIT', 'CHANGE_DEADLINE'],
  ],
  [
    'an administrator of one that waits',
    { status: 4 },
    1,
    ['COMPLETE', 'APPROVE', 'DELEGATE', 'REMOVE', 'EDIT', 'CHANGE_DEADLINE'],
  ],
  [
    'the head of the creator',
    {},
    7,
    ['COMPLETE', 'START', 'DEFER', 'DELEGATE', 'REMOVE', 'EDIT', 'CHANGE_DEADLINE'],
  ],
  [
    'the head of the responsible alone',
    { createdBy: 31, accomplices: [] },
    9,
    ['COMPLETE', 'START', 'DELEGATE'],
  ],
  [
    '… where the deadline may be moved',
    { createdBy: 31, accomplices: [], allowChangeDeadline: true },
    9,
    ['COMPLETE', 'START', 'DELEGATE', 'CHANGE_DEADLINE'],
  ],
  [
    'the head of an auditor alone',
    { createdBy: 2, responsibleId: 2, accomplices: [], auditors: [15] },
    7,
    [],
  ],
  [
    'the director, over everybody',
    {},
    2,
    ['COMPLETE', 'START', 'DEFER', 'DELEGATE', 'REMOVE', 'EDIT', 'CHANGE_DEADLINE'],
  ],
  ['an accomplice', { allowChangeDeadline: true }, 19, ['COMPLETE', 'START', 'DEFER']],
  ['an auditor', {}, 31, []],
  ['a stranger', {}, 33, []],
  ['nobody', {}, 4711, []],
  ['a dismissed responsible', { responsibleId: 23 }, 23, []],
])('%s may do what the role and the status allow', async (_who, row, user, expected) => {
  await using portal = await startPortal()
  expect(await access(portal, row, user)).toEqual(expected)
})

test('a head edits what any subordinate works on, and a responsible the own tasks, where the portal says so', async () => {
  await using portal = await startPortal()
  const taskId = portal.sandbox.addTask({ ...base, createdBy: 31, accomplices: [] })
  const edits = async () => {
    const { result } = await portal.v2('tasks.task.getaccess', { taskId, users: [9, 27] })
    const flags = (result as { allowedActions: Record<string, Record<string, boolean>> }).allowedActions
    return [flags[9]?.['EDIT'], flags[27]?.['EDIT']]
  }
  expect(await edits()).toEqual([false, false])
  portal.sandbox.modes.headsEdit = 'any'
  expect(await edits()).toEqual([true, false])
  portal.sandbox.modes.responsibleEdits = true
  expect(await edits()).toEqual([true, true])
})

test('whoever may change the deadline may change the plan, and nobody is told to be able to change the creator', async () => {
  await using portal = await startPortal()
  const taskId = portal.sandbox.addTask(base)
  const { result } = await portal.v2('tasks.task.getaccess', { taskId, users: [15, 27] })
  const flags = (result as { allowedActions: Record<string, Record<string, boolean>> }).allowedActions
  expect([flags[15]?.['EDIT.PLAN'], flags[27]?.['EDIT.PLAN']]).toEqual([true, false])
  expect([flags[15]?.['EDIT.ORIGINATOR'], flags[15]?.['CREATE'], flags[15]?.['RATE']]).toEqual([
    false,
    true,
    true,
  ])
})

test('a head reads a task where a subordinate only watches', async () => {
  await using head = await startPortal({ ownerId: 7 })
  const taskId = head.sandbox.addTask({ title: 'Смета', createdBy: 2, responsibleId: 2, auditors: [15] })
  expect((await head.v2('tasks.task.get', { taskId })).result).toMatchObject({ task: { id: String(taskId) } })
  await using other = await startPortal({ ownerId: 9 })
  other.sandbox.addTask({ title: 'Смета', createdBy: 2, responsibleId: 2, auditors: [15] })
  expect((await other.v2('tasks.task.get', { taskId })).result).toEqual([])
})

test('access is told for third persons, and is [] when the owner sees nothing', async () => {
  await using administrator = await startPortal()
  const ask = { taskId: 8001, users: [15, 7] }
  const { result } = await administrator.v2('tasks.task.getaccess', ask)
  expect(Object.keys((result as { allowedActions: JsonObject }).allowedActions).sort()).toEqual(['15', '7'])
  await using driver = await startPortal({ ownerId: 33 })
  expect((await driver.v2('tasks.task.getaccess', ask)).result).toEqual({ allowedActions: [] })
})

async function seen(ownerId: number): Promise<readonly unknown[]> {
  await using portal = await startPortal({ ownerId })
  const reply = await portal.v2('tasks.task.list', { select: ['ID'], order: { ID: 'asc' } })
  return rows(reply).map((row) => row['id'])
}

test('an administrator lists everything, a head the department, a member the own tasks', async () => {
  expect(await seen(1)).toHaveLength(7)
  expect(await seen(31)).toEqual(['8001'])
  expect(await seen(11)).toEqual(['8005', '8006'])
  expect(await seen(40)).toEqual([])
})

test('a member’s webhook edits only what its role allows', async () => {
  await using portal = await startPortal({ ownerId: 27 })
  const taskId = portal.sandbox.addTask({ ...base, allowChangeDeadline: true })
  const update = (fields: JsonObject) => portal.v2('tasks.task.update', { taskId, fields })
  expect((await update({ DEADLINE: '2026-12-01T18:00:00+03:00' })).status).toBe(200)
  expect(await update({ TITLE: 'Иначе' })).toMatchObject({ status: 400, body: { error: '0' } })
  expect(await portal.v2('tasks.task.delete', { taskId })).toMatchObject({
    status: 400,
    body: { error: '1048582' },
  })
})

test('only an administrator’s webhook creates in another’s name', async () => {
  await using member = await startPortal({ ownerId: 27 })
  const forged = { TITLE: 'От чужого имени', CREATED_BY: 15, RESPONSIBLE_ID: 31 }
  expect(await member.v2('tasks.task.add', { fields: forged })).toMatchObject({
    status: 400,
    body: { error: 'ERROR_TASK_CREATE_ACCESS_DENIED' },
  })
  expect((await member.v2('tasks.task.add', { fields: { ...forged, CREATED_BY: 27 } })).status).toBe(200)
})
