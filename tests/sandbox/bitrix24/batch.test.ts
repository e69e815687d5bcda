import { expect, test } from 'vitest'

import type { Json, JsonObject } from '../../../src/ports/json.ts'
import { startPortal, type TestPortal } from './portal-client.ts'

async function batch(portal: TestPortal, cmd: Json, halt = 0): Promise<Record<string, JsonObject>> {
  const reply = await portal.v2('batch', { halt, cmd })
  expect(reply.status).toBe(200)
  return reply.result as Record<string, JsonObject>
}

const titleOf = (id: number): string => `tasks.task.get?taskId=${id}&select[0]=TITLE`

test('commands run in order, each with its own result, total, next and time', async () => {
  await using portal = await startPortal()
  for (let n = 0; n < 60; n += 1) portal.sandbox.addTask({ title: `Задача ${n}`, responsibleId: 33 })
  const answer = await batch(portal, {
    admin: 'user.admin',
    tasks: 'tasks.task.list?filter%5BRESPONSIBLE_ID%5D=33&select%5B0%5D=ID',
    anna: 'user.get?FILTER%5B%3DEMAIL%5D=anna.petrova%40romashka.example',
  })
  expect(answer).toMatchObject({
    result: { admin: true, anna: [{ ID: '15' }] },
    result_error: [],
    result_total: { tasks: 61, anna: 1 },
    result_next: { tasks: 50 },
    result_time: { tasks: { operating: 0.15 } },
  })
  expect(Object.keys(answer['result'] ?? {})).toEqual(['admin', 'tasks', 'anna'])
})

test('failures stand beside results; halt stops at the first', async () => {
  await using portal = await startPortal()
  const commands = {
    a: 'user.admin',
    x: 'tasks.task.explode',
    y: 'tasks.task.get',
    skipped: 17,
    b: 'user.admin',
  }
  expect(await batch(portal, commands)).toMatchObject({
    result: { a: true, b: true },
    result_error: { x: { error: 'ERROR_METHOD_NOT_FOUND' }, y: { error: '100' } },
  })
  const halted = await batch(portal, commands, 1)
  expect([Object.keys(halted['result'] ?? {}), Object.keys(halted['result_error'] ?? {})]).toEqual([
    ['a'],
    ['x'],
  ])
})

test('the fifty-first command and a batch in a batch are refused', async () => {
  await using portal = await startPortal()
  const answer = await batch(
    portal,
    Array.from({ length: 52 }, () => 'user.admin'),
  )
  expect(answer['result']).toHaveLength(50)
  expect(Object.entries(answer['result_error'] ?? {})).toMatchObject([
    ['50', { error: 'ERROR_BATCH_LENGTH_EXCEEDED' }],
    ['51', { error: 'ERROR_BATCH_LENGTH_EXCEEDED' }],
  ])
  expect(await batch(portal, { inner: 'batch?cmd[a]=user.admin' })).toMatchObject({
    result_error: { inner: { error: 'ERROR_BATCH_METHOD_NOT_ALLOWED' } },
  })
})

test('an empty batch has empty lists where objects are documented', async () => {
  await using portal = await startPortal()
  const empty = { result: [], result_error: [], result_total: [], result_next: [], result_time: [] }
  expect(await batch(portal, {})).toEqual(empty)
})

test('a reference takes data from an earlier command', async () => {
  await using portal = await startPortal()
  const answer = await batch(portal, {
    u: 'user.get?FILTER[LAST_NAME]=Ким',
    t: 'tasks.task.list?filter[RESPONSIBLE_ID]=$result[u][0][ID]&select[0]=ID',
    none: 'tasks.task.get?taskId=$result[u][7][ID]',
  })
  expect(answer).toMatchObject({
    result: { t: { tasks: [{ id: '8003' }] } },
    result_error: { none: { error: '0' } },
  })
})

test('a reference is substituted inside text people typed, which is why such text never goes into a batch', async () => {
  await using portal = await startPortal()
  const typed = encodeURIComponent('Код: $RESULT[secret][task][title]!')
  await batch(portal, {
    secret: titleOf(8002),
    add: `tasks.task.add?fields[TITLE]=${typed}&fields[RESPONSIBLE_ID]=33`,
  })
  expect(portal.sandbox.tasks().at(-1)?.title).toBe('Код: Обновить прайс-лист!')
})

test('an earlier error and count can be referred to as well', async () => {
  await using portal = await startPortal()
  await batch(portal, {
    bad: 'tasks.task.get',
    list: 'tasks.task.list?select[0]=ID',
    add: 'tasks.task.add?fields[RESPONSIBLE_ID]=33&fields[TITLE]=$total[list] $error[bad][error] $next[list]',
  })
  expect(portal.sandbox.tasks().at(-1)?.title).toBe('7 100')
})
