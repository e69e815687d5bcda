import { inspect } from 'node:util'
import { expect, test, vi } from 'vitest'
import { startTelegramSandbox } from '../../../sandbox/telegram/server.ts'
import { createTelegramClient } from '../../../src/adapters/telegram/client.ts'
import { allowedUpdates } from '../../../src/adapters/telegram/inbound.ts'
import { createMessenger } from '../../../src/adapters/telegram/messenger.ts'
import { createPoller } from '../../../src/adapters/telegram/poller.ts'
import { toChatId } from '../../../src/ports/identity.ts'
import type { Incoming } from '../../../src/ports/incoming.ts'
import type { Message } from '../../../src/ports/message.ts'
import { anna, createClock, createLog, plain, secret, token } from './fixtures.ts'

const persons = [
  { id: 4001, firstName: 'Анна', lastName: 'Смирнова', languageCode: 'ru' },
  { id: 4002, firstName: 'Борис' },
]

/** The assistant's half (client, messenger, poller) and the people's half, over real HTTP. */
async function startTelegram() {
  const clock = createClock()
  const sandbox = await startTelegramSandbox({ clock, token, persons })
  const { entries, log } = createLog()
  const api = createTelegramClient({ token, apiRoot: sandbox.apiRoot, log })
  return {
    clock,
    sandbox,
    entries,
    api,
    log,
    messenger: createMessenger({ api, log, clock }),
    annaPhone: sandbox.person(4001),
    [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose](),
  }
}

type Telegram = Awaited<ReturnType<typeof startTelegram>>

/** One life of the bot's process: it keeps what it stored, until it is stopped. */
function startProcess(telegram: Telegram, store?: (batch: readonly Incoming[], attempt: number) => void) {
  const stored: Incoming[] = []
  const pauses: number[] = []
  let attempts = 0
  const poller = createPoller({
    ...telegram,
    allowedUpdates,
    deliver(batch) {
      attempts += 1
      try {
        store?.(batch, attempts)
      } catch (error) {
        return Promise.reject(error instanceof Error ? error : new Error('not stored'))
      }
      stored.push(...batch)
      return Promise.resolve()
    },
    async sleep(ms) {
      pauses.push(ms)
      await new Promise((resolve) => setTimeout(resolve, 5))
    },
  })
  poller.start()
  return {
    poller,
    stored,
    pauses,
    texts: () => stored.map(({ event }) => ('text' in event ? event.text : event.type)),
    [Symbol.asyncDispose]: () => poller.stop(),
  }
}

function eventually(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 10_000, interval: 5 })
}

test('a card is shown, pressed, answered, edited and stripped of its buttons', async () => {
  await using telegram = await startTelegram()
  await using process = startProcess(telegram)
  const { annaPhone, messenger } = telegram
  annaPhone.say('/task Смета')
  await eventually(() => expect(process.stored).toHaveLength(1))
  expect(process.stored[0]).toMatchObject({
    sender: { chat: 4001, firstName: 'Анна', languageCode: 'ru' },
    event: { type: 'command', name: 'task', argument: 'Смета' },
  })

  const card: Message = {
    text: '😀 Срок?',
    spans: [{ type: 'bold', offset: 3, length: 5 }],
    rows: [
      [{ label: 'Завтра', style: 'primary', act: { type: 'press', data: 'tok:0' } }],
      [
        { label: '1', act: { type: 'disabled' } },
        { label: 'Номер', act: { type: 'copy', text: '7' } },
        { label: 'Портал', act: { type: 'open', url: 'https://portal.example/' } },
      ],
    ],
  }
  const sent = await messenger.send(anna, card)
  const messageId = sent.type === 'done' ? sent.messageId : 0
  expect(annaPhone.lastFromBot()).toMatchObject({
    messageId,
    text: '😀 Срок?',
    entities: [{ type: 'bold', offset: 3, length: 5 }],
    withoutPreview: true,
  })
  expect(annaPhone.lastFromBot()?.buttons.map((row) => row.map(({ act }) => act.type))).toEqual([
    ['callback'],
    ['disabled', 'copy', 'url'],
  ])

  const pressed = annaPhone.press({ messageId, label: 'Завтра' })
  await eventually(() => expect(process.stored).toHaveLength(2))
  const press = process.stored[1]?.event
  expect(press).toMatchObject({ type: 'press', data: 'tok:0', messageId })
  await messenger.answerPress(press?.type === 'press' ? press.pressId : '', 'Записал')
  await expect(pressed).resolves.toMatchObject({ answered: true, toast: 'Записал' })

  expect(await messenger.edit(anna, messageId, card)).toEqual({ type: 'done', messageId })
  expect(await messenger.edit(anna, messageId, plain('Срок: завтра'))).toEqual({ type: 'done', messageId })
  expect(annaPhone.lastFromBot()).toMatchObject({ text: 'Срок: завтра', buttons: [] })
  expect(await messenger.removeButtons(anna, messageId)).toEqual({ type: 'done', messageId })
  await messenger.showTyping(anna)
  expect(annaPhone.typing()).toBe(true)
})

test('a batch that was not stored comes again until it is, in order and complete', async () => {
  await using telegram = await startTelegram()
  for (const text of ['раз', 'два', 'три']) telegram.annaPhone.say(text)
  await using process = startProcess(telegram, (_batch, attempt) => {
    if (attempt <= 3) throw new Error('database is locked')
  })
  await telegram.sandbox.idle()
  expect(process.texts()).toEqual(['раз', 'два', 'три'])
  expect(process.pauses).toEqual([1_000, 2_000, 4_000])
})

test('what was said while the bot was dead, or not stored when it died, is there after the restart', async () => {
  await using telegram = await startTelegram()
  telegram.annaPhone.say('раз')
  const first = startProcess(telegram)
  await telegram.sandbox.idle()
  telegram.annaPhone.say('два')
  await eventually(() => expect(first.texts()).toEqual(['раз', 'два']))
  await first.poller.stop()

  telegram.annaPhone.say('три')
  const failing = startProcess(telegram, () => {
    throw new Error('disk full')
  })
  await eventually(() => expect(failing.pauses.length).toBeGreaterThan(1))
  await failing.poller.stop()

  await using last = startProcess(telegram)
  await telegram.sandbox.idle()
  // «два» was stored and perhaps not confirmed when the first process stopped: the update id tells.
  const known = new Set(first.stored.map(({ updateId }) => updateId))
  const fresh = last.stored.filter(({ updateId }) => !known.has(updateId))
  expect(fresh.map(({ event }) => event)).toMatchObject([{ type: 'text', text: 'три' }])
})

test('two instances are told of each other, and lose nothing between them', async () => {
  await using telegram = await startTelegram()
  await using one = startProcess(telegram)
  await new Promise((resolve) => setTimeout(resolve, 20))
  await using two = startProcess(telegram)
  await eventually(() => {
    expect(telegram.entries).toContainEqual(
      expect.objectContaining({
        level: 'error',
        message: 'another instance is asking for the updates of this bot',
      }),
    )
  })
  telegram.annaPhone.say('раз')
  await eventually(() => expect([...one.texts(), ...two.texts()]).toContain('раз'))
  expect(Math.min(...one.pauses, ...two.pauses)).toBeGreaterThanOrEqual(5_000)
})

test('a webhook in the way is reported and left alone; once the operator removes it, polling goes on', async () => {
  await using telegram = await startTelegram()
  const description = `Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete it`
  telegram.sandbox.fault({ kind: 'error', code: 409, description, method: 'getUpdates' })
  await using process = startProcess(telegram)
  await eventually(() => expect(process.pauses).toContain(10_000))
  expect(telegram.entries).toContainEqual(
    expect.objectContaining({
      level: 'error',
      message: expect.stringMatching(/^a webhook is set for this bot/) as string,
    }),
  )
  telegram.annaPhone.say('раз')
  telegram.sandbox.clearFaults()
  await eventually(() => expect(process.texts()).toEqual(['раз']))
  expect(telegram.sandbox.calls.map(({ method }) => method)).not.toContain('deleteWebhook')
})

test('every refusal of the server has its own result', async () => {
  await using telegram = await startTelegram()
  const { messenger, sandbox, annaPhone } = telegram
  expect(await messenger.send(toChatId(9999), plain('Кто здесь?'))).toMatchObject({
    type: 'refused',
    reason: 'no_chat',
  })
  annaPhone.say('Здравствуйте')
  expect(await messenger.send(anna, plain('  '))).toMatchObject({ type: 'refused', reason: 'invalid' })
  expect(await messenger.edit(anna, 1_000_000, plain('Срок'))).toEqual({ type: 'missing' })
  expect(await messenger.remove(anna, 1_000_000)).toEqual({ type: 'missing' })

  sandbox.fault({ kind: 'error', code: 429, retryAfter: 3, method: 'sendMessage', times: 1 })
  expect(await messenger.send(anna, plain('Сводка'))).toMatchObject({ type: 'later', afterMs: 3_000 })

  annaPhone.block()
  expect(await messenger.send(anna, plain('Вы здесь?'))).toMatchObject({ type: 'refused', reason: 'blocked' })
})

test('a message whose answer was lost is uncertain: it can be there, or not', async () => {
  await using telegram = await startTelegram()
  const { messenger, sandbox, annaPhone } = telegram
  annaPhone.say('Здравствуйте')
  sandbox.fault({ kind: 'apply-then-cut', method: 'sendMessage', times: 1 })
  expect(await messenger.send(anna, plain('Дошло'))).toMatchObject({ type: 'uncertain' })
  sandbox.fault({ kind: 'drop', method: 'sendMessage', times: 1 })
  expect(await messenger.send(anna, plain('Не дошло'))).toMatchObject({ type: 'uncertain' })
  expect(annaPhone.messages().map(({ text }) => text)).toEqual(['Здравствуйте', 'Дошло'])
})

test('a long text is cut where the server still takes it', async () => {
  await using telegram = await startTelegram()
  telegram.annaPhone.say('Здравствуйте')
  const long: Message = {
    text: '😀я'.repeat(3_000),
    spans: [{ type: 'bold', offset: 0, length: 9_000 }],
    rows: [],
  }
  expect(await telegram.messenger.send(anna, long)).toMatchObject({ type: 'done' })
  const shown = telegram.annaPhone.lastFromBot()
  expect(shown?.text.endsWith('…')).toBe(true)
  expect(shown?.text.isWellFormed()).toBe(true)
  expect(shown?.text.length).toBeLessThanOrEqual(4_096)
})

test('the commands menu is in Russian for everybody and in English for English phones', async () => {
  await using telegram = await startTelegram()
  await telegram.messenger.setCommands([{ name: 'task', description: 'Поставить задачу' }])
  await telegram.messenger.setCommands([{ name: 'task', description: 'Create a task' }], 'en')
  const writes = telegram.sandbox.calls.filter(({ method }) => method === 'setMyCommands').length
  await telegram.messenger.setCommands([{ name: 'task', description: 'Поставить задачу' }])
  expect(telegram.sandbox.calls.filter(({ method }) => method === 'setMyCommands')).toHaveLength(writes)
  expect(telegram.annaPhone.menu()).toMatchObject([{ command: 'task', description: 'Поставить задачу' }])
})

test('the token is in no log line, no error and no result of a run full of faults', async () => {
  await using telegram = await startTelegram()
  const { messenger, sandbox, annaPhone, api } = telegram
  annaPhone.say('Здравствуйте')
  const seen: unknown[] = []
  const process = startProcess(telegram, (_batch, attempt) => {
    if (attempt === 1) throw new Error('disk full')
  })
  const quoting = `Bad Request: cannot reach ${sandbox.apiRoot}/bot${token}/sendMessage`
  for (const fault of [
    { kind: 'error', code: 400, description: quoting },
    { kind: 'error', code: 401, description: 'Unauthorized' },
    { kind: 'error', code: 403, description: quoting },
    { kind: 'error', code: 404, description: 'Not Found' },
    { kind: 'error', code: 429, description: quoting, retryAfter: 1 },
    { kind: 'error', code: 500, description: quoting },
    { kind: 'drop' },
    { kind: 'apply-then-cut' },
  ] as const) {
    for (const call of [
      () => messenger.send(anna, plain('Сводка')),
      () => messenger.edit(anna, 1, plain('Сводка')),
      () => messenger.remove(anna, 1),
      () => messenger.setCommands([{ name: 'task', description: 'Задача' }]),
      () => messenger.answerPress('1'),
      () => api.getMe(),
    ]) {
      sandbox.fault({ ...fault, times: 1 })
      seen.push(await call().catch((error: unknown) => error))
      sandbox.clearFaults()
    }
  }
  await telegram.sandbox.idle()
  sandbox.fault({ kind: 'drop', method: 'getUpdates', times: 2 })
  sandbox.fault({ kind: 'error', code: 401, description: quoting, method: 'getUpdates' })
  annaPhone.say('Ещё')
  expect(await process.poller.ended).toBe('misconfigured')
  seen.push(process.poller.health(), telegram.entries)
  expect(telegram.entries.length).toBeGreaterThan(40)
  expect(
    inspect(seen, { depth: 20, showHidden: true, maxStringLength: null, maxArrayLength: null }),
  ).not.toContain(secret)
})
