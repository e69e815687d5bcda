import { expect, test } from 'vitest'

import type { JsonObject } from '../../../src/ports/json.ts'
import { itemOf, noonMs, rows, startPortal } from './portal-client.ts'

const fields = { title: 'Подготовить договор', creatorId: 15, responsibleId: 27 }
const prefix = 'BITRIX_REST_V3_EXCEPTION_'

test('a task is created with numbers, words and booleans', async () => {
  await using portal = await startPortal()
  const reply = await portal.v3('tasks.task.add', {
    fields: {
      ...fields,
      deadline: '2026-12-04T18:00:00+05:00',
      auditors: [31],
      priority: 'high',
      xmlId: 'tgbot:1',
    },
  })
  expect(itemOf(reply)).toMatchObject({
    id: 8008,
    status: 'pending',
    priority: 'high',
    deadline: '2026-12-04T16:00:00+03:00',
    xmlId: 'tgbot:1',
    needsControl: false,
    link: '/company/personal/user/1/tasks/task/view/8008/',
    rights: { read: true, edit: true },
  })
  for (const asked of ['creatorId', 'responsibleId', 'created', 'groupId'])
    expect(itemOf(reply)).not.toHaveProperty(asked)
  expect(portal.sandbox.tasks().at(-1)).toMatchObject({
    createdBy: 15,
    auditors: [31],
    changedBy: 1,
    createdAtMs: noonMs,
  })
})

test.each<[string, JsonObject, string, readonly string[]]>([
  ['nothing', {}, 'VALIDATION_REQUESTVALIDATION', ['fields']],
  ['empty fields', { fields: {} }, 'VALIDATION_REQUESTVALIDATION', ['title', 'creatorId', 'responsibleId']],
  [
    'a creator in quotes',
    { fields: { ...fields, creatorId: '15' } },
    'VALIDATION_REQUESTVALIDATION',
    ['creatorId'],
  ],
  [
    'an unreadable deadline',
    { fields: { ...fields, deadline: 'завтра' } },
    'VALIDATION_REQUESTVALIDATION',
    ['deadline'],
  ],
  [
    'a priority by number',
    { fields: { ...fields, priority: 2 } },
    'VALIDATION_REQUESTVALIDATION',
    ['priority'],
  ],
  [
    'an unknown responsible',
    { fields: { ...fields, responsibleId: 4711 } },
    'VALIDATION_REQUESTVALIDATION',
    ['responsibleId'],
  ],
  ['a field of v2', { fields: { ...fields, RESPONSIBLE_ID: 15 } }, 'UNKNOWNDTOPROPERTY', []],
])('adding with %s is refused', async (_what, params, code, broken) => {
  await using portal = await startPortal()
  const { status, body } = await portal.v3('tasks.task.add', params)
  const error = body['error'] as { code: string; validation?: readonly { field: string }[] }
  expect([status, error.code]).toEqual([400, `${prefix}${code}EXCEPTION`])
  expect((error.validation ?? []).map(({ field }) => field)).toEqual(broken)
})

test('get takes a number, selects, and reaches into people', async () => {
  await using portal = await startPortal()
  const get = async (params: JsonObject) => portal.v3('tasks.task.get', params)
  expect(itemOf(await get({ id: 8001, select: ['title', 'responsibleId', 'noSuch'] }))).toEqual({
    id: 8001,
    title: 'Подготовить договор с ООО «Вектор»',
    responsibleId: 15,
  })
  expect(
    itemOf(await get({ id: 8001, select: ['id', 'responsible.name', 'responsible.email', 'auditors.name'] })),
  ).toEqual({
    id: 8001,
    responsible: { name: 'Анна Петрова', email: 'anna.petrova@romashka.example' },
    auditors: [{ name: 'Пётр Иванов' }],
  })
  expect(itemOf(await get({ id: 8001, select: ['responsible.name'] }))).toMatchObject({ status: 'pending' })
  const errors = [{ id: '8001' }, { id: 4711 }, { id: 8001, select: ['responsible.salary'] }]
  const codes = await Promise.all(errors.map(async (params) => (await get(params)).body['error']))
  expect(codes).toMatchObject([
    { code: `${prefix}VALIDATION_REQUESTVALIDATIONEXCEPTION` },
    { code: `${prefix}ENTITYNOTFOUNDEXCEPTION` },
    { code: `${prefix}UNKNOWNDTOPROPERTYEXCEPTION` },
  ])
})

test('a forbidden task is 403, and so is updating or deleting a missing one', async () => {
  await using portal = await startPortal({ ownerId: 33 })
  const denied = { status: 403, body: { error: { code: `${prefix}ACCESSDENIEDEXCEPTION` } } }
  expect(await portal.v3('tasks.task.get', { id: 8001 })).toMatchObject(denied)
  expect(await portal.v3('tasks.task.update', { id: 4711, fields: { title: 'x' } })).toMatchObject(denied)
  expect(await portal.v3('tasks.task.delete', { id: 8001 })).toMatchObject(denied)
  expect(await portal.v3('tasks.task.add', { fields })).toMatchObject(denied)
})

test('update changes fields but never the creator; delete removes', async () => {
  await using portal = await startPortal()
  const update = (change: JsonObject) => portal.v3('tasks.task.update', { id: 8001, fields: change })
  expect((await update({ title: 'Договор с «Вектором»', deadline: null })).result).toEqual({ result: true })
  expect(portal.sandbox.tasks()[0]).toMatchObject({ title: 'Договор с «Вектором»', deadlineMs: null })
  expect((await update({ creatorId: 2 })).body['error']).toMatchObject({
    validation: [{ field: 'creatorId' }],
  })
  expect((await portal.v3('tasks.task.delete', { id: 8001 })).result).toEqual({ result: true })
  expect(portal.sandbox.tasks().map(({ id }) => id)).not.toContain(8001)
})

test('the list filters by id alone, sorts and pages', async () => {
  await using portal = await startPortal()
  const list = async (params: JsonObject) =>
    rows(await portal.v3('tasks.task.list', params)).map((row) => row['id'])
  expect(await list({ filter: [['id', '>', 8005]] })).toEqual([8006, 8007])
  expect(await list({ filter: [['id', [8001, 8003]]], order: { id: 'DESC' } })).toEqual([8003, 8001])
  const either = {
    logic: 'or',
    conditions: [
      ['id', 8001],
      ['id', 'between', [8006, 8009]],
    ],
  }
  expect(await list({ filter: [either] })).toEqual([8001, 8006, 8007])
  expect(await list({ pagination: { page: 2, limit: 3 } })).toEqual([8004, 8005, 8006])
  expect(rows(await portal.v3('tasks.task.list', { select: ['status'], filter: [['id', 8002]] }))).toEqual([
    { id: 8002, status: 'in_progress' },
  ])
})

test.each<[JsonObject, string]>([
  [{ filter: [['responsibleId', 15]] }, 'VALIDATION_REQUESTVALIDATION'],
  [{ filter: [['RESPONSIBLE_ID', 15]] }, 'UNKNOWNDTOPROPERTY'],
  [{ filter: [['id', 'like', 1]] }, 'UNKNOWNFILTEROPERATOR'],
  [{ filter: [['id', '=', '8001']] }, 'VALIDATION_REQUESTVALIDATION'],
  [{ order: { xmlId: 'ASC' } }, 'INVALIDORDER'],
  [{ pagination: { limit: 'abc' } }, 'INVALIDPAGINATION'],
  [{ pagination: { limit: 0 } }, 'INVALIDPAGINATION'],
])('the list refuses %j', async (params, code) => {
  await using portal = await startPortal()
  expect(await portal.v3('tasks.task.list', params)).toMatchObject({
    status: 400,
    body: { error: { code: `${prefix}${code}EXCEPTION` } },
  })
})

test('a page holds up to a thousand tasks, or fifty, by mode', async () => {
  await using portal = await startPortal()
  for (let n = 0; n < 60; n += 1) portal.sandbox.addTask({ title: `Задача ${n}`, responsibleId: 15 })
  const size = async () => rows(await portal.v3('tasks.task.list', { pagination: { limit: 1000 } })).length
  expect(await size()).toBe(67)
  portal.sandbox.modes.v3ListCap = 50
  expect(await size()).toBe(50)
})

function command(id: number): JsonObject {
  return { method: 'tasks.task.get', query: { id, select: ['id'] } }
}

test('a batch is an array at the root, and its first error is the whole answer', async () => {
  await using portal = await startPortal()
  expect((await portal.v3('batch', [command(8001), command(8002)])).result).toEqual([
    { item: { id: 8001 } },
    { item: { id: 8002 } },
  ])
  expect(await portal.v3('batch', [command(8001), command(4711)])).toMatchObject({
    body: { error: { code: `${prefix}ENTITYNOTFOUNDEXCEPTION` } },
  })
  expect(await portal.v3('batch', { cmd: { a: 'tasks.task.get?id=1' } })).toMatchObject({
    body: { error: { code: `${prefix}INVALIDSELECTEXCEPTION` } },
  })
})

test('the scope of task methods is a mode', async () => {
  await using portal = await startPortal({ scopes: ['task'] })
  const status = async () => (await portal.v3('tasks.task.list')).status
  expect(await status()).toBe(403)
  expect((await portal.v3('rest.scope.list')).result).not.toHaveProperty('tasks')
  portal.sandbox.modes.v3TaskScope = 'task'
  expect(await status()).toBe(200)
})
