import { describe, expect, test } from 'vitest'
import { plain, type ChatClient } from '../support/chat-client.ts'
import { codeFor, codes, employees, eventually, openWorld, type World } from '../support/world.ts'

const minuteMs = 60_000
const greeting =
  'Здравствуйте. Я помощник по Битрикс24: показываю задачи и встречи, напоминаю о сроках, создаю задачи и события — прямо здесь.'
const askEmail = [
  'Сначала нужно убедиться, что это вы. Напишите рабочую почту, с которой вы входите в Битрикс24.',
  '[✕ Отмена]',
].join('\n')
const codeButtons = '[Отправить ещё раз] [Другая почта]\n[← Назад] [✕ Отмена]'
const askCode = `Если этот адрес есть в Битрикс24 компании, я отправил туда код. Откройте Битрикс24 → уведомления (колокольчик) и пришлите мне шесть цифр. Код действует 10 минут.\n\nТам же есть ссылка: если нажать её на устройстве с этим Telegram, код вводить не нужно.\n${codeButtons}`
const linked = [
  'Готово, Анна! Чат подключён к Битрикс24.',
  '',
  'Время — Москва (UTC+3).',
  'Утренняя сводка — в 8:00.',
  'Вечерняя сводка — в 18:00.',
  'Напоминание о встрече — за 15 минут.',
  'Изменить: /notifications.',
  '',
  'Попробуйте: напишите задачу обычным текстом, например «Позвонить в банк завтра в 15:00».',
  '[Мои задачи]',
  '[Расписание]',
  '[Настроить]',
].join('\n')
const home =
  'Этот чат уже подключён: Анна Петрова. Отключить — /unlink.\n[Мои задачи]\n[Расписание]\n[Настроить]'

/** Asks for a code for an address and waits until everything that follows has been done. */
async function atCode(world: World, chat: ChatClient, email: string = employees.anna.email): Promise<void> {
  await chat.asks('/start', 'Напишите рабочую почту')
  await chat.asks(email, 'пришлите мне шесть цифр')
  await world.settled()
}

/** What is on the screen once everything that these words lead to has been done. */
async function answerTo(world: World, chat: ChatClient, words: string): Promise<string> {
  chat.says(words)
  await world.settled()
  return chat.screen()
}

async function answerToPress(world: World, chat: ChatClient, label: string): Promise<string> {
  await chat.clicks(label)
  await world.settled()
  return chat.screen()
}

/** A code that is not this one; another for every `step`. */
function wrong(code: string, step = 1): string {
  return String((Number(code) + step) % 1_000_000).padStart(6, '0')
}

/** The notices an employee has in the portal, oldest first. */
function bell(world: World, employee: number): readonly string[] {
  return world.portal.notices(employee).map(({ message }) => plain(message))
}

/** What the newest notice with a link hands back to the bot when the link is opened. */
function inviteFor(world: World, employee: number): string {
  const urls = world.portal.notices(employee).flatMap(({ message }) => /start=([\w-]+)/.exec(message) ?? [])
  return urls.at(-1) ?? ''
}

describe('by the code from the bell', () => {
  test('a newcomer is connected, and the employee is told of it inside the portal', async () => {
    await using world = await openWorld()
    const chat = world.chat()
    await chat.asks('/start', 'Напишите рабочую почту')
    expect(chat.screen()).toBe(askEmail)
    expect(chat.transcript()).toContain(`бот: ${greeting}`)
    await chat.asks('Anna.Petrova@Romashka.Example', 'пришлите мне шесть цифр')
    expect(chat.screen()).toBe(askCode)
    const code = await codeFor(world.portal, 15)
    expect(bell(world, 15)[0]?.split('\n')).toEqual([
      `Код для подключения Telegram-помощника: ${code.slice(0, 3)} ${code.slice(3)}. Действует 10 минут. Запросил пользователь Telegram «Анна Петрова». Если это не вы, ничего не делайте и сообщите администратору.`,
      '',
      expect.stringMatching(
        /^Или подключите одним нажатием там, где открыт ваш Telegram: https:\/\/t\.me\/\w+\?start=[\w-]{32}$/,
      ),
    ])
    expect(await answerTo(world, chat, code)).toBe(linked)
    // The message with the code is taken out of the chat.
    expect(chat.transcript().join('\n')).not.toContain(code)
    expect(bell(world, 15).slice(1)).toEqual([
      'Telegram-помощник подключён к вашей учётной записи (23 ноября, 12:00). Если это не вы, сообщите администратору — он отключит доступ.',
    ])
    // Of the questions nothing is left to press.
    expect(chat.pressable()).toHaveLength(1)
  })

  test('the code may be typed as it is shown, and in any other way people write it', async () => {
    for (const spelt of [
      (code: string) => `${code.slice(0, 3)} ${code.slice(3)}`,
      (code: string) => `${code.slice(0, 3)}\u00A0${code.slice(3)}`,
      (code: string) => `${code.slice(0, 3)}-${code.slice(3)}`,
      (code: string) => `Код для подключения Telegram-помощника: ${code}. Действует 10 минут.`,
    ]) {
      await using world = await openWorld()
      const chat = world.chat()
      await atCode(world, chat)
      expect(await answerTo(world, chat, spelt(await codeFor(world.portal, 15)))).toBe(linked)
    }
  })

  test('what is no address is refused with an example; what is no code, with what a code is', async () => {
    await using world = await openWorld()
    const chat = world.chat()
    await chat.asks('/start', 'Напишите рабочую почту')
    for (const words of ['Анна Петрова', 'anna.petrova', 'anna@', 'a b@romashka.example']) {
      expect(await answerTo(world, chat, words)).toBe(
        'Не похоже на адрес почты. Пример: ivanova@company.ru\n[✕ Отмена]',
      )
    }
    await chat.asks(employees.anna.email, 'пришлите мне шесть цифр')
    await world.settled()
    for (const words of ['12345', 'где код?']) {
      expect(await answerTo(world, chat, words)).toBe(
        `Код — это шесть цифр из уведомления в Битрикс24.\n${codeButtons}`,
      )
    }
    // None of that was a try.
    expect(await answerTo(world, chat, wrong(await codeFor(world.portal, 15)))).toContain(
      'Осталось 4 попытки.',
    )
  })

  test('wrong codes are counted down, the fifth kills the code, and a new one works', async () => {
    await using world = await openWorld()
    const chat = world.chat()
    await atCode(world, chat)
    const code = await codeFor(world.portal, 15)
    const said: string[] = []
    for (const step of [1, 2, 3, 4]) said.push(await answerTo(world, chat, wrong(code, step)))
    expect(said).toEqual(
      ['Осталось 4 попытки.', 'Осталось 3 попытки.', 'Осталось 2 попытки.', 'Осталась 1 попытка.'].map(
        (left) => `Код не подошёл. ${left}\n${codeButtons}`,
      ),
    )
    const dead =
      'Попытки закончились, этот код больше не действует. Можно запросить новый.\n[Новый код]\n[← Назад] [✕ Отмена]'
    expect(await answerTo(world, chat, wrong(code, 5))).toBe(dead)
    expect(await answerTo(world, chat, code)).toBe(dead)
    world.pass(minuteMs)
    expect(await answerToPress(world, chat, 'Новый код')).toBe(askCode)
    const [fresh] = codes(world.portal, 15)
    expect(codes(world.portal, 15)).toHaveLength(1)
    expect(fresh).not.toBe(code)
    expect(await answerTo(world, chat, fresh ?? '')).toBe(linked)
  })

  test('a code is good for ten minutes', async () => {
    await using world = await openWorld()
    const chat = world.chat()
    await atCode(world, chat)
    const code = await codeFor(world.portal, 15)
    world.pass(10 * minuteMs)
    expect(await answerTo(world, chat, code)).toBe(
      'Срок действия кода истёк. Запросить новый?\n[Новый код]\n[← Назад] [✕ Отмена]',
    )
    expect(await answerToPress(world, chat, 'Новый код')).toBe(askCode)
    expect(await answerTo(world, chat, await codeFor(world.portal, 15))).toBe(linked)
  })

  test('another code can be had after a minute, and takes the place of the first', async () => {
    await using world = await openWorld()
    const chat = world.chat()
    await atCode(world, chat)
    const first = await codeFor(world.portal, 15)
    expect(await answerToPress(world, chat, 'Отправить ещё раз')).toBe(
      `Новый код можно запросить через 57 секунд.\n${codeButtons}`,
    )
    world.pass(33_000)
    expect(await answerToPress(world, chat, 'Отправить ещё раз')).toBe(
      `Новый код можно запросить через 21 секунду.\n${codeButtons}`,
    )
    world.pass(21_000)
    expect(await answerToPress(world, chat, 'Отправить ещё раз')).toBe(askCode)
    await eventually(() => codes(world.portal, 15).at(-1) !== first)
    expect(codes(world.portal, 15)).toHaveLength(1)
    expect(await answerTo(world, chat, first)).toContain('Код не подошёл.')
    expect(await answerTo(world, chat, await codeFor(world.portal, 15))).toBe(linked)
  })

  test('a mistyped address can be corrected', async () => {
    await using world = await openWorld()
    const chat = world.chat()
    await atCode(world, chat, 'ana.petrova@romashka.example')
    expect(codes(world.portal, 15)).toEqual([])
    expect(await answerToPress(world, chat, 'Другая почта')).toBe(askEmail)
    expect(chat.transcript().filter((line) => line.includes('Здравствуйте'))).toHaveLength(1)
    expect(await answerTo(world, chat, employees.anna.email)).toMatch(
      /^Новый код можно запросить через \d+ секунд/,
    )
    world.pass(minuteMs)
    expect(await answerToPress(world, chat, 'Отправить ещё раз')).toBe(askCode)
    expect(await answerTo(world, chat, await codeFor(world.portal, 15))).toBe(linked)
  })

  test('after three requests in an hour it is said when the next is possible, and the last code still works', async () => {
    await using world = await openWorld()
    const chat = world.chat()
    await atCode(world, chat)
    for (let again = 0; again < 2; again += 1) {
      world.pass(minuteMs)
      expect(await answerToPress(world, chat, 'Отправить ещё раз')).toBe(askCode)
    }
    world.pass(minuteMs)
    expect(await answerToPress(world, chat, 'Отправить ещё раз')).toBe(
      `Слишком много запросов. Попробуйте после 13:01 или обратитесь к администратору Битрикс24.\n${codeButtons}`,
    )
    expect(await answerTo(world, chat, await codeFor(world.portal, 15))).toBe(linked)
  })

  test('when no code is left that works, the limit ends the talk', async () => {
    await using world = await openWorld()
    const chat = world.chat()
    await atCode(world, chat)
    for (let again = 0; again < 2; again += 1) {
      world.pass(minuteMs)
      await answerToPress(world, chat, 'Отправить ещё раз')
    }
    world.pass(11 * minuteMs)
    expect(await answerToPress(world, chat, 'Отправить ещё раз')).toBe(
      'Слишком много запросов. Попробуйте после 13:01 или обратитесь к администратору Битрикс24.',
    )
    expect(chat.pressable()).toEqual([])
  })

  test.each([
    ['nobody’s', 'nobody@romashka.example'],
    ['a dismissed employee’s', 'dmitry.zhukov@romashka.example'],
    ['a partner’s in the extranet', 'e.markova@partner.example'],
    ['shared by two', 'sklad@romashka.example'],
  ])('an address that is %s gets the same words as an employee’s, to the end', async (_whose, email) => {
    await using world = await openWorld()
    const chat = world.chat()
    await chat.asks('/start', 'Напишите рабочую почту')
    expect(await answerTo(world, chat, email)).toBe(askCode)
    expect(world.portal.notices()).toEqual([])
    const said: string[] = []
    for (const code of ['111111', '222222', '333333', '444444', '555555']) {
      said.push(await answerTo(world, chat, code))
    }
    expect(said.map((text) => text.split('\n')[0])).toEqual([
      'Код не подошёл. Осталось 4 попытки.',
      'Код не подошёл. Осталось 3 попытки.',
      'Код не подошёл. Осталось 2 попытки.',
      'Код не подошёл. Осталась 1 попытка.',
      'Попытки закончились, этот код больше не действует. Можно запросить новый.',
    ])
  })

  test('where only the company’s addresses are taken, it is said openly', async () => {
    await using world = await openWorld({ env: { LINK_ALLOWED_EMAIL_DOMAINS: 'romashka.example' } })
    const chat = world.chat()
    await chat.asks('/start', 'Напишите рабочую почту')
    expect(await answerTo(world, chat, 'anna@mail.example')).toBe(
      'Нужна рабочая почта: @romashka.example. Напишите её.\n[✕ Отмена]',
    )
    expect(await answerTo(world, chat, employees.anna.email)).toBe(askCode)
  })

  test('a portal that is away when the code is asked for sends it when it is back', async () => {
    await using world = await openWorld()
    const chat = world.chat()
    await world.gate.shut()
    await atCode(world, chat)
    expect(chat.screen()).toBe(askCode)
    world.pass(20_000)
    await world.settled()
    expect(world.portal.notices()).toEqual([])
    await world.gate.reopen()
    await world.passUntil(minuteMs, () => codes(world.portal, 15).length > 0)
    expect(await answerTo(world, chat, await codeFor(world.portal, 15))).toBe(linked)
  })

  test('a restart of the assistant in between loses nothing', async () => {
    await using world = await openWorld()
    const chat = world.chat()
    await atCode(world, chat)
    await world.restart()
    expect(await answerTo(world, chat, await codeFor(world.portal, 15))).toBe(linked)
  })

  test('an English Telegram is answered in English, and the portal in its own language', async () => {
    await using world = await openWorld()
    const chat = world.chat('john')
    await chat.asks('/start', 'Type the work e-mail')
    await chat.asks('sergey.lebedev@romashka.example', 'send me the six digits')
    expect(chat.buttons()).toEqual([
      ['Send again', 'Another e-mail'],
      ['← Back', '✕ Cancel'],
    ])
    await world.settled()
    expect(bell(world, 9)).toEqual([expect.stringMatching(/^Код для подключения/)])
    const code = await codeFor(world.portal, 9)
    expect(await answerTo(world, chat, wrong(code))).toContain('That code is wrong. 4 tries left.')
    expect(await answerTo(world, chat, code)).toBe(
      [
        'Done, Сергей! This chat is connected to Bitrix24.',
        '',
        'Time zone: Moscow (UTC+3).',
        'Morning digest: 8:00.',
        'Evening digest: 18:00.',
        'Reminder of a meeting: 15 minutes before.',
        'To change this: /notifications.',
        '',
        'Try it: type a task in plain words, for example “Call the bank tomorrow at 15:00”.',
        '[My tasks]',
        '[Schedule]',
        '[Adjust]',
      ].join('\n'),
    )
  })
})

describe('by the link in the notice', () => {
  test('one tap connects, without the code', async () => {
    await using world = await openWorld()
    const chat = world.chat()
    await atCode(world, chat)
    chat.person.openLink(inviteFor(world, 15))
    await chat.sees('Готово, Анна!')
    await world.settled()
    expect(chat.screen()).toBe(linked)
    expect(chat.pressable()).toHaveLength(1)
  })

  test('a second tap says whose chat it is', async () => {
    await using world = await openWorld()
    const chat = world.chat()
    await atCode(world, chat)
    const invite = inviteFor(world, 15)
    chat.person.openLink(invite)
    await chat.sees('Готово, Анна!')
    chat.person.openLink(invite)
    await world.settled()
    expect(chat.screen()).toBe(home)
  })

  test('a stale one asks for the address', async () => {
    await using world = await openWorld()
    const chat = world.chat()
    await atCode(world, chat)
    const invite = inviteFor(world, 15)
    world.pass(10 * minuteMs)
    chat.person.openLink(invite)
    await world.settled()
    expect(chat.screen()).toBe(
      'Эта ссылка уже не действует. Напишите рабочую почту, пришлю новый код.\n[✕ Отмена]',
    )
    expect(await answerTo(world, chat, employees.anna.email)).toBe(askCode)
    expect(await answerTo(world, chat, await codeFor(world.portal, 15))).toBe(linked)
  })

  test('opened in another chat it connects nobody, and spoils nothing for whom it was meant', async () => {
    await using world = await openWorld()
    const [anna, igor] = [world.chat('anna'), world.chat('igor')]
    await atCode(world, anna)
    igor.person.openLink(inviteFor(world, 15))
    await igor.sees('Эта ссылка уже не действует.')
    await igor.asks('/cancel', 'Хорошо, не сейчас')
    anna.person.openLink(inviteFor(world, 15))
    await world.settled()
    expect(anna.screen()).toBe(linked)
  })
})

describe('a chat that is connected', () => {
  test('is told so on /start, with the ways on', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    expect(await answerTo(world, chat, '/start')).toBe(home)
    expect(await answerToPress(world, chat, 'Настроить')).toContain('Уведомления включены.')
    expect(await answerTo(world, chat, '/start')).toBe(home)
    expect(await answerToPress(world, chat, 'Мои задачи')).toContain('Ваши задачи')
    expect(await answerTo(world, chat, '/start')).toBe(home)
    expect(await answerToPress(world, chat, 'Расписание')).not.toContain('Этот чат уже подключён')
  })

  test('gives way to the employee’s other telephone: it is told, cut off, and what was under way there ends', async () => {
    await using world = await openWorld()
    const old = await world.linkedChat('anna')
    await old.asks('/task Подготовить смету', 'Кто исполнитель?')
    world.pass(minuteMs)
    const home = await world.linkedChat('annaAtHome')
    await world.settled()
    const moved =
      'Помощник подключён к другому аккаунту Telegram. Этот чат отключён. Если это были не вы, сообщите администратору Битрикс24.'
    expect(old.screen()).toBe(moved)
    expect(await answerToPress(world, old, 'Я')).toBe('Сначала подключим Битрикс24: /start.')
    expect(await answerTo(world, old, '/task Ещё одна')).toBe(askEmail)
    await home.asks('/task С другого телефона', 'Кто исполнитель?')
    expect(bell(world, 15).filter((text) => text.startsWith('Telegram-помощник подключён'))).toHaveLength(2)
  })

  test('that had the bot blocked meanwhile is not told afterwards what is no longer its own', async () => {
    await using world = await openWorld()
    const old = await world.linkedChat('anna')
    await old.asks('/task Подготовить смету', 'Кто исполнитель?')
    await old.asks('я', 'К какому сроку?')
    await old.asks('без срока', 'Добавить описание?')
    await old.asks('пропустить', 'Проверьте задачу')
    await world.gate.shut()
    await old.clicks('Создать')
    await old.sees('не отвечает')
    await world.settled()
    old.person.block()
    await world.settled()
    await world.gate.reopen()
    await world.passUntil(minuteMs, () => world.portal.tasks().at(-1)?.title === 'Подготовить смету')
    world.pass(minuteMs)
    await world.linkedChat('annaAtHome')
    old.person.unblock()
    await world.settled()
    expect(old.transcript().join('\n')).not.toContain('✅')
  })

  test('can be kept or disconnected with /unlink, and the employee is told inside the portal', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    expect(await answerTo(world, chat, '/unlink')).toBe(
      'Отключить помощника? Напоминания перестанут приходить, настройки удалятся.\n[Отключить] [Оставить]',
    )
    expect(await answerToPress(world, chat, 'Оставить')).toBe('Хорошо, всё остаётся как было.')
    for (const words of ['нет', 'не надо']) {
      await chat.asks('/unlink', 'Отключить помощника?')
      expect(await answerTo(world, chat, words)).toBe('Хорошо, всё остаётся как было.')
    }
    await chat.asks('/unlink', 'Отключить помощника?')
    expect(await answerTo(world, chat, '/cancel')).toBe('Не отключаю: всё остаётся как было.')
    await chat.asks('/unlink', 'Отключить помощника?')
    // Words that are no clear yes end nothing; as beside every card, they may become a task.
    expect(await answerTo(world, chat, 'ну давай')).toContain('Что из этого сделать?')
    expect(await answerToPress(world, chat, 'Отключить')).toBe(
      'Чат отключён. Вернуться можно в любой момент: /start.',
    )
    expect(bell(world, 15).at(-1)).toMatch(/^Telegram-помощник отключён от вашей учётной записи/)
    expect(await answerTo(world, chat, '/unlink')).toBe(
      'Этот чат не подключён к Битрикс24. Подключить — /start.',
    )
    expect(await answerTo(world, chat, '/start')).toBe(askEmail)
  })

  test('that is disconnected in the middle of a task loses its draft', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks('/task Подготовить смету', 'Кто исполнитель?')
    await chat.asks('/unlink', 'Открыть «')
    await chat.clicks('Перейти')
    await chat.sees('Отключить помощника?')
    expect(await answerToPress(world, chat, 'Отключить')).toBe(
      'Чат отключён. Вернуться можно в любой момент: /start.',
    )
    expect(chat.pressable().slice(1)).toEqual([])
    expect(await answerTo(world, chat, 'Ким')).not.toContain('К какому сроку?')
  })
})

test('a task wished for before the chat is connected comes after it, with its title', async () => {
  await using world = await openWorld()
  const chat = world.chat()
  await chat.asks('/task Сверить акты', 'Напишите рабочую почту')
  expect(chat.screen()).toBe(askEmail)
  await chat.asks(employees.anna.email, 'пришлите мне шесть цифр')
  await chat.asks(await codeFor(world.portal, 15), 'Кто исполнитель?')
  expect(chat.transcript().at(-2)).toContain('Готово, Анна!')
  await chat.asks('я', 'К какому сроку?')
  await chat.asks('без срока', 'Добавить описание?')
  await chat.asks('пропустить', 'Сверить акты')
})

test('whoever does not go through with connecting is not asked about the task either', async () => {
  await using world = await openWorld()
  const chat = world.chat()
  await chat.asks('/task Сверить акты', 'Напишите рабочую почту')
  expect(await answerToPress(world, chat, '✕ Отмена')).toBe(
    'Хорошо, не сейчас. Подключиться можно в любой момент: /start.',
  )
  expect(await answerTo(world, chat, 'привет')).toBe('Сначала подключим Битрикс24: /start.')
})
