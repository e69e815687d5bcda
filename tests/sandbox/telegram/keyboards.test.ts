import { expect, test } from 'vitest'

import { anna, setUp } from './support/sandbox.ts'
import type { Setup } from './support/sandbox.ts'

const chat_id = anna.id

async function refusalOf(setup: Setup, reply_markup: unknown): Promise<string | undefined> {
  return (await setup.call('sendMessage', { chat_id, text: 'Карточка', reply_markup })).description
}

test('every kind of button is shown to the person as what it is', async () => {
  await using setup = await setUp()
  const rows = [
    [
      { text: 'Создать', callback_data: 'create', style: 'success' },
      { text: 'Отмена', callback_data: 'cancel', style: 'danger' },
    ],
    [
      { text: 'Портал', url: 'portal.example.ru', style: 'primary' },
      { text: 'Анна', url: 'tg://user?id=501' },
    ],
    [
      { text: 'Номер', copy_text: { text: '42' } },
      { text: '·', disabled: {} },
      { text: 'Окно', web_app: { url: 'https://x.ru' } },
    ],
  ]
  const sent = await setup.ok('sendMessage', {
    chat_id,
    text: 'Карточка',
    reply_markup: { inline_keyboard: rows },
  })
  expect(sent['reply_markup']).toEqual({
    inline_keyboard: [
      rows[0],
      [
        { text: 'Портал', url: 'http://portal.example.ru/', style: 'primary' },
        { text: 'Анна', url: 'tg://user?id=501' },
      ],
      rows[2],
    ],
  })
  expect(setup.sandbox.person(anna.id).lastFromBot()?.buttons).toEqual([
    [
      { label: 'Создать', style: 'success', act: { type: 'callback', data: 'create' } },
      { label: 'Отмена', style: 'danger', act: { type: 'callback', data: 'cancel' } },
    ],
    [
      { label: 'Портал', style: 'primary', act: { type: 'url', url: 'http://portal.example.ru/' } },
      { label: 'Анна', act: { type: 'url', url: 'tg://user?id=501' } },
    ],
    [
      { label: 'Номер', act: { type: 'copy', text: '42' } },
      { label: '·', act: { type: 'disabled' } },
      { label: 'Окно', act: { type: 'other', name: 'web_app' } },
    ],
  ])
})

test('of several kinds in one button the first of the server’s order counts', async () => {
  await using setup = await setUp()
  const button = { text: 'Что?', copy_text: { text: '1' }, callback_data: 'x', url: 'https://x.ru/' }
  const sent = await setup.ok('sendMessage', {
    chat_id,
    text: 'a',
    reply_markup: { inline_keyboard: [[button]] },
  })
  expect(sent['reply_markup']).toEqual({ inline_keyboard: [[{ text: 'Что?', url: 'https://x.ru/' }]] })
})

test.each([
  ['{', "Bad Request: can't parse reply keyboard markup JSON object"],
  ['[]', 'Bad Request: object expected as reply markup'],
  [{ inline_keyboard: {} }, 'Bad Request: field "inline_keyboard" must be of type Array'],
  [
    { inline_keyboard: [{}] },
    'Bad Request: field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
  ],
  [
    { inline_keyboard: [['Да']] },
    "Bad Request: can't parse inline keyboard button: InlineKeyboardButton must be an Object",
  ],
  [
    { inline_keyboard: [[{ callback_data: 'x' }]] },
    'Bad Request: can\'t parse inline keyboard button: Can\'t find field "text"',
  ],
  [
    { inline_keyboard: [[{ text: 'Да' }]] },
    "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
  ],
  [
    { inline_keyboard: [[{ text: 'Да', callback_data: 'x', style: 'pink' }]] },
    "Bad Request: can't parse inline keyboard button: invalid button style specified",
  ],
  [
    { inline_keyboard: [[{ text: 'Да', callback_data: 'я'.repeat(33) }]] },
    'Bad Request: BUTTON_DATA_INVALID',
  ],
  [
    { inline_keyboard: [[{ text: 'Да', url: 'http://localhost:8080/' }]] },
    "Bad Request: inline keyboard button URL 'http://localhost:8080/' is invalid: Wrong HTTP URL",
  ],
  [
    { keyboard: [[5]] },
    "Bad Request: can't parse keyboard button: KeyboardButton must be a String or an Object",
  ],
])('a broken keyboard is refused: %j', async (reply_markup, expected) => {
  await using setup = await setUp()
  expect(await refusalOf(setup, reply_markup)).toBe(expected)
})

test('64 bytes of data are the most', async () => {
  await using setup = await setUp()
  expect(
    await refusalOf(setup, { inline_keyboard: [[{ text: 'Да', callback_data: 'я'.repeat(32) }]] }),
  ).toBeUndefined()
})

test('empty buttons and what is beyond twelve in a row are left out', async () => {
  await using setup = await setUp()
  const row = Array.from({ length: 14 }, (_, number) => ({
    text: String(number),
    callback_data: String(number),
  }))
  const inline_keyboard = [[{ text: '', callback_data: 'x' }], row]
  await setup.ok('sendMessage', { chat_id, text: 'Карточка', reply_markup: { inline_keyboard } })
  const { buttons } = setup.sandbox.person(anna.id).lastFromBot()!
  expect(buttons.map((row) => row.length)).toEqual([12])
})

test('a reply keyboard stays below the chat until it is removed, and is not sent back', async () => {
  await using setup = await setUp()
  const person = setup.sandbox.person(anna.id)
  const reply_markup = { keyboard: [['Задачи', { text: 'Встречи' }]], resize_keyboard: true }
  expect(await setup.ok('sendMessage', { chat_id, text: 'Дом', reply_markup })).not.toHaveProperty(
    'reply_markup',
  )
  expect(person.replyKeyboard()).toEqual([['Задачи', 'Встречи']])
  await setup.ok('sendMessage', { chat_id, text: 'Хватит', reply_markup: { remove_keyboard: true } })
  expect(person.replyKeyboard()).toEqual([])
})
