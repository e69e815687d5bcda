/** A dialog inside a conversation of @grammyjs/conversations, over real HTTP. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openConversationsBot } from '../../examples/conversations-bot/bot.ts'
import { startTelegramSandbox, type TelegramSandbox } from '../../sandbox/telegram/server.ts'
import { systemClock } from '../../src/adapters/clock.ts'
import { readConversationDialogs } from '../../src/embed/in-conversation.ts'
import type { Service } from '../../src/machines/services.ts'
import { openChat, type ChatClient } from '../support/chat-client.ts'

let telegram: TelegramSandbox
let folder: string
let bot: AsyncDisposable
let booked: string[]
let refusals: number
let chat: ChatClient

beforeEach(async () => {
  telegram = await startTelegramSandbox({
    clock: systemClock,
    persons: [{ id: 501_001, firstName: 'Игорь', languageCode: 'ru' }],
  })
  folder = await mkdtemp(join(tmpdir(), 'table-'))
  booked = []
  refusals = 0
  bot = await open()
  chat = openChat(telegram.person(501_001), { ...systemClock, advance: () => {}, set: () => {} })
})

afterEach(async () => {
  await bot[Symbol.asyncDispose]()
  await telegram[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

function open(): Promise<AsyncDisposable> {
  return openConversationsBot({
    token: telegram.token,
    apiRoot: telegram.apiRoot,
    file: `${folder}/conversations.db`,
    async book(_wish, operation) {
      if (refusals > 0) {
        refusals -= 1
        throw new Error('the line is busy')
      }
      booked.push(operation)
      return 7
    },
  })
}

async function restart(): Promise<void> {
  await bot[Symbol.asyncDispose]()
  bot = await open()
}

test('a dialog is one step of the conversation, and goes through restarts', async () => {
  await chat.asks('/table', 'Как вас записать?')
  await restart()
  await chat.asks('Игорь', 'Сколько будет гостей?')
  await restart()
  await chat.asks('много', 'Число от 1 до 12')
  await chat.asks('4', 'На какое время?')
  await chat.asks('31.12.2030 19:00', 'Столик на 4')
  await restart()
  await chat.clicks('Забронировать')
  await chat.sees('Игорь, ждём вас. Гостей: 4.')
  expect(booked).toHaveLength(1)
  const said = chat.transcript().filter((line) => line.startsWith('бот'))
  expect(said.filter((line) => line.includes('Сколько будет гостей'))).toHaveLength(1)
  expect(said).toContain('бот: ✅ Столик 7 ждёт вас.')
})

test('giving the dialog up comes back to the conversation', async () => {
  await chat.asks('/table', 'Как вас записать?')
  await chat.asks('Игорь', 'Сколько будет гостей?')
  await chat.asks('/cancel', 'Хорошо, Игорь, в другой раз.')
  await chat.asks('/hours', 'Открыто с 12 до 23.')
  expect(booked).toEqual([])
})

test("the host's commands are skipped by the dialog and reach their handlers", async () => {
  await chat.asks('/table', 'Как вас записать?')
  await chat.asks('Игорь', 'Сколько будет гостей?')
  await chat.asks('/hours', 'Открыто с 12 до 23.')
  await chat.asks('2', 'На какое время?')
})

test('a booking that fails is tried again as the same operation', async () => {
  refusals = 1
  await chat.asks('/table', 'Как вас записать?')
  await chat.asks('Игорь', 'Сколько будет гостей?')
  await chat.asks('2', 'На какое время?')
  await chat.asks('31.12.2030 19:00', 'Верно?')
  await chat.clicks('Забронировать')
  await chat.sees('Игорь, ждём вас. Гостей: 2.')
  expect(booked).toHaveLength(1)
})

test('a service of the database is refused where there is none', async () => {
  const local: Service = { type: 'local', reasons: [], run: async () => ({ ok: true, value: null }) }
  await expect(
    readConversationDialogs({
      folder: new URL('../../examples/conversations-bot/dialogs', import.meta.url).pathname,
      services: new Map([['tables.book', local]]),
    }),
  ).rejects.toThrow('«tables.book» is a service of the database')
})
