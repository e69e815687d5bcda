import { expect, test } from 'vitest'
import { toChatId } from '../../../src/ports/identity.ts'
import { startAdapter } from './fixtures.ts'

const russian = [{ name: 'task', description: 'Поставить задачу' }]
const english = [{ name: 'task', description: 'Create a task' }]

test('the menu is set for private chats, in Russian for everybody and in English for English clients', async () => {
  await using adapter = await startAdapter(({ method }) => ({
    result: method === 'getMyCommands' ? [] : true,
  }))
  expect(await adapter.messenger.setCommands(russian)).toMatchObject({ type: 'done' })
  expect(await adapter.messenger.setCommands(english, 'en')).toMatchObject({ type: 'done' })
  expect(adapter.server.callsOf('setMyCommands').map((call) => call.payload)).toEqual([
    {
      commands: [{ command: 'task', description: 'Поставить задачу' }],
      scope: { type: 'all_private_chats' },
    },
    {
      commands: [{ command: 'task', description: 'Create a task' }],
      scope: { type: 'all_private_chats' },
      language_code: 'en',
    },
  ])
})

test('a menu that reads right already is left alone', async () => {
  await using adapter = await startAdapter(() => ({
    result: [{ command: 'task', description: 'Поставить задачу' }],
  }))
  await adapter.messenger.setCommands(russian)
  expect(adapter.server.calls.map((call) => call.method)).toEqual(['getMyCommands'])
})

test.each([
  ['another wording', [{ command: 'task', description: 'Задача' }]],
  [
    'one command more',
    [
      { command: 'task', description: 'Поставить задачу' },
      { command: 'help', description: 'Помощь' },
    ],
  ],
])('%s is replaced', async (_name, present) => {
  await using adapter = await startAdapter(({ method }) => ({
    result: method === 'getMyCommands' ? present : true,
  }))
  await adapter.messenger.setCommands(russian)
  expect(adapter.server.callsOf('setMyCommands')).toHaveLength(1)
})

test('a menu that cannot be set is a result, not an error', async () => {
  await using adapter = await startAdapter(() => ({
    error: 429,
    description: 'Too Many Requests: retry after 30',
    retryAfter: 30,
  }))
  expect(await adapter.messenger.setCommands(russian)).toEqual({
    type: 'later',
    afterMs: 30_000,
    scope: 'all',
    detail: 'Too Many Requests: retry after 30',
  })
})

test('one chat may have a menu of its own, and give it back', async () => {
  await using adapter = await startAdapter(() => ({ result: true }))
  const chat = toChatId(7)
  expect(await adapter.messenger.setChatCommands(chat, russian)).toMatchObject({ type: 'done' })
  expect(await adapter.messenger.setChatCommands(chat, null)).toMatchObject({ type: 'done' })
  const scope = { type: 'chat', chat_id: 7 }
  expect(adapter.server.calls).toMatchObject([
    {
      method: 'setMyCommands',
      payload: { commands: [{ command: 'task', description: 'Поставить задачу' }], scope },
    },
    { method: 'deleteMyCommands', payload: { scope } },
  ])
})

test('a chat that cannot be reached keeps its menu, and that is a result', async () => {
  await using adapter = await startAdapter(() => ({
    error: 400,
    description: 'Bad Request: chat not found',
  }))
  expect(await adapter.messenger.setChatCommands(toChatId(7), russian)).toMatchObject({
    type: 'refused',
    reason: 'no_chat',
  })
})
