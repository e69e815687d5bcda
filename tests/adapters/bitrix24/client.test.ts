import { expect, test } from 'vitest'
import { z } from 'zod'

import { createBitrixClient } from '../../../src/adapters/bitrix24/client.ts'
import type { CallLogEntry, CallOptions } from '../../../src/adapters/bitrix24/client.ts'
import { createHandClock } from './hand-clock.ts'
import {
  cut,
  cutInTheMiddle,
  good,
  html,
  json,
  never,
  redirect,
  secret,
  startScriptedPortal,
} from './scripted-portal.ts'

const read: CallOptions<unknown> = { version: 2, kind: 'read', schema: z.unknown() }
const write: CallOptions<unknown> = { version: 2, kind: 'write', schema: z.unknown() }

function createClient(webhook: string, attempts = 3) {
  const clock = createHandClock()
  const entries: CallLogEntry[] = []
  const client = createBitrixClient({
    webhook,
    clock,
    sleep: clock.sleep,
    log: (entry) => entries.push(entry),
    retry: { attempts, delayMs: 500 },
  })
  return { client, clock, entries }
}

test('a call posts JSON to the address of its REST version', async () => {
  await using portal = await startScriptedPortal(good([]))
  const { client } = createClient(portal.webhook)
  await client.call('user.get', { FILTER: { ID: 15 } }, read)
  await client.call('tasks.task.add', {}, { ...write, version: 3, body: '{"fields":{"title":"Смета"}}' })
  expect(portal.seen.map(({ verb, path, body }) => ({ verb, path, body }))).toEqual([
    { verb: 'POST', path: `/rest/1/${secret}/user.get`, body: '{"FILTER":{"ID":15}}' },
    { verb: 'POST', path: `/rest/api/1/${secret}/tasks.task.add`, body: '{"fields":{"title":"Смета"}}' },
  ])
  expect(portal.seen[0]?.headers).toMatchObject({
    'content-type': 'application/json',
    accept: 'application/json',
  })
})

test('a good answer needs neither time nor next, and passes its own schema', async () => {
  await using portal = await startScriptedPortal(json(200, { result: [{ ID: '15' }] }))
  const { client } = createClient(portal.webhook)
  const schema = z.array(z.object({ ID: z.coerce.number() }))
  expect(await client.call('user.get', {}, { ...read, schema })).toEqual({
    type: 'ok',
    value: [{ ID: 15 }],
    next: null,
    replayed: false,
  })
})

test.each([
  [
    'an empty code, as the calendar has',
    400,
    { error: '', error_description: 'Доступ запрещен' },
    '',
    'Доступ запрещен',
  ],
  ['a numeric code', 400, { error: 100, error_description: 'Param #0' }, '100', 'Param #0'],
  ['a digit string', 400, { error: '0', error_description: 'wrong task id' }, '0', 'wrong task id'],
  ['an error under status 200', 200, { error: '', error_description: 'Нет' }, '', 'Нет'],
  ['null as the error', 200, { result: [], error: null }, '', ''],
  [
    'tags in the description',
    400,
    { error: 'ERROR_CORE', error_description: 'Не указано название<br>Не указан исполнитель<br>' },
    'ERROR_CORE',
    'Не указано название\nНе указан исполнитель',
  ],
])('%s is a refusal and keeps its text', async (_, status, body, code, text) => {
  await using portal = await startScriptedPortal(json(status, body))
  const { client } = createClient(portal.webhook)
  expect(await client.call('tasks.task.add', {}, write)).toEqual({
    type: 'rejected',
    code,
    text,
    fields: [],
    status,
  })
  expect(portal.seen).toHaveLength(1)
})

test('a refusal of REST 3.0 names its fields', async () => {
  const code = 'BITRIX_REST_V3_EXCEPTION_VALIDATION_REQUESTVALIDATIONEXCEPTION'
  const validation = [{ field: 'title', message: 'Обязательное поле' }]
  await using portal = await startScriptedPortal(
    json(400, { error: { code, message: 'Ошибка', validation } }),
  )
  const { client } = createClient(portal.webhook)
  expect(await client.call('tasks.task.add', {}, { ...write, version: 3 })).toMatchObject({
    type: 'rejected',
    code,
    fields: ['title'],
    status: 400,
  })
})

test.each([
  ['a page of a proxy', html(502), 'not_json'],
  ['a page under status 200', html(200), 'not_json'],
  ['a cut connection', cut, 'connection'],
  ['an answer cut in the middle', cutInTheMiddle, 'connection'],
  [
    'an internal error',
    json(500, { error: 'INTERNAL_SERVER_ERROR', error_description: 'Internal' }),
    'server_error',
  ],
])('%s leaves a write in doubt after one request, and a read is asked again', async (_, reply, cause) => {
  await using portal = await startScriptedPortal(reply)
  const { client } = createClient(portal.webhook)
  expect(await client.call('tasks.task.add', {}, write)).toMatchObject({ type: 'uncertain', cause })
  expect(portal.seen).toHaveLength(1)
  expect(await client.call('tasks.task.list', {}, read)).toMatchObject({ type: 'uncertain', cause })
  expect(portal.seen).toHaveLength(4)
})

test('a read succeeds on the second attempt, after a pause', async () => {
  await using portal = await startScriptedPortal(cut, html(502), good('2026-11-24T12:00:00+03:00'))
  const { client, clock, entries } = createClient(portal.webhook)
  expect(await client.call('server.time', {}, read)).toMatchObject({ type: 'ok' })
  expect(clock.slept).toEqual([500, 1000])
  expect(entries.map(({ attempt, outcome, status }) => [attempt, outcome, status])).toEqual([
    [1, 'uncertain', 0],
    [2, 'uncertain', 502],
    [3, 'ok', 200],
  ])
})

test('an answer of the wrong shape leaves a write in doubt', async () => {
  await using portal = await startScriptedPortal(good({ task: [] }))
  const { client } = createClient(portal.webhook)
  const schema = z.object({ task: z.object({ id: z.string() }) })
  expect(await client.call('tasks.task.add', {}, { ...write, schema })).toMatchObject({
    type: 'uncertain',
    cause: 'unexpected_shape',
  })
})

test('an answer over five megabytes is not read to its end', async () => {
  const long = JSON.stringify({ result: 'я'.repeat(6 * 1024 * 1024) })
  await using portal = await startScriptedPortal((response) => {
    response.writeHead(200).end(long)
  })
  const { client } = createClient(portal.webhook)
  expect(await client.call('tasks.task.list', {}, read)).toMatchObject({
    type: 'uncertain',
    cause: 'too_long',
  })
  expect(portal.seen).toHaveLength(1)
})

test('a full bucket was refused before execution: even a write is sent again', async () => {
  const full = json(503, { error: 'QUERY_LIMIT_EXCEEDED', error_description: 'Too many requests' })
  await using portal = await startScriptedPortal(full, full, good(477))
  const { client, clock } = createClient(portal.webhook)
  expect(await client.call('task.checklistitem.add', {}, write)).toMatchObject({ type: 'ok', value: 477 })
  expect(clock.slept).toEqual([1000, 2000])
})

test('after a call that got through, the next full bucket means a short pause again', async () => {
  const full = json(503, { error: 'QUERY_LIMIT_EXCEEDED', error_description: 'Too many requests' })
  await using portal = await startScriptedPortal(full, full, good([]), full, good([]))
  const { client, clock } = createClient(portal.webhook)
  await client.call('user.get', {}, read)
  await client.call('user.get', {}, read)
  expect(clock.slept).toEqual([1000, 2000, 1000])
})

test('a bucket that stays full ends in a time to come back', async () => {
  await using portal = await startScriptedPortal(html(429))
  const { client } = createClient(portal.webhook)
  expect(await client.call('tasks.task.add', {}, write)).toEqual({ type: 'rateLimited', afterMs: 4000 })
  expect(portal.seen).toHaveLength(3)
})

test('a method out of working time is left alone until its reset; others go on', async () => {
  const resetAtS = Date.parse('2026-11-24T09:04:00Z') / 1000
  await using portal = await startScriptedPortal(
    json(200, { result: [], time: { operating: 470, operating_reset_at: resetAtS } }),
    json(429, { error: 'OPERATION_TIME_LIMIT', error_description: 'Method is blocked' }),
    good([]),
  )
  const { client, clock, entries } = createClient(portal.webhook)
  const blocked = { type: 'blocked', untilMs: resetAtS * 1000 }
  await client.call('tasks.task.list', {}, read)
  expect(entries[0]?.operating).toBe(470)
  expect(await client.call('tasks.task.list', {}, { ...read, priority: 'background' })).toEqual({
    ...blocked,
    spared: true,
  })
  expect(portal.seen).toHaveLength(1)
  expect(await client.call('tasks.task.list', {}, read)).toEqual(blocked)
  expect(await client.call('tasks.task.list', {}, read)).toEqual(blocked)
  expect(portal.seen).toHaveLength(2)
  expect(await client.call('user.get', {}, read)).toMatchObject({ type: 'ok' })
  clock.advance(4 * 60_000)
  expect(await client.call('tasks.task.list', {}, read)).toMatchObject({ type: 'ok' })
})

test.each([
  [401, { error: 'NO_AUTH_FOUND' }, 'webhook'],
  [403, { error: 'insufficient_scope' }, 'scope'],
  [403, { error: 'ACCESS_DENIED' }, 'plan'],
  [404, { error: 'ERROR_METHOD_NOT_FOUND' }, 'method'],
  [503, { error: 'OVERLOAD_LIMIT' }, 'blocked'],
  [500, { error: 'PORTAL_DELETED' }, 'closed'],
  [401, { error: { code: 'BITRIX_REST_V3_EXCEPTION_UNKNOWN', message: 'Нет' } }, 'webhook'],
])('status %i with %j needs an administrator and is not repeated', async (status, body, kind) => {
  await using portal = await startScriptedPortal(json(status, body))
  const { client } = createClient(portal.webhook)
  expect(await client.call('user.get', {}, read)).toMatchObject({ type: 'config', kind })
  expect(portal.seen).toHaveLength(1)
})

test('a renamed portal gets the same POST once more at its new address', async () => {
  await using renamed = await startScriptedPortal(good(true))
  await using portal = await startScriptedPortal(redirect(`${renamed.origin}/rest/1/${secret}/user.get`))
  const { client, entries } = createClient(portal.webhook)
  expect(await client.call('user.get', { FILTER: { ID: 15 } }, read)).toMatchObject({ type: 'ok' })
  expect(renamed.seen).toMatchObject([{ verb: 'POST', body: '{"FILTER":{"ID":15}}' }])
  expect(entries).toMatchObject([{ redirected: true }])
})

test.each([
  'https://portal.example.invalid/rest/1/x/user.get',
  'http://portal.example.invalid/',
  '',
  'ftp://127.0.0.1/',
])('a redirect to «%s» is not followed', async (location) => {
  await using portal = await startScriptedPortal(redirect(location))
  const { client } = createClient(portal.webhook)
  expect(await client.call('user.get', {}, read)).toMatchObject({ type: 'config', kind: 'moved' })
})

test('a circle of redirects ends after one hop', async () => {
  await using portal = await startScriptedPortal(redirect('/rest/1/again/user.get'))
  const { client } = createClient(portal.webhook)
  expect(await client.call('user.get', {}, read)).toMatchObject({ type: 'config', kind: 'moved' })
  expect(portal.seen.map(({ path }) => path)).toEqual([
    `/rest/1/${secret}/user.get`,
    '/rest/1/again/user.get',
  ])
})

test('a portal that is not there was surely not asked: a write is tried again and stays repeatable', async () => {
  const portal = await startScriptedPortal(good([]))
  await portal[Symbol.asyncDispose]()
  const { client, entries } = createClient(portal.webhook)
  expect(await client.call('tasks.task.add', {}, write)).toEqual({
    type: 'unreachable',
    cause: 'ECONNREFUSED',
  })
  expect(entries).toHaveLength(3)
})

test('a slow portal leaves a write in doubt until it must have given up', async () => {
  await using portal = await startScriptedPortal(never)
  const { client } = createClient(portal.webhook)
  const result = await client.call('tasks.task.add', {}, { ...write, timeoutMs: 50 })
  expect(result).toEqual({ type: 'uncertain', cause: 'timeout', settlesInMs: 60_000 })
  expect(portal.seen).toHaveLength(1)
})

test('a caller who gives up before the request is sent, or after, gets an answer at once', async () => {
  await using portal = await startScriptedPortal(never)
  const { client } = createClient(portal.webhook)
  expect(await client.call('user.get', {}, { ...read, signal: AbortSignal.abort() })).toEqual({
    type: 'unreachable',
    cause: 'aborted',
  })
  expect(portal.seen).toHaveLength(0)
  const controller = new AbortController()
  const call = client.call('user.get', {}, { ...read, signal: controller.signal })
  await expect.poll(() => portal.seen.length).toBe(1)
  controller.abort()
  expect(await call).toMatchObject({ type: 'uncertain', cause: 'aborted' })
  expect(portal.seen).toHaveLength(1)
})

test('under an idempotency key a write is repeated, byte for byte, once the portal has shown that it keeps keys', async () => {
  const echo = { 'idempotency-key': 'x' }
  await using portal = await startScriptedPortal(
    cut,
    json(200, { result: { item: { id: 1 } } }, echo),
    cut,
    json(200, { result: { item: { id: 2 } } }, { ...echo, 'idempotent-replayed': 'true' }),
  )
  const { client, clock } = createClient(portal.webhook)
  const options = { ...write, version: 3, idempotencyKey: 'tgbot-task-7', body: '{"fields":{}}' } as const
  expect(await client.call('tasks.task.add', {}, options)).toMatchObject({ type: 'uncertain' })
  expect(portal.seen).toHaveLength(1)
  await client.call('tasks.task.add', {}, options)
  expect(await client.call('tasks.task.add', {}, options)).toMatchObject({ type: 'ok', replayed: true })
  expect(portal.seen.slice(2).map(({ body, headers }) => [body, headers['idempotency-key']])).toEqual([
    ['{"fields":{}}', 'tgbot-task-7'],
    ['{"fields":{}}', 'tgbot-task-7'],
  ])
  expect(clock.slept).toEqual([5000])
})

test('a repeat that surely did nothing does not take back the doubt about the first attempt', async () => {
  await using portal = await startScriptedPortal(
    json(200, { result: {} }, { 'idempotency-key': 'x' }),
    cut,
    json(401, { error: 'NO_AUTH_FOUND' }),
  )
  const { client } = createClient(portal.webhook)
  const options = { ...write, version: 3, idempotencyKey: 'tgbot-task-7' } as const
  await client.call('tasks.task.add', {}, options)
  expect(await client.call('tasks.task.add', {}, options)).toMatchObject({
    type: 'uncertain',
    cause: 'connection',
  })
  expect(portal.seen).toHaveLength(3)
})

test('neither the log nor a result holds the secret, the parameters or the texts', async () => {
  const typed = 'anna.petrova@example.ru'
  await using portal = await startScriptedPortal(
    json(400, { error: `ERROR ${typed}`, error_description: typed }),
    cut,
    html(502),
    redirect(`https://example.invalid/${secret}`),
    json(401, { error: `${secret} is not valid` }),
  )
  const { client, entries } = createClient(portal.webhook, 1)
  const results = []
  for (let call = 0; call < 5; call++) {
    results.push(await client.call('user.get', { FILTER: { '=EMAIL': typed } }, read))
  }
  await portal[Symbol.asyncDispose]()
  results.push(await client.call('user.get', {}, read))
  expect(entries).toHaveLength(6)
  expect(JSON.stringify(entries)).not.toContain(typed)
  expect(JSON.stringify([entries, results])).not.toContain(secret)
})

test.each([
  `http://company.bitrix24.ru/rest/1/${secret}/`,
  `https://company.bitrix24.ru/rest/${secret}/`,
  `https://user:${secret}@company.bitrix24.ru/rest/1/abc/`,
  `https://company.bitrix24.ru/rest/1/${secret}/user.get?x=1`,
  secret,
])('the webhook «%s» is refused without being repeated', (webhook) => {
  expect(() => createClient(webhook)).toThrow(RangeError)
  expect(() => createClient(webhook)).not.toThrow(secret)
})
