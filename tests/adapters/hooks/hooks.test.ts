import { once } from 'node:events'
import { request, type ClientRequest } from 'node:http'
import { createConnection } from 'node:net'
import { expect, test } from 'vitest'
import type { PortalHint } from '../../../src/adapters/hooks/event.ts'
import {
  openHooks,
  openHooksIfPossible,
  type Hooks,
  type HooksOptions,
} from '../../../src/adapters/hooks/hooks.ts'
import { testClock } from '../../support/clock.ts'
import { eventBody, taskEvent, token } from './portal-event.ts'

const form = { 'content-type': 'application/x-www-form-urlencoded' }

test('an event of the portal becomes a hint, and the portal is answered at once', async () => {
  await using door = await open()
  expect(await door.posts(taskEvent(8017))).toBe(200)
  expect(await door.posts(eventBody('ONCALENDARENTRYADD', { 'data[id]': '1414' }))).toBe(200)
  expect(await door.hints(2)).toEqual([
    { kind: 'task', id: 8017 },
    { kind: 'event', id: 1414 },
  ])
  expect(door.hooks.counts()).toEqual({ taken: 2, ignored: 0, refused: 0 })
})

test('a wrong token is refused, counted and told of once a minute, without a word of what was sent', async () => {
  await using door = await open()
  const forged = eventBody('ONTASKADD', {
    'data[FIELDS_AFTER][ID]': '66',
    'auth[application_token]': 'guess',
  })
  for (let guess = 0; guess < 3; guess += 1) expect(await door.posts(forged)).toBe(403)
  door.clock.advance(60_000)
  expect(await door.posts(forged)).toBe(403)
  expect(door.hooks.counts()).toEqual({ taken: 0, ignored: 0, refused: 4 })
  expect(door.logged).toEqual([
    { level: 'warn', message: 'an event of the portal was refused', why: 'token', refused: 1 },
    { level: 'warn', message: 'an event of the portal was refused', why: 'token', refused: 4 },
  ])
})

test('an event of another kind is answered like any other, and leads to nothing', async () => {
  await using door = await open()
  expect(await door.posts(eventBody('ONCRMDEALADD', { 'data[FIELDS][ID]': '5' }))).toBe(200)
  expect(door.hooks.counts()).toEqual({ taken: 0, ignored: 1, refused: 0 })
})

test.each([
  ['another path', '/bitrix24/events/x', { method: 'POST', headers: form }, 404],
  ['the root', '/', {}, 404],
  ['reading', '/bitrix24/events', {}, 405],
  ['replacing', '/bitrix24/events', { method: 'PUT', headers: form }, 405],
  ['JSON', '/bitrix24/events', { method: 'POST', headers: { 'content-type': 'application/json' } }, 415],
  ['writing to health', '/healthz', { method: 'POST', headers: form }, 405],
])('%s is refused before anything is read', async (_, path, init, status) => {
  await using door = await open()
  const body = 'method' in init ? taskEvent(1) : null
  const response = await fetch(`${door.hooks.origin}${path}`, { ...init, body })
  expect(response.status).toBe(status)
  expect(await response.text()).toBe('')
  expect(door.hooks.counts()).toEqual({ taken: 0, ignored: 0, refused: 0 })
})

test('a query after the path, and a charset after the type, do not matter', async () => {
  await using door = await open()
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' }
  const url = `${door.hooks.origin}/bitrix24/events?from=portal`
  expect((await fetch(url, { method: 'POST', headers, body: taskEvent(1) })).status).toBe(200)
})

test('a body of 64 KB is read, and one byte more is not, however it is sent', async () => {
  await using door = await open()
  const fitting = taskEvent(1).padEnd(64 * 1024, '&')
  expect(await door.posts(fitting)).toBe(200)
  expect(await door.posts(`${fitting}&`)).toBe(413)
  expect(await postInChunks(door.hooks.origin, `${fitting}&`)).toBe(413)
  expect(door.hooks.counts().taken).toBe(1)
})

test('health is one word for anybody, on a connection that is kept', async () => {
  await using door = await open({ proof: null })
  for (let time = 0; time < 2; time += 1) {
    const response = await fetch(`${door.hooks.origin}/healthz`)
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('ok')
    expect(response.headers.get('connection')).toBe('keep-alive')
  }
  expect((await fetch(`${door.hooks.origin}/healthz`, { method: 'HEAD' })).status).toBe(200)
})

test('without a token nobody’s events are listened to', async () => {
  await using door = await open({ proof: null })
  expect(await door.posts(taskEvent(8017))).toBe(404)
})

test('whoever takes hints may fail at it, and the next one comes all the same', async () => {
  const seen: number[] = []
  const both = Promise.withResolvers<null>()
  await using door = await open({
    onHint: ({ id }) => {
      seen.push(id)
      if (seen.length === 2) both.resolve(null)
      throw new Error('не сейчас')
    },
  })
  await door.posts(taskEvent(1))
  await door.posts(taskEvent(2))
  await both.promise
  expect(seen).toEqual([1, 2])
  expect(door.logged).toContainEqual(expect.objectContaining({ level: 'error', kind: 'task' }))
})

test('what is no HTTP is shown the door, and the next request served', async () => {
  await using door = await open()
  await new Promise<void>((resolve) => {
    const socket = createConnection(Number(new URL(door.hooks.origin).port), '127.0.0.1', () => {
      socket.end('\u0016\u0003\u0001 это не HTTP\r\n\r\n')
    })
    socket.resume().on('close', () => resolve())
  })
  expect(await door.posts(taskEvent(1))).toBe(200)
})

test('stopping answers what is in hand, lets nothing new in and gives no hint on', async () => {
  const door = await open({ gatherMs: 60_000 })
  const headers = { ...form, expect: '100-continue' }
  const posting = request({ ...targetOf(door.hooks.origin), method: 'POST', headers })
  const answered = statusOf(posting)
  posting.flushHeaders()
  await once(posting, 'continue')
  const stopping = door[Symbol.asyncDispose]()
  posting.end(taskEvent(8017))
  expect(await answered).toBe(200)
  await stopping
  await expect(fetch(`${door.hooks.origin}/healthz`)).rejects.toThrow('fetch failed')
  expect(door.given).toEqual([])
})

test('an address that is taken is told to the log, and to nobody else', async () => {
  await using door = await open()
  const listen = { host: '127.0.0.1', port: Number(new URL(door.hooks.origin).port) }
  const logged: object[] = []
  const log = (entry: object): void => void logged.push(entry)
  const options = { listen, proof: null, clock: door.clock, onHint: () => {}, log }
  expect(await openHooksIfPossible(options)).toBeNull()
  expect(logged).toEqual([
    { level: 'error', message: 'HTTP_LISTEN cannot be listened on', code: 'EADDRINUSE' },
  ])
  await expect(openHooks(options)).rejects.toThrow('EADDRINUSE')
})

interface Door extends AsyncDisposable {
  readonly hooks: Hooks
  readonly clock: ReturnType<typeof testClock>
  readonly logged: readonly object[]
  readonly given: readonly PortalHint[]
  /** Waits until so many hints have come. */
  hints(count: number): Promise<readonly PortalHint[]>
  posts(body: string): Promise<number>
}

async function open(options: Partial<HooksOptions> = {}): Promise<Door> {
  const given: PortalHint[] = []
  const logged: object[] = []
  const clock = testClock()
  let heard = Promise.withResolvers<null>()
  const hooks = await openHooks({
    listen: { host: '127.0.0.1', port: 0 },
    proof: { token, portalHost: 'company.bitrix24.ru' },
    clock,
    gatherMs: 10,
    onHint: (hint) => {
      given.push(hint)
      heard.resolve(null)
      heard = Promise.withResolvers()
    },
    log: (entry) => logged.push(entry),
    ...options,
  })
  return {
    hooks,
    clock,
    logged,
    given,
    async hints(count) {
      while (given.length < count) await heard.promise
      return [...given]
    },
    async posts(body) {
      const response = await fetch(`${hooks.origin}/bitrix24/events`, { method: 'POST', headers: form, body })
      await response.text()
      return response.status
    },
    [Symbol.asyncDispose]: () => hooks[Symbol.asyncDispose](),
  }
}

/** Without a Content-Length to be refused by. */
async function postInChunks(origin: string, body: string): Promise<number> {
  const posting = request({ ...targetOf(origin), method: 'POST', headers: form })
  for (let at = 0; at < body.length; at += 8_192) posting.write(body.slice(at, at + 8_192))
  posting.end()
  return statusOf(posting)
}

function targetOf(origin: string): { readonly port: string; readonly path: string } {
  return { port: new URL(origin).port, path: '/bitrix24/events' }
}

function statusOf(posting: ClientRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    posting.once('error', reject)
    posting.once('response', (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
  })
}
