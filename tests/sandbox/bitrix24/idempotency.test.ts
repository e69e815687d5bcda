import { expect, test } from 'vitest'

import { itemOf, startPortal, type TestPortal } from './portal-client.ts'

const hourMs = 60 * 60 * 1000
const task = { fields: { title: 'Смета', creatorId: 15, responsibleId: 27 } }
const key = { 'Idempotency-Key': 'tgbot-task-018f2c1e' }

function added(portal: TestPortal): number {
  return portal.sandbox.tasks().filter(({ title }) => title === 'Смета').length
}

test('the same key and body within a day give the stored answer and no second task', async () => {
  await using portal = await startPortal()
  const first = await portal.v3('tasks.task.add', task, key)
  expect([first.headers.get('Idempotency-Key'), first.headers.get('Idempotent-Replayed')]).toEqual([
    key['Idempotency-Key'],
    null,
  ])
  portal.pass(23 * hourMs)
  const second = await portal.v3('tasks.task.add', task, key)
  expect([second.status, second.body]).toEqual([200, first.body])
  expect([second.headers.get('Idempotency-Key'), second.headers.get('Idempotent-Replayed')]).toEqual([
    key['Idempotency-Key'],
    'true',
  ])
  expect(added(portal)).toBe(1)
  expect(portal.sandbox.requests.map(({ replayed, idempotencyKey }) => [replayed, idempotencyKey])).toEqual([
    [undefined, key['Idempotency-Key']],
    [true, key['Idempotency-Key']],
  ])
})

test('after a day the key is forgotten', async () => {
  await using portal = await startPortal()
  await portal.v3('tasks.task.add', task, key)
  portal.pass(24 * hourMs)
  await portal.v3('tasks.task.add', task, key)
  expect(added(portal)).toBe(2)
})

test('another body under the same key is 422, even if only the order of its keys differs', async () => {
  await using portal = await startPortal()
  await portal.v3('tasks.task.add', task, key)
  const reordered = { fields: { creatorId: 15, title: 'Смета', responsibleId: 27 } }
  expect(await portal.v3('tasks.task.add', reordered, key)).toMatchObject({
    status: 422,
    body: { error: { code: 'BITRIX_REST_V3_EXCEPTION_IDEMPOTENCYKEYREUSEDEXCEPTION' } },
  })
  expect(added(portal)).toBe(1)
})

test('a key belongs to one method', async () => {
  await using portal = await startPortal()
  const { id } = itemOf(await portal.v3('tasks.task.add', task, key))
  expect((await portal.v3('tasks.task.delete', { id: id ?? 0 }, key)).result).toEqual({ result: true })
  expect(added(portal)).toBe(0)
})

test('a failure is not stored: the repeat runs', async () => {
  await using portal = await startPortal()
  const wrong = { fields: { ...task.fields, responsibleId: 50 } }
  expect((await portal.v3('tasks.task.add', wrong, key)).status).toBe(400)
  portal.sandbox.addEmployee({ id: 50, name: 'Юлия', lastName: 'Новая', email: 'y.novaya@romashka.example' })
  const repeat = await portal.v3('tasks.task.add', wrong, key)
  expect([repeat.status, repeat.headers.get('Idempotent-Replayed')]).toEqual([200, null])
})

test.each([' '.repeat(256), 'x'.repeat(256)])('a key of more than 255 signs is refused', async (bad) => {
  await using portal = await startPortal()
  const reply = await portal.v3('tasks.task.add', task, { 'Idempotency-Key': `k${bad}k` })
  expect(reply).toMatchObject({
    status: 400,
    body: { error: { code: 'BITRIX_REST_V3_EXCEPTION_INVALIDIDEMPOTENCYKEYEXCEPTION' } },
  })
  expect(added(portal)).toBe(0)
})

test('v2, reads and a portal that does not know the header ignore it', async () => {
  await using portal = await startPortal()
  const fields = { TITLE: 'Смета', RESPONSIBLE_ID: 27 }
  await portal.v2('tasks.task.add', { fields }, key)
  await portal.v2('tasks.task.add', { fields }, key)
  expect(added(portal)).toBe(2)
  const read = await portal.v3('tasks.task.list', {}, key)
  expect(read.headers.get('Idempotency-Key')).toBeNull()
  portal.sandbox.modes.idempotency = 'ignored'
  await portal.v3('tasks.task.add', task, key)
  await portal.v3('tasks.task.add', task, key)
  expect(added(portal)).toBe(4)
})

test('an answer lost on the way is replayed to the repeat', async () => {
  await using portal = await startPortal()
  portal.sandbox.fault({ method: 'tasks.task.add', kind: 'apply-then-cut', times: 1 })
  await expect(portal.v3('tasks.task.add', task, key)).rejects.toThrow(TypeError)
  const repeat = await portal.v3('tasks.task.add', task, key)
  expect(repeat.headers.get('Idempotent-Replayed')).toBe('true')
  expect(added(portal)).toBe(1)
})

test.each([
  ['both-run', 2],
  ['one-runs', 1],
] as const)('two requests with one key at once: %s', async (concurrentKey, tasks) => {
  await using portal = await startPortal({ modes: { concurrentKey } })
  portal.sandbox.fault({ method: 'tasks.task.add', kind: 'late', delayMs: 400, times: 2 })
  await Promise.all([portal.v3('tasks.task.add', task, key), portal.v3('tasks.task.add', task, key)])
  expect(added(portal)).toBe(tasks)
})
