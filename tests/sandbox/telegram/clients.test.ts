import { describe, expect, test } from 'vitest'

import { clients, refusalOf } from './support/clients.ts'
import { anna, setUp } from './support/sandbox.ts'

describe.each(clients)('%s', (_name, open) => {
  async function connect() {
    const setup = await setUp()
    const { sandbox } = setup
    return {
      sandbox,
      client: open(sandbox.apiRoot, sandbox.token),
      person: sandbox.person(anna.id),
      [Symbol.asyncDispose]: () => setup[Symbol.asyncDispose](),
    }
  }

  test('gets to know the bot', async () => {
    await using setup = await connect()
    const { sandbox, client } = setup
    expect(await client.call('getMe')).toMatchObject({
      id: Number(sandbox.token.split(':')[0]),
      is_bot: true,
      username: sandbox.botUsername,
    })
  })

  test('sends a keyboard, gets the press, answers it and edits the message', async () => {
    await using setup = await connect()
    const { client, person } = setup
    const reply_markup = {
      inline_keyboard: [
        [
          { text: 'Да', callback_data: 'yes' },
          { text: 'Нет', callback_data: 'no' },
        ],
      ],
    }
    const sent = (await client.call('sendMessage', {
      chat_id: anna.id,
      text: 'Создать задачу «Смета & план»?',
      reply_markup,
      disable_notification: true,
    })) as { message_id: number; reply_markup: unknown }
    expect(sent.reply_markup).toEqual(reply_markup)
    expect(person.lastFromBot()).toMatchObject({ text: 'Создать задачу «Смета & план»?', silent: true })

    const pressed = person.press({ messageId: sent.message_id, label: 'Да' })
    const updates = (await client.call('getUpdates', {
      timeout: 5,
      allowed_updates: ['message', 'callback_query'],
    })) as {
      update_id: number
      callback_query: { id: string; data: string; from: object; message: { message_id: number } }
    }[]
    const press = updates.at(-1)!.callback_query
    expect(press).toMatchObject({
      data: 'yes',
      from: { id: anna.id },
      message: { message_id: sent.message_id },
    })
    expect(await client.call('answerCallbackQuery', { callback_query_id: press.id, text: 'Готово' })).toBe(
      true,
    )
    expect(await pressed).toEqual({ answered: true, toast: 'Готово', alert: false })

    const edited = { chat_id: anna.id, message_id: sent.message_id, text: 'Задача создана' }
    expect(await client.call('editMessageText', edited)).toMatchObject({
      text: 'Задача создана',
      edit_date: 1795424400,
    })
    expect(person.lastFromBot()).toMatchObject({ text: 'Задача создана', buttons: [] })
    expect(await client.call('getUpdates', { offset: updates.at(-1)!.update_id + 1, limit: 10 })).toEqual([])
  })

  test('sees a refusal with its code and text', async () => {
    await using setup = await connect()
    const { client } = setup
    const error: unknown = await client
      .call('sendMessage', { chat_id: 999, text: 'Вы где?' })
      .catch((error: unknown) => error)
    expect(refusalOf(error)).toMatchObject({
      code: 400,
      description: expect.stringContaining('Bad Request: chat not found') as string,
    })
  })

  test('fetches what a person sent, in its own way and by the address of the documentation', async () => {
    await using setup = await connect()
    const { sandbox, client, person } = setup
    const content = Buffer.from('Смета на ремонт склада')
    person.sendDocument({ name: 'Смета.txt', content, mimeType: 'text/plain' }, 'Проверьте')
    const updates = (await client.call('getUpdates', { timeout: 5 })) as {
      message: { caption: string; document: { file_id: string; file_unique_id: string; file_size: number } }
    }[]
    const { caption, document } = updates.at(-1)!.message
    expect([caption, document.file_size]).toEqual(['Проверьте', content.length])
    const file = (await client.call('getFile', { file_id: document.file_id })) as { file_path: string }
    const { file_id, file_unique_id, file_size } = document
    expect(file).toEqual({ file_id, file_unique_id, file_size, file_path: 'documents/file_0.txt' })
    const address = `${sandbox.apiRoot}/file/bot${sandbox.token}/${file.file_path}`
    expect(Buffer.from(await (await fetch(address)).arrayBuffer()).equals(content)).toBe(true)
    if (client.download === undefined) return
    const fetched = await client.download(document.file_id)
    expect(Buffer.from(fetched as ArrayBuffer).equals(content)).toBe(true)
  })

  test('is told how long to wait', async () => {
    await using setup = await connect()
    const { sandbox, client } = setup
    sandbox.fault({ method: 'sendMessage', kind: 'error', code: 429, retryAfter: 7 })
    const error: unknown = await client
      .call('sendMessage', { chat_id: anna.id, text: 'Раз' })
      .catch((error: unknown) => error)
    expect(refusalOf(error)).toMatchObject({ code: 429, retryAfter: 7 })
  })
})
