import { expect, test } from 'vitest'

import { startTelegramSandbox } from '../../../sandbox/telegram/server.ts'
import { anna, createTestClock, igor, setUp } from './support/sandbox.ts'
import type { Update } from './support/sandbox.ts'

const chat_id = anna.id

test('the window shows what was said by whom, edits in place and no deleted messages', async () => {
  await using setup = await setUp()
  const person = setup.sandbox.person(anna.id)
  const own = person.say('Встреча с @igor завтра')
  const sent = await setup.ok('sendMessage', { chat_id, text: 'Принято' })
  person.edit(own, 'Встреча послезавтра')
  expect(person.messages().slice(1)).toEqual([
    {
      messageId: own,
      from: 'person',
      kind: 'text',
      dateMs: setup.clock.now(),
      editedMs: setup.clock.now(),
      text: 'Встреча послезавтра',
      entities: [],
      buttons: [],
    },
    {
      messageId: sent['message_id'],
      from: 'bot',
      kind: 'text',
      dateMs: setup.clock.now(),
      text: 'Принято',
      entities: [],
      buttons: [],
    },
  ])
})

test('a person cannot do what the app would not let them', async () => {
  await using setup = await setUp()
  const person = setup.sandbox.person(anna.id)
  const sent = await setup.ok<{ message_id: number }>('sendMessage', { chat_id, text: 'Принято' })
  const own = person.say('Моё')
  expect(() => person.edit(sent.message_id, 'Не моё')).toThrow('Not an own text message')
  expect(() => person.say(' ')).toThrow('nothing to send')
  person.block()
  expect(() => person.say('Ау')).toThrow('blocked')
  person.unblock()
  setup.clock.advance(48 * 3600_000)
  expect(() => person.edit(own, 'Поздно')).toThrow('Too old')
  expect(() => setup.sandbox.person(1)).toThrow('No person has the id 1')
})

test('everybody who watches is told about a change, until they stop', async () => {
  await using setup = await setUp()
  const seen: number[] = []
  const stop = setup.sandbox.onChange(({ chatId }) => seen.push(chatId))
  setup.sandbox.person(igor.id).say('Привет')
  await setup.ok('sendMessage', { chat_id, text: 'Принято' })
  stop()
  setup.sandbox.person(igor.id).say('Ещё')
  expect(seen).toEqual([igor.id, anna.id])
})

test('every call of the bot is kept with what came of it', async () => {
  await using setup = await setUp()
  await setup.call('SENDMESSAGE', { chat_id, text: 'Принято', disable_notification: true })
  await setup.call('sendMessage', { chat_id: 9, text: 'Принято' })
  await setup.call('getUpdates')
  expect(setup.sandbox.calls).toEqual([
    {
      method: 'sendMessage',
      params: { chat_id, text: 'Принято', disable_notification: true },
      ok: true,
      atMs: setup.clock.now(),
      chatId: chat_id,
    },
    {
      method: 'sendMessage',
      params: { chat_id: 9, text: 'Принято' },
      ok: false,
      errorCode: 400,
      description: 'Bad Request: chat not found',
      atMs: setup.clock.now(),
      chatId: 9,
    },
  ])
})

test('a fault strikes what it is aimed at, as often as it should', async () => {
  await using setup = await setUp()
  const { sandbox } = setup
  const send = (text: string) => setup.call('sendMessage', { chat_id, text }).then((answer) => answer.status)
  sandbox.fault({ method: 'SendMessage', kind: 'error', code: 502, contains: 'отчёт', times: 1 })
  expect([await send('смета'), await send('отчёт'), await send('отчёт')]).toEqual([200, 502, 200])
  sandbox.fault({ kind: 'error', code: 500, chatId: chat_id })
  expect([await send('раз'), await send('два')]).toEqual([500, 500])
  expect((await setup.call('getMe')).status).toBe(200)
  sandbox.clearFaults()
  expect(await send('три')).toBe(200)
})

test('a cut connection leaves nothing done, or everything', async () => {
  await using setup = await setUp()
  const { sandbox } = setup
  const person = sandbox.person(anna.id)
  sandbox.fault({ kind: 'drop', times: 1 })
  expect((await setup.call('getUpdates')).status).toBe(200)
  await expect(setup.call('sendMessage', { chat_id, text: 'пропало' })).rejects.toThrow('fetch failed')
  expect(person.lastFromBot()).toBeUndefined()
  sandbox.fault({ method: 'sendMessage', kind: 'apply-then-cut', times: 1 })
  await expect(setup.call('sendMessage', { chat_id, text: 'дошло' })).rejects.toThrow('fetch failed')
  expect(person.lastFromBot()).toMatchObject({ text: 'дошло' })
})

test('an outage strikes polling too', async () => {
  await using setup = await setUp()
  setup.sandbox.fault({ kind: 'drop' })
  await expect(setup.call('getUpdates')).rejects.toThrow('fetch failed')
  setup.sandbox.clearFaults()
  expect((await setup.call('getUpdates')).status).toBe(200)
})

test('a delayed call is done after those that came later', async () => {
  await using setup = await setUp()
  setup.sandbox.fault({ method: 'sendMessage', kind: 'delay', delayMs: 200, contains: 'первое' })
  await Promise.all([
    setup.ok('sendMessage', { chat_id, text: 'первое' }),
    setup.ok('getMe').then(() => setup.ok('sendMessage', { chat_id, text: 'второе' })),
  ])
  const shown = setup.sandbox.person(anna.id).messages()
  expect(shown.slice(1).map((message) => message.text)).toEqual(['второе', 'первое'])
})

test('a saved server goes on where it was', async () => {
  await using first = await setUp()
  const reply_markup = { inline_keyboard: [[{ text: 'Да', callback_data: 'yes' }]] }
  const sent = await first.ok('sendMessage', { chat_id, text: 'Карточка', reply_markup })
  await first.ok('setMyCommands', { commands: [{ command: 'start', description: 'Начать' }] })
  const asked = first.sandbox.person(anna.id).say('Не прочитано')
  const [unread] = await first.ok<Update[]>('getUpdates')
  const saved = first.sandbox.save()

  await using second = await setUp({ restore: saved, persons: [igor] })
  const person = second.sandbox.person(anna.id)
  expect(person.messages()).toEqual(first.sandbox.person(anna.id).messages())
  expect(person.menu()).toEqual([{ command: 'start', description: 'Начать' }])
  expect(await second.ok('getUpdates')).toEqual([unread])
  expect(person.say('Дальше')).toBe(asked + 1)
  expect((await second.ok<Update[]>('getUpdates', { offset: unread!.update_id + 1 }))[0]!.update_id).toBe(
    unread!.update_id + 1,
  )
  const edit = { chat_id, message_id: sent['message_id'], text: 'Готово' }
  expect((await second.call('editMessageText', edit)).ok).toBe(true)
})

test('a server started later numbers above an earlier one', async () => {
  const earlier = createTestClock('2026-11-23T09:00:00Z')
  const later = createTestClock('2026-11-23T09:05:00Z')
  await using one = await startTelegramSandbox({ clock: earlier, persons: [anna] })
  await using two = await startTelegramSandbox({ clock: later, persons: [anna] })
  expect(two.person(anna.id).say('Привет')).toBeGreaterThan(one.person(anna.id).say('Привет'))
})

test('people can come later', async () => {
  await using setup = await setUp()
  const olga = setup.sandbox.addPerson({ id: 503, firstName: 'Ольга' })
  expect(setup.sandbox.addPerson({ id: 503, firstName: 'Ольга' })).toBe(olga)
  expect(setup.sandbox.persons.map((person) => person.profile.firstName)).toEqual(['Анна', 'Игорь', 'Ольга'])
  olga.openLink('')
  expect(await setup.ok('getChat', { chat_id: 503 })).toMatchObject({
    id: 503,
    type: 'private',
    first_name: 'Ольга',
  })
})

test('closing ends what is held', async () => {
  const setup = await setUp()
  const held = setup.call('getUpdates', { timeout: 50 }).catch(() => 'cut')
  const pressed = setup.sandbox.person(anna.id).press({ messageId: 1, data: 'x' })
  await setup[Symbol.asyncDispose]()
  expect(await pressed).toEqual({ answered: false })
  await held
})
