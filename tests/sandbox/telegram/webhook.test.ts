import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { expect, test, vi } from 'vitest'

import { anna, igor, setUp } from './support/sandbox.ts'
import type { Setup, Update } from './support/sandbox.ts'

interface Delivery {
  readonly update: Update
  readonly secret: string | undefined
}

type Reply = (response: ServerResponse, delivery: Delivery) => void

const accept: Reply = (response) => void response.end()

/** The assistant's end of the webhook: what arrived, and how to answer what comes next. */
async function startEndpoint() {
  const deliveries: Delivery[] = []
  const end = { reply: accept }
  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const update = JSON.parse(await readBody(request)) as Update
    const secret = request.headers['x-telegram-bot-api-secret-token'] as string | undefined
    deliveries.push({ update, secret })
    end.reply(response, { update, secret })
  }
  const server = createServer((request, response) => void receive(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The endpoint has no port')
  return {
    url: `http://127.0.0.1:${address.port}/telegram`,
    deliveries,
    answer: (reply: Reply) => {
      end.reply = reply
    },
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      })
    },
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

function texts(deliveries: readonly Delivery[]): unknown[] {
  return deliveries.map(({ update }) => update.message?.['text'] ?? update.callback_query?.['data'])
}

async function until(check: () => void | Promise<void>): Promise<void> {
  await vi.waitFor(check, { timeout: 5000, interval: 5 })
}

async function setWebhook(setup: Setup, params: object) {
  const { description, ok } = await setup.call('setWebhook', params)
  expect({ description, ok }).toEqual({ description: 'Webhook was set', ok: true })
}

test('updates are delivered with the secret, those that waited too', async () => {
  await using endpoint = await startEndpoint()
  await using setup = await setUp()
  const person = setup.sandbox.person(anna.id)
  person.say('раньше')
  await setWebhook(setup, { url: endpoint.url, secret_token: 'Secret_1' })
  await setup.sandbox.idle()
  person.say('позже')
  await setup.sandbox.idle()
  expect(texts(endpoint.deliveries)).toEqual(['раньше', 'позже'])
  expect(endpoint.deliveries.map(({ secret }) => secret)).toEqual(['Secret_1', 'Secret_1'])
  expect(await setup.ok('getWebhookInfo')).toEqual({
    url: endpoint.url,
    has_custom_certificate: false,
    pending_update_count: 0,
    max_connections: 40,
    ip_address: '127.0.0.1',
  })
})

test('a failed update is repeated at once, then after 2 and 4 seconds, and the rest of its queue waits', async () => {
  await using endpoint = await startEndpoint()
  await using setup = await setUp()
  const { clock } = setup
  await setWebhook(setup, { url: endpoint.url })
  endpoint.answer((response) => void response.writeHead(500).end())
  setup.sandbox.person(anna.id).say('раз')
  setup.sandbox.person(anna.id).say('два')
  await until(() => expect(texts(endpoint.deliveries)).toEqual(['раз', 'раз']))
  await until(async () =>
    expect(await setup.ok('getWebhookInfo')).toMatchObject({
      pending_update_count: 2,
      last_error_date: 1795424400,
      last_error_message: 'Wrong response from the webhook: 500 Internal Server Error',
    }),
  )
  clock.advance(1999)
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(endpoint.deliveries).toHaveLength(2)
  await until(() => {
    clock.advance(1)
    expect(endpoint.deliveries).toHaveLength(3)
  })
  endpoint.answer(accept)
  await until(() => {
    clock.advance(4000)
    expect(texts(endpoint.deliveries)).toEqual(['раз', 'раз', 'раз', 'раз', 'два'])
  })
})

test('presses and other people do not wait for a stuck message', async () => {
  await using endpoint = await startEndpoint()
  await using setup = await setUp()
  await setWebhook(setup, { url: endpoint.url })
  endpoint.answer((response, { update }) => {
    if (update.message?.['text'] !== 'застряло') response.end()
  })
  const person = setup.sandbox.person(anna.id)
  person.say('застряло')
  person.say('ждёт')
  void person.press({ messageId: 1, data: 'нажатие' })
  setup.sandbox.person(igor.id).say('другой')
  await until(() =>
    expect(new Set(texts(endpoint.deliveries))).toEqual(new Set(['застряло', 'нажатие', 'другой'])),
  )
})

test('no more requests run at once than were asked for', async () => {
  await using endpoint = await startEndpoint()
  await using setup = await setUp()
  await setWebhook(setup, { url: endpoint.url, max_connections: 1 })
  const held: ServerResponse[] = []
  endpoint.answer((response) => void held.push(response))
  setup.sandbox.person(anna.id).say('раз')
  setup.sandbox.person(igor.id).say('два')
  await until(() => expect(held).toHaveLength(1))
  held[0]!.end()
  await until(() => expect(held).toHaveLength(2))
  held[1]!.end()
  await setup.sandbox.idle()
})

test('the endpoint may say when to come again', async () => {
  await using endpoint = await startEndpoint()
  await using setup = await setUp()
  await setWebhook(setup, { url: endpoint.url })
  endpoint.answer((response) => void response.writeHead(503, { 'retry-after': '30' }).end())
  setup.sandbox.person(anna.id).say('раз')
  await until(async () => expect(await setup.ok('getWebhookInfo')).toHaveProperty('last_error_message'))
  endpoint.answer(accept)
  setup.clock.advance(29_999)
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(endpoint.deliveries).toHaveLength(1)
  setup.clock.advance(1)
  await setup.sandbox.idle()
  expect(endpoint.deliveries).toHaveLength(2)
})

test('an update that is too old is given up', async () => {
  await using endpoint = await startEndpoint()
  await using setup = await setUp()
  await setWebhook(setup, { url: endpoint.url })
  endpoint.answer((response) => void response.destroy())
  void setup.sandbox.person(anna.id).press({ messageId: 1, data: 'x' })
  await until(async () =>
    expect(await setup.ok('getWebhookInfo')).toMatchObject({ last_error_message: 'Connection closed' }),
  )
  setup.clock.advance(150_000)
  await setup.sandbox.idle()
})

test('a method in the answer is performed, unless it is one that reads or touches the webhook', async () => {
  await using endpoint = await startEndpoint()
  await using setup = await setUp()
  await setWebhook(setup, { url: endpoint.url })
  const methods = ['sendMessage', 'deleteWebhook']
  endpoint.answer((response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ method: methods.shift(), chat_id: anna.id, text: 'В ответе' }))
  })
  const person = setup.sandbox.person(anna.id)
  person.say('раз')
  person.say('два')
  await setup.sandbox.idle()
  expect(person.lastFromBot()).toMatchObject({ text: 'В ответе' })
  expect(setup.sandbox.calls.filter((call) => call.method === 'deleteWebhook')).toEqual([])
})

test('an endpoint that has been gone for a day loses its webhook', async () => {
  await using endpoint = await startEndpoint()
  await using setup = await setUp()
  await setWebhook(setup, { url: endpoint.url })
  endpoint.answer((response) => void response.writeHead(410).end())
  setup.sandbox.person(anna.id).say('раз')
  await until(() => expect(endpoint.deliveries).toHaveLength(2))
  await until(async () => expect(await setup.ok('getWebhookInfo')).toHaveProperty('last_error_message'))
  setup.clock.advance(23 * 3600_000 + 1)
  await until(async () => expect(await setup.ok('getWebhookInfo')).toMatchObject({ url: '' }))
})

test('polling and the webhook exclude each other', async () => {
  await using endpoint = await startEndpoint()
  await using setup = await setUp()
  const held = setup.call('getUpdates', { timeout: 50 })
  await setup.ok('getMe')
  await setWebhook(setup, { url: endpoint.url })
  expect(await held).toMatchObject({ status: 409, description: 'Conflict: terminated by setWebhook request' })
  const { description } = await setup.call('deleteWebhook')
  expect(description).toBe('Webhook was deleted')
  expect(await setup.ok('getUpdates', { timeout: 0, offset: 3 })).toEqual([])
  expect((await setup.call('deleteWebhook')).description).toBe('Webhook is already deleted')
})

test('a poll is refused while the webhook is set', async () => {
  await using endpoint = await startEndpoint()
  await using setup = await setUp()
  await setWebhook(setup, { url: endpoint.url })
  expect(await setup.call('getUpdates')).toMatchObject({
    status: 409,
    description:
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
  })
})

test('setting it again within a second has to wait', async () => {
  await using endpoint = await startEndpoint()
  await using setup = await setUp()
  await setWebhook(setup, { url: endpoint.url })
  expect(await setup.call('setWebhook', { url: endpoint.url })).toMatchObject({
    status: 429,
    parameters: { retry_after: 1 },
  })
})

test.each([
  [
    { url: 'https://bot.example.ru/hook' },
    'Bad Request: bad webhook: Failed to resolve host: Name or service not known',
  ],
  [
    { url: 'http://bot.example.ru/hook' },
    'Bad Request: bad webhook: An HTTPS URL must be provided for webhook',
  ],
  [
    { url: 'http://127.0.0.1:9/', secret_token: 'a b' },
    'Bad Request: secret token contains unallowed characters',
  ],
  [{ url: 'http://127.0.0.1:9/', secret_token: 'a'.repeat(257) }, 'Bad Request: secret token is too long'],
  [{ url: 'ftp://127.0.0.1/' }, 'Bad Request: invalid webhook URL specified'],
])('a bad webhook is refused: %j', async (params, expected) => {
  await using setup = await setUp()
  expect((await setup.call('setWebhook', params)).description).toBe(expected)
})

test('waiting updates can be dropped with the webhook', async () => {
  await using setup = await setUp()
  setup.sandbox.person(anna.id).say('раз')
  await setup.ok('deleteWebhook', { drop_pending_updates: true })
  expect(await setup.ok('getWebhookInfo')).toMatchObject({ pending_update_count: 0 })
})
