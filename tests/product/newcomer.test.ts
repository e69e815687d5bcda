/** What a newcomer meets on the way in and out, with everything that can be typed wrong there. */
import { describe, expect, test } from 'vitest'
import type { ChatClient } from '../support/chat-client.ts'
import { codeFor, employees, eventually, openWorld, type World } from '../support/world.ts'

async function answerTo(world: World, chat: ChatClient, ...words: readonly string[]): Promise<string> {
  for (const one of words) {
    chat.says(one)
    await world.settled()
  }
  return chat.screen()
}

async function answerToPress(world: World, chat: ChatClient, label: string): Promise<string> {
  await chat.clicks(label)
  await world.settled()
  return chat.screen()
}

const names = (chat: ChatClient): readonly string[] => chat.person.menu().map(({ command }) => command)
const askEmail =
  'Сначала нужно убедиться, что это вы. Напишите рабочую почту, с которой вы входите в Битрикс24.\n[✕ Отмена]'

describe('the menu of commands', () => {
  test('holds what works: little before the chat is connected, everything after it, and little again', async () => {
    await using world = await openWorld()
    const chat = world.chat()
    await eventually(() => names(chat).length > 0)
    expect(names(chat)).toEqual(['whoami', 'start', 'cancel', 'help'])
    await world.linkedChat()
    await world.settled()
    expect(names(chat).slice(0, 4)).toEqual(['task', 'tasks', 'event', 'schedule'])
    expect(names(chat)).toEqual(expect.arrayContaining(['unlink', 'whoami', 'cancel', 'help']))
    await answerTo(world, chat, '/unlink')
    await answerToPress(world, chat, 'Отключить')
    expect(names(chat)).toEqual(['whoami', 'start', 'cancel', 'help'])
  })

  test('is in the language the person has chosen, whatever their Telegram speaks', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await world.settled()
    expect(chat.person.menu()[0]?.description).toBe('Создать задачу')
    await answerTo(world, chat, '/settings английский')
    expect(chat.person.menu()[0]?.description).toBe('Create a task')
    // Given out once: nothing more is asked of Telegram while it stays as it is.
    const sets = () => world.telegram.calls.filter(({ method }) => method === 'setMyCommands').length
    const before = sets()
    await answerTo(world, chat, '/tasks', '/help')
    expect(sets()).toBe(before)
  })

  test('of the old telephone shrinks when the person goes over to another one', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    world.pass(60_000)
    await world.linkedChat('annaAtHome')
    await world.settled()
    expect(names(chat)).toEqual(['whoami', 'start', 'cancel', 'help'])
    expect(names(world.chat('annaAtHome'))).toContain('task')
  })
})

describe('before the chat is connected', () => {
  test('/help says what there will be, and what comes first', async () => {
    await using world = await openWorld()
    const chat = world.chat()
    const help = await answerTo(world, chat, '/help')
    expect(help).toContain('/task — создать задачу')
    expect(help.split('\n').slice(-2)).toEqual([
      'Задачу можно написать и обычным текстом, одним предложением: «Подготовить смету до пятницы, Игорь Ким». Перешлите мне сообщение — сделаю из него задачу или встречу. Пришлите файл или фото — приложу к задаче.',
      'Сначала подключим Битрикс24: /start.',
    ])
    expect(await answerTo(world, chat, '/whoami')).toBe(
      'Этот чат ни к кому не подключён. Подключить — /start.',
    )
    expect(await answerTo(world, chat, '/unlink')).toBe(
      'Этот чат не подключён к Битрикс24. Подключить — /start.',
    )
  })

  test('a refusal of the address is not repeated after something else was done', async () => {
    await using world = await openWorld()
    const chat = world.chat()
    await answerTo(world, chat, '/start')
    for (const digression of ['/help', '/foo', '/start', '/whoami']) {
      expect(await answerTo(world, chat, 'Анна')).toMatch(/^Не похоже на адрес почты\./)
      expect(await answerTo(world, chat, digression)).toBe(askEmail)
    }
    expect(chat.transcript().filter((line) => line.includes('Здравствуйте'))).toHaveLength(1)
  })

  test('a wrong code is not spoken of again after /help, and the tries go on being counted', async () => {
    await using world = await openWorld()
    const chat = world.chat()
    await answerTo(world, chat, '/start', employees.anna.email)
    const code = await codeFor(world.portal, employees.anna.id)
    const wrong = (step: number) => String((Number(code) + step) % 1_000_000).padStart(6, '0')
    expect(await answerTo(world, chat, wrong(1))).toContain('Осталось 4 попытки.')
    expect(await answerTo(world, chat, '/help')).toContain('пришлите мне шесть цифр')
    for (const step of [2, 3, 4, 5]) await answerTo(world, chat, wrong(step))
    // That the code is dead stays true, whatever else is done.
    expect(chat.screen()).toContain('Попытки закончились')
    expect(await answerTo(world, chat, '/help')).toContain('Попытки закончились')
    expect(await answerTo(world, chat, '/start')).toContain('У вас есть незаконченный диалог')
    expect(await answerTo(world, chat, 'начать заново')).toBe(askEmail)
  })
})

describe('once the chat is connected', () => {
  test('/start and /whoami in the middle of a task answer, and the task goes on', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await answerTo(world, chat, '/task Смета')
    const question = chat.screen()
    expect(await answerTo(world, chat, '/start')).toBe(question)
    expect(chat.transcript().at(-2)).toBe('бот: Этот чат уже подключён: Анна Петрова. Отключить — /unlink.')
    expect(await answerTo(world, chat, '/whoami')).toBe(question)
    expect(chat.transcript().at(-2)).toMatch(
      /^бот: Этот чат подключён: Анна Петрова\n.+\nБитрикс24 — 127\.0\.0\.1:\d+\nВремя — Москва \(UTC\+3\)\nПодключён: сегодня, 12:00$/,
    )
    expect(await answerTo(world, chat, 'я')).toContain('К какому сроку?')
  })

  test('/cancel dismisses what was offered, and then there is nothing left to cancel', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    expect(await answerTo(world, chat, 'Договор «Ромашка»')).toMatch(
      /^«Договор „Ромашка“»\nЧто из этого сделать\?/,
    )
    expect(await answerTo(world, chat, '/cancel')).toBe('Отменил. Ничего не создано.')
    expect(chat.pressable().filter((text) => text.includes('Ромашка'))).toEqual([])
    expect(await answerTo(world, chat, '/cancel')).toBe('Сейчас отменять нечего. Что я умею — /help.')
    expect(world.portal.requests.filter(({ method }) => method === 'tasks.task.add')).toEqual([])
  })

  test('a photo is a photo, and a file has its name', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    chat.person.sendMedia('photo')
    await world.settled()
    expect(chat.screen()).toMatch(/^Фото\. Что с этим сделать\?/)
    expect(await answerToPress(world, chat, '📎 Приложить к задаче')).toMatch(
      /^К какой задаче приложить фото\?/,
    )
    chat.person.sendDocument({ name: 'Смета «Вектор».xlsx', content: Buffer.from('1') }, '')
    await answerTo(world, chat, '/cancel')
    chat.person.sendDocument({ name: 'Смета «Вектор».xlsx', content: Buffer.from('1') }, '')
    await world.settled()
    expect(chat.screen()).toMatch(/^Файл «Смета „Вектор“\.xlsx»\. Что с этим сделать\?/)
    expect(await answerToPress(world, chat, '📎 Приложить к задаче')).toMatch(
      /^К какой задаче приложить файл «Смета „Вектор“\.xlsx»\?/,
    )
  })
})
