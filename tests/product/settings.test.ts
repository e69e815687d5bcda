/** Settings over real HTTP: what people see in Telegram, with the process going away in between. */
import { describe, expect, test } from 'vitest'
import type { ChatClient } from '../support/chat-client.ts'
import { codeFor, employees, openWorld, type World } from '../support/world.ts'

async function answerTo(world: World, chat: ChatClient, words: string): Promise<string> {
  chat.says(words)
  await world.settled()
  return chat.screen()
}

async function answerToPress(world: World, chat: ChatClient, ...labels: readonly string[]): Promise<string> {
  for (const label of labels) {
    await chat.clicks(label)
    await world.settled()
  }
  return chat.screen()
}

test('somebody sets their hours, zone and pause on one card, and finds them after a restart', async () => {
  await using world = await openWorld({
    env: {
      NOTIFICATION_MORNING_TIME: '07:45',
      NOTIFICATION_EVENING_TIME: '19:30',
      EVENT_REMINDER_MINUTES: '20',
    },
  })
  const chat = await world.linkedChat()
  expect(chat.screen()).toContain(
    'Время — Москва (UTC+3).\nУтренняя сводка — в 7:45.\nВечерняя сводка — в 19:30.\nНапоминание о встрече — за 20 минут.',
  )
  expect(await answerToPress(world, chat, 'Настроить')).toBe(
    [
      'Уведомления включены. Время — Москва (UTC+3).',
      'Утро: 7:45, рабочие дни',
      'Вечер: 19:30, рабочие дни',
      'Встречи: за 20 минут, важные ещё и за час',
      'Сроки: накануне, в день срока, после срока',
      'Пустые сводки: не присылаю',
      'Тихие часы: с 22:00 до 7:00',
      '[Утро] [Вечер] [Встречи]',
      '[Сроки] [Дни] [Тихие часы]',
      '[Часовой пояс] [Пауза]',
      '[Выключить всё]',
    ].join('\n'),
  )
  await answerToPress(world, chat, 'Утро', 'Другое')
  await world.restart()
  expect(await answerTo(world, chat, '8:30')).toMatch(/^Сохранил: утро — 8:30, с завтрашнего дня\.\n\n/)
  await answerToPress(world, chat, 'Часовой пояс')
  expect(await answerTo(world, chat, 'Новосибирск')).toMatch(/^Сохранил: время — Новосибирск \(UTC\+7\)\./)
  expect(await answerTo(world, chat, '/pause на 3 дня')).toBe(
    'Пауза до четверга, 26 ноября. Срочное смотрите в /tasks и /schedule.\n[Снять паузу]',
  )
  await world.restart()
  expect(await answerTo(world, chat, '/notifications')).toContain(
    'Время — Новосибирск (UTC+7).\nПауза до четверга, 26 ноября.\nУтро: 8:30, рабочие дни\n',
  )
  expect(await answerToPress(world, chat, 'Снять паузу')).toMatch(/^Пауза снята\.\n\n/)
  // Dates are read and written in the zone from that moment on.
  await chat.asks('/task Сверить акты', 'Кто исполнитель?')
  await chat.asks('я', 'К какому сроку?')
  await chat.asks('сегодня в 23:00', 'Добавить описание?')
  await chat.asks('пропустить', 'Срок: сегодня, пн, 23 ноября, 23:00')
})

test('two quick taps count once, an old card shows the present, and a forged button does nothing', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat()
  await answerTo(world, chat, '/notifications')
  await answerToPress(world, chat, 'Сроки')
  const card = chat.person.messages().findLast(({ from }) => from === 'bot')
  const messageId = card?.messageId ?? 0
  await Promise.all([1, 2].map(() => chat.person.press({ messageId, label: '✓ Накануне' })))
  await world.settled()
  expect(chat.screen()).toContain('[○ Накануне] [✓ В день срока]')
  const forged = await chat.person.press({ messageId, data: 'AAAAAAAAAAAAAA.1.0' })
  expect(forged).toMatchObject({ answered: true, toast: 'Кнопка устарела.' })
  await answerTo(world, chat, '/notifications')
  expect(chat.screen()).toContain('Сроки: в день срока, после срока')
  expect(chat.pressable().filter((text) => text.startsWith('Уведомления включены'))).toHaveLength(1)
})

test('nobody is asked for settings before their chat is connected, and then they come at once', async () => {
  await using world = await openWorld()
  const chat = world.chat()
  await chat.asks('/notifications', 'Напишите рабочую почту')
  await chat.asks(employees.anna.email, 'пришлите мне шесть цифр')
  await chat.asks(await codeFor(world.portal, employees.anna.id), 'Уведомления включены.')
  expect(chat.transcript().at(-2)).toContain('Готово, Анна!')
})

test('disconnecting forgets what was chosen; the other telephone of the same person brings it along', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat()
  await answerTo(world, chat, '/notifications')
  await answerToPress(world, chat, 'Вечер', 'Не присылать')
  await answerTo(world, chat, '/settings')
  await answerToPress(world, chat, 'Язык: English')
  world.pass(60_000)
  const home = world.chat('annaAtHome')
  await home.asks('/start', 'Напишите рабочую почту')
  await home.asks(employees.anna.email, 'пришлите мне шесть цифр')
  await world.settled()
  expect(await answerTo(world, home, await codeFor(world.portal, employees.anna.id))).toMatch(
    /^Done, Анна! .*\n\nTime zone: Moscow \(UTC\+3\)\.\nMorning digest: 8:00\.\nReminder of a meeting: 15 minutes before\./,
  )
  await answerTo(world, home, '/unlink')
  await answerToPress(world, home, 'Disconnect')
  world.pass(60_000)
  await home.asks('/start', 'Type the work e-mail')
  await home.asks(employees.anna.email, 'send me the six digits')
  await world.settled()
  expect(await answerTo(world, home, await codeFor(world.portal, employees.anna.id))).toContain(
    'Evening digest: 18:00.',
  )
})

describe('in English', () => {
  test('everything is said in English, and turns into Russian at a press', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat('john')
    const screens: string[] = []
    const see = async (screen: Promise<string>): Promise<void> => void screens.push(await screen)
    await see(answerTo(world, chat, '/notifications'))
    for (const path of [
      ['Morning', 'Something else', '9:00'],
      ['Evening', 'Do not send'],
      ['Meetings', '5 minutes'],
      ['Meetings', '✓ Important ones an hour before too'],
      ['Deadlines', '✓ The day before', '← To the settings'],
      ['Days', '✓ Work days only', '← To the settings'],
      ['Quiet hours', 'Switch quiet hours off'],
      ['Pause', 'For a week'],
      ['End the pause'],
      ['Switch all off'],
      ['Switch on'],
    ])
      for (const label of path) await see(answerToPress(world, chat, label))
    await answerToPress(world, chat, 'Time zone')
    await see(answerTo(world, chat, 'London'))
    await see(answerTo(world, chat, '/pause until tomorrow'))
    await see(answerTo(world, chat, '/help'))
    expect(screens.join('\n').match(/[а-яё]+/gi)).toBeNull()
    expect(await answerTo(world, chat, '/settings')).toMatch(/Time zone: London \(UTC\)\nLanguage: English\n/)
    expect(await answerToPress(world, chat, 'Language: Русский')).toMatch(/^Теперь говорю по-русски\.\n\n/)
    expect(await answerTo(world, chat, '/notifications')).toContain('Утро: 9:00, каждый день')
  })
})
