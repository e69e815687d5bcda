import { expect, test } from 'vitest'

import { anna, igor, setUp } from './support/sandbox.ts'
import type { Setup } from './support/sandbox.ts'

const start = { command: 'start', description: 'Начать' }
const task = { command: 'task', description: 'Поставить задачу' }
const taskEnglish = { command: 'task', description: 'Create a task' }

async function refusal(setup: Setup, method: string, params: object): Promise<string | undefined> {
  return (await setup.call(method, params)).description
}

test('the menu shows the most specific list, in the language of the person', async () => {
  await using setup = await setUp()
  const { sandbox } = setup
  expect(sandbox.person(anna.id).menu()).toEqual([])
  await setup.ok('setMyCommands', { commands: [start] })
  expect(sandbox.person(anna.id).menu()).toEqual([start])
  const scope = { type: 'all_private_chats' }
  await setup.ok('setMyCommands', { commands: [task], scope })
  await setup.ok('setMyCommands', { commands: [taskEnglish], scope, language_code: 'en' })
  expect(sandbox.person(anna.id).menu()).toEqual([task])
  expect(sandbox.person(igor.id).menu()).toEqual([taskEnglish])
  const own = { type: 'chat', chat_id: anna.id }
  await setup.ok('setMyCommands', { commands: [start, task], scope: own })
  expect(sandbox.person(anna.id).menu()).toEqual([start, task])
  await setup.ok('deleteMyCommands', { scope: own })
  expect(sandbox.person(anna.id).menu()).toEqual([task])
})

test('a list is read back for exactly its scope and language', async () => {
  await using setup = await setUp()
  await setup.ok('setMyCommands', { commands: [{ command: ' /start', description: ' Начать ' }] })
  expect(await setup.ok('getMyCommands')).toEqual([start])
  expect(await setup.ok('getMyCommands', { language_code: 'ru' })).toEqual([])
  expect(await setup.ok('getMyCommands', { scope: { type: 'all_private_chats' } })).toEqual([])
})

test.each([
  [{ commands: {} }, 'Bad Request: expected an Array of BotCommand'],
  [{ commands: [{ command: 'a' }] }, 'Bad Request: can\'t parse BotCommand: Can\'t find field "description"'],
  [{ commands: [{ command: '/', description: 'a' }] }, 'Bad Request: command must be non-empty'],
  [
    { commands: [{ command: 'a'.repeat(33), description: 'a' }] },
    'Bad Request: command length must not exceed 32',
  ],
  [{ commands: [{ command: 'задача', description: 'a' }] }, 'Bad Request: BOT_COMMAND_INVALID'],
  [{ commands: [{ command: 'a', description: ' ' }] }, 'Bad Request: command description must be non-empty'],
  [
    { commands: [{ command: 'a', description: 'я'.repeat(257) }] },
    'Bad Request: command description length must not exceed 256',
  ],
  [{ commands: Array.from({ length: 101 }, () => start) }, 'Bad Request: BOT_COMMANDS_TOO_MUCH'],
  [{ commands: [start], language_code: 'ru-RU' }, 'Bad Request: invalid language code specified'],
  [
    { commands: [start], scope: { type: 'moon' } },
    "Bad Request: can't parse BotCommandScope: Unsupported type specified",
  ],
  [
    { commands: [start], scope: { type: 'chat' } },
    'Bad Request: can\'t parse BotCommandScope: Can\'t find field "chat_id"',
  ],
  [{ commands: [start], scope: { type: 'chat', chat_id: igor.id } }, 'Bad Request: chat not found'],
])('a bad list of commands is refused: %j', async (params, expected) => {
  await using setup = await setUp()
  expect(await refusal(setup, 'setMyCommands', params)).toBe(expected)
})

test('the menu button is kept for everyone and for each chat', async () => {
  await using setup = await setUp()
  const chat_id = anna.id
  expect(await setup.ok('getChatMenuButton')).toEqual({ type: 'commands' })
  expect(await setup.ok('getChatMenuButton', { chat_id })).toEqual({ type: 'default' })
  const menu_button = { type: 'web_app', text: 'Открыть', web_app: { url: 'https://x.ru/' } }
  await setup.ok('setChatMenuButton', { chat_id, menu_button })
  expect(await setup.ok('getChatMenuButton', { chat_id })).toEqual(menu_button)
  await setup.ok('setChatMenuButton', { chat_id, menu_button: { type: 'default' } })
  expect(await setup.ok('getChatMenuButton', { chat_id })).toEqual({ type: 'default' })
  expect(await refusal(setup, 'setChatMenuButton', { menu_button: { type: 'moon' } })).toBe(
    "Bad Request: can't parse menu button: MenuButton has unsupported type",
  )
})

test('name and descriptions are kept by language, the general ones standing in', async () => {
  await using setup = await setUp()
  expect(await setup.ok('getMyName')).toEqual({ name: 'Ассистент' })
  await setup.ok('setMyDescription', { description: 'Помощник по задачам' })
  await setup.ok('setMyDescription', { description: 'Task assistant', language_code: 'en' })
  expect(await setup.ok('getMyDescription', { language_code: 'en' })).toEqual({
    description: 'Task assistant',
  })
  expect(await setup.ok('getMyDescription', { language_code: 'de' })).toEqual({
    description: 'Помощник по задачам',
  })
  await setup.ok('setMyShortDescription', { short_description: 'я'.repeat(200) })
  expect(await setup.ok('getMyShortDescription')).toEqual({ short_description: 'я'.repeat(120) })
})
