/** The dialogs as guests of somebody else's bot, over real HTTP: what is theirs they take, the rest stays the host's. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLunchBot } from '../../examples/lunch-bot/bot.ts'
import { startTelegramSandbox, type TelegramSandbox } from '../../sandbox/telegram/server.ts'
import { systemClock } from '../../src/adapters/clock.ts'
import type { JsonObject } from '../../src/ports/json.ts'
import { openChat, type ChatClient } from '../support/chat-client.ts'
import { eventually } from '../support/world.ts'

interface Ordered {
  readonly order: JsonObject
  readonly operation: string
}

let telegram: TelegramSandbox
let folder: string
let bot: AsyncDisposable
let orders: Ordered[]
let kitchenIsDown: boolean
let chat: ChatClient

beforeEach(async () => {
  telegram = await startTelegramSandbox({
    clock: systemClock,
    persons: [{ id: 501_001, firstName: 'Анна', languageCode: 'ru' }],
  })
  folder = await mkdtemp(join(tmpdir(), 'lunch-'))
  orders = []
  kitchenIsDown = false
  bot = await open()
  chat = openChat(telegram.person(501_001), { ...systemClock, advance: () => {}, set: () => {} })
})

afterEach(async () => {
  await bot[Symbol.asyncDispose]()
  await telegram[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

function open(): Promise<AsyncDisposable> {
  return openLunchBot({
    token: telegram.token,
    apiRoot: telegram.apiRoot,
    databaseUrl: `sqlite:${folder}/lunch.db`,
    async order(order, operation) {
      if (kitchenIsDown) throw new Error('the kitchen is closed')
      orders.push({ order, operation })
    },
  })
}

async function restart(): Promise<void> {
  await bot[Symbol.asyncDispose]()
  bot = await open()
}

test("outside a dialog the host's own handlers hear everything", async () => {
  await chat.asks('/start', 'Здесь кормят')
  await chat.asks('добрый день', 'Про «добрый день» ничего не знаю')
  await chat.asks('/cancel', 'Про «/cancel» ничего не знаю')
  expect(chat.transcript().filter((line) => line.startsWith('бот'))).toHaveLength(3)
})

test('a dialog goes through a restart in its middle and orders once', async () => {
  await chat.asks('/lunch', 'Что заказать?')
  await chat.asks('Плов', 'К какому времени?')
  await restart()
  await chat.asks('31.12.2030 13:00', 'Верно?')
  expect(chat.screen()).toContain('Обед: Плов')
  await restart()
  await chat.clicks('Заказать')
  await chat.sees('Заказано: Плов')
  expect(orders.map(({ order }) => order['dish'])).toEqual(['Плов'])
  await chat.asks('спасибо', 'Про «спасибо» ничего не знаю')
})

test("the host's button begins the dialog with what it knows", async () => {
  await chat.asks('/start', 'Здесь кормят')
  await chat.clicks('Заказать борщ')
  await chat.sees('К какому времени?')
  await chat.asks('31.12.2030 13:00', 'Обед: Борщ')
})

test("the host's commands and buttons work in the middle of a dialog", async () => {
  await chat.asks('/lunch', 'Что заказать?')
  await chat.asks('/start', 'Здесь кормят')
  await chat.asks('Плов', 'К какому времени?')
  await chat.clicks('Заказать борщ')
  await chat.sees('У вас есть незаконченный диалог')
})

test('/cancel ends the dialog and is the host’s again after that', async () => {
  await chat.asks('/lunch', 'Что заказать?')
  await chat.asks('/cancel', 'Отменил')
  await chat.asks('/cancel', 'Про «/cancel» ничего не знаю')
})

test('an order is repeated until the kitchen answers, as the same operation', async () => {
  kitchenIsDown = true
  await chat.asks('/lunch', 'Что заказать?')
  await chat.asks('Плов', 'К какому времени?')
  await chat.asks('31.12.2030 13:00', 'Верно?')
  await chat.clicks('Заказать')
  await chat.sees('Заказываю')
  await restart()
  kitchenIsDown = false
  await chat.sees('Заказано: Плов')
  expect(orders).toHaveLength(1)
})

test('what the bot says while Telegram is away is said when it is back', async () => {
  await chat.asks('/lunch', 'Что заказать?')
  telegram.fault({ kind: 'drop', method: 'sendMessage', times: 1 })
  chat.says('Плов')
  await chat.sees('К какому времени?')
})

test('an update that comes again does nothing again', async () => {
  await chat.asks('/lunch', 'Что заказать?')
  const before = telegram.calls.length
  await restart()
  await eventually(() => telegram.calls.length > before)
  expect(chat.transcript()).toEqual(['я: /lunch', 'бот: Что заказать?'])
})
