import { expect, test } from 'vitest'

import type { Json } from '../../../src/ports/json.ts'
import {
  startTelemost,
  type TelemostOptions,
  type TelemostSandbox,
} from '../../../sandbox/telemost/server.ts'

/** Monday, 23 November 2026, noon in Moscow. */
const clock = { now: () => Date.parse('2026-11-23T09:00:00Z') }

async function start(options: Partial<TelemostOptions> = {}): Promise<TelemostSandbox> {
  return startTelemost({ clock, ...options })
}

interface Reply {
  readonly status: number
  readonly body: Record<string, unknown>
}

async function ask(
  telemost: TelemostSandbox,
  method: string,
  path: string,
  body?: unknown,
  authorization = `OAuth ${telemost.token}`,
): Promise<Reply> {
  const response = await fetch(`${telemost.apiRoot}/v1/telemost-api${path}`, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> }
}

test('a room is made, read, changed and deleted', async () => {
  await using telemost = await start()
  const made = await ask(telemost, 'POST', '/conferences', { waiting_room_level: 'PUBLIC' })
  expect(made.status).toBe(201)
  const { id, join_url: joinUrl } = made.body as { id: string; join_url: string }
  expect(id).toMatch(/^\d{14}$/)
  expect(joinUrl).toBe(`https://telemost.yandex.ru/j/${id}`)
  expect(Object.keys(made.body)).toEqual(['id', 'join_url'])

  expect(await ask(telemost, 'PATCH', `/conferences/${id}`, { waiting_room_level: 'ADMINS' })).toMatchObject({
    status: 200,
    body: { id, join_url: joinUrl },
  })
  expect((await ask(telemost, 'GET', `/conferences/${id}`)).body).toMatchObject({
    waiting_room_level: 'ADMINS',
    access_level: 'UNKNOWN',
    sip_id: id,
  })
  expect((await ask(telemost, 'DELETE', `/conferences/${id}`)).status).toBe(204)
  expect(await ask(telemost, 'GET', `/conferences/${id}`)).toMatchObject({
    status: 404,
    body: { error: 'ConferenceNotFound', message: 'Встреча не найдена.', details: {} },
  })
  expect((await ask(telemost, 'POST', '/conferences')).body['id']).not.toBe(id)
})

test.each<[string, unknown, string]>([
  ['no level at all', {}, 'PUBLIC'],
  ['the deprecated key alone', { access_level: 'ORGANIZATION' }, 'ORGANIZATION'],
  ['both keys', { access_level: 'PUBLIC', waiting_room_level: 'ADMINS' }, 'ADMINS'],
  ['a level of another time', { waiting_room_level: 'NOBODY' }, 'UNKNOWN'],
])('%s decides who waits', async (_what, body, level) => {
  await using telemost = await start()
  await ask(telemost, 'POST', '/conferences', body)
  expect(telemost.conferences()[0]?.waitingRoomLevel).toBe(level)
})

test('co-hosts are replaced, added, listed by pages and removed', async () => {
  await using telemost = await start()
  const cohosts = [{ email: 'anna.petrova@romashka.example' }]
  const { body } = await ask(telemost, 'POST', '/conferences', { cohosts })
  const path = `/conferences/${String(body['id'])}/cohosts`
  const list = async (query = '') => (await ask(telemost, 'GET', path + query)).body['cohosts']

  expect(
    (await ask(telemost, 'PATCH', path, { cohosts: [{ email: 'Igor.Kim@romashka.example' }] })).status,
  ).toBe(204)
  expect(await list()).toEqual([...cohosts, { email: 'igor.kim@romashka.example' }])
  expect(await list('?offset=1&limit=1')).toEqual([{ email: 'igor.kim@romashka.example' }])
  expect((await ask(telemost, 'GET', `${path}?limit=257`)).status).toBe(400)
  expect((await ask(telemost, 'DELETE', `${path}?cohost_emails=igor.kim@romashka.example`)).status).toBe(204)
  expect(await list()).toEqual(cohosts)
  expect((await ask(telemost, 'PUT', path, { cohosts: [] })).status).toBe(204)
  expect(await list()).toEqual([])
})

test('an address without a Yandex account makes no co-host, and no room either', async () => {
  await using telemost = await start({ yandexAccounts: ['anna.petrova@romashka.example'] })
  const cohosts = [{ email: 'anna.petrova@romashka.example' }, { email: 'sklad@romashka.example' }]
  expect(await ask(telemost, 'POST', '/conferences', { cohosts })).toMatchObject({
    status: 400,
    body: { error: 'NoSuchUserPrincipalsFound', details: { emails: 'sklad@romashka.example' } },
  })
  expect(telemost.conferences()).toEqual([])
})

test.each<[string, Partial<TelemostOptions>, string, string, unknown, number, string]>([
  ['a revoked token', { modes: { tokenRevoked: true } }, 'POST', '/conferences', {}, 401, 'Unauthorized'],
  [
    'a personal account, by mode',
    { modes: { restricted: true } },
    'POST',
    '/conferences',
    {},
    403,
    'ApiRestrictedToOrganizations',
  ],
  ['a token without the permission', { permissions: ['read'] }, 'POST', '/conferences', {}, 403, 'Forbidden'],
  [
    'a live stream the tariff lacks',
    {},
    'POST',
    '/conferences',
    { live_stream: {} },
    402,
    'PaymentRequiredToUseLiveStreams',
  ],
  ['a body that is not JSON', {}, 'POST', '/conferences', '{"waiting', 400, 'ValidationError'],
  ['a field of another type', {}, 'POST', '/conferences', { cohosts: 'anna' }, 400, 'ValidationError'],
  ['an unknown room', {}, 'DELETE', '/conferences/1', undefined, 404, 'ConferenceNotFound'],
])('%s is refused', async (_what, options, method, path, body, status, error) => {
  await using telemost = await start(options)
  const reply = await ask(telemost, method, path, body)
  expect(reply).toMatchObject({ status, body: { error } })
  expect(Object.keys(reply.body)).toEqual(['error', 'description', 'message', 'details'])
  expect(telemost.conferences()).toEqual([])
})

test('a wrong token and a token in another scheme are refused alike', async () => {
  await using telemost = await start()
  for (const authorization of ['OAuth y0_other', `Bearer ${telemost.token}`, ''])
    expect((await ask(telemost, 'POST', '/conferences', {}, authorization)).status).toBe(401)
})

test('a live stream where it is paid for has an address of its own', async () => {
  await using telemost = await start({ liveStreams: true })
  const { body } = await ask(telemost, 'POST', '/conferences', { live_stream: { title: 'Общее собрание' } })
  const { watch_url: watchUrl } = body['live_stream'] as { watch_url: string }
  expect(watchUrl).toMatch(/^https:\/\/telemost\.yandex\.ru\/live\/[0-9a-f]{32}$/)
  expect(
    (await ask(telemost, 'GET', `/conferences/${String(body['id'])}`)).body['live_stream'],
  ).toMatchObject({
    watch_url: watchUrl,
    title: 'Общее собрание',
  })
})

test('faults: cut before and after, a proxy’s page, a status, a delay', async () => {
  await using telemost = await start()
  const create = () => ask(telemost, 'POST', '/conferences', {})
  telemost.fault({ kind: 'cut', times: 1 })
  await expect(create()).rejects.toThrow(TypeError)
  expect(telemost.conferences()).toHaveLength(0)

  telemost.fault({ kind: 'apply-then-cut', route: 'POST /conferences', times: 1 })
  await expect(create()).rejects.toThrow(TypeError)
  expect(telemost.conferences()).toHaveLength(1)

  telemost.fault({ kind: 'html', times: 1 })
  await expect(create()).rejects.toThrow(SyntaxError)
  telemost.fault({ kind: 'status', status: 500, times: 1 })
  expect((await create()).status).toBe(500)
  expect(telemost.conferences()).toHaveLength(1)

  telemost.fault({ kind: 'delay', delayMs: 10, times: 1 })
  expect((await create()).status).toBe(201)
  expect(telemost.requests.map(({ status }) => status)).toEqual([0, 0, 502, 500, 201])
})

test('closing does not wait for a delay that was ordered', async () => {
  const telemost = await start()
  telemost.fault({ kind: 'delay', delayMs: 600_000 })
  const asked = ask(telemost, 'POST', '/conferences', {}).catch(() => 'cut')
  await expect.poll(() => telemost.conferences().length).toBe(1)
  await telemost[Symbol.asyncDispose]()
  expect(await asked).toBe('cut')
})

test('rooms survive a restart, and numbers never come back', async () => {
  const first = await start()
  const { body } = await ask(first, 'POST', '/conferences', {})
  const saved = first.save()
  await first[Symbol.asyncDispose]()
  await using second = await start({ restore: JSON.parse(JSON.stringify(saved)) as Json })
  expect((await ask(second, 'GET', `/conferences/${String(body['id'])}`)).status).toBe(200)
  expect((await ask(second, 'POST', '/conferences', {})).body['id']).not.toBe(body['id'])
  await expect(start({ restore: { version: 2 } })).rejects.toThrow('Not a saved Telemost sandbox')
})
