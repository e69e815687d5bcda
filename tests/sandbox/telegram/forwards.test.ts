import { expect, test } from 'vitest'

import type { ForwardSource } from '../../../sandbox/telegram/forwards.ts'
import { anna, igor, setUp, type Setup } from './support/sandbox.ts'

const wroteAtMs = Date.parse('2026-11-20T15:30:00Z')
const date = wroteAtMs / 1000

async function lastMessage(setup: Setup): Promise<Record<string, unknown>> {
  const updates = await setup.ok<{ message: Record<string, unknown> }[]>('getUpdates', { offset: -1 })
  return updates[0]!.message
}

const sender = { id: igor.id, is_bot: false, first_name: 'Игорь', language_code: 'en-GB' }
const channel = { id: -1_001_234_567_890, title: 'Новости «Ромашки»', type: 'channel' }

test.each<[string, ForwardSource, object, string]>([
  [
    'a colleague',
    { type: 'user', person: igor },
    { forward_origin: { type: 'user', sender_user: sender, date }, forward_from: sender, forward_date: date },
    'Игорь',
  ],
  [
    'somebody who hides',
    { type: 'hidden_user', name: 'Сергей Лебедев' },
    {
      forward_origin: { type: 'hidden_user', sender_user_name: 'Сергей Лебедев', date },
      forward_sender_name: 'Сергей Лебедев',
    },
    'Сергей Лебедев',
  ],
  [
    'a channel',
    { type: 'channel', id: channel.id, title: channel.title, messageId: 42 },
    {
      forward_origin: { type: 'channel', chat: channel, message_id: 42, date },
      forward_from_chat: channel,
      forward_from_message_id: 42,
    },
    channel.title,
  ],
])('a text forwarded from %s names its origin', async (_who, from, expected, shown) => {
  await using setup = await setUp()
  const person = setup.sandbox.person(anna.id)
  person.forward({ text: 'Нужна смета до пятницы', from, dateMs: wroteAtMs })
  const message = await lastMessage(setup)
  expect(message).toMatchObject({ text: 'Нужна смета до пятницы', from: { id: anna.id }, ...expected })
  expect(person.messages().at(-1)?.forwardedFrom).toBe(shown)
})

test('a message of the chat is forwarded with its file, and one forwarded before keeps its first origin', async () => {
  await using setup = await setUp()
  const person = setup.sandbox.person(anna.id)
  const sent = person.sendDocument({ name: 'акт.txt', content: Buffer.from('акт') }, 'Акт')
  const document = (await lastMessage(setup))['document']
  person.forward({ messageId: sent })
  expect(await lastMessage(setup)).toMatchObject({
    caption: 'Акт',
    document,
    forward_origin: { type: 'user', sender_user: { id: anna.id } },
  })
  const once = person.forward({
    text: 'Раз',
    from: { type: 'hidden_user', name: 'Ольга' },
    dateMs: wroteAtMs,
  })
  person.forward({ messageId: once })
  expect(await lastMessage(setup)).toMatchObject({
    text: 'Раз',
    forward_origin: { type: 'hidden_user', sender_user_name: 'Ольга', date },
  })
})

test('what the bot wrote comes back as a user’s that is a bot', async () => {
  await using setup = await setUp()
  const person = setup.sandbox.person(anna.id)
  const { message_id } = await setup.ok<{ message_id: number }>('sendMessage', {
    chat_id: anna.id,
    text: 'Карточка',
    reply_markup: { inline_keyboard: [[{ text: 'Да', callback_data: 'y' }]] },
  })
  person.forward({ messageId: message_id })
  const message = await lastMessage(setup)
  expect(message).toMatchObject({ forward_origin: { type: 'user', sender_user: { is_bot: true } } })
  expect(message).not.toHaveProperty('reply_markup')
})

test('a forwarded text cannot be edited by who forwarded it', async () => {
  await using setup = await setUp()
  const person = setup.sandbox.person(anna.id)
  const id = person.forward({ text: 'Раз', from: { type: 'user', person: igor } })
  expect(() => person.edit(id, 'Два')).toThrow(/Not an own text/)
  expect(() => person.forward({ messageId: 1 })).toThrow(/no such message/)
})
