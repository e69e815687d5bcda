import { describe, expect, test } from 'vitest'
import { openWorld, type World } from '../support/world.ts'
import { atCard, card, drafted, newTask, whatScreen, whenScreen, whoScreen } from './task-talk.ts'

describe('when something else comes in between', () => {
  test('a file, a sticker and a word where buttons are meant leave the question where it was', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks('/task', 'Что нужно сделать?')
    chat.person.sendMedia('document', 'Смета')
    await world.settled()
    expect(chat.transcript().slice(-2)).toEqual([
      'бот: Здесь нужен текст. Файлы можно приложить после создания задачи.',
      'бот: Что нужно сделать? Напишите название — можно сразу со сроком и исполнителем: «Подготовить смету до пятницы, Игорь Ким».',
    ])
    expect(chat.screen()).toBe(whatScreen)
    chat.person.sendMedia('sticker')
    await world.settled()
    await chat.asks('Подготовить смету', 'Кто исполнитель?')
  })

  test('a file with words under it is one to attach, or the words are a task', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    chat.person.sendDocument({ name: 'Договор.pdf', content: Buffer.from('1') }, 'Согласовать договор')
    await chat.sees('с подписью «Согласовать договор»')
    expect(chat.screen()).toBe(
      [
        'Файл «Договор.pdf» с подписью «Согласовать договор»',
        'Что с этим сделать?',
        '[📎 Приложить к задаче]',
        '[➕ Новая задача] [📅 Встреча]',
      ].join('\n'),
    )
    await chat.clicks('➕ Новая задача')
    await chat.sees('Кто исполнитель?')
    await chat.clicks('Я')
    await chat.clicks('Без срока')
    await chat.clicks('Пропустить')
    await chat.clicks('Создать')
    await chat.sees('✅')
    expect(newTask(world)?.title).toBe('Согласовать договор')
  })

  test('/help says where one is, an unknown command that there is no such one, and the question follows', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks('/help', 'Что я умею')
    expect(chat.screen()).toBe(
      [
        'Что я умею',
        '/task — создать задачу',
        '/tasks — мои задачи: сегодня, просроченные, все или одна по номеру',
        '/event — назначить встречу',
        '/schedule — расписание: сегодня, завтра, неделя, «в пятницу», «25.11»',
        '/notifications — уведомления: сводки и напоминания',
        '/pause — приостановить уведомления',
        '/settings — профиль: часовой пояс, язык, отключение',
        '/whoami — кто я: с кем связан этот чат',
        '/start — подключить Битрикс24',
        '/unlink — отключить Битрикс24',
        '/task_status — изменить статус: номер задачи и слово «готово»',
        '/task_assign — передать задачу: номер и имя коллеги',
        '/event_update — изменить или отменить встречу',
        '/cancel — прервать диалог',
        '/help — эта подсказка',
        '',
        'Задачу можно написать и обычным текстом, одним предложением: «Подготовить смету до пятницы, Игорь Ким». Перешлите мне сообщение — сделаю из него задачу или встречу. Пришлите файл или фото — приложу к задаче.',
        '[➕ Новая задача] [📋 Мои задачи]',
        '[📅 Встреча] [🗓 Расписание]',
      ].join('\n'),
    )
    await chat.asks('/task Смета', 'Кто исполнитель?')
    chat.says('/help')
    await world.settled()
    expect(chat.transcript().slice(-2)).toEqual([
      'бот: Сейчас идёт «Новая задача»: ответьте на вопрос ниже, «← Назад» вернёт к прошлому, /cancel прервёт.',
      'бот: Кто исполнитель? Нажмите «Я» или напишите имя либо фамилию коллеги.',
    ])
    chat.says('/vacation')
    await world.settled()
    expect(chat.transcript().slice(-2)).toEqual([
      'бот: Такой команды нет. Список — /help.',
      'бот: Кто исполнитель? Нажмите «Я» или напишите имя либо фамилию коллеги.',
    ])
    expect(chat.screen()).toBe(whoScreen)
    // The help's own button, and the card.
    expect(chat.pressable().slice(1)).toHaveLength(2)
  })

  test('another command asks once, and the task goes on after it', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks('/task Подготовить смету', 'Кто исполнитель?')
    await chat.asks('/unlink', 'Открыть «')
    const question =
      'Сейчас идёт «Новая задача». Открыть «Отключение Битрикс24»? Потом вернёмся, ответы сохраню.'
    expect(chat.screen()).toBe(`${question}\n[Перейти] [Остаться]`)
    await chat.clicks('Остаться')
    await chat.sees('Кто исполнитель?')
    await chat.asks('/unlink', 'Открыть «')
    chat.says('Ким')
    await world.settled()
    expect(chat.transcript().slice(-2)).toEqual([
      'бот: Нажмите одну из кнопок — или /cancel, чтобы прервать.',
      `бот: ${question}`,
    ])
    await chat.clicks('Перейти')
    await chat.sees('Отключить помощника?')
    await chat.clicks('Оставить')
    await chat.sees('Кто исполнитель?')
    await world.settled()
    expect(chat.transcript().slice(-2)).toEqual([
      'бот: Хорошо, всё остаётся как было.',
      'бот: Кто исполнитель? Нажмите «Я» или напишите имя либо фамилию коллеги.',
    ])
    expect(chat.screen()).toBe(whoScreen)
    expect(chat.pressable().slice(1)).toHaveLength(1)
    await chat.asks('я', 'К какому сроку?')
  })

  test('the same command again offers to go on or to begin anew', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks('/task Подготовить смету', 'Кто исполнитель?')
    await chat.asks('/task', 'незаконченный диалог')
    expect(chat.screen()).toBe(
      'У вас есть незаконченный диалог «Новая задача». Продолжить?\n[Продолжить] [Начать заново]',
    )
    await chat.clicks('Продолжить')
    await chat.sees('Кто исполнитель?')
    await chat.asks('/task Другое дело', 'незаконченный диалог')
    await chat.clicks('Начать заново')
    await chat.sees('Кто исполнитель?')
    await chat.asks('я', 'К какому сроку?')
    await chat.asks('без срока', 'Добавить описание?')
    await chat.asks('пропустить', 'Проверьте задачу')
    expect(chat.screen()).toBe(card({ title: 'Другое дело' }))
    await world.settled()
    expect(chat.pressable().slice(1)).toHaveLength(1)
  })

  test('a restart of the assistant keeps the card alive', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await atCard(chat)
    await world.settled()
    await world.restart()
    await chat.clicks('Изменить')
    await chat.sees('Что изменить?')
    await world.restart()
    await chat.clicks('← Назад')
    await chat.sees('Проверьте задачу')
    expect(chat.screen()).toBe(card(drafted))
    await chat.clicks('Создать')
    await chat.sees('✅')
    expect(newTask(world)).toMatchObject({ title: drafted.title })
  })

  test('a day of silence closes the draft quietly, and its buttons go', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await atCard(chat)
    await world.settled()
    const lines = chat.transcript().length
    world.pass(24 * 3_600_000 + 1_000)
    await world.settled()
    expect(chat.transcript()).toHaveLength(lines)
    expect(chat.transcript().at(-1)).toMatch(/^бот: Черновик «.+» закрыт\.$/)
    expect(chat.pressable().slice(1)).toEqual([])
    await chat.asks('да', 'Что из этого сделать?')
  })

  test('two people do it at once, each with their own', async () => {
    await using world = await openWorld()
    const [anna, igor] = [await world.linkedChat('anna'), await world.linkedChat('igor')]
    await Promise.all([
      anna.asks('/task Задача Анны', 'Кто исполнитель?'),
      igor.asks('/task Задача Игоря', 'Кто исполнитель?'),
    ])
    await Promise.all([anna.asks('Ким', 'К какому сроку?'), igor.asks('Петрова', 'К какому сроку?')])
    await Promise.all([
      anna.asks('завтра', 'Добавить описание?'),
      igor.asks('без срока', 'Добавить описание?'),
    ])
    await Promise.all([anna.asks('пропустить', 'Проверьте задачу'), igor.asks('Срочно', 'Проверьте задачу')])
    await Promise.all([anna.asks('да', '✅'), igor.asks('да', '✅')])
    expect(anna.screen()).toContain('«Задача Анны»')
    expect(igor.screen()).toContain('«Задача Игоря»')
    expect(world.portal.tasks().slice(-2)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ title: 'Задача Анны', createdBy: 15, responsibleId: 27 }),
        expect.objectContaining({ title: 'Задача Игоря', createdBy: 27, responsibleId: 15 }),
      ]),
    )
  })
})

describe('buttons', () => {
  test('tapped twice act once', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await atCard(chat)
    const before = world.portal.tasks().length
    const messageId = chat.person.lastFromBot()?.messageId ?? 0
    const taps = await Promise.all([
      chat.person.press({ messageId, label: 'Создать' }),
      chat.person.press({ messageId, label: 'Создать' }),
    ])
    expect(taps.map(({ answered }) => answered)).toEqual([true, true])
    await chat.sees('✅')
    await world.settled()
    expect(world.portal.tasks()).toHaveLength(before + 1)
  })

  test('of an old card say that they are old, and show the present one', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks('/task Подготовить смету', 'Кто исполнитель?')
    await world.settled()
    const old = chat.person.lastFromBot()
    const act = pressOf(world, 'Я')
    await chat.asks('Ким', 'К какому сроку?')
    await world.settled()
    const lines = chat.transcript().length
    world.clock.advance(5_000)
    const pressed = await chat.person.press({ messageId: old?.messageId ?? 0, data: act })
    expect(pressed).toMatchObject({ answered: true, toast: 'Экран устарел, вот свежий.' })
    await world.settled()
    // The answer is what it was, and the card is not sent again.
    expect(chat.screen()).toBe(whenScreen)
    expect(chat.transcript()).toHaveLength(lines)

    await chat.asks('/cancel', 'Отменил')
    world.clock.advance(5_000)
    const dead = await chat.person.press({ messageId: old?.messageId ?? 0, data: act })
    expect(dead).toMatchObject({ answered: true, toast: 'Кнопка устарела.' })
    const forged = await chat.person.press({ messageId: old?.messageId ?? 0, data: 'нет-такой' })
    expect(forged).toMatchObject({ answered: true, toast: 'Кнопка устарела.' })
  })

  test('another person’s are nobody else’s', async () => {
    await using world = await openWorld()
    const [anna, igor] = [await world.linkedChat('anna'), await world.linkedChat('igor')]
    await atCard(anna)
    await igor.asks('/task Своя задача', 'Кто исполнитель?')
    const before = world.portal.tasks().length
    const act = pressOf(world, 'Создать')
    const pressed = await igor.person.press({
      messageId: igor.person.lastFromBot()?.messageId ?? 0,
      data: act,
    })
    expect(pressed.toast).toBe('Кнопка устарела.')
    await world.settled()
    expect(anna.screen()).toBe(card(drafted))
    expect(world.portal.tasks()).toHaveLength(before)
  })
})

describe('whoever', () => {
  test('has an English Telegram is answered in English throughout', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat('john')
    await chat.asks('/task', 'What needs doing?')
    await chat.asks('Prepare a quote', 'Who will do it?')
    await chat.asks('Соколова', 'Whom to choose?')
    await chat.asks('Ким', 'When is it due?')
    expect(chat.buttons()).toEqual([
      ['Today', 'Tomorrow', 'Friday'],
      ['Calendar', 'No deadline'],
      ['← Back', '✕ Cancel'],
    ])
    await chat.asks('someday maybe', 'I did not understand')
    await chat.asks('tomorrow at 5 pm', 'Add a description?')
    await chat.asks('skip', 'Check the task')
    expect(chat.screen()).toBe(
      [
        'Check the task:',
        'Prepare a quote',
        'Assignee: Игорь Ким',
        'Deadline: tomorrow, Tue 24 November, 17:00 · Moscow (UTC+3)',
        'Priority: Normal',
        'Description: —',
        '[Create]',
        '[Change] [✕ Cancel]',
      ].join('\n'),
    )
    await chat.clicks('Create')
    await chat.sees('✅ Task created')
    expect(chat.buttons()).toEqual([['Open in Bitrix24'], ['One more task']])
    const notOurs = chat
      .transcript()
      .filter((line) => line.startsWith('бот: '))
      .join('\n')
      .replaceAll(/^бот: |Сергей|Игорь Ким|Игорь|Ким|Соколова/gm, '')
    expect(notOurs).not.toMatch(/\p{Script=Cyrillic}/u)
  })

  test('blocks the bot and comes back finds the task where it was', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await atCard(chat)
    await world.settled()
    chat.person.block()
    await world.settled()
    chat.person.unblock()
    await world.settled()
    await chat.clicks('Создать')
    await chat.sees('✅')
    await chat.asks('/task Ещё одна', 'Кто исполнитель?')
    chat.person.block()
    await world.settled()
    chat.person.unblock()
    await chat.asks('я', 'К какому сроку?')
    expect(chat.screen()).toBe(whenScreen)
  })
})

/** What a button carries, as a client that kept an old message could send it. */
function pressOf(world: World, label: string): string {
  const rows = world.telegram.calls
    .toReversed()
    .flatMap(({ params, method }) =>
      /^(?:sendMessage|editMessageText)$/i.test(method) && JSON.stringify(params).includes(label)
        ? [JSON.stringify(params)]
        : [],
    )
  const found = new RegExp(`"text":"${label}","callback_data":"([^"]+)"`).exec(rows[0] ?? '')
  return found?.[1] ?? ''
}
