import { expect, test } from 'vitest'

import { startPortal } from './portal-client.ts'

test('fifty calls fill the bucket, the next is 503 and not executed, two a second drain it', async () => {
  await using portal = await startPortal({ limits: true })
  for (let n = 0; n < 50; n += 1) expect((await portal.v2('user.admin')).status).toBe(200)
  const refused = { status: 503, body: { error: 'QUERY_LIMIT_EXCEEDED' } }
  const fields = { TITLE: 'Лишняя', RESPONSIBLE_ID: 15 }
  expect(await portal.v2('tasks.task.add', { fields })).toMatchObject(refused)
  expect(await portal.v3('rest.scope.list')).toMatchObject(refused)
  expect(portal.sandbox.tasks().map(({ title }) => title)).not.toContain('Лишняя')

  portal.pass(1000)
  const statuses = [
    await portal.v2('user.admin'),
    await portal.v2('user.admin'),
    await portal.v2('user.admin'),
  ]
  expect(statuses.map(({ status }) => status)).toEqual([200, 200, 503])
})

test('a batch counts as one call', async () => {
  await using portal = await startPortal({ limits: true })
  const cmd = Array.from({ length: 50 }, () => 'user.admin')
  for (let n = 0; n < 50; n += 1) expect((await portal.v2('batch', { cmd })).status).toBe(200)
  expect((await portal.v2('batch', { cmd })).status).toBe(503)
})

test('without limits nothing is refused', async () => {
  await using portal = await startPortal()
  for (let n = 0; n < 60; n += 1) expect((await portal.v2('user.admin')).status).toBe(200)
})

test('working time is kept per method, blocks that method alone, and drops minute by minute after ten', async () => {
  await using portal = await startPortal({ limits: true, modes: { operatingPerCall: 200 } })
  const call = async () => portal.v2('tasks.task.list')
  expect((await call()).body['time']).toMatchObject({ operating: 200, operating_reset_at: 1795424400 + 600 })
  portal.pass(60_000)
  await call()
  expect((await call()).body['time']).toMatchObject({ operating: 600, operating_reset_at: 1795424400 + 600 })
  expect(await call()).toMatchObject({ status: 429, body: { error: 'OPERATION_TIME_LIMIT' } })
  expect((await portal.v2('tasks.task.get', { taskId: 8001 })).status).toBe(200)

  portal.pass(9 * 60_000)
  expect((await call()).body['time']).toMatchObject({ operating: 600, operating_reset_at: 1795424460 + 600 })
})

test('calls inside a batch count against their own methods', async () => {
  await using portal = await startPortal({ limits: true, modes: { operatingPerCall: 300 } })
  const { result } = await portal.v2('batch', {
    cmd: ['user.admin', 'user.admin', 'user.admin', 'server.time'],
  })
  expect(result).toMatchObject({
    result_error: { 2: { error: 'OPERATION_TIME_LIMIT' } },
    result_time: { 3: { operating: 300 } },
  })
})
