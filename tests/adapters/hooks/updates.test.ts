/** Telegram's updates at the door: who may bring them, and what they are answered. */
import { request } from 'node:http'
import { expect, test } from 'vitest'
import { openHooks } from '../../../src/adapters/hooks/hooks.ts'
import { testClock } from '../../support/clock.ts'

const secret = 'only-telegram-knows-this'
const path = '/telegram/updates'
const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret }

test('an update is answered with 200 once it is stored, and not before', async () => {
  const stored = Promise.withResolvers<void>()
  await using door = await open(async () => stored.promise)
  let status = 0
  const answer = door.posts('{"update_id":1}').then((given) => (status = given))
  await door.asked(1)
  expect(status).toBe(0)
  stored.resolve()
  expect(await answer).toBe(200)
  expect(door.bodies).toEqual(['{"update_id":1}'])
})

test('an update that could not be stored is answered with 503, and taken when it comes again', async () => {
  let failures = 1
  await using door = await open(async () => {
    failures -= 1
    if (failures === 0) throw new Error('the database is away')
  })
  expect(await door.posts('{"update_id":1}')).toBe(503)
  expect(await door.posts('{"update_id":1}')).toBe(200)
  expect(door.logged).toEqual([
    { level: 'error', message: 'an update was not taken, Telegram will send it again', status: 503 },
  ])
})

test.each([
  ['a wrong secret', { ...headers, 'x-telegram-bot-api-secret-token': 'guess' }],
  ['a part of the secret', { ...headers, 'x-telegram-bot-api-secret-token': secret.slice(0, -1) }],
  ['no secret', { 'content-type': 'application/json' }],
  ['an empty secret', { ...headers, 'x-telegram-bot-api-secret-token': '' }],
])('whoever shows %s is sent away, and nothing of what was sent is read or told', async (_, shown) => {
  await using door = await open()
  expect(await door.posts('{"update_id":1,"message":{"text":"подделка"}}', shown)).toBe(403)
  expect(door.bodies).toEqual([])
  expect(JSON.stringify(door.logged)).not.toMatch(/guess|подделка|only-telegram/)
})

test.each([
  ['reading', { method: 'GET', headers }, 405],
  ['replacing', { method: 'PUT', headers }, 405],
  ['a form', { method: 'POST', headers: { ...headers, 'content-type': 'text/plain' } }, 415],
])('%s is no update', async (_, init, status) => {
  await using door = await open()
  const response = await fetch(`${door.origin}${path}`, {
    ...init,
    body: init.method === 'GET' ? null : '{}',
  })
  expect(response.status).toBe(status)
  expect(door.bodies).toEqual([])
})

test('what cannot be read is 400, what is too long is 413, and other paths know of nothing', async () => {
  await using door = await open()
  door.unreadable()
  expect(await door.posts('{}')).toBe(400)
  expect(await door.posts('x'.repeat(1024 * 1024 + 1))).toBe(413)
  expect((await fetch(`${door.origin}/telegram`, { method: 'POST', headers, body: '{}' })).status).toBe(404)
  expect(door.bodies).toEqual(['{}'])
})

test('without a webhook the path does not exist', async () => {
  await using hooks = await openHooks(base([]))
  const response = await fetch(`${hooks.origin}${path}`, { method: 'POST', headers, body: '{}' })
  expect(response.status).toBe(404)
})

test('asked to stop, it stores and answers what is in hand, and lets nothing new in', async () => {
  const stored = Promise.withResolvers<void>()
  await using door = await open(async () => stored.promise)
  const answer = door.posts('{"update_id":1}')
  await door.asked(1)
  const closing = door.close()
  await expect(door.posts('{"update_id":2}')).rejects.toThrow('ECONNREFUSED')
  stored.resolve()
  expect(await answer).toBe(200)
  await closing
  expect(door.bodies).toEqual(['{"update_id":1}'])
})

function base(logged: object[]) {
  return {
    listen: { host: '127.0.0.1', port: 0 },
    proof: null,
    clock: testClock(),
    onHint() {},
    log: (entry: object) => void logged.push(entry),
  }
}

async function open(store: () => Promise<void> = () => Promise.resolve()) {
  const bodies: string[] = []
  const logged: object[] = []
  let asked = 0
  let isReadable = true
  let wake: (() => void) | null = null
  const hooks = await openHooks({
    ...base(logged),
    updates: {
      path,
      secret,
      async take(body) {
        bodies.push(body)
        asked += 1
        wake?.()
        await store()
        return isReadable ? 'taken' : 'unreadable'
      },
    },
  })
  return {
    bodies,
    logged,
    origin: hooks.origin,
    unreadable: () => void (isReadable = false),
    async asked(times: number) {
      while (asked < times) await new Promise<void>((resolve) => (wake = resolve))
    },
    close: () => hooks[Symbol.asyncDispose](),
    /** On a connection of its own: what waits behind another request says nothing of the listener. */
    posts: (body: string, shown: Record<string, string> = headers) =>
      new Promise<number>((resolve, reject) => {
        const sending = request(`${hooks.origin}${path}`, { method: 'POST', headers: shown, agent: false })
        sending.once('response', (response) => {
          response.resume()
          resolve(response.statusCode ?? 0)
        })
        sending.once('error', reject)
        sending.end(body)
      }),
    [Symbol.asyncDispose]: () => hooks[Symbol.asyncDispose](),
  }
}
