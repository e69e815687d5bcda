/** Updates that Telegram brings, with the sandbox as Telegram. */
import { expect, onTestFinished, test } from 'vitest'
import { startTelegramSandbox } from '../../../sandbox/telegram/server.ts'
import { systemClock } from '../../../src/adapters/clock.ts'
import { openHooks } from '../../../src/adapters/hooks/hooks.ts'
import { createTelegramClient } from '../../../src/adapters/telegram/client.ts'
import { allowedUpdates } from '../../../src/adapters/telegram/inbound.ts'
import { createWebhook } from '../../../src/adapters/telegram/webhook.ts'
import type { Incoming } from '../../../src/ports/incoming.ts'
import { waitFor } from '../../support/faults/waiting.ts'

const secret = 'only-telegram-knows-this'
const igor = { id: 501_001, firstName: 'Игорь', languageCode: 'ru' }

test('it tells Telegram where, with which secret and of what, and takes what comes, in order', async () => {
  const world = await open()
  world.webhook.start()
  await waitFor(
    () => 'setWebhook',
    () => world.telegram.calls.some(({ method }) => method === 'setWebhook'),
  )
  const person = world.telegram.addPerson(igor)
  for (const text of ['Раз', 'Два', 'Три']) person.say(text)
  await waitFor(
    () => 'three messages',
    () => world.taken.length === 3,
  )
  expect(world.taken.map(({ event }) => (event.type === 'text' ? event.text : event.type))).toEqual([
    'Раз',
    'Два',
    'Три',
  ])
  const call = world.telegram.calls.find(({ method }) => method === 'setWebhook')
  expect(call?.params).toMatchObject({ url: world.url, secret_token: secret })
  expect(JSON.stringify(call?.params['allowed_updates'])).toContain('my_chat_member')
})

test('what could not be stored comes again, and nothing of the chat overtakes it', async () => {
  const world = await open({ failures: 2 })
  world.webhook.start()
  const person = world.telegram.addPerson(igor)
  person.say('Первое')
  person.say('Второе')
  await waitFor(
    () => 'both messages',
    () => world.taken.length === 2,
  )
  expect(world.taken.map(({ event }) => (event.type === 'text' ? event.text : ''))).toEqual([
    'Первое',
    'Второе',
  ])
})

test('an address that Telegram does not take is tried again, and told of', async () => {
  const pauses: number[] = []
  const world = await open({
    sleep: (ms, signal) => {
      pauses.push(ms)
      if (pauses.length < 2) return Promise.resolve()
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve()))
    },
    refuse: true,
  })
  world.webhook.start()
  await waitFor(
    () => 'two pauses',
    () => pauses.length >= 2,
  )
  expect(pauses.every((ms) => ms >= 1_000)).toBe(true)
  expect(world.logged).toContainEqual(
    expect.objectContaining({ level: 'error', message: 'the webhook could not be set' }),
  )
  expect(JSON.stringify(world.logged)).not.toContain(secret)
})

test('what is no update is said to be none, and updates for nobody are taken without a word', async () => {
  const { webhook, taken } = await open()
  for (const body of ['', 'null', '[]', '{}', '{"update_id":"1"}', '{"update_id":1.5}'])
    expect(await webhook.take(body)).toBe('unreadable')
  expect(await webhook.take('{"update_id":7,"poll":{}}')).toBe('taken')
  expect(taken).toEqual([])
})

async function open(
  options: {
    readonly failures?: number
    readonly refuse?: boolean
    readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>
  } = {},
) {
  const telegram = await startTelegramSandbox({ clock: systemClock, persons: [] })
  onTestFinished(() => telegram[Symbol.asyncDispose]())
  const taken: Incoming[] = []
  const logged: object[] = []
  const log = (entry: object) => void logged.push(entry)
  const api = createTelegramClient({ token: telegram.token, apiRoot: telegram.apiRoot, log })
  let failures = options.failures ?? 0
  const url = { href: '' }
  const hooks = await openHooks({
    listen: { host: '127.0.0.1', port: 0 },
    proof: null,
    updates: { path: '/updates', secret, take: (body) => webhook.take(body) },
    clock: systemClock,
    onHint() {},
    log,
  })
  url.href = `${options.refuse === true ? 'http://example.org' : hooks.origin}/updates`
  const webhook = createWebhook({
    api,
    clock: systemClock,
    log,
    url: url.href,
    secret,
    allowedUpdates,
    ...(options.sleep && { sleep: options.sleep }),
    async deliver(batch) {
      failures -= 1
      if (failures >= 0) throw new Error('the database is away')
      taken.push(...batch)
      return Promise.resolve()
    },
  })
  onTestFinished(async () => {
    await hooks[Symbol.asyncDispose]()
    await webhook.stop()
  })
  return { telegram, webhook, taken, logged, url: url.href }
}
