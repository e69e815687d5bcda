import { describe, expect, test } from 'vitest'
import type { Message } from '../../../src/ports/message.ts'
import type { MessengerResult } from '../../../src/ports/messenger.ts'
import { anna, boris, plain, sent, startAdapter } from './fixtures.ts'
import type { Script } from './scripted-server.ts'

test('a message goes out with its spans, buttons and silence, and without a link preview', async () => {
  await using adapter = await startAdapter(() => sent)
  const message: Message = {
    text: 'Смета 😀 до 27 ноября, 18:00',
    spans: [
      { type: 'bold', offset: 0, length: 5 },
      { type: 'date_time', offset: 12, length: 16, unixTime: 1_795_791_600 },
      { type: 'text_link', offset: 0, length: 5, url: 'https://portal.example/task/7' },
    ],
    rows: [
      [{ label: 'Создать', style: 'success', act: { type: 'press', data: 'c:1:0' } }],
      [
        { label: 'Открыть', act: { type: 'open', url: 'https://portal.example/task/7' } },
        { label: 'Скопировать номер', act: { type: 'copy', text: '7' } },
        { label: '—', act: { type: 'disabled' } },
      ],
    ],
    silent: true,
  }
  expect(await adapter.messenger.send(anna, message)).toEqual({ type: 'done', messageId: 77 })
  expect(adapter.server.calls[0]?.payload).toEqual({
    chat_id: 4001,
    text: 'Смета 😀 до 27 ноября, 18:00',
    link_preview_options: { is_disabled: true },
    disable_notification: true,
    entities: [
      { type: 'bold', offset: 0, length: 5 },
      { type: 'date_time', offset: 12, length: 16, unix_time: 1_795_791_600, date_time_format: '' },
      { type: 'text_link', offset: 0, length: 5, url: 'https://portal.example/task/7' },
    ],
    reply_markup: {
      inline_keyboard: [
        [{ text: 'Создать', style: 'success', callback_data: 'c:1:0' }],
        [
          { text: 'Открыть', url: 'https://portal.example/task/7' },
          { text: 'Скопировать номер', copy_text: { text: '7' } },
          { text: '—', disabled: {} },
        ],
      ],
    },
  })
})

test('what a user typed goes out as it is, with no parse mode', async () => {
  await using adapter = await startAdapter(() => sent)
  await adapter.messenger.send(anna, plain('Отчёт <Q3> & *план* _2027_'))
  expect(adapter.server.calls[0]?.payload).toEqual({
    chat_id: 4001,
    text: 'Отчёт <Q3> & *план* _2027_',
    link_preview_options: { is_disabled: true },
  })
})

test('an edit that shows no buttons removes those that were there', async () => {
  await using adapter = await startAdapter(() => sent)
  await adapter.messenger.edit(anna, 77, plain('Готово'))
  expect(adapter.server.calls[0]).toMatchObject({
    method: 'editMessageText',
    payload: { chat_id: 4001, message_id: 77, text: 'Готово' },
  })
  expect(adapter.server.calls[0]?.payload).not.toHaveProperty('reply_markup')
})

describe('what Telegram refuses', () => {
  const rows: [name: string, script: Script, expected: Partial<MessengerResult>][] = [
    [
      'a blocked bot is refused as blocked',
      { error: 403, description: 'Forbidden: bot was blocked by the user' },
      { type: 'refused', reason: 'blocked' },
    ],
    [
      'a deleted account is refused as deactivated',
      { error: 403, description: 'Forbidden: user is deactivated' },
      { type: 'refused', reason: 'deactivated' },
    ],
    [
      'a person who never pressed Start has no chat',
      { error: 403, description: "Forbidden: bot can't initiate conversation with a user" },
      { type: 'refused', reason: 'no_chat' },
    ],
    [
      'an unknown chat is no chat',
      { error: 400, description: 'Bad Request: chat not found' },
      { type: 'refused', reason: 'no_chat' },
    ],
    [
      'an empty text is our mistake',
      { error: 400, description: 'Bad Request: message text is empty' },
      { type: 'refused', reason: 'invalid' },
    ],
    [
      'button data the server refuses is our mistake',
      { error: 400, description: 'Bad Request: BUTTON_DATA_INVALID' },
      { type: 'refused', reason: 'invalid' },
    ],
    [
      'a forbidden thing nobody has heard of is not taken for a lost person',
      { error: 403, description: 'Forbidden: something new' },
      { type: 'refused', reason: 'invalid' },
    ],
    [
      'a revoked token is a misconfiguration',
      { error: 401, description: 'Unauthorized' },
      { type: 'misconfigured', detail: 'Unauthorized' },
    ],
    [
      'a method the server lacks is a misconfiguration',
      { error: 404, description: 'Not Found: method not found' },
      { type: 'misconfigured' },
    ],
    [
      'a server that fails may have sent it',
      { error: 500, description: 'Internal Server Error' },
      { type: 'uncertain', detail: 'Internal Server Error' },
    ],
    [
      "a gateway's error page may stand for a sent message",
      { status: 502, body: '<html>' },
      { type: 'uncertain' },
    ],
    [
      'a gateway that limits us did not send it',
      { status: 429, body: 'slow down' },
      { type: 'later', scope: 'all' },
    ],
    [
      'a page where the Bot API should be is a misconfiguration',
      { status: 404, body: '<html>' },
      { type: 'misconfigured' },
    ],
    ['a connection cut before the answer leaves it uncertain', 'cut', { type: 'uncertain' }],
    ['a connection cut within the answer leaves it uncertain', 'cut in the middle', { type: 'uncertain' }],
  ]
  test.each(rows)('%s', async (_name, script, expected) => {
    await using adapter = await startAdapter(() => script)
    expect(await adapter.messenger.send(anna, plain('Здравствуйте'))).toMatchObject(expected)
    expect(adapter.server.calls).toHaveLength(1)
  })

  test('a person who blocked the bot is nothing to wake anybody for; a message Telegram cannot take is', async () => {
    expect(await levels(403, 'Forbidden: bot was blocked by the user')).toEqual(['info'])
    expect(await levels(403, 'Forbidden: user is deactivated')).toEqual(['info'])
    expect(await levels(400, 'Bad Request: chat not found')).toEqual(['info'])
    expect(await levels(400, 'Bad Request: something new')).toEqual(['error'])
  })

  test('a server that never answers leaves the message uncertain after the hard limit', async () => {
    await using adapter = await startAdapter(() => 'hang', { timeoutMs: { call: 50 } })
    expect(await adapter.messenger.send(anna, plain('Здравствуйте'))).toEqual({
      type: 'uncertain',
      detail: 'TIMEOUT',
    })
  })

  test('a server that is not there has certainly not got the message', async () => {
    const adapter = await startAdapter(() => sent)
    await adapter[Symbol.asyncDispose]()
    expect(await adapter.messenger.send(anna, plain('Здравствуйте'))).toMatchObject({
      type: 'later',
      scope: 'all',
      detail: 'ECONNREFUSED',
    })
  })

  test('a send cancelled beforehand is never written', async () => {
    await using adapter = await startAdapter(() => sent)
    const result = await adapter.messenger.send(anna, plain('Здравствуйте'), AbortSignal.abort())
    expect(result).toMatchObject({ type: 'later', detail: 'CANCELLED' })
    expect(adapter.server.calls).toEqual([])
  })

  test('a send cancelled under way is uncertain', async () => {
    const controller = new AbortController()
    await using adapter = await startAdapter(() => {
      controller.abort()
      return 'hang'
    })
    const result = await adapter.messenger.send(anna, plain('Здравствуйте'), controller.signal)
    expect(result).toEqual({ type: 'uncertain', detail: 'CANCELLED' })
  })
})

describe('editing and deleting', () => {
  test.each([
    'Bad Request: message is not modified: specified new message content and reply markup are exactly the same',
    'Bad Request: MESSAGE_NOT_MODIFIED',
  ])('an edit that changes nothing is done (%s)', async (description) => {
    await using adapter = await startAdapter(() => ({ error: 400, description }))
    expect(await adapter.messenger.edit(anna, 77, plain('То же'))).toEqual({ type: 'done', messageId: 77 })
    expect(await adapter.messenger.removeButtons(anna, 77)).toEqual({ type: 'done', messageId: 77 })
  })

  test.each([
    'Bad Request: message to edit not found',
    "Bad Request: message can't be edited",
    'Bad Request: MESSAGE_ID_INVALID',
  ])('a card that is gone is missing (%s)', async (description) => {
    await using adapter = await startAdapter(() => ({ error: 400, description }))
    expect(await adapter.messenger.edit(anna, 77, plain('Срок'))).toEqual({ type: 'missing' })
    expect(await adapter.messenger.removeButtons(anna, 77)).toEqual({ type: 'missing' })
  })

  test('deleting what is deleted finds it missing', async () => {
    await using adapter = await startAdapter(() => ({
      error: 400,
      description: 'Bad Request: message to delete not found',
    }))
    expect(await adapter.messenger.remove(anna, 77)).toEqual({ type: 'missing' })
    expect(adapter.server.calls).toHaveLength(1)
  })

  test('a message too old to delete loses at least its buttons', async () => {
    await using adapter = await startAdapter(({ method }) =>
      method === 'deleteMessage'
        ? { error: 400, description: "Bad Request: message can't be deleted for everyone" }
        : { result: true },
    )
    expect(await adapter.messenger.remove(anna, 77)).toEqual({ type: 'missing' })
    expect(adapter.server.calls.map((call) => call.method)).toEqual([
      'deleteMessage',
      'editMessageReplyMarkup',
    ])
  })

  test('a code that was typed is deleted', async () => {
    await using adapter = await startAdapter(() => ({ result: true }))
    expect(await adapter.messenger.remove(anna, 77)).toEqual({ type: 'done', messageId: 77 })
    expect(adapter.server.calls[0]).toMatchObject({ payload: { chat_id: 4001, message_id: 77 } })
  })
})

describe('plainer forms', () => {
  test('a message whose formatting is refused is sent once more without it, and the operator hears of it', async () => {
    await using adapter = await startAdapter((_call, index) =>
      index === 0
        ? { error: 400, description: "Bad Request: can't parse entities: Unsupported type specified" }
        : sent,
    )
    const message: Message = { ...plain('Важно'), spans: [{ type: 'bold', offset: 0, length: 5 }] }
    expect(await adapter.messenger.send(anna, message)).toEqual({ type: 'done', messageId: 77 })
    expect(adapter.server.calls.map((call) => call.payload['entities'])).toEqual([
      [{ type: 'bold', offset: 0, length: 5 }],
      undefined,
    ])
    expect(adapter.entries).toContainEqual(expect.objectContaining({ level: 'error', result: 'unfit' }))
  })

  test('formatting refused in a message without any is not sent for ever', async () => {
    await using adapter = await startAdapter(() => ({
      error: 400,
      description: "Bad Request: can't parse entities: oops",
    }))
    const bold: Message = { ...plain('Важно'), spans: [{ type: 'bold', offset: 0, length: 5 }] }
    expect(await adapter.messenger.send(anna, bold)).toMatchObject({ type: 'refused', reason: 'invalid' })
    expect(adapter.server.calls).toHaveLength(2)
    expect(await adapter.messenger.send(anna, plain('Важно'))).toMatchObject({ type: 'refused' })
    expect(adapter.server.calls).toHaveLength(3)
  })

  test('a formatted message refused without a reason one knows is sent once more as plain text, and then no more', async () => {
    const bold: Message = { ...plain('Важно'), spans: [{ type: 'bold', offset: 0, length: 5 }] }
    const refusal = { error: 400, description: 'Bad Request: something quite new' }
    await using helped = await startAdapter((_call, index) => (index === 0 ? refusal : sent))
    expect(await helped.messenger.send(anna, bold)).toEqual({ type: 'done', messageId: 77 })
    expect(helped.server.calls.map((call) => call.payload['entities'] === undefined)).toEqual([false, true])
    await using lost = await startAdapter(() => refusal)
    expect(await lost.messenger.send(anna, bold)).toMatchObject({ type: 'refused', reason: 'invalid' })
    expect(lost.server.calls).toHaveLength(2)
  })

  test('on a server without disabled buttons they become buttons that do nothing, from then on', async () => {
    await using adapter = await startAdapter((call) =>
      JSON.stringify(call.payload).includes('"disabled"')
        ? {
            error: 400,
            description:
              "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
          }
        : sent,
    )
    const calendar = plain('Срок', [[{ label: '1', act: { type: 'disabled' } }]])
    expect(await adapter.messenger.send(anna, calendar)).toEqual({ type: 'done', messageId: 77 })
    expect(await adapter.messenger.edit(anna, 77, calendar)).toEqual({ type: 'done', messageId: 77 })
    expect(adapter.server.calls).toHaveLength(3)
    expect(adapter.server.calls.at(-1)?.payload['reply_markup']).toEqual({
      inline_keyboard: [[{ text: '1', callback_data: 'idle' }]],
    })
  })

  test("a portal's address that Telegram does not accept costs the button, not the message", async () => {
    await using adapter = await startAdapter((call) =>
      JSON.stringify(call.payload).includes('http://portal')
        ? {
            error: 400,
            description:
              "Bad Request: inline keyboard button URL 'http://portal/task/7' is invalid: Wrong HTTP URL",
          }
        : sent,
    )
    const created = plain('Задача создана', [
      [{ label: 'Открыть', act: { type: 'open', url: 'http://portal/task/7' } }],
      [{ label: 'Ещё одна', act: { type: 'press', data: 'again' } }],
    ])
    expect(await adapter.messenger.send(anna, created)).toEqual({ type: 'done', messageId: 77 })
    expect(adapter.server.calls.at(-1)?.payload['reply_markup']).toEqual({
      inline_keyboard: [[{ text: 'Ещё одна', callback_data: 'again' }]],
    })
  })

  test.each([
    ['callback data of 65 bytes', { type: 'press', data: `${'я'.repeat(32)}x` }],
    ['empty callback data', { type: 'press', data: '' }],
    ['a text to copy of 257 characters', { type: 'copy', text: 'x'.repeat(257) }],
  ] as const)('%s is refused without asking Telegram', async (_name, act) => {
    await using adapter = await startAdapter(() => sent)
    const result = await adapter.messenger.send(anna, plain('Выберите', [[{ label: 'Да', act }]]))
    expect(result).toMatchObject({ type: 'refused', reason: 'invalid' })
    expect(adapter.server.calls).toEqual([])
  })

  test('callback data of 64 bytes passes', async () => {
    await using adapter = await startAdapter(() => sent)
    const act = { type: 'press', data: 'я'.repeat(32) } as const
    expect(await adapter.messenger.send(anna, plain('Да?', [[{ label: 'Да', act }]]))).toMatchObject({
      type: 'done',
    })
  })
})

describe('too many requests', () => {
  const tooMany = { error: 429, description: 'Too Many Requests: retry after 7', retryAfter: 7 }

  test('a chat that has just had a burst of messages waits alone', async () => {
    await using adapter = await startAdapter((_call, index) => (index < 2 ? sent : tooMany))
    await adapter.messenger.send(anna, plain('1'))
    await adapter.messenger.send(anna, plain('2'))
    expect(await adapter.messenger.send(anna, plain('3'))).toEqual({
      type: 'later',
      afterMs: 7_000,
      scope: 'chat',
      detail: 'Too Many Requests: retry after 7',
    })
  })

  test('a refusal that the chat itself does not explain holds everybody', async () => {
    await using adapter = await startAdapter(() => tooMany)
    expect(await adapter.messenger.send(anna, plain('Сводка'))).toMatchObject({ type: 'later', scope: 'all' })
  })

  test('a second chat refused while the first one waits means everybody', async () => {
    await using adapter = await startAdapter(() => tooMany)
    await adapter.messenger.send(anna, plain('1'))
    await adapter.messenger.send(boris, plain('1'))
    expect(await adapter.messenger.send(boris, plain('2'))).toMatchObject({ scope: 'all' })
    adapter.clock.advance(7_000)
    await adapter.messenger.send(boris, plain('3'))
    expect(await adapter.messenger.send(boris, plain('4'))).toMatchObject({ scope: 'chat' })
  })
})

describe('fleeting effects', () => {
  test('the answer to a press carries a note of at most 200 characters', async () => {
    await using adapter = await startAdapter(() => ({ result: true }))
    await adapter.messenger.answerPress('9007199254740993')
    await adapter.messenger.answerPress('9007199254740993', 'я'.repeat(300))
    expect(adapter.server.calls.map((call) => call.payload)).toEqual([
      { callback_query_id: '9007199254740993' },
      { callback_query_id: '9007199254740993', text: `${'я'.repeat(199)}…` },
    ])
  })

  test('a press answered too late, and typing nobody sees, are nobody’s trouble', async () => {
    await using adapter = await startAdapter(({ method }) =>
      method === 'sendChatAction'
        ? 'cut'
        : {
            error: 400,
            description: 'Bad Request: query is too old and response timeout expired or query ID is invalid',
          },
    )
    await expect(adapter.messenger.answerPress('1')).resolves.toBeUndefined()
    await expect(adapter.messenger.showTyping(anna)).resolves.toBeUndefined()
    expect(adapter.entries.every((entry) => entry.level === 'debug')).toBe(true)
  })
})

/** At which levels a refusal of this kind is logged. */
async function levels(error: number, description: string): Promise<readonly string[]> {
  await using adapter = await startAdapter(() => ({ error, description }))
  await adapter.messenger.send(anna, plain('Здравствуйте'))
  return adapter.entries.map(({ level }) => level)
}
