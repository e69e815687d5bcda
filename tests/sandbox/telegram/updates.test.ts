import { expect, test } from 'vitest'

import { anna, igor, setUp } from './support/sandbox.ts'
import type { Setup, Update } from './support/sandbox.ts'

function poll(setup: Setup, params: object = {}) {
  return setup.ok<Update[]>('getUpdates', params)
}

async function ids(setup: Setup, params: object = {}): Promise<number[]> {
  return (await poll(setup, params)).map((update) => update.update_id)
}

test('an update stays until a higher offset confirms it', async () => {
  await using setup = await setUp()
  const person = setup.sandbox.person(anna.id)
  for (const text of ['раз', 'два', 'три']) person.say(text)
  const [first, second, third] = await ids(setup)
  expect([second, third]).toEqual([first! + 1, first! + 2])
  expect(await ids(setup, { offset: second })).toEqual([second, third])
  expect(await ids(setup, { offset: 0 })).toEqual([second, third])
  expect(await ids(setup, { offset: third, limit: 1 })).toEqual([third])
  expect(await ids(setup, { offset: third! + 1, limit: 7 })).toEqual([])
  await setup.sandbox.idle()
})

test('a negative offset keeps the newest and forgets the rest', async () => {
  await using setup = await setUp()
  const person = setup.sandbox.person(anna.id)
  for (const text of ['раз', 'два', 'три']) person.say(text)
  const all = await ids(setup)
  expect(await ids(setup, { offset: -2 })).toEqual(all.slice(1))
  expect(await ids(setup, { offset: 1 })).toEqual(all.slice(1))
})

test('an offset from another world is ignored', async () => {
  await using setup = await setUp()
  setup.sandbox.person(anna.id).say('раз')
  const [id] = await ids(setup)
  expect(await ids(setup, { offset: id! + 100 })).toEqual([id])
  expect(await ids(setup, { offset: 2_000_000_000 })).toEqual([id])
  expect(await ids(setup, { offset: id! + 11, timeout: 0 })).toEqual([])
})

test('a poll is held until something happens, and answered at once then', async () => {
  await using setup = await setUp()
  const waiting = poll(setup, { timeout: 50 })
  await setup.ok('getMe')
  setup.sandbox.person(anna.id).say('Я тут')
  expect((await waiting)[0]).toMatchObject({ message: { text: 'Я тут' } })
})

test('a second poll ends the first one', async () => {
  await using setup = await setUp()
  const first = setup.call('getUpdates', { timeout: 50 })
  await setup.ok('getMe')
  const second = poll(setup, { timeout: 49, offset: 5 })
  expect(await first).toMatchObject({
    status: 409,
    description:
      'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  })
  setup.sandbox.person(anna.id).say('Я тут')
  expect(await second).toHaveLength(1)
})

test('the same offset asked again at once gets one update at a time', async () => {
  await using setup = await setUp()
  const person = setup.sandbox.person(anna.id)
  person.say('раз')
  person.say('два')
  expect(await ids(setup, { offset: 7 })).toHaveLength(2)
  expect(await ids(setup, { offset: 7 })).toHaveLength(1)
})

test('messages wait a day, presses two and a half minutes', async () => {
  await using setup = await setUp()
  const person = setup.sandbox.person(anna.id)
  person.say('раз')
  void person.press({ messageId: 1, data: 'x' })
  setup.clock.advance(149_999)
  expect(await ids(setup)).toHaveLength(2)
  setup.clock.advance(1)
  expect(await poll(setup, { offset: 1 })).toMatchObject([{ message: { text: 'раз' } }])
  setup.clock.advance(24 * 3600_000)
  expect(await ids(setup, { offset: 2 })).toEqual([])
})

test('wanted types are remembered, and count when the update comes into being', async () => {
  await using setup = await setUp()
  const person = setup.sandbox.person(anna.id)
  await poll(setup, { allowed_updates: ['callback_query', 'poll'] })
  person.say('не нужно')
  void person.press({ messageId: 1, data: 'нужно' })
  expect(await poll(setup, { offset: 1, allowed_updates: 'nonsense' })).toMatchObject([
    { callback_query: { data: 'нужно' } },
  ])
  expect(await setup.ok('getWebhookInfo')).toMatchObject({ allowed_updates: ['callback_query', 'poll'] })
  await poll(setup, { offset: 2, allowed_updates: [] })
  person.say('нужно')
  expect((await poll(setup, { offset: 3 })).at(-1)).toMatchObject({ message: { text: 'нужно' } })
  expect(await setup.ok('getWebhookInfo')).not.toHaveProperty('allowed_updates')
})

test('what a person sends has the shapes of the Bot API', async () => {
  await using setup = await setUp()
  const { sandbox } = setup
  const person = sandbox.person(anna.id)
  const messageId = person.openLink('link-abc123')
  person.edit(messageId, '/start другое')
  person.sendMedia('photo', 'Чек')
  person.block()
  person.unblock()
  const from = {
    id: 501,
    is_bot: false,
    first_name: 'Анна',
    last_name: 'Смирнова',
    username: 'smirnova',
    language_code: 'ru',
  }
  const chat = { id: 501, first_name: 'Анна', last_name: 'Смирнова', username: 'smirnova', type: 'private' }
  const date = 1795424400
  const message = { message_id: messageId, from, chat, date }
  const entities = [{ offset: 0, length: 6, type: 'bot_command' }]
  const me = { id: 7000000001, is_bot: true, first_name: 'Ассистент', username: sandbox.botUsername }
  const updates = (await poll(setup)).map(({ update_id: _id, ...content }) => content)
  expect(updates).toEqual([
    { message: { ...message, text: '/start link-abc123', entities } },
    { edited_message: { ...message, edit_date: date, text: '/start другое', entities } },
    {
      message: expect.objectContaining({
        caption: 'Чек',
        photo: [expect.objectContaining({ width: 1 })],
      }) as object,
    },
    {
      my_chat_member: {
        chat,
        from,
        date,
        old_chat_member: { user: me, status: 'member' },
        new_chat_member: { user: me, status: 'kicked', until_date: 0 },
      },
    },
    {
      my_chat_member: {
        chat,
        from,
        date,
        old_chat_member: { user: me, status: 'kicked', until_date: 0 },
        new_chat_member: { user: me, status: 'member' },
      },
    },
  ])
})

test('message numbers are shared by all chats of the bot', async () => {
  await using setup = await setUp()
  const first = setup.sandbox.person(anna.id).say('раз')
  const second = setup.sandbox.person(igor.id).say('два')
  const answer = await setup.ok('sendMessage', { chat_id: anna.id, text: 'три' })
  expect([second, answer['message_id']]).toEqual([first + 1, first + 2])
})
