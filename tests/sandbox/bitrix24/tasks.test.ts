import { expect, test } from 'vitest'

import type { JsonObject } from '../../../src/ports/json.ts'
import { rows, startPortal, taskOf } from './portal-client.ts'

const contract = { TITLE: 'Подготовить договор', RESPONSIBLE_ID: 27, CREATED_BY: 15 }

test('a created task comes back in camelCase with strings, flags and the webhook owner as its changer', async () => {
  await using portal = await startPortal()
  const reply = await portal.v2('tasks.task.add', {
    fields: {
      ...contract,
      DEADLINE: '2026-12-04T18:00:00+05:00',
      AUDITORS: [31],
      PRIORITY: 2,
      XML_ID: 'tgbot:1',
    },
  })
  expect(taskOf(reply)).toMatchObject({
    id: '8008',
    title: 'Подготовить договор',
    priority: '2',
    status: '2',
    createdBy: '15',
    responsibleId: '27',
    changedBy: '1',
    deadline: '2026-12-04T16:00:00+03:00',
    xmlId: 'tgbot:1',
    allowChangeDeadline: 'N',
    auditors: ['31'],
    accomplices: [],
    accomplicesData: [],
    group: [],
    creator: { id: '15', name: 'Анна Петрова' },
    auditorsData: { 31: { id: '31', name: 'Пётр Иванов' } },
    action: { edit: true, complete: true, changeDeadline: true },
  })
  expect(portal.sandbox.tasks().at(-1)).toMatchObject({
    id: 8008,
    deadlineMs: Date.parse('2026-12-04T13:00:00Z'),
  })
})

test('a deadline without offset is read in the zone of the webhook owner', async () => {
  await using portal = await startPortal({ ownerId: 19 })
  const fields = { TITLE: 'Замер', RESPONSIBLE_ID: 19, DEADLINE: '2026-12-04 18:00:00' }
  const reply = await portal.v2('tasks.task.add', { fields })
  expect(taskOf(reply)['deadline']).toBe('2026-12-04T18:00:00+05:00')
})

test('the offset of dates is the one the owner has now, or by mode that of the date itself', async () => {
  await using portal = await startPortal()
  portal.sandbox.addEmployee({
    id: 1,
    name: 'Помощник',
    lastName: '',
    email: 'a@romashka.example',
    isAdmin: true,
    timeZone: 'Europe/Berlin',
  })
  const id = portal.sandbox.addTask({
    title: 'Лето',
    responsibleId: 15,
    deadlineMs: Date.parse('2027-07-01T10:00:00Z'),
  })
  const deadline = async () => taskOf(await portal.v2('tasks.task.get', { taskId: id }))['deadline']
  expect(await deadline()).toBe('2027-07-01T11:00:00+01:00')
  portal.sandbox.modes.taskDateOffset = 'date'
  expect(await deadline()).toBe('2027-07-01T12:00:00+02:00')
})

test.each<[string, JsonObject, string]>([
  ['nothing at all', {}, '100'],
  ['no title and no responsible', { fields: { DESCRIPTION: 'x' } }, 'ERROR_CORE'],
  ['an unknown responsible', { fields: { ...contract, RESPONSIBLE_ID: 4711 } }, 'ERROR_CORE'],
  ['field names in camelCase', { fields: { title: 'x', responsibleId: 15 } }, 'ERROR_CORE'],
  ['an unknown parent', { fields: { ...contract, PARENT_ID: 4711 } }, 'ERROR_CORE'],
  ['a wrong status', { fields: { ...contract, STATUS: 42 } }, 'ERROR_CORE'],
  [
    'a plan that ends before it starts',
    { fields: { ...contract, START_DATE_PLAN: '2026-12-02', END_DATE_PLAN: '2026-12-01' } },
    'ERROR_CORE',
  ],
])('adding with %s is refused', async (_what, params, error) => {
  await using portal = await startPortal()
  const before = portal.sandbox.tasks().length
  expect(await portal.v2('tasks.task.add', params)).toMatchObject({ status: 400, body: { error } })
  expect(portal.sandbox.tasks()).toHaveLength(before)
})

test('complaints are glued with <br> in the language of the portal', async () => {
  await using portal = await startPortal()
  const description = async () =>
    (await portal.v2('tasks.task.add', { fields: {} })).body['error_description']
  expect(await description()).toBe('Не указано название задачи.<br>Не указан исполнитель.<br>')
  portal.sandbox.modes.language = 'en'
  expect(await description()).toBe('Task name is not specified.<br>Responsible person is not specified.<br>')
})

test('a mandatory custom field makes every add fail', async () => {
  await using portal = await startPortal({ modes: { mandatoryTaskField: 'UF_AUTO_1' } })
  expect(await portal.v2('tasks.task.add', { fields: contract })).toMatchObject({
    body: { error: 'ERROR_CORE' },
  })
  const filled = await portal.v2('tasks.task.add', { fields: { ...contract, UF_AUTO_1: 'да' } })
  expect(filled.status).toBe(200)
})

test('a missing and a forbidden task are the same empty answer', async () => {
  await using portal = await startPortal({ ownerId: 33 })
  for (const taskId of [8001, 4711]) {
    expect(await portal.v2('tasks.task.get', { taskId })).toMatchObject({ status: 200, result: [] })
  }
  expect(await portal.v2('tasks.task.get', {})).toMatchObject({ status: 400, body: { error: '100' } })
  expect(await portal.v2('tasks.task.get', { taskId: 'семь' })).toMatchObject({
    status: 400,
    body: { error: '0' },
  })
})

test('select names what comes, unknown names drop, people come beside the ids', async () => {
  await using portal = await startPortal()
  const select = ['ID', 'STATUS', 'RESPONSIBLE_ID', 'responsibleId', 'NO_SUCH']
  const [row] = rows(await portal.v2('tasks.task.list', { filter: { ID: 8001 }, select }))
  expect(Object.keys(row ?? {}).sort()).toEqual(
    ['creator', 'group', 'id', 'responsible', 'responsibleId', 'status', 'subStatus'].sort(),
  )
})

test('tags go in as a list and come out as an object by id, or [] when there are none', async () => {
  await using portal = await startPortal()
  await portal.v2('tasks.task.add', { fields: { ...contract, TAGS: ['срочно', 'клиент'] } })
  const tags = async (ID: number) =>
    rows(await portal.v2('tasks.task.list', { filter: { ID }, select: ['TAGS'] }))[0]?.['tags']
  expect(await tags(8008)).toEqual({ 1: { id: 1, title: 'срочно' }, 2: { id: 2, title: 'клиент' } })
  expect(await tags(8001)).toEqual([])
})

test('update replaces lists, clears the deadline with an empty text and leaves the rest', async () => {
  await using portal = await startPortal()
  const reply = await portal.v2('tasks.task.update', {
    taskId: 8001,
    fields: { AUDITORS: [27, 16], DEADLINE: '' },
  })
  expect(taskOf(reply)).toMatchObject({
    auditors: ['27', '16'],
    deadline: null,
    priority: '2',
    changedBy: '1',
  })
  const emptied = await portal.v2('tasks.task.update', { taskId: 8001, fields: { AUDITORS: [] } })
  expect(taskOf(emptied)).toMatchObject({ auditors: [], auditorsData: [] })
})

test('a new responsible by update resets the status and keeps the old one watching, or not, by mode', async () => {
  await using portal = await startPortal()
  const move = (taskId: number) => portal.v2('tasks.task.update', { taskId, fields: { RESPONSIBLE_ID: 20 } })
  expect(taskOf(await move(8002))).toMatchObject({ responsibleId: '20', status: '2', auditors: ['15'] })
  portal.sandbox.modes.updateResponsible = 'plain'
  const inProgress = portal.sandbox.addTask({ title: 'Макет', responsibleId: 15, status: 3 })
  expect(taskOf(await move(inProgress))).toMatchObject({ responsibleId: '20', status: '3', auditors: [] })
})

test('delegating resets the status and makes the old responsible an auditor', async () => {
  await using portal = await startPortal()
  const reply = await portal.v2('tasks.task.delegate', { taskId: 8002, userId: 27 })
  expect(taskOf(reply)).toMatchObject({ responsibleId: '27', status: '2', auditors: ['15'] })
  expect(await portal.v2('tasks.task.delegate', { taskId: 8002, userId: 4711 })).toMatchObject({
    status: 400,
    body: { error: 'ERROR_CORE' },
  })
})

test('a deleted task is gone and its id never comes back', async () => {
  await using portal = await startPortal()
  expect((await portal.v2('tasks.task.delete', { taskId: 8007 })).result).toEqual({ task: true })
  expect(await portal.v2('tasks.task.delete', { taskId: 8007 })).toMatchObject({
    status: 400,
    body: { error: '1048582' },
  })
  expect(taskOf(await portal.v2('tasks.task.add', { fields: contract }))['id']).toBe('8008')
})

test('counters count the overdue by role, with a total of one', async () => {
  await using portal = await startPortal()
  const count = async (params: JsonObject) => (await portal.v2('tasks.task.counters.get', params)).body
  expect(await count({ userId: 15 })).toMatchObject({ total: 1, result: { expired: { counter: 1 } } })
  expect(await count({ userId: 15, type: 'view_role_originator' })).toMatchObject({
    result: { expired: { counter: 0 } },
  })
  expect(await count({ userId: 4711 })).toMatchObject({ result: [] })
})

test('whether a task needs a result, and has one, is told to those who ask', async () => {
  await using portal = await startPortal()
  const fields = { ...contract, SE_PARAMETER: [{ CODE: 3, VALUE: 'Y' }] }
  expect(taskOf(await portal.v2('tasks.task.add', { fields }))).not.toHaveProperty('taskRequireResult')
  const params = { WITH_RESULT_INFO: 'Y' }
  const select = ['ID']
  expect(taskOf(await portal.v2('tasks.task.get', { taskId: 8008, select, params }))).toMatchObject({
    taskRequireResult: 'Y',
    taskHasResult: 'N',
  })
  portal.sandbox.addTask({ title: 'Акт', responsibleId: 15, requireResult: true, hasResult: true })
  const list = rows(await portal.v2('tasks.task.list', { filter: { '>ID': 8007 }, select, params }))
  expect(list.map((row) => row['taskHasResult'])).toEqual(['Y', 'N'])
  // REST does not enforce it: the assistant has to look.
  expect(taskOf(await portal.v2('tasks.task.complete', { taskId: 8008 }))['status']).toBe('5')
})
