import { expect, test } from 'vitest'

import { rows, startPortal, v3Address } from './portal-client.ts'

const anna = { FILTER: { ID: 15 } }

test('a method answers with or without .json, in any letter case', async () => {
  await using portal = await startPortal()
  for (const method of ['user.get', 'user.get.json', 'USER.Get']) {
    expect(rows(await portal.v2(method, anna)).map((row) => row['NAME'])).toEqual(['Анна'])
  }
})

test('a wrong secret, an expired webhook and a dismissed owner are the same 401', async () => {
  await using portal = await startPortal()
  const refused = { error: 'NO_AUTH_FOUND', error_description: 'Wrong authorization data' }
  const wrong = await portal.send('/rest/1/wrong/profile')
  expect([wrong.status, await wrong.json()]).toEqual([401, refused])
  const stranger = await portal.send(portal.sandbox.webhook.replace('/1/', '/15/') + 'profile')
  expect(stranger.status).toBe(401)

  portal.sandbox.modes.webhookExpired = true
  expect(await portal.v2('profile')).toMatchObject({ status: 401, body: refused })
  portal.sandbox.modes.webhookExpired = false
  portal.sandbox.dismiss(1)
  expect(await portal.v2('profile')).toMatchObject({ status: 401, body: refused })
  expect(await portal.v3('rest.scope.list')).toMatchObject({ status: 401, body: refused })
})

test('an unknown method is 404, also when only REST 3.0 has it', async () => {
  await using portal = await startPortal()
  for (const method of ['tasks.task.explode', 'tasks.task.access.get', 'rest.scope.list', 'constructor']) {
    expect(await portal.v2(method)).toMatchObject({ status: 404, body: { error: 'ERROR_METHOD_NOT_FOUND' } })
  }
})

test('a scope that is not ticked is 403 in the words of each version', async () => {
  await using portal = await startPortal({ scopes: ['user_basic'] })
  expect(await portal.v2('im.notify', {})).toMatchObject({
    status: 403,
    body: { error: 'insufficient_scope' },
  })
  expect(await portal.v3('tasks.task.get', { id: 1 })).toMatchObject({
    status: 403,
    body: { error: { code: 'BITRIX_REST_V3_EXCEPTION_INSUFFICIENTSCOPEEXCEPTION' } },
  })
  expect((await portal.v2('method.get', { name: 'im.notify' })).result).toEqual({
    isExisting: true,
    isAvailable: false,
  })
  expect((await portal.v2('scope')).result).toEqual(['user_basic'])
})

test('JSON counts only under its own content type, and broken JSON is no parameters at all', async () => {
  await using portal = await startPortal()
  const count = async (contentType: string, body: string): Promise<number> => {
    const response = await portal.send('user.get', {
      method: 'POST',
      headers: { 'Content-Type': contentType },
      body,
    })
    return ((await response.json()) as { total: number }).total
  }
  const everyone = await count('application/json', '')
  expect(everyone).toBeGreaterThan(10)
  expect(await count('application/json; charset=utf-8', JSON.stringify(anna))).toBe(1)
  expect(await count('text/plain', JSON.stringify(anna))).toBe(everyone)
  expect(await count('application/json', '{"FILTER":{"ID":15}')).toBe(everyone)
})

test('query, form and multipart parameters nest as in PHP, and the body wins over the query', async () => {
  await using portal = await startPortal()
  const names = async (path: string, body?: URLSearchParams | FormData): Promise<unknown> => {
    const response = await portal.send(path, body === undefined ? {} : { method: 'POST', body })
    return ((await response.json()) as { result: { NAME: string }[] }).result.map((row) => row.NAME)
  }
  expect(await names('user.get?FILTER%5B%40ID%5D%5B%5D=15&FILTER%5B%40ID%5D%5B%5D=27')).toEqual([
    'Анна',
    'Игорь',
  ])
  expect(await names('user.get?FILTER[ID]=15', new URLSearchParams({ 'FILTER[ID]': '27' }))).toEqual([
    'Игорь',
  ])
  const form = new FormData()
  form.set('FILTER[ID]', '31')
  expect(await names('user.get', form)).toEqual(['Пётр'])
})

test('pages are fifty rows long and start is rounded down to a page', async () => {
  await using portal = await startPortal()
  for (let n = 0; n < 120; n += 1)
    portal.sandbox.addTask({ title: `Задача ${n}`, responsibleId: 33, createdBy: 17 })
  const list = (start: number) =>
    portal.v2('tasks.task.list', {
      filter: { RESPONSIBLE_ID: 33, '%TITLE': 'Задача' },
      order: { ID: 'asc' },
      start,
    })
  const titles = async (start: number) => rows(await list(start)).map((row) => row['title'])

  expect((await list(0)).body).toMatchObject({ next: 50, total: 120 })
  expect(await titles(10)).toEqual(await titles(0))
  expect((await titles(50))[0]).toBe('Задача 50')
  const last = await list(100)
  expect([rows(last).length, last.body['total'], 'next' in last.body]).toEqual([20, 120, false])
})

test('start -1 gives fifty rows without a count; what total says then is a mode', async () => {
  await using portal = await startPortal()
  for (let n = 0; n < 60; n += 1) portal.sandbox.addTask({ title: `Задача ${n}`, responsibleId: 33 })
  const counted = await portal.v2('tasks.task.list', { start: -1 })
  expect([rows(counted).length, counted.body['total'], 'next' in counted.body]).toEqual([50, 0, false])
  portal.sandbox.modes.totalWhenUncounted = 'absent'
  expect('total' in (await portal.v2('tasks.task.list', { start: -1 })).body).toBe(false)
})

test('the time block is whole or float, with or without operating', async () => {
  await using portal = await startPortal()
  const time = async () => (await portal.v2('profile')).body['time']
  expect(await time()).toMatchObject({
    start: 1795424400,
    date_start: '2026-11-23T12:00:00+03:00',
    operating: 0.15,
  })
  portal.sandbox.modes.operatingInTime = false
  expect(await time()).not.toHaveProperty('operating')
  portal.sandbox.modes.timeNumbers = 'float'
  expect(await time()).toMatchObject({ processing: expect.closeTo(0.03, 1) as number })
})

test('a portal without paid REST, blocked, deleted or without REST 3.0 says so', async () => {
  await using portal = await startPortal()
  const { modes } = portal.sandbox
  modes.restPaid = false
  expect(await portal.v2('profile')).toMatchObject({ status: 403, body: { error: 'ACCESS_DENIED' } })
  modes.overloaded = true
  expect(await portal.v2('profile')).toMatchObject({ status: 503, body: { error: 'OVERLOAD_LIMIT' } })
  modes.portalDeleted = 500
  expect(await portal.v2('profile')).toMatchObject({ status: 500, body: { error: 'PORTAL_DELETED' } })
  Object.assign(modes, { restPaid: true, overloaded: false, portalDeleted: false, restV3: false })
  expect(await portal.v3('tasks.task.get', { id: 8001 })).toMatchObject({
    status: 404,
    body: { error: 'ERROR_METHOD_NOT_FOUND' },
  })
  expect((await portal.v2('profile')).status).toBe(200)
})

test('REST 3.0 reads JSON alone, never the query string', async () => {
  await using portal = await startPortal()
  const address = `${v3Address(portal.sandbox)}tasks.task.get`
  const form = await portal.send(address, { method: 'POST', body: new URLSearchParams({ id: '8001' }) })
  expect(await form.json()).toMatchObject({
    error: { code: 'BITRIX_REST_V3_EXCEPTION_INVALIDJSONEXCEPTION' },
  })
  const query = await portal.send(`${address}?id=8001`)
  expect([query.status, await query.json()]).toMatchObject([
    400,
    {
      error: {
        code: 'BITRIX_REST_V3_EXCEPTION_VALIDATION_REQUESTVALIDATIONEXCEPTION',
        validation: [{ field: 'id' }],
      },
    },
  ])
})

test('service methods tell who the webhook is and what it may do', async () => {
  await using portal = await startPortal()
  expect((await portal.v2('profile')).result).toMatchObject({ ID: '1', ADMIN: true, NAME: 'Помощник' })
  expect((await portal.v2('user.admin')).result).toBe(true)
  expect((await portal.v2('user.current')).result).toMatchObject({
    ID: '1',
    EMAIL: 'assistant@romashka.example',
  })
  expect((await portal.v2('server.time')).result).toBe('2026-11-23T12:00:00+03:00')
  expect((await portal.v2('method.get', { name: 'no.such' })).result).toEqual({
    isExisting: false,
    isAvailable: false,
  })
  expect((await portal.v3('rest.scope.list')).result).toMatchObject({
    tasks: { task: { add: { scope: 'tasks.task.add' } } },
  })
  expect((await portal.v2('calendar.settings.get')).result).toMatchObject({
    work_time_start: '9',
    week_start: 'MO',
  })
})

test('requests are kept for tests to look at', async () => {
  await using portal = await startPortal()
  await portal.v2('tasks.task.get', { taskId: 8001 })
  await portal.v2('tasks.task.explode')
  expect(portal.sandbox.requests).toMatchObject([
    { version: 2, method: 'tasks.task.get', params: { taskId: 8001 }, status: 200 },
    { version: 2, method: 'tasks.task.explode', status: 404, errorCode: 'ERROR_METHOD_NOT_FOUND' },
  ])
})
