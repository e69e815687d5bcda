import type { Message, Update } from 'grammy/types'
import { describe, expect, test } from 'vitest'
import { isUpdate, toIncoming } from '../../../src/adapters/telegram/inbound.ts'
import type { PersonEvent } from '../../../src/ports/incoming.ts'
import {
  annaChat,
  annaUser,
  botUser,
  commands,
  group,
  membership,
  message,
  presses,
  says,
} from './updates.ts'

/** A press that only has to stop spinning. */
const idle = { type: 'idle', pressId: '9007199254740993' } as const

function eventOf(update: Update): PersonEvent | null {
  const incoming = toIncoming(update)
  return incoming !== null && 'event' in incoming ? incoming.event : null
}

test('a text comes with its sender and its place', () => {
  expect(toIncoming(says(5, 'поставь Игорю смету до пятницы'))).toEqual({
    updateId: 5,
    sender: {
      chat: 4001,
      firstName: 'Анна',
      lastName: 'Смирнова',
      username: 'anna_s',
      languageCode: 'ru',
    },
    event: { type: 'text', text: 'поставь Игорю смету до пятницы', messageId: 10 },
  })
})

test('a sender without a last name, username and language has none of them', () => {
  const from = { id: 4001, is_bot: false, first_name: 'Анна' }
  expect(toIncoming(says(5, 'да', { from }))).toMatchObject({ sender: { chat: 4001, firstName: 'Анна' } })
  expect(Object.keys((toIncoming(says(5, 'да', { from })) as { sender: object }).sender)).toEqual([
    'chat',
    'firstName',
  ])
})

describe('commands', () => {
  test.each([
    ['/start', 'start', ''],
    ['/START', 'start', ''],
    ['/task@helper_bot', 'task', ''],
    ['/start a-Zk_9', 'start', 'a-Zk_9'],
    ['/task@helper_bot  Отчёт\nза квартал ', 'task', 'Отчёт\nза квартал'],
  ])('%j is the command %s', (text, name, argument) => {
    expect(eventOf(commands(5, text))).toEqual({ type: 'command', name, argument, messageId: 10 })
  })

  test('a slash that Telegram did not mark is text', () => {
    expect(eventOf(says(5, '/отмена'))).toEqual({ type: 'text', text: '/отмена', messageId: 10 })
  })

  test('a command in the middle of a sentence is text', () => {
    const update = says(5, 'что делает /task?', {
      entities: [{ type: 'bot_command', offset: 11, length: 5 }],
    })
    expect(eventOf(update)).toMatchObject({ type: 'text' })
  })

  test('hidden characters around a command do not shift its argument', () => {
    expect(eventOf(commands(5, '/task \u202EОтчёт\u0000'))).toMatchObject({ name: 'task', argument: 'Отчёт' })
  })
})

describe('what is not text', () => {
  test.each([
    ['photo', { photo: [], caption: 'смета до пятницы' }],
    ['voice', { voice: {} }],
    ['sticker', { sticker: {} }],
    ['animation', { animation: {}, document: {} }],
    ['venue', { venue: {}, location: {} }],
    ['contact', { contact: {} }],
  ])('a %s is media, with or without a caption', (kind, content) => {
    const update = { update_id: 5, message: message(content as Partial<Message>) }
    expect(eventOf(update)).toMatchObject({ type: 'media', kind, messageId: 10 })
  })

  test('what can be passed on as a file is named, with its caption; of a photo the largest size', () => {
    const sizes = [
      { file_id: 'small', file_unique_id: 's', width: 90, height: 90, file_size: 1_000 },
      { file_id: 'large', file_unique_id: 'l', width: 1_280, height: 1_280, file_size: 90_000 },
    ]
    expect(eventOf({ update_id: 5, message: message({ photo: sizes, caption: 'Смета  завтра' }) })).toEqual({
      type: 'media',
      kind: 'photo',
      messageId: 10,
      file: { id: 'large', name: 'photo-10.jpg', size: 90_000, unnamed: 'photo' },
      caption: 'Смета  завтра',
    })
    const named = { file_id: 'D', file_unique_id: 'd', file_name: 'Смета\u202Efdp.exe' }
    expect(eventOf({ update_id: 5, message: message({ document: named }) })).toMatchObject({
      kind: 'document',
      file: { id: 'D', size: null },
    })
  })

  test.each([
    [{ voice: { file_id: 'V', file_unique_id: 'v', duration: 3 } }, 'voice-10.ogg', 'voice'],
    [{ audio: { file_id: 'A', file_unique_id: 'a', duration: 3 } }, 'audio-10.mp3', 'audio'],
    [{ document: { file_id: 'D', file_unique_id: 'd' } }, 'file-10', 'file'],
  ] as const)(
    'what no device has named is given a name, and said to have none: %j',
    (content, name, unnamed) => {
      expect(eventOf({ update_id: 5, message: message(content) })).toMatchObject({ file: { name, unnamed } })
    },
  )

  test('a service message is nothing to answer', () => {
    const pinned = message({ pinned_message: message({ text: 'да' }) })
    expect(toIncoming({ update_id: 5, message: pinned })).toBeNull()
  })
})

describe('edits', () => {
  test('an edited text is an edit, even when it reads like a command', () => {
    const edited = message({ text: '/task', entities: [{ type: 'bot_command', offset: 0, length: 5 }] })
    expect(eventOf({ update_id: 5, edited_message: edited })).toEqual({
      type: 'edited',
      text: '/task',
      messageId: 10,
    })
  })

  test('an edited caption is nothing', () => {
    expect(toIncoming({ update_id: 5, edited_message: message({ caption: 'да' }) })).toBeNull()
  })
})

describe('presses', () => {
  test('a press names its button and its card', () => {
    expect(toIncoming(presses(5, 'tok:1:0'))).toMatchObject({
      updateId: 5,
      sender: { chat: 4001 },
      event: { type: 'press', pressId: '9007199254740993', data: 'tok:1:0', messageId: 10 },
    })
  })

  test('a card whose content Telegram no longer shows is still known by its number', () => {
    const update = presses(5, 'tok:1:0')
    update.callback_query!.message = { chat: annaChat, message_id: 3, date: 0 }
    expect(eventOf(update)).toMatchObject({ type: 'press', messageId: 3 })
  })

  test('a press without any message is known by its sender', () => {
    expect(toIncoming(presses(5, 'tok:1:0', null))).toMatchObject({
      sender: { chat: 4001 },
      event: { type: 'press', messageId: null },
    })
  })

  test('a press on somebody else’s card is nobody’s, and stops spinning', () => {
    expect(toIncoming(presses(5, 'tok:1:0', { chat: { ...annaChat, id: 4002 } }))).toEqual(idle)
  })

  test('forged data is cut and cleaned', () => {
    expect(eventOf(presses(5, `\u0000${'x'.repeat(1_000)}`))).toMatchObject({ data: 'x'.repeat(64) })
  })

  test('a button that does nothing only has to stop spinning', () => {
    expect(toIncoming(presses(5, 'idle'))).toEqual(idle)
  })

  test('a game or an inline result is nothing of ours, and stops spinning', () => {
    const game = presses(5, 'x')
    delete game.callback_query!.data
    expect(toIncoming(game)).toEqual(idle)
    const inline = presses(5, 'x', null)
    inline.callback_query!.inline_message_id = 'AAA'
    expect(toIncoming(inline)).toEqual(idle)
  })
})

describe('blocking', () => {
  test('a person who stops the bot has blocked it, and one who starts it again has let it in', () => {
    expect(eventOf(membership(5, 'member', 'kicked'))).toEqual({ type: 'blocked' })
    expect(eventOf(membership(6, 'kicked', 'member'))).toEqual({ type: 'unblocked' })
  })

  test('a first start is neither', () => {
    expect(toIncoming(membership(5, 'left', 'member'))).toBeNull()
  })
})

describe('strangers', () => {
  test('a group is left', () => {
    expect(toIncoming(says(5, 'всем привет', { chat: group }))).toEqual({
      type: 'foreign',
      chatId: -500,
      kind: 'group',
      leave: true,
    })
    expect(toIncoming(membership(6, 'left', 'member', group))).toMatchObject({ type: 'foreign', leave: true })
    expect(toIncoming(presses(7, 'tok', { chat: group }))).toMatchObject({
      type: 'foreign',
      pressId: idle.pressId,
    })
  })

  test('a group the bot was thrown out of is not left again', () => {
    expect(toIncoming(membership(5, 'member', 'kicked', group))).toMatchObject({ leave: false })
    expect(toIncoming(membership(5, 'member', 'left', group))).toMatchObject({ leave: false })
  })

  test('a channel is told apart, because a sentence there would be a post', () => {
    const channel = { id: -600, type: 'channel', title: 'Новости' } as const
    expect(toIncoming(membership(5, 'left', 'administrator', channel))).toMatchObject({ kind: 'channel' })
  })

  test('another bot, a missing sender and a sender in another’s chat are ignored', () => {
    expect(toIncoming(says(5, 'да', { from: { ...annaUser, is_bot: true } }))).toBeNull()
    expect(toIncoming(says(5, 'да', { from: botUser }))).toBeNull()
    const noSender = says(5, 'да')
    Reflect.deleteProperty(noSender.message!, 'from')
    expect(toIncoming(noSender)).toBeNull()
  })

  test('an update of a kind nobody asked for is nothing', () => {
    expect(toIncoming({ update_id: 5 })).toBeNull()
  })
})

describe('hostile text', () => {
  test('NUL, bidi controls and half surrogates are gone from texts and names', () => {
    const from = { ...annaUser, first_name: 'Ан\u202Eна', last_name: '\u0000\uD800' }
    expect(toIncoming(says(5, 'сме\u0000та\u2067', { from }))).toMatchObject({
      sender: { firstName: 'Анна', lastName: '\uFFFD' },
      event: { text: 'смета' },
    })
  })

  test('a text longer than Telegram allows is kept up to 4,096 units', () => {
    const event = eventOf(says(5, `я${'😀'.repeat(2_500)}`))
    expect(event).toEqual({ type: 'text', text: `я${'😀'.repeat(2_047)}`, messageId: 10 })
  })
})

test('a body is an update when it has a whole update_id', () => {
  expect(isUpdate({ update_id: 5, message: null })).toBe(true)
  for (const body of [null, 5, 'x', [], {}, { update_id: '5' }, { update_id: 1.5 }]) {
    expect(isUpdate(body)).toBe(false)
  }
})
