import { expect, test } from 'vitest'

import { anna, setUp } from './support/sandbox.ts'
import type { Setup, Update } from './support/sandbox.ts'

const chat_id = anna.id
const expired = '400 Bad Request: query is too old and response timeout expired or query ID is invalid'

/** A card with a few buttons in Анна's chat. */
async function card(setup: Setup) {
  const rows = [
    [
      { text: 'Да', callback_data: 'yes' },
      { text: 'Портал', url: 'https://x.ru/' },
    ],
    [
      { text: 'Номер', copy_text: { text: '42' } },
      { text: '·', disabled: {} },
    ],
  ]
  const reply_markup = { inline_keyboard: rows }
  const sent = await setup.ok<{ message_id: number }>('sendMessage', {
    chat_id,
    text: 'Карточка',
    reply_markup,
  })
  return { person: setup.sandbox.person(anna.id), messageId: sent.message_id }
}

async function lastPress(setup: Setup) {
  const updates = await setup.ok<Update[]>('getUpdates', { offset: -1 })
  return updates[0]!.callback_query as { id: string; message: Record<string, unknown>; data: string }
}

async function answer(setup: Setup, id: string, params: object = {}): Promise<string> {
  const { status, description } = await setup.call('answerCallbackQuery', {
    callback_query_id: id,
    ...params,
  })
  return description === undefined ? String(status) : `${status} ${description}`
}

test('a button spins until the bot answers, with or without words', async () => {
  await using setup = await setUp()
  const { person, messageId } = await card(setup)
  const quiet = person.press({ messageId, row: 0, column: 0 })
  expect(person.pressing()).toMatchObject([{ messageId, data: 'yes' }])
  const press = await lastPress(setup)
  expect(press).toMatchObject({ data: 'yes', message: { message_id: messageId, text: 'Карточка' } })
  expect(press.id).toMatch(/^\d{10,19}$/)
  expect(await answer(setup, press.id)).toBe('200')
  expect(await quiet).toEqual({ answered: true })
  expect(person.pressing()).toEqual([])

  const loud = person.press({ messageId, label: 'Да' })
  await answer(setup, (await lastPress(setup)).id, { text: 'Нельзя', show_alert: true })
  expect(await loud).toEqual({ answered: true, toast: 'Нельзя', alert: true })
  expect(person.toasts()).toEqual([{ text: 'Нельзя', alert: true, atMs: setup.clock.now() }])
})

test('a press is answered once, in time, and only if there was one', async () => {
  await using setup = await setUp()
  const { person, messageId } = await card(setup)
  void person.press({ messageId, label: 'Да' })
  const first = await lastPress(setup)
  expect(await answer(setup, first.id)).toBe('200')
  expect(await answer(setup, first.id)).toBe(expired)
  expect(await answer(setup, '1')).toBe(expired)

  const late = person.press({ messageId, label: 'Да' })
  const second = await lastPress(setup)
  setup.clock.advance(15_000)
  expect(await answer(setup, second.id)).toBe(expired)
  expect(await late).toEqual({ answered: false })
})

test('links, copies and disabled buttons ask nothing of the bot', async () => {
  await using setup = await setUp()
  const { person, messageId } = await card(setup)
  expect(await person.press({ messageId, label: 'Портал' })).toEqual({
    answered: true,
    opened: 'https://x.ru/',
  })
  expect(await person.press({ messageId, label: 'Номер' })).toEqual({ answered: true, copied: '42' })
  await expect(person.press({ messageId, label: '·' })).rejects.toThrow('disabled')
  await expect(person.press({ messageId, label: 'Нет' })).rejects.toThrow('«Да», «Портал», «Номер», «·»')
  expect(await setup.ok('getUpdates', { offset: 1 })).toEqual([])
})

test('a press on a deleted message brings only its number', async () => {
  await using setup = await setUp()
  const { person, messageId } = await card(setup)
  await setup.ok('deleteMessage', { chat_id, message_id: messageId })
  void person.press({ messageId, data: 'yes' })
  expect((await lastPress(setup)).message).toEqual({
    chat: { id: 501, first_name: 'Анна', last_name: 'Смирнова', username: 'smirnova', type: 'private' },
    message_id: messageId,
    date: 0,
  })
})

test('a forged press may carry data that is on no button', async () => {
  await using setup = await setUp()
  const { person, messageId } = await card(setup)
  void person.press({ messageId, data: 'admin:delete-all' })
  expect(await lastPress(setup)).toMatchObject({ data: 'admin:delete-all' })
})

test('more than two hundred characters do not fit into an answer', async () => {
  await using setup = await setUp()
  const { person, messageId } = await card(setup)
  void person.press({ messageId, label: 'Да' })
  expect(await answer(setup, (await lastPress(setup)).id, { text: 'я'.repeat(201) })).toBe(
    '400 Bad Request: MESSAGE_TOO_LONG',
  )
})
