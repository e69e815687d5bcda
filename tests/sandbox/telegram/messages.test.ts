import { expect, test } from 'vitest'

import { anna, igor, setUp } from './support/sandbox.ts'
import type { Setup } from './support/sandbox.ts'

const chat_id = anna.id
const keyboard = { inline_keyboard: [[{ text: 'Да', callback_data: 'yes' }]] }

async function send(setup: Setup, params: object = {}): Promise<number> {
  const sent = await setup.ok<{ message_id: number }>('sendMessage', { chat_id, text: 'Карточка', ...params })
  return sent.message_id
}

async function refusal(setup: Setup, method: string, params: object): Promise<string> {
  const { status, description } = await setup.call(method, params)
  return `${status} ${description}`
}

test('a sent message comes back as it stands in the chat', async () => {
  await using setup = await setUp()
  const sent = await setup.ok('sendMessage', {
    chat_id,
    text: '  <b>Задача</b> для @smirnova: https://x.ru \n',
    parse_mode: 'HTML',
    reply_markup: { inline_keyboard: [[{ text: 'Да', callback_data: 'yes', style: 'SUCCESS' }]] },
    link_preview_options: { is_disabled: true },
  })
  expect(sent).toEqual({
    message_id: sent['message_id'],
    from: { id: 7000000001, is_bot: true, first_name: 'Ассистент', username: setup.sandbox.botUsername },
    chat: { id: 501, first_name: 'Анна', last_name: 'Смирнова', username: 'smirnova', type: 'private' },
    date: 1795424400,
    text: 'Задача для @smirnova: https://x.ru',
    entities: [
      { offset: 0, length: 6, type: 'bold' },
      { offset: 11, length: 9, type: 'mention' },
      { offset: 22, length: 12, type: 'url' },
    ],
    link_preview_options: { is_disabled: true },
    reply_markup: { inline_keyboard: [[{ text: 'Да', style: 'success', callback_data: 'yes' }]] },
  })
})

test('given entities are taken without parse_mode and completed with what the text holds', async () => {
  await using setup = await setUp()
  const entities = [
    { type: 'bold', offset: 0, length: 5 },
    { type: 'text_mention', offset: 6, length: 4, user: { id: anna.id } },
    { type: 'date_time', offset: 11, length: 6, unix_time: 1795424400, date_time_format: 'tdw' },
    { type: 'url', offset: 0, length: 3 },
  ]
  const sent = await setup.ok('sendMessage', { chat_id, text: 'Отчёт Анна завтра /help', entities })
  expect(sent['entities']).toMatchObject([
    { type: 'bold', offset: 0, length: 5 },
    { type: 'text_mention', offset: 6, length: 4, user: { id: 501, first_name: 'Анна' } },
    { type: 'date_time', offset: 11, length: 6, unix_time: 1795424400, date_time_format: 'wdt' },
    { type: 'bot_command', offset: 18, length: 5 },
  ])
})

test.each([
  [{}, '400 Bad Request: message text is empty'],
  [{ text: ' \n ' }, '400 Bad Request: text must be non-empty'],
  [{ text: 'я'.repeat(4097) }, '400 Bad Request: message is too long'],
  [{ text: 'я'.repeat(20_000) }, '400 Bad Request: text is too long'],
  [{ text: 'a', parse_mode: 'XML' }, '400 Bad Request: unsupported parse_mode'],
  [
    { text: '<b>a', parse_mode: 'html' },
    '400 Bad Request: can\'t parse entities: Can\'t find end tag corresponding to start tag "b"',
  ],
  [
    { text: 'a', entities: [{ type: 'bold' }] },
    '400 Bad Request: can\'t parse MessageEntity: Can\'t find field "offset"',
  ],
  [
    { text: 'a', entities: [{ type: 'bold', offset: 0, length: 2 }] },
    '400 Bad Request: entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 2',
  ],
  [
    { text: 'a', entities: [{ type: 'text_link', offset: 0, length: 1, url: 'портал' }] },
    "400 Bad Request: entity URL 'портал' is invalid: Wrong HTTP URL",
  ],
  [{ text: 'a', reply_parameters: { message_id: 1 } }, '400 Bad Request: message to be replied not found'],
  [{ text: 'a', chat_id: '' }, '400 Bad Request: chat_id is empty'],
  [{ text: 'a', chat_id: igor.id }, '400 Bad Request: chat not found'],
  [{ text: 'a', chat_id: '@smirnova' }, '400 Bad Request: chat not found'],
])('a message that cannot be sent is refused in the words of the server: %j', async (params, expected) => {
  await using setup = await setUp()
  expect(await refusal(setup, 'sendMessage', { chat_id, ...params })).toBe(expected)
})

test('4096 characters beyond the basic plane are not too long', async () => {
  await using setup = await setUp()
  expect((await setup.call('sendMessage', { chat_id, text: '😀'.repeat(4096) })).ok).toBe(true)
})

test('an answer shows what it answers, and may do without', async () => {
  await using setup = await setUp()
  const asked = setup.sandbox.person(anna.id).say('Когда?')
  const answer = await setup.ok('sendMessage', {
    chat_id,
    text: 'Завтра',
    reply_parameters: { message_id: asked },
  })
  expect(answer['reply_to_message']).toMatchObject({ message_id: asked, text: 'Когда?' })
  expect(setup.sandbox.person(anna.id).lastFromBot()).toMatchObject({ replyTo: asked })
  const reply_parameters = { message_id: 1, allow_sending_without_reply: true }
  expect(await setup.ok('sendMessage', { chat_id, text: 'Завтра', reply_parameters })).not.toHaveProperty(
    'reply_to_message',
  )
})

test('an edit replaces text and buttons, and marks the message', async () => {
  await using setup = await setUp()
  const message_id = await send(setup, { reply_markup: keyboard })
  setup.clock.advance(60_000)
  const edited = await setup.ok('editMessageText', {
    chat_id,
    message_id,
    text: '*Готово*',
    parse_mode: 'MarkdownV2',
  })
  expect(edited).toMatchObject({ text: 'Готово', date: 1795424400, edit_date: 1795424460 })
  expect(edited).not.toHaveProperty('reply_markup')
  expect(setup.sandbox.person(anna.id).lastFromBot()).toMatchObject({
    messageId: message_id,
    text: 'Готово',
    entities: [{ type: 'bold', offset: 0, length: 6 }],
    editedMs: setup.clock.now(),
    buttons: [],
  })
  expect(await setup.ok('getUpdates', { offset: 1 })).toEqual([])
})

test('an edit that changes nothing is refused', async () => {
  await using setup = await setUp()
  const message_id = await send(setup, { reply_markup: keyboard })
  const nothing =
    '400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message'
  const same = { chat_id, message_id, text: ' Карточка', reply_markup: keyboard }
  expect(await refusal(setup, 'editMessageText', same)).toBe(nothing)
  expect(await refusal(setup, 'editMessageReplyMarkup', same)).toBe(nothing)
  expect((await setup.call('editMessageReplyMarkup', { chat_id, message_id })).ok).toBe(true)
  expect(await refusal(setup, 'editMessageReplyMarkup', { chat_id, message_id })).toBe(nothing)
})

test.each([
  ['a reply keyboard', { keyboard: [['Дом']] }],
  ['the removal of one', { remove_keyboard: true }],
  ['a forced reply', { force_reply: true }],
])('a message with %s cannot be edited', async (_what, reply_markup) => {
  await using setup = await setUp()
  const message_id = await send(setup, { reply_markup })
  expect(await refusal(setup, 'editMessageText', { chat_id, message_id, text: 'иначе' })).toBe(
    "400 Bad Request: message can't be edited",
  )
})

/** A photo the person sent before, sent back by its `file_id`. */
function sendPhoto(setup: Setup, caption: string): Promise<Record<string, unknown>> {
  const person = setup.sandbox.person(anna.id)
  const messageId = person.sendMedia('photo')
  const photo = person.messages().find((message) => message.messageId === messageId)?.file?.fileId
  return setup.ok('sendPhoto', { chat_id, photo, caption })
}

test('what is not there, not ours or not text cannot be edited', async () => {
  await using setup = await setUp()
  const text = 'иначе'
  const own = setup.sandbox.person(anna.id).say('Моё')
  const photo = await sendPhoto(setup, 'Чек')
  expect(await refusal(setup, 'editMessageText', { chat_id, message_id: 1, text })).toBe(
    '400 Bad Request: message to edit not found',
  )
  expect(await refusal(setup, 'editMessageText', { chat_id, message_id: own, text })).toBe(
    "400 Bad Request: message can't be edited",
  )
  expect(await refusal(setup, 'editMessageText', { chat_id, message_id: photo['message_id'], text })).toBe(
    '400 Bad Request: there is no text in the message to edit',
  )
  expect(await refusal(setup, 'editMessageText', { text })).toBe(
    '400 Bad Request: message identifier is not specified',
  )
  const reply_markup = { keyboard: [['Дом']] }
  const message_id = await send(setup)
  expect(await refusal(setup, 'editMessageText', { chat_id, message_id, text, reply_markup })).toBe(
    '400 Bad Request: inline keyboard expected',
  )
})

test('a caption is edited by its own method', async () => {
  await using setup = await setUp()
  const photo = await sendPhoto(setup, 'Чек')
  const edited = await setup.ok('editMessageCaption', {
    chat_id,
    message_id: photo['message_id'],
    caption: 'Счёт',
  })
  expect(edited).toMatchObject({ caption: 'Счёт', photo: photo['photo'] })
})

test('own and received messages can be deleted for two days', async () => {
  await using setup = await setUp()
  const person = setup.sandbox.person(anna.id)
  const sent = await send(setup)
  const received = person.say('Код 123456')
  expect(await setup.ok('deleteMessage', { chat_id, message_id: received })).toBe(true)
  expect(person.messages().map((message) => message.text)).toEqual(['Привет', 'Карточка'])
  expect(await refusal(setup, 'deleteMessage', { chat_id, message_id: received })).toBe(
    '400 Bad Request: message to delete not found',
  )
  setup.clock.advance(48 * 3600_000)
  expect(await refusal(setup, 'deleteMessage', { chat_id, message_id: sent })).toBe(
    "400 Bad Request: message can't be deleted",
  )
})

test('many messages are deleted at once, whatever is left of them', async () => {
  await using setup = await setUp()
  const ids = [await send(setup), await send(setup)]
  expect(await setup.ok('deleteMessages', { chat_id, message_ids: [...ids, 1] })).toBe(true)
  expect(setup.sandbox.person(anna.id).lastFromBot()).toBeUndefined()
  expect(await refusal(setup, 'deleteMessages', { chat_id, message_ids: [] })).toBe(
    '400 Bad Request: message identifiers are not specified',
  )
  expect(
    await refusal(setup, 'deleteMessages', { chat_id, message_ids: Array.from({ length: 101 }, () => 1) }),
  ).toBe('400 Bad Request: too many message identifiers specified')
})

test('who has blocked the bot gets nothing', async () => {
  await using setup = await setUp()
  const message_id = await send(setup)
  setup.sandbox.person(anna.id).block()
  const blocked = '403 Forbidden: bot was blocked by the user'
  expect(await refusal(setup, 'sendMessage', { chat_id, text: 'Ау' })).toBe(blocked)
  expect(await refusal(setup, 'editMessageText', { chat_id, message_id, text: 'Ау' })).toBe(blocked)
  expect(await refusal(setup, 'sendChatAction', { chat_id, action: 'typing' })).toBe(blocked)
  setup.sandbox.person(anna.id).unblock()
  expect((await setup.call('sendMessage', { chat_id, text: 'Ау' })).ok).toBe(true)
})

test('a file is taken from its own field or by attach://, never from the net', async () => {
  await using setup = await setUp()
  const { apiRoot, token } = setup.sandbox
  const form = new FormData()
  form.set('chat_id', String(chat_id))
  form.set('document', 'attach://report')
  form.set('caption', 'Отчёт')
  form.set('report', new Blob(['%PDF'], { type: 'application/pdf' }), 'отчёт.pdf')
  const response = await fetch(`${apiRoot}/bot${token}/sendDocument`, { method: 'POST', body: form })
  expect(await response.json()).toMatchObject({
    result: {
      caption: 'Отчёт',
      document: { file_name: 'отчёт.pdf', mime_type: 'application/pdf', file_size: 4 },
    },
  })
  expect(await refusal(setup, 'sendPhoto', { chat_id })).toBe(
    '400 Bad Request: there is no photo in the request',
  )
  expect(await refusal(setup, 'sendPhoto', { chat_id, photo: 'https://x.ru/a.jpg' })).toBe(
    '400 Bad Request: failed to get HTTP URL content',
  )
})

test('«typing» is seen for five seconds or until the message comes', async () => {
  await using setup = await setUp()
  const person = setup.sandbox.person(anna.id)
  await setup.ok('sendChatAction', { chat_id, action: 'typing' })
  expect(person.typing()).toBe(true)
  setup.clock.advance(5000)
  expect(person.typing()).toBe(false)
  await setup.ok('sendChatAction', { chat_id, action: 'Typing' })
  await send(setup)
  expect(person.typing()).toBe(false)
  expect(await refusal(setup, 'sendChatAction', { chat_id, action: 'dance' })).toBe(
    '400 Bad Request: wrong parameter action in request',
  )
})

test('a draft is seen for half a minute or until the message comes', async () => {
  await using setup = await setUp()
  const person = setup.sandbox.person(anna.id)
  await setup.ok('sendMessageDraft', { chat_id, draft_id: 1, text: 'Ищу' })
  expect(person.draft()).toBe('Ищу')
  setup.clock.advance(30_000)
  expect(person.draft()).toBeUndefined()
})
