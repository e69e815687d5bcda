import { expect, test } from 'vitest'

import { rows, startPortal, taskOf } from './portal-client.ts'

const add = { fields: { TITLE: 'Смета', RESPONSIBLE_ID: 27 } }

test('a status is answered as often as ordered, to the method aimed at', async () => {
  await using portal = await startPortal()
  portal.sandbox.fault({
    method: 'Tasks.Task.Add',
    kind: 'status',
    status: 503,
    code: 'QUERY_LIMIT_EXCEEDED',
    times: 2,
  })
  const statuses = []
  for (let n = 0; n < 3; n += 1) statuses.push((await portal.v2('tasks.task.add', add)).status)
  expect(statuses).toEqual([503, 503, 200])
  expect(portal.sandbox.requests.map(({ fault, errorCode }) => [fault, errorCode])).toEqual([
    ['status', 'QUERY_LIMIT_EXCEEDED'],
    ['status', 'QUERY_LIMIT_EXCEEDED'],
    [undefined, undefined],
  ])
})

test('without a method it hits everything, without times until cleared', async () => {
  await using portal = await startPortal()
  portal.sandbox.fault({ kind: 'status', status: 500 })
  expect((await portal.v2('profile')).body).toMatchObject({ error: 'INTERNAL_SERVER_ERROR' })
  expect((await portal.v3('rest.scope.list')).status).toBe(500)
  portal.sandbox.clearFaults()
  expect((await portal.v2('profile')).status).toBe(200)
})

test('one version can be aimed at, in its own error shape', async () => {
  await using portal = await startPortal()
  const code = 'BITRIX_REST_V3_EXCEPTION_ACCESSDENIEDEXCEPTION'
  portal.sandbox.fault({ version: 3, method: 'tasks.task.add', kind: 'status', status: 403, code })
  expect((await portal.v3('tasks.task.add', {})).body).toMatchObject({ error: { code } })
  expect((await portal.v2('tasks.task.add', add)).status).toBe(200)
})

test.each([
  ['cut', 0],
  ['apply-then-cut', 1],
] as const)('%s breaks the connection after %i tasks were created', async (kind, created) => {
  await using portal = await startPortal()
  portal.sandbox.fault({ kind, times: 1 })
  await expect(portal.v2('tasks.task.add', add)).rejects.toThrow(TypeError)
  expect(portal.sandbox.tasks().filter(({ title }) => title === 'Смета')).toHaveLength(created)
  expect(portal.sandbox.requests.at(-1)).toMatchObject({ status: 0, fault: kind })
})

test('a proxy page and an empty answer, before or after the method ran', async () => {
  await using portal = await startPortal()
  const send = async () => {
    const response = await portal.send('tasks.task.add', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(add),
    })
    return [response.status, await response.text(), portal.sandbox.tasks().length]
  }
  const page = expect.stringContaining('502 Bad Gateway') as string
  portal.sandbox.fault({ kind: 'html', times: 1 })
  expect(await send()).toEqual([502, page, 7])
  portal.sandbox.fault({ kind: 'html', applied: true, times: 1 })
  expect(await send()).toEqual([502, page, 8])
  portal.sandbox.fault({ kind: 'empty', times: 1 })
  expect(await send()).toEqual([200, '', 8])
})

test('a slow answer comes too late for the caller, but the task exists', async () => {
  await using portal = await startPortal()
  portal.sandbox.fault({ kind: 'delay', delayMs: 60_000, times: 1 })
  const caller = new AbortController()
  portal.sandbox.onChange(() => caller.abort())
  const answer = portal.send('tasks.task.add', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(add),
    signal: caller.signal,
  })
  await expect(answer).rejects.toThrow('aborted')
  expect(portal.sandbox.tasks().at(-1)?.title).toBe('Смета')
})

test('a request may be delivered twice', async () => {
  await using portal = await startPortal()
  portal.sandbox.fault({ kind: 'twice', times: 1 })
  expect(taskOf(await portal.v2('tasks.task.add', add))['id']).toBe('8009')
  expect(portal.sandbox.tasks().filter(({ title }) => title === 'Смета')).toHaveLength(2)
})

test('a renamed portal redirects, and the new path answers', async () => {
  await using portal = await startPortal()
  portal.sandbox.fault({ kind: 'redirect', times: 1 })
  const response = await portal.send('user.get', { method: 'POST' })
  const location = response.headers.get('Location') ?? ''
  expect([response.status, location.startsWith('/renamed/rest/1/')]).toEqual([302, true])
  expect(rows(await portal.v2(location, { FILTER: { ID: 15 } }))).toHaveLength(1)
  portal.sandbox.fault({ kind: 'redirect', location: 'https://elsewhere.example/rest/', times: 1 })
  expect((await portal.send('user.get')).headers.get('Location')).toBe('https://elsewhere.example/rest/')
})
